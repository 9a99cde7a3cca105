"""The history of the tables, by Alembic. Its configuration is made here; there is no .ini file.

Alembic takes ten megabytes: a process that finds everything in place does not load it.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from survey.errors import BadInput

FOLDER = Path(__file__).parent
_TABLE = "alembic_version"


def upgrade(tx: Connection, revision: str = "head") -> None:
    """Run what is missing up to `revision` inside the open transaction: all of it or nothing.

    Raises BadInput: the tables are those of a newer version.
    """
    if revision != "head" or _revision(tx) != newest():
        _run(tx, revision)


def newest() -> str:
    """The last revision that there is: files are called by theirs, in order."""
    return max(path.name for path in (FOLDER / "versions").glob("*.py")).partition("_")[0]


def _revision(tx: Connection) -> str | None:
    if not inspect(tx).has_table(_TABLE):
        return None
    return tx.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar()  # noqa: S608 - a constant


def _run(tx: Connection, revision: str) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    config = Config()
    # ConfigParser reads % as its own.
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = tx
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise BadInput("it was made by a newer version of this product", "database") from error
