"""Bundles: many PDFs in one ZIP, made in the background and kept for a day.

queued ─claim→ running ─progress→ … ─finish→ done; what kills its worker thrice turns to failed.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from survey.errors import NotFound, Stale
from survey.store import silent
from survey.store.ids import new_id
from survey.store.tables import bundles

State = Literal["queued", "running", "done", "failed"]
PATIENCE = 60  # seconds without a sign of life until a job counts as lost
ATTEMPTS = 3


@dataclass(frozen=True)
class Missing:
    """A report that is not in it."""

    name: str
    why: str
    """A word for machines."""
    reference: str = ""
    """Of a failure: what to look for in the log."""
    participation: str = ""
    """To try again; none where it must not be told."""


@dataclass(frozen=True)
class Bundle:
    id: str
    account: str
    participations: tuple[str, ...]
    """Whose newest reports are wanted."""
    report: str | None
    """A debrief pack of this one report is wanted instead."""
    state: State
    made: int
    """How many of them have been looked at, failures included."""
    heartbeat: int
    attempts: int
    failures: tuple[Missing, ...]
    until: int
    """Seconds since 1970; afterwards it is erased."""
    wish: str | None = None
    """How they are printed, see reports.variant; None: as each report's own PDF is."""


_COLUMNS = [bundles.c[name] for name in Bundle.__dataclass_fields__]


def add(
    tx: Connection,
    account: str,
    participations: Sequence[str],
    until: int,
    report: str | None = None,
    *,
    wish: str | None = None,
) -> str:
    """Returns the new bundle's id. `report`: a debrief pack of it is wanted; `wish`: how reports
    are printed."""
    bundle = new_id()
    row: dict[str, Any] = {"id": bundle, "account": account, "report": report, "wish": wish}
    row |= {"participations": json.dumps(list(participations)), "state": "queued", "until": until}
    tx.execute(insert(bundles).values(row))
    return bundle


def pack_of(tx: Connection, account: str, report: str) -> Bundle | None:
    """This account's debrief pack of a report, the newest that has not failed."""
    statement = select(*_COLUMNS).where(
        bundles.c.account == account, bundles.c.report == report, bundles.c.state != "failed"
    )
    row = tx.execute(statement.order_by(bundles.c.until.desc(), bundles.c.id)).first()
    return None if row is None else _bundle(row)


def get(tx: Connection, bundle: str) -> Bundle:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(bundles.c.id == bundle)).first()
    if row is None:
        raise NotFound("no such bundle")
    return _bundle(row)


def of(tx: Connection, account: str) -> list[Bundle]:
    """This account's own, the longest kept first."""
    statement = select(*_COLUMNS).where(bundles.c.account == account)
    rows = tx.execute(statement.order_by(bundles.c.until.desc(), bundles.c.id))
    return [_bundle(row) for row in rows]


def claim(tx: Connection, bundle: str, now: int) -> Bundle | None:
    """Take the job if nobody alive has it. None: over, or somebody is at it."""
    row = tx.execute(select(*_COLUMNS).where(bundles.c.id == bundle).with_for_update()).first()
    if row is None:
        return None
    found = _bundle(row)
    lost = found.state == "running" and found.heartbeat <= now - PATIENCE
    if found.state != "queued" and not lost:
        return None
    values: dict[str, Any] = {"state": "failed"}
    if found.attempts < ATTEMPTS:
        values = {"state": "running", "heartbeat": now, "attempts": found.attempts + 1}
        values |= {"made": 0, "failures": "[]"}
    tx.execute(update(bundles).where(bundles.c.id == bundle).values(values))
    return get(tx, bundle) if values["state"] == "running" else None


def progress(tx: Connection, claimed: Bundle, made: int, now: int) -> None:
    """Another one is in. Raises Stale: another worker has taken over."""
    _write(tx, claimed, {"made": made, "heartbeat": now})


def beat(tx: Connection, claimed: Bundle, now: int) -> None:
    """A sign of life. Raises Stale."""
    _write(tx, claimed, {"heartbeat": now})


def finish(
    tx: Connection, claimed: Bundle, file: bytes | None, failures: Sequence[Missing]
) -> None:
    """`file`: None if nothing at all could be put in. Raises Stale."""
    state = "failed" if file is None else "done"
    told = json.dumps([astuple(one) for one in failures])
    values = {"state": state, "zip": file, "failures": told}
    _write(tx, claimed, values)


def file(tx: Connection, bundle: str) -> bytes | None:
    """The ZIP, once there is one."""
    found = tx.execute(select(bundles.c.zip).where(bundles.c.id == bundle)).scalar()
    return None if found is None else bytes(found)


def lost(tx: Connection, now: int) -> list[str]:
    """Ids of open jobs without a sign of life: to be sent to the queue again."""
    return silent.lost(tx, bundles, now - PATIENCE)


def resent(tx: Connection, bundle: str, now: int) -> None:
    """It is on its way again."""
    silent.resent(tx, bundles, bundle, now)


def forget(tx: Connection, participations: Iterable[str]) -> int:
    """Erase whatever anybody's reports on these are in, also what is under way; how many it was."""
    wanted = set(participations)
    rows = tx.execute(select(bundles.c.id, bundles.c.participations)).all()
    found = [row.id for row in rows if not wanted.isdisjoint(json.loads(row.participations))]
    for one in found:
        tx.execute(bundles.delete().where(bundles.c.id == one))
    return len(found)


def erase_old(tx: Connection, now: int) -> int:
    """How many had had their day."""
    return int(tx.execute(bundles.delete().where(bundles.c.until <= now)).rowcount)


def _write(tx: Connection, claimed: Bundle, values: dict[str, Any]) -> None:
    statement = update(bundles).where(
        bundles.c.id == claimed.id,
        bundles.c.attempts == claimed.attempts,
        bundles.c.state == "running",
    )
    if tx.execute(statement.values(values)).rowcount != 1:
        raise Stale("another worker has taken over this bundle")


def _bundle(row: Any) -> Bundle:
    plain = dict(row._mapping)
    plain["participations"] = tuple(json.loads(plain["participations"]))
    plain["failures"] = tuple(Missing(*one) for one in json.loads(plain["failures"]))
    return Bundle(**plain)
