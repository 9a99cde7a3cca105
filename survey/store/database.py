"""Connections to SQLite or PostgreSQL, with the same promises on both.

A transaction of `write()` is durable when the block ends, is undone when the block raises, and
never fails with "database is locked" because another one is at work. `read()` sees one moment,
and cannot write.
"""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DatabaseError, OperationalError

from survey.errors import BadInput, NoRoom, StoreAway
from survey.store import chain, migrations
from survey.store.turns import Turns

Tx = Connection
"""A transaction under way: what the nouns of this room take first. Others need no more of SQL."""

BUSY_TIMEOUT = 15  # seconds a writer waits for another process
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
_FULL_STATES = ("53100", "25006")  # PostgreSQL's: disk full, read only
_AWAY_STATES = ("08", "57P")  # beginnings: no connection, shut down or still starting
_SCRUB_WAIT = 1  # seconds that writers may wait for it
_SCRUBBED = ("responses", "urn", "drafts", "invitations", "withdrawn",
             "follow_up_answers", "follow_up_invitations")  # fmt: skip
_MIGRATION_LOCK = 7_370_113  # any number; PostgreSQL's advisory locks have numbers for names


class Database:
    """A store at `url` (sqlite:///FILE or postgresql://…). Safe to share between threads.

    Make it after a fork, not before. `close()` gives all connections back.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        # One writer at a time anyway; see turns.py. PostgreSQL locks rows, not the whole store.
        self._turns: AbstractContextManager[None] = Turns() if self.is_sqlite else nullcontext()
        if self.is_sqlite:
            if not address.database or address.database == ":memory:":
                raise BadInput("a store needs a file: sqlite:////folder/file", "DATABASE_URL")
            _create_private(Path(address.database))
        self._engine = _engine(url, self.is_sqlite)
        self._writer = self._engine.execution_options(writes=True)
        self._reader = self._engine.execution_options(writes=False)
        if not self.is_sqlite:
            self._reader = self._reader.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One moment of the store: nothing that commits meanwhile is seen, nothing is written."""
        with self._reader.connect() as tx, tx.begin():
            yield tx

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All or nothing. Keep it short: on SQLite there is one writer at a time."""
        with self._turns, self._writer.begin() as tx:
            chain.begin(tx)
            yield tx
            chain.link(tx)

    @contextmanager
    def undone(self) -> Iterator[Connection]:
        """As `write`, and nothing of it is kept: to see what something would do."""
        with self._turns, self._writer.connect() as tx:
            begun = tx.begin()
            chain.begin(tx)
            try:
                yield tx
            finally:
                begun.rollback()

    def migrate(self) -> None:
        """Bring the tables to the newest revision. Several processes may do so at once.

        Raises BadInput: the database does not answer, cannot be written, is damaged, or is of a
        newer version.
        """
        try:
            # SQLite changes a table by making it anew, for which keys must not be watched; whether
            # they still hold is asked at the end.
            engine = self._writer.execution_options(unwatched=True)
            with self._turns, engine.begin() as tx:
                if not self.is_sqlite:
                    tx.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATION_LOCK})
                migrations.upgrade(tx)
                if self.is_sqlite and tx.execute(text("PRAGMA foreign_key_check")).first():
                    raise BadInput("the database is damaged: rows are missing", "DATABASE_URL")
        except (DatabaseError, StoreAway) as error:
            # The driver's own words: SQLAlchemy adds the statement and the address with password.
            said = " ".join(str(getattr(error, "orig", error)).split())
            raise BadInput(f"the database cannot be used: {said}", "DATABASE_URL") from error

    def scrub(self) -> None:
        """Leave nothing of rows that were erased or replaced, where they stood and in SQLite's log.

        PostgreSQL keeps its own log, and the server decides for how long. A reader who does not
        end keeps us from it; the next time helps.
        """
        self._clean(f"VACUUM {', '.join(_SCRUBBED)}")

    def sweep_out(self) -> None:
        """Likewise of everything: SQLite's file is written anew."""
        self._clean("VACUUM", anew=True)

    def _clean(self, vacuum: str, anew: bool = False) -> None:
        with self._turns, self._engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            if not self.is_sqlite:
                driver.autocommit = True
                driver.execute(vacuum)
                driver.autocommit = False
                return
            if anew:
                driver.execute("PRAGMA query_only = OFF")
                driver.execute("VACUUM")
                connection.info.pop("writes", None)  # asked anew with the next BEGIN
            driver.execute(f"PRAGMA busy_timeout = {_SCRUB_WAIT * 1000}")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT * 1000}")

    def parts(self) -> tuple[Engine, Engine, AbstractContextManager[None]]:
        """What reads, what writes, and the turn to take before writing; see objects.py."""
        return self._reader, self._writer, self._turns

    def close(self) -> None:
        self._engine.dispose()


def insert_new(tx: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with such a key is there. False: it was there, nothing is changed.

    Also says no when two transactions try at the same time on PostgreSQL: the later one waits.
    """
    dialect = sqlite if tx.dialect.name == "sqlite" else postgresql
    # RETURNING, because drivers do not agree on the number of rows of an INSERT.
    statement = dialect.insert(table).values(values).on_conflict_do_nothing()
    return tx.execute(statement.returning(*table.primary_key.columns)).first() is not None


def _engine(url: str, is_sqlite: bool) -> Engine:
    if is_sqlite:
        engine = create_engine(
            url,
            pool_size=20,
            max_overflow=40,
            connect_args={"timeout": BUSY_TIMEOUT},
            hide_parameters=True,  # errors are logged, and must not take answers along
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(
            url, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=True
        )
    event.listen(engine, "before_cursor_execute", _refuse_nul)
    event.listen(engine, "handle_error", _name_full_disk)
    event.listen(engine, "handle_error", _name_away)
    return engine


def _name_full_disk(context: ExceptionContext) -> None:
    """The driver's error, of a statement or of COMMIT, which has undone everything."""
    said: Any = context.original_exception
    is_full = getattr(said, "sqlite_errorcode", 0) & 0xFF in _FULL
    writes = context.connection is None or context.connection.get_execution_options().get("writes")
    if (is_full or getattr(said, "sqlstate", None) in _FULL_STATES) and writes:
        raise NoRoom(f"the store cannot write: {said}") from said


def _name_away(context: ExceptionContext) -> None:
    """Also where no connection can be made. A ping that fails only brings a fresh connection."""
    said: Any = context.original_exception
    cannot_open = getattr(said, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CANTOPEN
    is_away = (getattr(said, "sqlstate", None) or "").startswith(_AWAY_STATES)
    cannot_connect = context.connection is None and isinstance(
        context.sqlalchemy_exception, OperationalError
    )
    is_lost = context.is_disconnect or is_away or cannot_open or cannot_connect
    if is_lost and not context.is_pre_ping:
        raise StoreAway(f"the store does not answer: {said}") from said


def _create_private(file: Path) -> None:
    """The file, and the log beside it that takes over its mode, belong to the service alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",  # NORMAL loses acknowledged answers in a power cut
        "secure_delete = ON",  # an erased draft is overwritten
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A deferred BEGIN that reads and then writes fails at once beside another writer."""
    options = connection.get_execution_options()
    writes, watched = bool(options.get("writes")), not options.get("unwatched")
    if connection.info.get("watched") is not watched:  # it cannot be changed within a transaction
        connection.exec_driver_sql(f"PRAGMA foreign_keys = {'ON' if watched else 'OFF'}")
        connection.info["watched"] = watched
    if connection.info.get("writes") is not writes:  # of the connection as it comes from the pool
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.info["writes"] = writes
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refuse_nul(
    _connection: Any, _cursor: Any, _statement: str, parameters: Any, _context: Any, _many: bool
) -> None:
    """SQLite would keep a NUL, PostgreSQL not: it gets into neither. Nor does half a character."""
    for row in parameters if isinstance(parameters, list) else [parameters]:
        for value in row.values() if isinstance(row, Mapping) else row:
            if isinstance(value, str) and not value.isascii():
                _refuse_half(value)
            if isinstance(value, str) and "\0" in value:
                raise BadInput("a text holds the character NUL; take it out")


def _refuse_half(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadInput("a text holds half a character (a surrogate); take it out") from None
