"""Answering, from the link to the sent response: use cases over store and links, without Flask.

Every function opens its own transaction. `secret` is the secret of the link in force; whoever
does not have it gets LinkUnknown, and nothing of a draft can be read without it (decisions 8, 9).
`clock` gives seconds since 1970: rounds end at their last day's end.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from survey import links
from survey.answers import answering
from survey.answers.draft import Changes, Draft, Show
from survey.answers.sheet import (
    Request,
    Sheet,
    asked_goals,
    blank_sheet,
    known,
    read_request,
    read_sheet,
    still_open,
    taking_answers,
    unknown,
)
from survey.answers.sheet import read_draft as read_saved
from survey.answers.urn import Urn
from survey.entry import check_email, check_name
from survey.errors import (
    AlreadySent,
    BadInput,
    Incomplete,
    NotFound,
    Stale,
    TooOften,
)
from survey.mailing.mail import LINK_MAIL, REPORT_MAIL
from survey.questionnaire.types.question_type import Audience
from survey.store import (
    drafts,
    invitations,
    outbox,
    participations,
    people,
    reports,
    responses,
    rounds,
    versions,
    withdrawn,
)
from survey.store.database import Database, Tx
from survey.store.invitations import Invitation
from survey.store.responses import Response

_MOST_LINK_MAILS = 5  # for one invitation; more would be somebody else's inbox

Clock = Callable[[], float]


@dataclass(frozen=True)
class Contact:
    """Who a self-assessment is about, and where its link may go."""

    name: str
    email: str = ""


@dataclass(frozen=True)
class Sent:
    report: str | None
    """Id of the report that was asked for: hand it to the queue. None: there will be none yet."""
    message: str | None = None
    """Id of the outbox row with the link to the report, if a new address was given for it."""


def open_link(db: Database, secret: str) -> Invitation:
    """Whose link this is, in whatever state. Changes nothing. Raises LinkUnknown, NewerLink."""
    with db.read() as tx:
        invitation = invitations.by_secret_hash(tx, links.hash_of(secret))
        if invitation is None:
            raise unknown(tx, secret)
    return invitation


def read_invitation(db: Database, invitation: str, secret: str) -> Invitation:
    """In whatever state. Raises LinkUnknown, NewerLink."""
    with db.read() as tx:
        return known(tx, invitations.get, invitation, secret)


def request_of(db: Database, invitation: str, secret: str, *, clock: Clock = time.time) -> Request:
    """What this rater is told, in whatever state the invitation is. Raises LinkUnknown."""
    with db.read() as tx:
        return read_request(tx, known(tx, invitations.get, invitation, secret), clock())


def read_draft(db: Database, invitation: str, secret: str, *, clock: Clock = time.time) -> Sheet:
    """The form with what is answered so far.

    Raises LinkUnknown, CannotOpen, AlreadySent, Declined, Withdrawn, RoundClosed.
    """
    with db.read() as tx:
        found = still_open(known(tx, invitations.get, invitation, secret))
        return read_sheet(tx, found, secret, clock())


def read_unsent(
    db: Database, invitation: str, secret: str, *, clock: Clock = time.time
) -> Sheet | None:
    """As `read_draft`; None where it was sent, perhaps a moment ago by the first of two clicks."""
    try:
        return read_draft(db, invitation, secret, clock=clock)
    except AlreadySent:
        return None


def save_draft(
    db: Database,
    invitation: str,
    secret: str,
    changes: Changes,
    revision: int,
    *,
    clock: Clock = time.time,
) -> int:
    """Add `changes` to the draft at `revision` (of the page they were made on); returns the new
    revision. What it says is on disk when it returns.

    The same save arriving twice is harmless. Raises Stale: another window saved meanwhile, nothing
    is changed; BadInput: not asked, or not on the scale; LinkUnknown, AlreadySent, Declined,
    Withdrawn, RoundClosed.
    """
    with db.write() as tx:
        found = still_open(known(tx, invitations.lock, invitation, secret))
        # The busiest statement of all: it looks up no person.
        round_ = rounds.of(tx, found.participation)
        taking_answers(tx, found, round_, clock())
        asked = versions.get(tx, round_.version)
        audience: Audience = "self" if found.group == asked.self_group.id else "other"
        goals = [id for id, _ in asked_goals(tx, round_, found)] if changes.goals else []
        form, group = round_.form, found.group
        changes = answering.check(asked, form, changes, audience, goals, group=group)
        current, draft = read_saved(tx, found, secret)
        if current != revision:
            if draft.says(changes):
                return current
            raise Stale("these answers were changed in another window")
        sealed = links.seal(secret, invitation, draft.with_(changes).to_bytes())
        return drafts.save(tx, invitation, sealed, revision)


def set_email(
    db: Database, invitation: str, secret: str, email: str, *, clock: Clock = time.time
) -> str:
    """Send the link of one's own self-assessment to this address; returns the outbox row's id.

    Raises BadInput: no such address; TooOften: asked too often; NotFound: not one's own, or an
    organisation knows the address.
    """
    address = check_email(email)
    if address is None:
        raise BadInput("give an address like name@example.org")
    with db.write() as tx:
        found = still_open(known(tx, invitations.lock, invitation, secret))
        _, round_, person = participations.whole(tx, found.participation)
        if found.person != person.id or round_.organisation is not None:
            raise NotFound("only on one's own self-assessment")
        taking_answers(tx, found, round_, clock())
        if outbox.count(tx, LINK_MAIL, invitation) >= _MOST_LINK_MAILS:
            raise TooOften("the link was sent several times; copy it from the page instead")
        people.set_email(tx, found.person, address)
        return outbox.add(tx, LINK_MAIL, invitation)


def send(
    db: Database,
    invitation: str,
    secret: str,
    receipt_code: str,
    contact: Contact | None = None,
    *,
    shows: Mapping[str, Show | None] | None = None,
    typed: Changes | None = None,
    urn: Urn | None = None,
    clock: Clock = time.time,
) -> Sent:
    """Hand the answers in, for good, in one transaction (decision 9): the response appears under
    the hash of `receipt_code`, the draft is erased, the invitation is done, and if nobody else
    is asked about this person (a self-assessment) and the form counts, a report is asked for.
    `contact` corrects name and address of one's own; `shows` are the last words on how comments
    stand; `typed` is all that stood on a paper form, and takes the place of a draft, which nobody
    opens then; `urn`: where answers wait in the stricter mode.

    The same code again is harmless and says the same. Raises AlreadySent: sent with another code;
    Stale: sent with this code and taken back since; Incomplete: too few answers; BadInput:
    `contact`; LinkUnknown, CannotOpen, Declined, Withdrawn, RoundClosed.
    """
    receipt_hash = links.receipt_hash(receipt_code)
    if contact:
        contact = Contact(check_name(contact.name), check_email(contact.email) or "")
    with db.write() as tx:
        found = known(tx, invitations.lock, invitation, secret)
        if found.state == "done":
            return _sent_before(tx, found, receipt_hash, urn)
        if withdrawn.has(tx, receipt_hash):
            raise Stale("these answers were taken back; look at the check page anew")
        if typed is None:
            sheet = read_sheet(tx, still_open(found), secret, clock())
        else:
            sheet = with_typed(blank_sheet(tx, still_open(found), clock()), typed)
        if not sheet.progress.can_be_sent:
            raise Incomplete(sheet.progress.lacking)
        _hand_in(tx, sheet, _as_wished(sheet, shows or {}), receipt_hash, urn)
        wanted = sheet.progress.can_count and read_request(tx, found, clock()).is_alone
        message = _keep_contact(tx, sheet, contact) if contact and sheet.names_itself else None
        return Sent(reports.ask(tx, found.participation) if wanted else None, message)


def with_typed(blank: Sheet, typed: Changes) -> Sheet:
    """The sheet of a paper form as it was typed in. Raises BadInput: not asked, no such answer."""
    audience: Audience = "self" if blank.is_own else "other"
    checked = answering.check(
        blank.questionnaire,
        blank.round.form,
        typed,
        audience,
        [id for id, _ in blank.goals],
        group=blank.invitation.group,
    )
    return replace(blank, draft=blank.draft.with_(checked))


def _as_wished(sheet: Sheet, shows: Mapping[str, Show | None]) -> Draft:
    audience: Audience = "self" if sheet.is_own else "other"
    changes = Changes(shows=shows)
    answering.check(
        sheet.questionnaire, sheet.round.form, changes, audience, group=sheet.invitation.group
    )
    return answering.as_asked(sheet.asked, sheet.draft.with_(changes))


def _hand_in(tx: Tx, sheet: Sheet, draft: Draft, receipt_hash: str, urn: Urn | None) -> None:
    asked = {id for id, _ in sheet.goals}
    questionnaire, form = sheet.questionnaire, sheet.round.form
    group = questionnaire.group(sheet.invitation.group)
    response = Response(
        receipt_hash,
        subject=sheet.participation.id,
        group=group.id,
        version=sheet.round.version,
        answers=tuple(answering.entries(questionnaire, form, draft, group.id)),
        picks=answering.picks(questionnaire, form, draft, group.id),
        comments=dict(draft.texts),
        fast=answering.is_fast(draft, sheet.progress.valid),
        shows=draft.shows,
        goals={goal: said for goal, said in draft.goals.items() if goal in asked},
    )
    if urn and urn.in_use and group.kind == "anonymous":
        urn.put(tx, response)
    else:
        responses.add(tx, **vars(response))
    drafts.erase(tx, sheet.invitation.id)
    invitations.close(tx, sheet.invitation.id, "done")


def _keep_contact(tx: Tx, sheet: Sheet, contact: Contact) -> str | None:
    """Id of the outbox row, if there is a new address to write to."""
    if contact.name != sheet.person.name:
        people.rename(tx, sheet.person.id, contact.name)
    if contact.email in ("", sheet.person.email):
        return None
    people.set_email(tx, sheet.person.id, contact.email)
    return outbox.add(tx, REPORT_MAIL, sheet.invitation.id)


def decline(db: Database, invitation: str, secret: str, *, clock: Clock = time.time) -> None:
    """ "I do not know this person well enough", or "this is not for me": the draft is erased.

    Twice is harmless. Raises AlreadySent, Withdrawn, RoundClosed, LinkUnknown.
    """
    with db.write() as tx:
        found = known(tx, invitations.lock, invitation, secret)
        if found.state == "declined":
            return
        taking_answers(tx, still_open(found), rounds.of(tx, found.participation), clock())
        drafts.erase(tx, invitation)
        invitations.close(tx, invitation, "declined")


def undo_decline(db: Database, invitation: str, secret: str, *, clock: Clock = time.time) -> None:
    """Asked again after all, with nothing answered. Twice is harmless; raises as `decline`."""
    with db.write() as tx:
        found = known(tx, invitations.lock, invitation, secret)
        if found.state != "declined":
            still_open(found)
            return
        taking_answers(tx, found, rounds.of(tx, found.participation), clock())
        invitations.change(tx, invitation, state="open")


def _sent_before(tx: Tx, found: Invitation, receipt_hash: str, urn: Urn | None) -> Sent:
    before = responses.get(tx, receipt_hash)
    if before is None and urn:
        before = urn.find(tx, receipt_hash)
    if before is None or (before.subject, before.group) != (found.participation, found.group):
        raise AlreadySent("these answers were sent and are final")
    participation = participations.get(tx, found.participation)
    if participation.person != found.person:
        return Sent(None)
    asked = reports.of(tx, found.participation)
    return Sent(asked[0].id if len(asked) == 1 else None)
