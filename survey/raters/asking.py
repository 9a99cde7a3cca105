"""Any self-assessment grows into a 360: "Ask others". The own answers are kept.

Its round belongs to no organisation; nobody but the person assessed organises it, so days begin in
UTC and the report comes when the round closes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from survey.entry import check_email
from survey.errors import BadInput, NotFound, NotNow, RoundClosed
from survey.keys import Keys
from survey.raters import nominating
from survey.raters.pasted import Entry
from survey.rounds.campaign import Rules
from survey.store import invitations, lists, outbox, participations, people, rounds
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.store.people import Person
from survey.store.rounds import Round

TIME_ZONE = "UTC"
USUAL = timedelta(weeks=3)
LONGEST = timedelta(weeks=12)
MOST_ASKED = 40
"""Somebody without an account must not be able to write to whole companies."""


def growing(tx: Tx, invitation: str) -> tuple[Participation, Round, Person]:
    """The self-assessment that may grow. Raises NotFound: not one's own, or an organisation's."""
    found = invitations.get(tx, invitation)
    about, round_, person = participations.whole(tx, found.participation)
    if about.person != found.person or round_.organisation is not None:
        raise NotFound("only a self-assessment without organisation grows by asking others")
    if round_.state != "open":
        raise RoundClosed("this round is closed")
    return about, round_, person


def check_day(closes_on: date, today: date) -> bool:
    """Whether a round that is asked for today may close then."""
    return today < closes_on <= today + LONGEST


def ask_others(
    tx: Tx, keys: Keys, invitation: str, entries: Sequence[Entry], *,
    name: str, email: str, closes_on: date, today: date,
) -> list[str]:  # fmt: skip
    """Invite these raters at once and mail the manager the way home; ids of outbox rows.

    May be done again, with more people. Raises BadInput, NotFound, NotNow, RoundClosed.
    """
    about, round_, person = growing(tx, invitation)
    address = check_email(email)
    if address is None:
        raise BadInput("give an address like name@example.org")
    if not check_day(closes_on, today):
        raise BadInput("the closing day is past, or too far away")
    if len(lists.of(tx, about.id)) + len(entries) > MOST_ASKED:
        raise NotNow("A self-assessment may ask up to %(most)s people.", most=MOST_ASKED)
    if name != person.name:
        people.rename(tx, person.id, name)
    first = person.email != address or not round_.frozen
    people.set_email(tx, person.id, address)
    rules = replace(Rules.from_json(rounds.rules(tx, round_.id)), coached=False, approver="nobody")
    values = {"closes_on": closes_on, "rules": rules.to_json()}
    if not round_.frozen:
        values["opened_on"] = today  # from now on reminders are counted, not from the own answers
    rounds.change(tx, round_.id, **values)
    nominating.add_all(tx, keys, about.id, entries)
    messages = nominating.invite_listed(tx, keys, about.id)
    if first:
        messages.append(outbox.add(tx, "take_part", participation=about.id))
    return messages
