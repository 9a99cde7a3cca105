"""The outbox of one organisation, and who is to be written to on a day.

What of it a page may show to whom, survey.web.mails decides (decision 15).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select, update

from survey.store.rounds import belonging
from survey.store.tables import (
    accounts,
    follow_up_invitations,
    follow_ups,
    invitations,
    memberships,
    outbox,
    participations,
    people,
    rounds,
    thanks,
)


@dataclass(frozen=True)
class Mailed:
    """A message and whom it is for."""

    id: str
    kind: str
    state: str
    attempts: int
    problem: str | None
    test: bool
    at: int
    """When it was last tried, if it was; seconds since 1970."""
    whom: str | None
    """Id of the account or person."""
    person_name: str | None
    person_email: str | None
    account_name: str | None
    account_email: str | None

    @property
    def address(self) -> str:
        return self.account_email or self.person_email or ""

    @property
    def name(self) -> str:
        return (self.account_name if self.account_email else self.person_name) or ""


_REACHED = (
    outbox.outerjoin(invitations, outbox.c.invitation == invitations.c.id)
    .outerjoin(follow_up_invitations, outbox.c.follow_up == follow_up_invitations.c.id)
    .outerjoin(follow_ups, follow_up_invitations.c.follow_up == follow_ups.c.id)
    .outerjoin(
        participations,
        participations.c.id
        == func.coalesce(
            outbox.c.participation, invitations.c.participation, follow_ups.c.participation
        ),
    )
    .outerjoin(rounds, rounds.c.id == func.coalesce(outbox.c.round, participations.c.round))
    .outerjoin(
        people,
        people.c.id
        == func.coalesce(
            outbox.c.person,
            invitations.c.person,
            follow_up_invitations.c.person,
            participations.c.person,
        ),
    )
    .outerjoin(accounts, accounts.c.id == outbox.c.account)
)
"""Each message with all that its ids lead to."""
_WHOM = func.coalesce(outbox.c.account, people.c.id)
_COLUMNS: list[Any] = [
    *(outbox.c[name] for name in ("id", "kind", "state", "attempts", "problem", "test", "due")),
    _WHOM,
    *(table.c[name] for table in (people, accounts) for name in ("name", "email")),
]


def _in(organisation: str) -> Any:
    """Messages of its rounds; without a round, those to its people and to accounts in it."""
    staff = select(memberships.c.account).where(memberships.c.organisation == organisation)
    outside = and_(
        rounds.c.id.is_(None),
        or_(people.c.organisation == organisation, outbox.c.account.in_(staff)),
    )
    return or_(rounds.c.organisation == organisation, outside)


def in_organisation(organisation: str | None) -> Select[Any]:
    """Ids of its messages; None: of those that belong to none."""
    every = select(outbox.c.id).select_from(_REACHED)
    if organisation is not None:
        return every.where(_in(organisation))
    staff = select(memberships.c.account)
    return every.where(
        func.coalesce(rounds.c.organisation, people.c.organisation).is_(None),
        or_(outbox.c.account.is_(None), outbox.c.account.not_in(staff)),
    )


def listed(
    tx: Connection,
    organisation: str,
    kinds: Iterable[str],
    states: Iterable[str] = ("queued", "sent", "failed"),
    *,
    message: str | None = None,
    limit: int = 200,
) -> list[Mailed]:
    """Messages of these kinds, what has a problem first; by address."""
    statement = (
        select(*_COLUMNS)
        .select_from(_REACHED)
        .where(_in(organisation), outbox.c.kind.in_(list(kinds)))
        .where(outbox.c.state.in_(list(states)))
        .order_by(outbox.c.problem.is_(None), people.c.email, accounts.c.email, outbox.c.id)
        .limit(limit)
    )
    if message is not None:
        statement = statement.where(outbox.c.id == message)
    return [Mailed(*row) for row in tx.execute(statement)]


def reached(tx: Connection, organisation: str, kinds: Iterable[str]) -> dict[str, int]:
    """When a message of these kinds last got through, by account or person."""
    statement = (
        select(_WHOM, func.max(outbox.c.due))
        .select_from(_REACHED)
        .where(_in(organisation), outbox.c.kind.in_(list(kinds)), outbox.c.state == "sent")
        .group_by(_WHOM)
    )
    return {str(row[0]): int(row[1]) for row in tx.execute(statement)}


def counts(tx: Connection, organisation: str) -> dict[tuple[str, str], int]:
    """How many messages of each kind are in each state: {(kind, state): n}; tests left out."""
    statement = (
        select(outbox.c.kind, outbox.c.state, func.count())
        .select_from(_REACHED)
        .where(_in(organisation), outbox.c.test.is_(False))
        .group_by(outbox.c.kind, outbox.c.state)
    )
    return {(kind, state): n for kind, state, n in tx.execute(statement)}


@dataclass(frozen=True)
class Asked:
    """Somebody with an address who is asked something in a round."""

    invitation: str
    person: str
    participation: str


def _with_address() -> Select[Any]:
    return (
        select(invitations.c.id, invitations.c.person, invitations.c.participation)
        .join(participations, invitations.c.participation == participations.c.id)
        .join(rounds, participations.c.round == rounds.c.id)
        .join(people, invitations.c.person == people.c.id)
        .where(people.c.email.is_not(None), invitations.c.slip.is_(False))
        .order_by(invitations.c.id)
    )


def unanswered(tx: Connection, round_: str) -> list[Asked]:
    """Open invitations of a round whose holders can be written to; by id."""
    wanted = _with_address().where(rounds.c.id == round_, invitations.c.state == "open")
    return [Asked(*row) for row in tx.execute(wanted)]


def to_thank(tx: Connection, organisation: str | None) -> list[Asked]:
    """Who has answered in any round of the organisation and was not thanked yet; by id."""
    wanted = _with_address().where(
        belonging(organisation),
        rounds.c.practice.is_(False),
        invitations.c.state == "done",
        invitations.c.thanked.is_(False),
    )
    return [Asked(*row) for row in tx.execute(wanted)]


def reminded_on(tx: Connection, organisation: str | None, day: date) -> set[str]:
    """Who was reminded of something in this organisation on this day."""
    statement = (
        select(invitations.c.person)
        .join(participations, invitations.c.participation == participations.c.id)
        .join(rounds, participations.c.round == rounds.c.id)
        .where(belonging(organisation), invitations.c.reminded_on == day)
    )
    return set(tx.execute(statement).scalars())


def thanked(tx: Connection, ids: Iterable[str]) -> None:
    for chunk in _chunks(ids):
        tx.execute(update(invitations).where(invitations.c.id.in_(chunk)).values(thanked=True))


def reminded(tx: Connection, ids: Iterable[str], day: date) -> None:
    """One reminder more for each."""
    values = {"reminders": invitations.c.reminders + 1, "reminded_on": day}
    for chunk in _chunks(ids):
        tx.execute(update(invitations).where(invitations.c.id.in_(chunk)).values(values))


def _chunks(ids: Iterable[str], size: int = 500) -> list[list[str]]:
    """Engines take only so many values in one statement."""
    every = list(ids)
    return [every[start : start + size] for start in range(0, len(every), size)]


@dataclass(frozen=True)
class FollowUpAsked:
    """Somebody who is asked in a pulse or a question back."""

    id: str
    person: str
    participation: str
    group: str
    state: str
    kind: str
    threshold: int
    closes_on: date
    is_open: bool


def follow_ups_asked(
    tx: Connection, *, invitation: str | None = None, person: str | None = None
) -> list[FollowUpAsked]:
    """One by its id, or all of a person; by id."""
    statement = (
        select(
            follow_up_invitations.c.id,
            follow_up_invitations.c.person,
            follow_ups.c.participation,
            follow_up_invitations.c.group,
            follow_up_invitations.c.state,
            follow_ups.c.kind,
            follow_ups.c.threshold,
            follow_ups.c.closes_on,
            (follow_ups.c.state == "open").label("is_open"),
        )
        .join(follow_ups, follow_up_invitations.c.follow_up == follow_ups.c.id)
        .order_by(follow_up_invitations.c.id)
    )
    if invitation is not None:
        statement = statement.where(follow_up_invitations.c.id == invitation)
    if person is not None:
        statement = statement.where(follow_up_invitations.c.person == person)
    return [FollowUpAsked(*row) for row in tx.execute(statement)]


def note(tx: Connection, participation: str) -> str:
    """The manager's thank-you note; "" for none."""
    statement = select(thanks.c.text).where(thanks.c.participation == participation)
    return str(tx.execute(statement).scalar() or "")
