"""The whole store as one file of SQLite, whichever engine it lives on, and back again.

A copy is of one moment, also while others write. PRAGMA user_version of the file says which: the
minute since 1970.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, inspect, select, text

from survey.store.database import Database, insert_new
from survey.store.tables import accounts, metadata, participations, people, responses
from survey.store.tables import withdrawn as taken_back

_ROWS = 200
_TABLES = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
_PASSKEYS = "SELECT setval(pg_get_serial_sequence('passkeys', 'id'), max(id)) FROM passkeys"


def save(db: Database, file: Path, now: float) -> None:
    """Write a copy; `file` is new and belongs to us alone."""
    if db.is_sqlite:
        reader, _, _ = db.parts()
        with reader.connect() as connection, closing(sqlite3.connect(file)) as copy:
            driver: Any = connection.connection.dbapi_connection
            driver.backup(copy)
    else:
        with opened(file) as target, db.read() as tx, target.write() as into:
            _copy(tx, into)
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute(f"PRAGMA user_version = {int(now // 60)}")
        copy.commit()


def minute(file: Path) -> int:
    """Of which minute since 1970 the copy is; 0: not a copy of ours, or not said.

    Raises sqlite3.DatabaseError: not a database at all.
    """
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        if not copy.execute(_TABLES, (participations.name,)).fetchone():
            return 0
        return int(copy.execute("PRAGMA user_version").fetchone()[0])


def put_back(copy: Database, db: Database) -> None:
    """Replace all that is in `db` by what is in `copy`; both have the newest tables."""
    with copy.read() as tx, db.write() as into:
        for table in reversed(metadata.sorted_tables):
            into.execute(delete(table))
        _copy(tx, into)
        if not db.is_sqlite:
            into.execute(text(_PASSKEYS))


def is_empty(tx: Connection) -> bool:
    """Nobody works here and nobody is known."""
    return not any(
        tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (people, accounts)
    )


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """A store in a file, brought to the newest tables, for as long as the block lasts. Raises
    BadInput."""
    db = Database(f"sqlite:///{file}")
    try:
        db.migrate()
        yield db
        db.sweep_out()
    finally:
        db.close()


def _copy(tx: Connection, into: Connection) -> None:
    """By key, so that the copy does not tell in which order rows came."""
    for table in metadata.sorted_tables:
        ordered = select(table).order_by(*table.primary_key.columns)
        found = tx.execution_options(yield_per=_ROWS).execute(ordered)
        for some in found.partitions(_ROWS):
            into.execute(insert(table), [dict(row._mapping) for row in some])


# Answers that were taken back


def withdrawn(tx: Connection) -> list[str]:
    """Hashes of their receipts."""
    return list(tx.execute(select(taken_back.c.receipt_hash)).scalars())


def withdraw_again(tx: Connection, hashes: list[str]) -> int:
    """Answers that an older copy still holds; how many there were."""
    gone = 0
    for hash in hashes:
        gone += tx.execute(delete(responses).where(responses.c.receipt_hash == hash)).rowcount
        insert_new(tx, taken_back, {"receipt_hash": hash})
    return gone


# The scan


def contents(tx: Connection) -> Iterator[tuple[str, bytes]]:
    """Every text and every file in the store, as bytes, with "table.column"."""
    for name in sorted(inspect(tx).get_table_names()):
        rows = tx.execution_options(yield_per=_ROWS).execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608 - a table's own name
        for row in rows:
            for column, value in row._mapping.items():
                if isinstance(value, bytes | bytearray | memoryview):
                    yield f"{name}.{column}", bytes(value)
                elif value is not None and not isinstance(value, int | float):
                    yield f"{name}.{column}", str(value).encode()
