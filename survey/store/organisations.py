"""Organisations: a name, where its days begin, and the language of its first mails."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from survey.errors import NotFound
from survey.store.ids import new_id
from survey.store.tables import organisations


@dataclass(frozen=True)
class Organisation:
    id: str
    name: str
    time_zone: str
    """IANA name, such as "Europe/Berlin"."""
    language: str
    paper: str = "a4"
    """What its reports are printed on: "a4" or "letter"."""
    cover: str = "dark"
    """Their first page: "dark" or "light"."""


def add(
    tx: Connection,
    name: str,
    time_zone: str = "UTC",
    language: str = "en",
    *,
    id: str | None = None,
) -> str:
    """Returns the new organisation's id."""
    organisation = Organisation(id or new_id(), name, time_zone, language)
    tx.execute(insert(organisations).values(vars(organisation)))
    return organisation.id


def get(tx: Connection, organisation: str) -> Organisation:
    """Raises NotFound."""
    row = tx.execute(select(organisations).where(organisations.c.id == organisation)).first()
    if row is None:
        raise NotFound("no such organisation")
    return Organisation(*row)


def every(tx: Connection) -> list[Organisation]:
    """By name."""
    return [Organisation(*row) for row in tx.execute(select(organisations).order_by("name", "id"))]


def change(
    tx: Connection,
    organisation: str,
    name: str,
    time_zone: str,
    language: str,
    *,
    paper: str | None = None,
    cover: str | None = None,
) -> None:
    """`paper` and `cover`: None leaves it as it is."""
    values = {"name": name, "time_zone": time_zone, "language": language}
    values |= {k: v for k, v in (("paper", paper), ("cover", cover)) if v is not None}
    tx.execute(update(organisations).where(organisations.c.id == organisation).values(values))
