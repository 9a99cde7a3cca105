"""A coach's own notes on a participation. They stay with their author; a handover moves none."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from survey.errors import Stale
from survey.store.database import insert_new
from survey.store.tables import notes


@dataclass(frozen=True)
class Note:
    text: str = ""
    revision: int = 0
    """0: nothing written yet. Give it back to `save`."""


def get(tx: Connection, participation: str, account: str) -> Note:
    """What this account wrote; nobody else's."""
    statement = select(notes.c.text, notes.c.revision).where(
        notes.c.participation == participation, notes.c.account == account
    )
    row = tx.execute(statement).first()
    return Note() if row is None else Note(*row)


def save(tx: Connection, participation: str, account: str, text: str, revision: int) -> int:
    """Returns the new revision. Raises Stale: saved elsewhere since `revision` was read."""
    if revision == 0:
        row = {"participation": participation, "account": account, "text": text, "revision": 1}
        if insert_new(tx, notes, row):
            return 1
        raise Stale("the note was begun in another window")
    statement = update(notes).where(
        notes.c.participation == participation,
        notes.c.account == account,
        notes.c.revision == revision,
    )
    if tx.execute(statement.values(text=text, revision=revision + 1)).rowcount != 1:
        raise Stale("the note was changed in another window")
    return revision + 1
