"""A paper form is typed in: its code opens it, and it is sent as its rater would have sent it.

What the rater may have begun on a screen is neither read nor told of: whoever types learns nothing
that does not stand on the paper. Nothing is kept before it is sent.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from survey.answers.sheet import Sheet, blank_sheet, known, still_open, unknown
from survey.keys import Keys
from survey.links import hash_of
from survey.mailing.filling import speech
from survey.paper.form import Asking
from survey.raters import nominating
from survey.rounds.campaign import Rules
from survey.store import invitations, rounds
from survey.store.database import Database, Tx
from survey.store.invitations import Invitation


@dataclass(frozen=True)
class Opened:
    """A form that can be typed in. `secret` is that of its link."""

    sheet: Sheet
    secret: str


def secret_of(db: Database, keys: Keys, code: str) -> tuple[Invitation, str]:
    """Whose code this is, in whatever state, and its link's secret. Raises LinkUnknown."""
    with db.read() as tx:
        secret = nominating.by_code(tx, keys, code)
        found = invitations.by_secret_hash(tx, hash_of(secret))
        if found is None:
            raise unknown(tx, secret)
    return found, secret


def open_form(
    db: Database, keys: Keys, code: str, *, clock: Callable[[], float] = time.time
) -> Opened:
    """The form with this code, empty. Raises LinkUnknown, AlreadySent, Declined, Withdrawn,
    RoundClosed."""
    found, secret = secret_of(db, keys, code)
    with db.read() as tx:
        found = still_open(known(tx, invitations.get, found.id, secret))
        return Opened(blank_sheet(tx, found, clock()), secret)


def asking_of(tx: Tx, sheet: Sheet, language: str) -> Asking:
    """What stands on this rater's paper."""
    rules = Rules.from_json(rounds.rules(tx, sheet.round.id))
    return Asking(
        sheet.questionnaire,
        sheet.round.form,
        sheet.invitation.group,
        language,
        speech(language),
        subject=sheet.person.name,
        goals=sheet.goals,
        coached=sheet.round.organisation is not None and rules.coached,
    )
