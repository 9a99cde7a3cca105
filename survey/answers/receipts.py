"""What a receipt code opens: "counted", "withdrawn" or "unknown", and the way back (decision 9).

With the code alone one learns whether the answers count. With it and the link they were sent by,
they can be withdrawn, or become a draft again, until somebody has looked at a report. Whoever asks
or takes back leaves no mail, no row of the log and no time; of the answers themselves the hash of
their code is left.
"""

import time
from collections.abc import Callable
from typing import Literal

from survey import links
from survey.anonymity import ledger
from survey.answers.draft import Draft
from survey.answers.sheet import known, taking_answers
from survey.answers.urn import Urn
from survey.errors import BadInput, NotNow
from survey.store import (
    drafts,
    invitations,
    lists,
    participations,
    reports,
    responses,
    rounds,
    withdrawn,
)
from survey.store.database import Database, Tx
from survey.store.invitations import Invitation
from survey.store.responses import Response

Clock = Callable[[], float]
Standing = Literal["counted", "withdrawn", "unknown"]


def standing(tx: Tx, urn: Urn, code: str) -> Standing:
    """What becomes of the answers with this code. Whatever is asked, the same is looked up."""
    try:
        wanted = links.receipt_hash(code)
    except BadInput:
        wanted = links.hash_of(code)
    found = responses.has(tx, wanted), urn.has(tx, wanted), withdrawn.has(tx, wanted)
    return "withdrawn" if found[2] else "counted" if any(found) else "unknown"


def withdraw(db: Database, urn: Urn, invitation: str, secret: str, code: str) -> None:
    """Delete the answers that this link sent under this code, and decline the invitation.

    Twice is harmless. Raises BadInput: the code is not that of what this link sent; NotNow:
    somebody has looked at a report; LinkUnknown.
    """
    with db.write() as tx:
        found = known(tx, invitations.lock, invitation, secret)
        if _take_back(tx, urn, found, code):
            lists.take_back(tx, invitation, "declined")


def reopen(
    db: Database,
    urn: Urn,
    invitation: str,
    secret: str,
    code: str,
    *,
    clock: Clock = time.time,
) -> None:
    """As `withdraw`, and the answers are the draft of the open invitation; sent anew they get
    another code. Raises RoundClosed as well, and NotNow to who was taken off the list meanwhile.
    """
    with db.write() as tx:
        found = known(tx, invitations.lock, invitation, secret)
        taken = _take_back(tx, urn, found, code)
        if taken is None:
            return
        taking_answers(tx, found, rounds.of(tx, found.participation), clock())
        if lists.take_back(tx, invitation, "open") != "open":
            raise NotNow(
                "You were taken off the list of raters meanwhile. "
                "What you sent can be withdrawn, but not changed."
            )
        draft = links.seal(secret, invitation, _draft_of(taken).to_bytes())
        drafts.save(tx, invitation, draft, 0)


def _take_back(tx: Tx, urn: Urn, found: Invitation, code: str) -> Response | None:
    """The answers, which are gone now. None: they were taken back before."""
    receipt_hash = links.receipt_hash(code)
    participations.lock(tx, found.participation)  # nobody freezes or moves them meanwhile
    there = responses.get(tx, receipt_hash) or urn.find(tx, receipt_hash)
    if there is None and found.state != "done" and withdrawn.has(tx, receipt_hash):
        return None
    sent = (found.participation, found.group) if found.state == "done" else None
    if there is None or (there.subject, there.group) != sent:
        raise BadInput("this code does not belong to what was sent by this link")
    if ledger.is_frozen(tx, found.participation):
        raise NotNow(
            "Somebody has looked at a report that these answers may be part of. "
            "What was read cannot be taken back."
        )
    responses.remove(tx, receipt_hash)
    urn.remove(tx, receipt_hash)
    withdrawn.add(tx, receipt_hash)
    if participations.get(tx, found.participation).person == found.person:
        # Unfrozen, so they were made for this one pair of eyes, of these very answers.
        reports.erase(tx, found.participation)
    return there


def _draft_of(sent: Response) -> Draft:
    """As it was before it was sent. Of its time only what was kept is known: fast or not."""
    return Draft(
        answers={item: value for item, value in sent.answers if value is not None},
        texts=sent.comments,
        timed=sent.fast,
        shows=sent.shows,
        goals=sent.goals,  # type: ignore[arg-type]  # they were checked when they were saved
        picks={question: options for question, options in sent.picks.items() if options},
    )
