"""Marks: what the timetable has done on a day, so that it is done once.

A mark is written in the transaction of what it stands for: with two workers the later one waits and
finds it; after a crash neither is there.
"""

from datetime import date

from sqlalchemy import Connection, delete, select

from survey.store.database import insert_new
from survey.store.tables import marks

_LONGEST = 120


def once(tx: Connection, name: str, day: date) -> bool:
    """Whether this is the first time that `name` is done, ever; from now on it is not."""
    if len(name) > _LONGEST:
        raise ValueError(f"the name of a mark has {_LONGEST} characters at most: {name}")
    return insert_new(tx, marks, {"name": name, "day": day})


def done(tx: Connection, name: str) -> bool:
    """Whether it was done; only to spare a transaction, `once` decides."""
    return tx.execute(select(marks.c.name).where(marks.c.name == name)).first() is not None


def forget(tx: Connection, before: date) -> None:
    """Marks of days so long ago that nothing asks for them."""
    tx.execute(delete(marks).where(marks.c.day < before))
