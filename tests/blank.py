"""A store that has its tables already, laid out for each test: making them takes longer than most
tests do. That an empty file becomes the same is tests/survey/store/test_migrations.py's to say."""

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import make_url

from survey.store.database import Database


def lay(url: str) -> bool:
    """Put an empty migrated store where `url` says. False: on another engine, or one is there."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return False
    file = Path(address.database)
    if file.exists():
        return False
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_bytes(_migrated())
    return True


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "blank.sqlite")
        database = Database(f"sqlite:///{file}")
        database.migrate()
        database.close()
        return file.read_bytes()
