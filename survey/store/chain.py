"""The chain of the log: each row carries the hash of itself and of the row before.

One chain for each organisation, so that old rows can go by its own days. Rows are linked at the
end of the transaction that wrote them (Database.write), when it waits for nothing else any more:
whoever links holds a lock until the commit. The detail goes into the hash by way of a salted hash
of its own, so that a name in it can be erased and the chain still holds.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select, text, update

from survey.store.tables import log, records

NOBODY = "nobody"
"""The place of records about what belongs to no organisation."""
_PENDING = "log rows without a link"
_LINKED = ("number", "id", "at", "organisation", "account", "action", "target", "sealed_detail")


@dataclass(frozen=True)
class End:
    """A place in a chain: the row with this number has this hash. Number 0: before the first."""

    number: int = 0
    hash: str = ""


def begin(tx: Connection) -> None:
    """A transaction starts: what an earlier one on this connection left behind is forgotten."""
    tx.info.pop(_PENDING, None)


def add(tx: Connection, organisation: str | None, id: str) -> None:
    """This row is to be linked when the transaction ends."""
    tx.info.setdefault(_PENDING, []).append((organisation or "", id))


def link(tx: Connection) -> None:
    """Link what the transaction has written."""
    pending: list[tuple[str, str]] = tx.info.pop(_PENDING, [])
    for organisation in sorted({firm for firm, _ in pending}):
        if tx.dialect.name != "sqlite":  # which has one writer at a time
            lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
            tx.execute(lock, {"name": f"log {organisation}"})
        _append(tx, organisation or None, [id for firm, id in pending if firm == organisation])


def _append(tx: Connection, organisation: str | None, ids: list[str]) -> None:
    last = end(tx, organisation)
    rows = {row["id"]: row for row in _rows(tx, log.c.id.in_(ids))}
    for row in (rows[id] for id in ids if id in rows):
        salt = secrets.token_hex(16)
        sealed = _sealed(salt, row["detail"])
        linked = {**row, "number": last.number + 1, "sealed_detail": sealed}
        last = End(last.number + 1, _hash(last.hash, linked))
        values = {"number": last.number, "salt": salt, "sealed_detail": sealed, "hash": last.hash}
        tx.execute(update(log).where(log.c.id == row["id"]).values(values))


def end(tx: Connection, organisation: str | None) -> End:
    """The newest row; where all have gone by their age, as the last signed record has it."""
    newest = select(log.c.number, log.c.hash).where(_of(organisation), log.c.number > 0)
    row = tx.execute(newest.order_by(log.c.number.desc()).limit(1)).first()
    return End(*row) if row else _recorded(tx, organisation)


def _recorded(tx: Connection, organisation: str | None) -> End:
    mine = select(records.c.content).where(records.c.place == (organisation or NOBODY))
    content = tx.execute(mine.order_by(records.c.number.desc()).limit(1)).scalar()
    return End(*json.loads(content)["log"]["ends"]) if content else End()


def broken(tx: Connection, organisation: str | None, anchor: End) -> str | None:
    """What is wrong first, in a sentence; None: the chain holds from `anchor` to its end."""
    last = anchor
    for row in _rows(tx, _of(organisation), log.c.number > anchor.number):
        place = f"row {row['number']} ({row['action']})"
        if row["number"] != last.number + 1:
            return f"{place}: the row before it is missing"
        if row["salt"] and row["sealed_detail"] != _sealed(row["salt"], row["detail"]):
            return f"{place}: its detail was changed"
        if not row["salt"] and row["detail"]:
            return f"{place}: its detail was written later"
        if row["hash"] != _hash(last.hash, row):
            return f"{place}: it was changed, or the row before it"
        last = End(row["number"], row["hash"])
    loose = select(func.count()).where(_of(organisation), log.c.number < 1)
    return "there are rows outside the chain" if tx.execute(loose).scalar_one() else None


def at(tx: Connection, organisation: str | None, number: int) -> End | None:
    """The row with this number, if it is there."""
    statement = select(log.c.number, log.c.hash).where(_of(organisation), log.c.number == number)
    row = tx.execute(statement).first()
    return End(*row) if row else None


def _of(organisation: str | None) -> Any:
    return log.c.organisation == organisation  # None becomes IS NULL


def _rows(tx: Connection, *which: Any) -> Iterable[Mapping[str, Any]]:
    found = tx.execute(select(log).where(*which).order_by(log.c.number))
    return [dict(row._mapping) for row in found]


def _sealed(salt: str, detail: str) -> str:
    return hashlib.sha256(f"{salt}\0{detail}".encode()).hexdigest()


def _hash(before: str, row: Mapping[str, Any]) -> str:
    content = json.dumps([before, *(row[name] for name in _LINKED)], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
