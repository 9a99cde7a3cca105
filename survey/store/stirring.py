"""Writing answers anew, so that where and when a row was written tells nothing (decision 9).

PostgreSQL keeps with each row the number of the transaction that wrote it, and rows stand in the
order in which they came. Sending writes the response and closes the invitation in one transaction,
so the same number on both would be the link that nobody may have. Here all answers about a
participation are written anew together, in the order of their random keys; those about one
participation then bear one number, and a place that means nothing. SQLite keeps no numbers.
"""

from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    Table,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
)

from survey.store.tables import follow_up_answers, follow_ups, participations, responses

_WRITTEN: ColumnElement[str] = cast(literal_column("xmin"), String)
"""Number of the transaction that wrote a row of PostgreSQL's."""
_DIFFER = func.min(_WRITTEN) != func.max(_WRITTEN)


def due(tx: Connection) -> list[str]:
    """Participations with answers that were not all written at once; by id. SQLite: none.

    A single answer has nobody to be told from, so it waits for the next.
    """
    if tx.dialect.name == "sqlite":
        return []
    each = follow_up_answers.c.follow_up
    rated = select(responses.c.subject).group_by(responses.c.subject).having(_DIFFER)
    asked = select(follow_ups.c.participation).where(
        follow_ups.c.id.in_(select(each).group_by(each).having(_DIFFER))
    )
    return sorted({*tx.execute(rated).scalars(), *tx.execute(asked).scalars()})


def stir(tx: Connection, subjects: Iterable[str]) -> None:
    """Write all answers about these participations anew, in the order of their keys.

    Who sends meanwhile is not kept waiting; who takes an answer back, or freezes some, is.
    """
    ids = sorted(subjects)
    # Locked without its key: a response that arrives points to it.
    lock = select(participations.c.id).where(participations.c.id.in_(ids))
    tx.execute(lock.order_by(participations.c.id).with_for_update(key_share=True)).all()
    for subject in ids:
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
