"""Participations: one person assessed in one round, the "subject" of responses."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select

from survey.errors import NotFound
from survey.store.ids import new_id
from survey.store.people import Person
from survey.store.rounds import Round
from survey.store.tables import participations, people, rounds


@dataclass(frozen=True)
class Participation:
    id: str
    person: str
    round: str
    role: str
    """Such as "Head of Assembly"; may be empty."""


def add(tx: Connection, person: str, round_: str, role: str = "") -> str:
    """Returns the new participation's id. A person takes part in a round once."""
    participation = Participation(new_id(), person, round_, role)
    tx.execute(insert(participations).values(vars(participation)))
    return participation.id


def get(tx: Connection, participation: str) -> Participation:
    """Raises NotFound."""
    row = tx.execute(select(participations).where(participations.c.id == participation)).first()
    if row is None:
        raise NotFound("no such participation")
    return Participation(**row._mapping)


def of(tx: Connection, person: str) -> list[Participation]:
    """All of one person's participations, oldest round first."""
    statement = (
        select(participations)
        .join(rounds, participations.c.round == rounds.c.id)
        .where(participations.c.person == person)
        .order_by(rounds.c.number, participations.c.id)
    )
    return [Participation(**row._mapping) for row in tx.execute(statement)]


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
        select(participations)
        .join(rounds, participations.c.round == rounds.c.id)
        .join(here, participations.c.person == here.c.person)
        .where(rounds.c.number < here.c.number)
        .order_by(rounds.c.number, participations.c.id)
    )
    return [Participation(**row._mapping) for row in tx.execute(statement)]
