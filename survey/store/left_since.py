"""Traces of numbers that left after the copy of which the store was brought back."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from survey.store.database import insert_new
from survey.store.tables import left_since, organisations, participations, rounds


def add(tx: Connection, place: str, traces: Iterable[str]) -> None:
    """`place`: id of a participation, a round or an organisation. Twice is harmless."""
    for trace in sorted(traces):
        insert_new(tx, left_since, {"place": place, "trace": trace})


def of(tx: Connection, place: str) -> set[str]:
    found = select(left_since.c.trace).where(left_since.c.place == place)
    return set(tx.execute(found).scalars())


def places(tx: Connection) -> list[str]:
    """Ids of all that numbers may leave about: participations, rounds, and organisations."""
    return [
        *tx.execute(select(participations.c.id).order_by(participations.c.id)).scalars(),
        *tx.execute(select(rounds.c.id).order_by(rounds.c.id)).scalars(),
        *tx.execute(select(organisations.c.id).order_by(organisations.c.id)).scalars(),
    ]
