"""People: a name, an address if they gave one, and the language they read."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select, update

from survey.errors import NotFound
from survey.store.ids import new_id
from survey.store.rows import Person as Person  # noqa: PLC0414
from survey.store.tables import people

_COLUMNS = [people.c[name] for name in Person.__dataclass_fields__]


def add(
    tx: Connection,
    name: str,
    email: str | None = None,
    language: str = "en",
    *,
    id: str | None = None,
    organisation: str | None = None,
) -> str:
    """Returns the new person's id, a random one unless it is given."""
    person = id or new_id()
    tx.execute(insert(people).values(vars(Person(person, name, email, language, organisation))))
    return person


def get(tx: Connection, person: str) -> Person:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(people.c.id == person)).first()
    if row is None:
        raise NotFound("no such person")
    return Person(*row)


def rename(tx: Connection, person: str, name: str) -> None:
    tx.execute(update(people).where(people.c.id == person).values(name=name))


def set_email(tx: Connection, person: str, email: str | None) -> None:
    tx.execute(update(people).where(people.c.id == person).values(email=email))


def named(tx: Connection, ids: Iterable[str]) -> dict[str, Person]:
    """Several at once, by id; unknown ids are left out."""
    rows = tx.execute(select(*_COLUMNS).where(people.c.id.in_(list(ids))))
    return {row.id: Person(*row) for row in rows}


def by_email(tx: Connection, organisation: str, email: str) -> Person | None:
    """Whoever has this address in this organisation; capitals do not matter."""
    statement = select(*_COLUMNS).where(
        people.c.organisation == organisation, func.lower(people.c.email) == email.lower()
    )
    row = tx.execute(statement.order_by(people.c.id)).first()
    return None if row is None else Person(*row)


def everywhere(tx: Connection, email: str) -> list[Person]:
    """The people of all organisations with this address: one human being, as far as we know."""
    statement = select(*_COLUMNS).where(func.lower(people.c.email) == email.lower())
    return [Person(*row) for row in tx.execute(statement.order_by(people.c.id))]


def join(tx: Connection, person: str, organisation: str) -> None:
    """Somebody who came by the first page now belongs to an organisation."""
    tx.execute(update(people).where(people.c.id == person).values(organisation=organisation))


def set_language(tx: Connection, person: str, language: str) -> None:
    tx.execute(update(people).where(people.c.id == person).values(language=language))
