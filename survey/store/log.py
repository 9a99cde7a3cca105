"""The log of what staff did: never what a rater did, never a link (decision 15).

Its rows are a chain, see survey.store.chain: what is taken out or changed later shows.
"""

import time
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from survey.store import chain
from survey.store.ids import new_id
from survey.store.tables import log


@dataclass(frozen=True)
class Entry:
    id: str
    at: int
    """Seconds since 1970."""
    organisation: str | None
    account: str | None
    """None: the system, or a manager by the own link."""
    action: str
    """What was done, such as "report.released": a word for machines, put in words by the page."""
    target: str
    """Kind and id, such as "participation:…"."""
    detail: str


_COLUMNS = [log.c[name] for name in Entry.__dataclass_fields__]


def write(
    tx: Connection,
    action: str,
    *,
    organisation: str | None = None,
    account: str | None = None,
    target: str = "",
    detail: str = "",
) -> None:
    """In the transaction of the deed itself."""
    entry = Entry(new_id(), int(time.time()), organisation, account, action, target, detail)
    tx.execute(insert(log).values(vars(entry)))
    chain.add(tx, organisation, entry.id)


def of_organisation(tx: Connection, organisation: str, limit: int = 200) -> list[Entry]:
    """Newest first."""
    statement = select(*_COLUMNS).where(log.c.organisation == organisation)
    newest = statement.order_by(log.c.at.desc(), log.c.id).limit(limit)
    return [Entry(*row) for row in tx.execute(newest)]


def about(tx: Connection, target: str) -> list[Entry]:
    """Newest first."""
    statement = select(*_COLUMNS).where(log.c.target == target).order_by(log.c.at.desc(), log.c.id)
    return [Entry(*row) for row in tx.execute(statement)]
