"""The ledger of numbers: each number of others that has left, and the raters it is about.

Rows are written once and stay, also when the answers behind them are erased: what left cannot be
called back, and later numbers must be checked against it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from survey.store.database import insert_new
from survey.store.tables import published, rater_sets


@dataclass(frozen=True)
class Row:
    """One number."""

    source: str
    """Id of the report or follow-up in which it stands."""
    scale: str
    cell: str
    participation: str
    n: int | None
    """Raters behind it, as the page says; None: it does not say."""
    printed: str
    raters: str
    """Hash of the set of raters; see `members`."""


_COLUMNS = [published.c[name] for name in Row.__dataclass_fields__]


def hash_of(raters: Iterable[str]) -> str:
    """SHA-256 of the keys of responses, sorted."""
    return hashlib.sha256(",".join(sorted(raters)).encode()).hexdigest()


def add(tx: Connection, rows: Iterable[Row], sets: Iterable[Iterable[str]]) -> None:
    """Keep these numbers, and the sets of raters that they name."""
    for raters in sets:
        members = json.dumps(sorted(raters))
        insert_new(tx, rater_sets, {"hash": hash_of(raters), "members": members})
    if values := [vars(row) for row in rows]:
        tx.execute(insert(published), values)


def of(tx: Connection, participation: str) -> list[Row]:
    """All numbers about one person's round, by source, scale and cell."""
    statement = select(*_COLUMNS).where(published.c.participation == participation)
    ordered = statement.order_by(published.c.source, published.c.scale, published.c.cell)
    return [Row(*row) for row in tx.execute(ordered)]


def participations(tx: Connection) -> list[str]:
    """Ids of all about whom there are numbers."""
    found = select(published.c.participation).distinct().order_by(published.c.participation)
    return list(tx.execute(found).scalars())


def members(tx: Connection, participation: str) -> Mapping[str, frozenset[str]]:
    """The sets of raters behind the numbers of one person's round, by their hash."""
    statement = (
        select(rater_sets.c.hash, rater_sets.c.members)
        .join(published, published.c.raters == rater_sets.c.hash)
        .where(published.c.participation == participation)
        .distinct()
    )
    return {row.hash: frozenset(json.loads(row.members)) for row in tx.execute(statement)}


def forget(tx: Connection, participations: Iterable[str]) -> None:
    """For rounds of invented people only: what left about real ones stays."""
    those = published.c.participation.in_(list(participations))
    sets = list(tx.execute(select(published.c.raters).where(those).distinct()).scalars())
    tx.execute(published.delete().where(those))
    used = select(published.c.raters)
    unused = rater_sets.c.hash.in_(sets), rater_sets.c.hash.not_in(used)
    tx.execute(rater_sets.delete().where(*unused))
