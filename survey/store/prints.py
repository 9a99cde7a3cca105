"""Prints: a report in another variant than its own PDF, made in the background of its snapshot.

queued ─claim→ running ─finish→ done; failed by the press, or by killing its worker thrice. What was
made once is kept: whoever asks for it again gets the same file.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, select, update

from survey.errors import NotFound, Stale
from survey.store import silent
from survey.store.database import insert_new
from survey.store.ids import new_id
from survey.store.tables import prints, reports

State = Literal["queued", "running", "done", "failed"]
PATIENCE = 30  # seconds without a sign of life until a job counts as lost
ATTEMPTS = 3


@dataclass(frozen=True)
class Print:
    id: str
    report: str
    variant: str
    """See reports.variant; or charts for slides, see reports.chart_files."""
    content: str
    """Hash of the snapshot that it shows."""
    state: State
    heartbeat: int
    attempts: int
    reference: str | None
    """Of a failure: what to look for in the log."""
    pdf_hash: str | None
    percent: int = 0
    """How far it is."""


@dataclass(frozen=True)
class Left:
    """A PDF that this installation made."""

    report: str
    variant: str
    made_with: str | None
    """JSON; None: older than that was kept."""


_COLUMNS = [prints.c[name] for name in Print.__dataclass_fields__]
WHOLE = "full-a4-dark"  # what every report was before there were variants


def ask(tx: Connection, report: str, variant: str, content: str) -> str:
    """Id of the print of this snapshot; a new one only if there is none. A failed one is queued
    again."""
    place = {"report": report, "variant": variant, "content": content}
    insert_new(tx, prints, {"id": new_id(), **place, "state": "queued"})
    mine = [prints.c[name] == value for name, value in place.items()]
    found = str(tx.execute(select(prints.c.id).where(*mine)).scalar_one())
    again = {"state": "queued", "attempts": 0, "heartbeat": 0, "percent": 0, "reference": None}
    failed = update(prints).where(prints.c.id == found, prints.c.state == "failed")
    tx.execute(failed.values(again))
    return found


def get(tx: Connection, wanted: str) -> Print:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(prints.c.id == wanted)).first()
    if row is None:
        raise NotFound("no such print")
    return Print(**row._mapping)


def of(tx: Connection, report: str, content: str) -> dict[str, Print]:
    """All prints of this snapshot, by variant."""
    mine = (prints.c.report == report, prints.c.content == content)
    rows = tx.execute(select(*_COLUMNS).where(*mine).order_by(prints.c.variant))
    return {row.variant: Print(**row._mapping) for row in rows}


def pdf(tx: Connection, wanted: str) -> bytes | None:
    found = tx.execute(select(prints.c.pdf).where(prints.c.id == wanted)).scalar()
    return None if found is None else bytes(found)


def claim(tx: Connection, wanted: str, now: int) -> Print | None:
    """Take the job if nobody alive has it. None: over, or somebody is at it."""
    row = tx.execute(select(*_COLUMNS).where(prints.c.id == wanted).with_for_update()).first()
    if row is None:
        return None
    lost = row.state == "running" and row.heartbeat <= now - PATIENCE
    if row.state != "queued" and not lost:
        return None
    values: dict[str, Any] = {"state": "failed", "reference": new_id()[:8]}
    if row.attempts < ATTEMPTS:
        values = {"state": "running", "heartbeat": now, "attempts": row.attempts + 1}
        values["percent"] = 0
    tx.execute(update(prints).where(prints.c.id == wanted).values(values))
    return get(tx, wanted) if values["state"] == "running" else None


def beat(tx: Connection, claimed: Print, now: int) -> None:
    """A sign of life. Raises Stale: another worker has taken over; stop."""
    _write(tx, claimed, {"heartbeat": now})


def progress(tx: Connection, claimed: Print, percent: int) -> None:
    """How far it is, from 0 to 100. Raises Stale."""
    _write(tx, claimed, {"percent": percent})


def finish(tx: Connection, claimed: Print, pdf: bytes, made_with: str) -> None:
    """`made_with` is JSON, see reports.versions. Raises Stale: another worker has taken over."""
    values = {"pdf": pdf, "pdf_hash": hashlib.sha256(pdf).hexdigest(), "made_with": made_with}
    _write(tx, claimed, {"state": "done", **values})


def fail(tx: Connection, claimed: Print, reference: str) -> None:
    """`reference` (12 characters at most) is also in the log. Raises Stale."""
    _write(tx, claimed, {"state": "failed", "reference": reference})


def _write(tx: Connection, claimed: Print, values: dict[str, Any]) -> None:
    statement = update(prints).where(
        prints.c.id == claimed.id,
        prints.c.attempts == claimed.attempts,
        prints.c.state == "running",
    )
    if tx.execute(statement.values(values)).rowcount != 1:
        raise Stale("another worker has taken over this print")


def lost(tx: Connection, now: int) -> list[str]:
    """Ids of open jobs without a sign of life: to be sent to the queue again."""
    return silent.lost(tx, prints, now - PATIENCE)


def resent(tx: Connection, wanted: str, now: int) -> None:
    """It is on its way again."""
    silent.resent(tx, prints, wanted, now)


def left(tx: Connection, pdf_hash: str) -> list[Left]:
    """Which PDFs of this installation are these very bytes: SHA-256, hex."""
    return _left(tx, lambda table: table.c.pdf_hash == pdf_hash)


def as_left(tx: Connection, report: str, variant: str) -> Left | None:
    """The report as it was printed in this variant; None: it never was."""

    def mine(table: Table) -> ColumnElement[bool]:
        return and_(_report(table) == report, table.c.pdf_hash.is_not(None))

    found = _left(tx, mine)
    return next((one for one in found if one.variant == variant), None)


def _left(tx: Connection, which: Callable[[Table], ColumnElement[bool]]) -> list[Left]:
    found = []
    for table in (reports, prints):
        columns = (_report(table).label("report"), table.c.variant, table.c.made_with)
        for row in tx.execute(select(*columns).where(which(table))):
            found.append(Left(row.report, row.variant or WHOLE, row.made_with))
    return found


def _report(table: Table) -> Column[str]:
    return table.c.id if table is reports else table.c.report


def of_content(tx: Connection, content: str, content_of: Callable[[str], str]) -> str:
    """Id of the report whose snapshot has this content id. Reads all of them, one after the other:
    for the command line. Raises NotFound."""
    made = select(reports.c.id).where(reports.c.snapshot.is_not(None)).order_by(reports.c.id)
    for report in tx.execute(made).scalars().all():
        text = tx.execute(select(reports.c.snapshot).where(reports.c.id == report)).scalar_one()
        if content_of(str(text)) == content:
            return str(report)
    raise NotFound("no report with this content")
