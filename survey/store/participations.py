"""Participations: one person assessed in one round, the "subject" of responses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, insert, select, update

from survey.errors import NotFound
from survey.store.ids import new_id
from survey.store.people import Person
from survey.store.rounds import Round
from survey.store.tables import notes, participations, people, rounds

Listing = Literal["open", "waiting", "settled"]


@dataclass(frozen=True)
class Participation:
    id: str
    person: str
    round: str
    role: str
    """Such as "Head of Assembly"; may be empty."""
    coach: str | None = None
    """Id of an account."""
    listing: Listing = "settled"
    """The list of raters: open to the manager, waiting for an approver, or settled."""
    opened: bool = False
    """Whether the manager has opened the released report."""
    reminded_on: date | None = None
    """The manager's last "remind all"."""


_COLUMNS = [participations.c[name] for name in Participation.__dataclass_fields__]


def add(
    tx: Connection,
    person: str,
    round_: str,
    role: str = "",
    *,
    coach: str | None = None,
    listing: Listing = "settled",
) -> str:
    """Returns the new participation's id. A person takes part in a round once."""
    participation = Participation(new_id(), person, round_, role, coach, listing)
    tx.execute(insert(participations).values(vars(participation)))
    return participation.id


def get(tx: Connection, participation: str) -> Participation:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(participations.c.id == participation)).first()
    if row is None:
        raise NotFound("no such participation")
    return Participation(*row)


def lock(tx: Connection, participation: str) -> Participation:
    """As `get`; whoever else wants to change what is released about it waits for us."""
    statement = select(*_COLUMNS).where(participations.c.id == participation).with_for_update()
    row = tx.execute(statement).first()
    if row is None:
        raise NotFound("no such participation")
    return Participation(*row)


def of(tx: Connection, person: str) -> list[Participation]:
    """All of one person's participations, oldest round first."""
    statement = (
        select(*_COLUMNS)
        .join(rounds, participations.c.round == rounds.c.id)
        .where(participations.c.person == person)
        .order_by(rounds.c.number, participations.c.id)
    )
    return [Participation(*row) for row in tx.execute(statement)]


# Asked with every page and every saved answer: one question, and worked out once.
_WHOLE = (
    select(
        *(participations.c[name].label(f"a_{name}") for name in Participation.__dataclass_fields__),
        *(rounds.c[name].label(f"r_{name}") for name in Round.__dataclass_fields__),
        *(people.c[name].label(f"p_{name}") for name in Person.__dataclass_fields__),
    )
    .join(rounds, participations.c.round == rounds.c.id)
    .join(people, participations.c.person == people.c.id)
    .where(participations.c.id == bindparam("id"))
)


def whole(tx: Connection, participation: str) -> tuple[Participation, Round, Person]:
    """The participation with its round and the person assessed. Raises NotFound."""
    row = tx.execute(_WHOLE, {"id": participation}).first()
    if row is None:
        raise NotFound("no such participation")
    first, second = len(Participation.__dataclass_fields__), len(Round.__dataclass_fields__)
    return (
        Participation(*row[:first]),
        Round(*row[first : first + second]),
        Person(*row[first + second :]),
    )


def earlier(tx: Connection, participation: str) -> list[Participation]:
    """The same person's participations in rounds with a lower number, oldest first."""
    here = (
        select(participations.c.person, rounds.c.number)
        .join_from(participations, rounds, participations.c.round == rounds.c.id)
        .where(participations.c.id == participation)
        .subquery()
    )
    statement = (
        select(*_COLUMNS)
        .join(rounds, participations.c.round == rounds.c.id)
        .join(here, participations.c.person == here.c.person)
        .where(rounds.c.number < here.c.number)
        .order_by(rounds.c.number, participations.c.id)
    )
    return [Participation(*row) for row in tx.execute(statement)]


def change(tx: Connection, participation: str, **values: Any) -> None:
    """Set columns, `guess` and `first_read` (JSON) among them."""
    statement = update(participations).where(participations.c.id == participation)
    tx.execute(statement.values(values))


def of_round(tx: Connection, round_: str) -> list[Participation]:
    """By id: their order means nothing."""
    statement = select(*_COLUMNS).where(participations.c.round == round_)
    return [Participation(*row) for row in tx.execute(statement.order_by(participations.c.id))]


def of_coach(tx: Connection, account: str) -> list[Participation]:
    """All that this coach looks after, in all organisations."""
    statement = select(*_COLUMNS).where(participations.c.coach == account)
    return [Participation(*row) for row in tx.execute(statement.order_by(participations.c.id))]


def of_people(tx: Connection, ids: Iterable[str]) -> list[Participation]:
    statement = select(*_COLUMNS).where(participations.c.person.in_(list(ids)))
    return [Participation(*row) for row in tx.execute(statement.order_by(participations.c.id))]


def remark(
    tx: Connection, participation: str, column: Literal["guess", "first_read"]
) -> str | None:
    """What the manager wrote before reading, as JSON."""
    statement = select(participations.c[column]).where(participations.c.id == participation)
    return tx.execute(statement).scalar()


def remove(tx: Connection, participation: str) -> None:
    """Only while nobody was invited to it. A coach's notes on it go too."""
    tx.execute(notes.delete().where(notes.c.participation == participation))
    tx.execute(participations.delete().where(participations.c.id == participation))
