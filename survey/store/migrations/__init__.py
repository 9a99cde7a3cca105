"""The history of the tables, by Alembic. Its configuration is made here; there is no .ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(tx: Connection, revision: str = "head") -> None:
    """Run what is missing up to `revision` inside the open transaction: all of it or nothing."""
    command.upgrade(_config(tx), revision)


def _config(tx: Connection) -> Config:
    config = Config()
    # ConfigParser reads % as its own.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = tx
    return config
