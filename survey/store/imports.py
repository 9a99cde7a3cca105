"""Uploaded tables between upload and confirmation, and what of the store they are compared with.

A table belongs to the account that uploaded it, ends after a day, and is not kept once it was
confirmed: it holds names and addresses of people who were perhaps never asked anything.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from survey.errors import NotFound
from survey.store.ids import new_id
from survey.store.tables import accounts, imports, invitations, participations, people

KEPT = 24 * 3600  # seconds


@dataclass(frozen=True)
class Import:
    id: str
    account: str
    round: str
    file: str
    """Its name, as uploaded."""
    rows: tuple[tuple[str, ...], ...]
    """Header first; row n of the file is `rows[n - 1]`."""
    columns: Mapping[str, int]
    """Field to column; {}: not said yet."""
    until: int
    """Seconds since 1970."""


def add(  # noqa: PLR0917 - whose, of what, what, until when
    tx: Connection, account: str, round_: str, file: str, rows: Sequence[Sequence[str]], now: int
) -> str:
    """Returns the id. An account has one table for a round at a time: the last one."""
    mine = (imports.c.account == account) & (imports.c.round == round_)
    tx.execute(delete(imports).where(mine | (imports.c.until <= now)))
    row = {
        "id": new_id(),
        "account": account,
        "round": round_,
        "file": file[:200],
        "rows": json.dumps(rows, ensure_ascii=False),
        "columns": "{}",
        "until": now + KEPT,
    }
    tx.execute(insert(imports).values(row))
    return str(row["id"])


def get(tx: Connection, table: str, now: int) -> Import:
    """Raises NotFound, also when its day is over."""
    row = tx.execute(select(imports).where(imports.c.id == table, imports.c.until > now)).first()
    if row is None:
        raise NotFound("no such table, or its day is over")
    rows = tuple(tuple(cells) for cells in json.loads(row.rows))
    return Import(
        row.id, row.account, row.round, row.file, rows, json.loads(row.columns), row.until
    )


def whose(tx: Connection, table: str, now: int) -> tuple[str, str] | None:
    """Account and round, without reading the rows."""
    statement = select(imports.c.account, imports.c.round)
    row = tx.execute(statement.where(imports.c.id == table, imports.c.until > now)).first()
    return None if row is None else (row.account, row.round)


def map_columns(tx: Connection, table: str, columns: Mapping[str, int]) -> None:
    values = {"columns": json.dumps(columns)}
    tx.execute(update(imports).where(imports.c.id == table).values(values))


def remove(tx: Connection, table: str) -> bool:
    """False: it was not there any more."""
    return tx.execute(delete(imports).where(imports.c.id == table)).rowcount == 1


def erase_old(tx: Connection, now: int) -> int:
    """How many tables nobody has confirmed within their day."""
    return tx.execute(delete(imports).where(imports.c.until <= now)).rowcount


# What a table is compared with: all at once, since a table has thousands of rows.


@dataclass(frozen=True)
class Somebody:
    id: str
    name: str
    language: str


def addresses(tx: Connection, organisation: str) -> dict[str, Somebody]:
    """The organisation's people by address in small letters; of several the one that
    `people.by_email` would find."""
    statement = (
        select(func.lower(people.c.email), people.c.id, people.c.name, people.c.language)
        .where(people.c.organisation == organisation, people.c.email.is_not(None))
        .order_by(people.c.id.desc())
    )
    return {row[0]: Somebody(*row[1:]) for row in tx.execute(statement)}


@dataclass(frozen=True)
class TakingPart:
    id: str
    person: str
    role: str
    coach: str
    """Address of the coach's account; "": none."""


def taking_part(tx: Connection, round_: str) -> list[TakingPart]:
    statement = (
        select(
            participations.c.id,
            participations.c.person,
            participations.c.role,
            func.coalesce(accounts.c.email, ""),
        )
        .join(accounts, participations.c.coach == accounts.c.id, isouter=True)
        .where(participations.c.round == round_)
        .order_by(participations.c.id)
    )
    return [TakingPart(*row) for row in tx.execute(statement)]


def raters(tx: Connection, round_: str) -> dict[tuple[str, str], tuple[str, str]]:
    """(participation, person) to the invitation and the group that the list shows."""
    statement = (
        select(
            invitations.c.participation,
            invitations.c.person,
            invitations.c.id,
            func.coalesce(invitations.c.moved_to, invitations.c.group),
        )
        .join(participations, invitations.c.participation == participations.c.id)
        .where(
            participations.c.round == round_,
            invitations.c.person != participations.c.person,
            ~invitations.c.taken_off,
            ~invitations.c.slip,
        )
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in tx.execute(statement)}
