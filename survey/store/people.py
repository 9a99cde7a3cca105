"""People: a name, an address if they gave one, and the language they read."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from survey.errors import NotFound
from survey.store.ids import new_id
from survey.store.tables import people


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    email: str | None
    language: str
    """As in gettext: "en", "de_AT"."""


def add(
    tx: Connection,
    name: str,
    email: str | None = None,
    language: str = "en",
    *,
    id: str | None = None,
) -> str:
    """Returns the new person's id, a random one unless it is given."""
    person = id or new_id()
    values = {"id": person, "name": name, "email": email, "language": language}
    tx.execute(insert(people).values(values))
    return person


def get(tx: Connection, person: str) -> Person:
    """Raises NotFound."""
    row = tx.execute(select(people).where(people.c.id == person)).first()
    if row is None:
        raise NotFound("no such person")
    return Person(**row._mapping)


def rename(tx: Connection, person: str, name: str) -> None:
    tx.execute(update(people).where(people.c.id == person).values(name=name))


def set_email(tx: Connection, person: str, email: str | None) -> None:
    tx.execute(update(people).where(people.c.id == person).values(email=email))
