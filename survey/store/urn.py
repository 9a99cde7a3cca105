"""Rows of the urn: sealed answers that wait. What is in them, survey.answers.urn says."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from survey.store.database import insert_new
from survey.store.tables import urn


@dataclass(frozen=True)
class Waiting:
    place: str
    subject: str
    """Id of the participation that was rated."""
    sealed: bytes


def put(tx: Connection, row: Waiting) -> bool:
    """False: the place is taken."""
    return insert_new(tx, urn, vars(row))


def get(tx: Connection, place: str) -> Waiting | None:
    row = tx.execute(select(urn).where(urn.c.place == place)).first()
    return None if row is None else Waiting(row.place, row.subject, bytes(row.sealed))


def of(tx: Connection, participations: Iterable[str]) -> list[Waiting]:
    """All that wait about these, by place."""
    statement = select(urn).where(urn.c.subject.in_(list(participations))).order_by(urn.c.place)
    return [Waiting(row.place, row.subject, bytes(row.sealed)) for row in tx.execute(statement)]


def subjects(tx: Connection) -> list[str]:
    """Participations about which something waits; by id."""
    return list(tx.execute(select(urn.c.subject).distinct().order_by(urn.c.subject)).scalars())


def remove(tx: Connection, place: str) -> bool:
    """False: it was not there any more."""
    return tx.execute(delete(urn).where(urn.c.place == place)).rowcount == 1
