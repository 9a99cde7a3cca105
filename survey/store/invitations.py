"""Invitations: who is asked about whom, as a member of which group. Never what they answer."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, insert, select, update

from survey.errors import NotFound
from survey.store.tables import invitations, participations

State = Literal["listed", "open", "done", "declined", "removed"]
Counted = State | Literal["off_list"]
INVITED: tuple[State, ...] = ("open", "done", "declined")
"""States of those who have heard of it and still count as asked."""


@dataclass(frozen=True)
class Invitation:
    id: str
    participation: str
    group: str
    person: str
    """The rater; for a self-assessment the person assessed."""
    issue: int
    """Number of the link in force; see survey.links.secret."""
    secret_hash: str
    state: State
    """listed: nominated, not invited. removed: taken off again, unsent."""
    slip: bool = False
    """Printed and dealt at random: belongs to nobody by name."""
    reminders: int = 0
    reminded_on: date | None = None
    thanked: bool = False


# Asked with every page and every saved answer, so worked out once.
_COLUMNS = [invitations.c[name] for name in Invitation.__dataclass_fields__]
_ONE = select(*_COLUMNS).where(invitations.c.id == bindparam("id"))
_ONE_LOCKED = _ONE.with_for_update()


def add(
    tx: Connection,
    id: str,
    *,
    participation: str,
    group: str,
    person: str,
    secret_hash: str,
    state: State = "open",
    slip: bool = False,
) -> None:
    """The caller chooses the id (see ids.new_id), because the link's secret depends on it."""
    row = Invitation(id, participation, group, person, 1, secret_hash, state, slip)
    tx.execute(insert(invitations).values(vars(row)))


def get(tx: Connection, invitation: str) -> Invitation:
    """Raises NotFound."""
    return _one(tx, invitation, locked=False)


def lock(tx: Connection, invitation: str) -> Invitation:
    """As `get`; whoever else wants to change this invitation or its draft waits for us."""
    return _one(tx, invitation, locked=True)


def _one(tx: Connection, invitation: str, locked: bool) -> Invitation:
    row = tx.execute(_ONE_LOCKED if locked else _ONE, {"id": invitation}).first()
    if row is None:
        raise NotFound("no such invitation")
    return Invitation(*row)


def of_rater(tx: Connection, participation: str, person: str) -> list[Invitation]:
    """This person's invitations to rate this participation; one's own, if it is one's own."""
    statement = select(*_COLUMNS).where(
        invitations.c.participation == participation, invitations.c.person == person
    )
    return [Invitation(*row) for row in tx.execute(statement)]


def by_secret_hash(tx: Connection, secret_hash: str) -> Invitation | None:
    """The invitation whose link in force has this secret."""
    row = tx.execute(select(*_COLUMNS).where(invitations.c.secret_hash == secret_hash)).first()
    return None if row is None else Invitation(*row)


def close(tx: Connection, invitation: str, state: State) -> bool:
    """Turn an open invitation to `done` or `declined`. False: it was not open any more."""
    statement = (
        update(invitations)
        .where(invitations.c.id == invitation, invitations.c.state == "open")
        .values(state=state)
    )
    return tx.execute(statement).rowcount == 1


def counts(tx: Connection, participation: str, state: State | None = None) -> dict[str, int]:
    """How many are invited in each group (see INVITED), or how many are in `state`."""
    statement = (
        select(invitations.c.group, func.count().label("n"))
        .where(invitations.c.participation == participation)
        .where(invitations.c.state.in_(INVITED if state is None else (state,)))
        .group_by(invitations.c.group)
        .order_by(invitations.c.group)
    )
    return {row.group: row.n for row in tx.execute(statement)}


def of_participation(tx: Connection, participation: str) -> list[Invitation]:
    """All of one manager's raters and the own one, whatever their state; by id."""
    statement = select(*_COLUMNS).where(invitations.c.participation == participation)
    return [Invitation(*row) for row in tx.execute(statement.order_by(invitations.c.id))]


def of_round(tx: Connection, round_: str) -> list[Invitation]:
    """All of a round, whatever their state; by id."""
    statement = (
        select(*_COLUMNS)
        .join(participations, invitations.c.participation == participations.c.id)
        .where(participations.c.round == round_)
    )
    return [Invitation(*row) for row in tx.execute(statement.order_by(invitations.c.id))]


def of_people(tx: Connection, ids: Iterable[str]) -> list[Invitation]:
    """What these people are asked, about whomever; by id."""
    statement = select(*_COLUMNS).where(invitations.c.person.in_(list(ids)))
    return [Invitation(*row) for row in tx.execute(statement.order_by(invitations.c.id))]


def counts_of(
    tx: Connection, participations: Iterable[str]
) -> dict[str, dict[tuple[str, Counted], int]]:
    """How many are in each group and state: {participation: {(group, state): n}}, in one question.

    As the list shows it: whoever is moved or taken off after sending is shown as moved or gone,
    like anybody else, and the answer is counted apart under "off_list"; else the numbers would
    tell who has sent. What may be shown of it to whom, survey.rounds.campaign says (decision 15).
    """
    where = invitations.c.participation.in_(list(participations))
    names = ("participation", "group", "state", "moved_to", "taken_off")
    columns: list[Any] = [invitations.c[name] for name in names]
    found: dict[str, Counter[tuple[str, Counted]]] = defaultdict(Counter)
    statement = select(*columns, func.count()).where(where).group_by(*columns)
    for row in tx.execute(statement):
        participation, group, state, moved_to, taken_off, n = tuple(row)
        there = found[participation]
        shown = moved_to or group
        if state == "done" and (taken_off or shown != group):
            there[group, "off_list"] += n
            if not taken_off:
                there[shown, "open"] += n
        else:
            there[shown, state] += n
    return {one: dict(counted) for one, counted in found.items()}


def invited(tx: Connection, participation: str) -> dict[str, int]:
    """How many are asked in each group as the list shows it, whoever has answered.

    By the rows as they are, a rater who was moved or taken off would be missing unless they had
    sent, and whoever reads the number would know.
    """
    found: Counter[str] = Counter()
    for (group, state), n in counts_of(tx, [participation]).get(participation, {}).items():
        if state in INVITED:
            found[group] += n
    return dict(sorted(found.items()))


def change(tx: Connection, invitation: str, **values: Any) -> None:
    """Set columns. Whether it may be done, survey.raters.pasted decides before."""
    tx.execute(update(invitations).where(invitations.c.id == invitation).values(values))


def remove(tx: Connection, invitation: str) -> None:
    """One that never left: nothing else knows of it."""
    tx.execute(invitations.delete().where(invitations.c.id == invitation))
