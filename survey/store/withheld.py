"""Comments that a coach keeps out of a report, and why. Never the words themselves."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from survey.store.database import insert_new
from survey.store.tables import withheld


@dataclass(frozen=True)
class Withheld:
    participation: str
    text_hash: str
    reason: str
    account: str
    day: date


def hash_of(question: str, text: str) -> str:
    """How a comment is known here: SHA-256 of question, NUL, text."""
    return hashlib.sha256(f"{question}\0{text}".encode()).hexdigest()


def add(tx: Connection, row: Withheld) -> bool:
    """False: it is withheld already, for the first reason."""
    return insert_new(tx, withheld, vars(row))


def remove(tx: Connection, participation: str, text_hash: str) -> bool:
    """It may be shown again. False: it was not withheld."""
    statement = withheld.delete().where(
        withheld.c.participation == participation, withheld.c.text_hash == text_hash
    )
    return tx.execute(statement).rowcount == 1


def of(tx: Connection, participation: str) -> dict[str, Withheld]:
    """By hash."""
    statement = select(withheld).where(withheld.c.participation == participation)
    rows = tx.execute(statement.order_by(withheld.c.text_hash))
    return {row.text_hash: Withheld(*row) for row in rows}
