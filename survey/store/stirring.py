"""Writing answers anew, so that where and when a row was written tells nothing (decision 9).

PostgreSQL keeps with each row the number of the transaction that wrote it, and rows of both engines
lie in their pages in the order in which they came. Sending writes the response and closes the
invitation in one transaction, so the same number on both would be the link that nobody may have.
Here all answers about a participation are written anew together, in the order of their random
keys; they then bear one number, and lie where it means nothing.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from survey.store.tables import follow_up_answers, follow_ups, participations, responses, unstirred


def note(tx: Connection, participation: str) -> None:
    """An answer about it has come. Told of the participation alone, until the next stir."""
    dialect = sqlite if tx.dialect.name == "sqlite" else postgresql
    row = {"participation": participation}
    # Written even where it stands already: else a stir that ends meanwhile would overlook us.
    noted = dialect.insert(unstirred).values(row)
    tx.execute(noted.on_conflict_do_update(index_elements=["participation"], set_=row))


def due(tx: Connection) -> list[str]:
    """Participations with answers that came since they were stirred; by id."""
    found = select(unstirred.c.participation).order_by(unstirred.c.participation)
    return list(tx.execute(found).scalars())


def stir(tx: Connection, subjects: Iterable[str]) -> None:
    """Write all answers about these participations anew, in the order of their keys.

    Who sends meanwhile is not kept waiting for long; who takes an answer back, or freezes some,
    waits until it is done.
    """
    ids = sorted(subjects)
    for subject in ids:
        # Locked without its key: a response that arrives points to it.
        lock = select(participations.c.id).where(participations.c.id == subject)
        tx.execute(lock.with_for_update(key_share=True)).all()
        # First, so that who sends from now on notes it anew.
        tx.execute(delete(unstirred).where(unstirred.c.participation == subject))
        _rewrite(tx, responses, responses.c.subject == subject)
        asked = select(follow_ups.c.id).where(follow_ups.c.participation == subject)
        _rewrite(tx, follow_up_answers, follow_up_answers.c.follow_up.in_(asked))


def _rewrite(tx: Connection, table: Table, which: ColumnElement[bool]) -> None:
    (key,) = table.primary_key.columns
    rows = [dict(row._mapping) for row in tx.execute(select(table).where(which).order_by(key))]
    if rows:
        # By key: what arrived since they were read stays.
        tx.execute(delete(table).where(key.in_([row[key.name] for row in rows])))
        tx.execute(insert(table), rows)
