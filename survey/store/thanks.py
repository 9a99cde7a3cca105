"""The note that a manager writes to all raters, once."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from survey.store.database import insert_new
from survey.store.tables import thanks


@dataclass(frozen=True)
class Thanks:
    participation: str
    text: str
    day: date


def add(tx: Connection, participation: str, text: str, day: date) -> bool:
    """False: there was one already, and it stands."""
    return insert_new(tx, thanks, vars(Thanks(participation, text, day)))


def of(tx: Connection, participation: str) -> Thanks | None:
    row = tx.execute(select(thanks).where(thanks.c.participation == participation)).first()
    return None if row is None else Thanks(*row)
