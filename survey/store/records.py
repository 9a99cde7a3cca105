"""Signed records of what was erased: rows that stay. What they say, survey.rights.signing does."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select

from survey.store.ids import new_id
from survey.store.tables import records


@dataclass(frozen=True)
class Record:
    id: str
    place: str
    """Id of an organisation, or "nobody"."""
    number: int
    day: date
    content: str
    """JSON, as it was signed."""
    signature: str


def add(
    tx: Connection, place: str, number: int, *, day: date, content: str, signature: str
) -> Record:
    """Two at once: the later one fails, since a place has each number once."""
    made = Record(new_id(), place, number, day, content, signature)
    tx.execute(insert(records).values(vars(made)))
    return made


def of(tx: Connection, place: str, limit: int | None = None) -> list[Record]:
    """Newest first."""
    statement = select(records).where(records.c.place == place).order_by(records.c.number.desc())
    return [Record(*row) for row in tx.execute(statement.limit(limit))]


def last(tx: Connection, place: str) -> Record | None:
    found = of(tx, place, 1)
    return found[0] if found else None


def places(tx: Connection) -> list[str]:
    """Where there are any."""
    return list(tx.execute(select(records.c.place).distinct().order_by(records.c.place)).scalars())
