"""Reports: the truth about background work. The queue only carries ids; a row says what is so.

queued ─claim→ running ─show→ shown ─finish→ done          any of the first three ─fail→ failed

A worker holds a `Claim`, shows signs of life by `beat`, and loses the claim when another worker
takes over a job that looked dead: what the loser writes after that is refused (`Stale`).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, case, insert, select, update

from survey.errors import NotFound, Stale
from survey.store import responses, silent
from survey.store.database import insert_new
from survey.store.ids import new_id
from survey.store.tables import figures, prints, reports

State = Literal["queued", "running", "shown", "done", "failed"]
PATIENCE = 30  # seconds without a sign of life until a job counts as lost
ATTEMPTS = 3  # a job that kills its worker this often is not tried again
NO_PDF_HERE = "no-pdf-here"  # the reference where the machine lacks what makes PDFs
_AT_WORK = ("running", "shown")
_OPEN = ("queued", *_AT_WORK)


@dataclass(frozen=True)
class Report:
    id: str
    participation: str
    content: str
    """Hash of the set of responses that the report was asked for."""
    state: State
    heartbeat: int
    attempts: int
    pdf_hash: str | None
    """SHA-256 of the PDF, hex, once there is one."""
    reference: str | None
    """Of a failure: what to look for in the log."""
    variant: str | None = None
    """How the PDF is printed, once there is one; see reports.variant."""
    percent: int = 0
    """How far it is."""


@dataclass(frozen=True)
class Basis:
    """What a report is made of, whatever arrives later."""

    receipts: tuple[str, ...]
    """Keys of the responses, sorted."""
    withheld: tuple[str, ...] = ()
    """Hashes of comments left out of them, sorted; see survey.store.withheld."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Responses by group."""
    batches: tuple[tuple[str, ...], ...] = ()
    """`receipts` by who joined together, oldest first, see anonymity.batches; none: all did."""

    @property
    def by_batch(self) -> tuple[tuple[str, ...], ...]:
        return self.batches or (self.receipts,)

    @property
    def content(self) -> str:
        """Two reports on the same have the same."""
        keys = "+".join(",".join(batch) for batch in self.by_batch)
        if self.withheld:
            keys += "|" + ",".join(self.withheld)
        return hashlib.sha256(keys.encode()).hexdigest()


@dataclass(frozen=True)
class Claim:
    """One worker's right to write one report."""

    report: str
    participation: str
    attempt: int


_COLUMNS = [reports.c[name] for name in Report.__dataclass_fields__]


def ask(tx: Connection, participation: str, basis: Basis | None = None) -> str:
    """Id of the report on this basis, by default all responses there are now; a new one only if
    there is none on the same yet. A failed one is queued again.
    """
    basis = basis or basis_now(tx, participation)
    row = {
        "id": new_id(),
        "participation": participation,
        "content": basis.content,
        "state": "queued",
        "counts": json.dumps(basis.counts, sort_keys=True),
        "basis": json.dumps(
            {
                "receipts": basis.receipts,
                "withheld": basis.withheld,
                "batches": basis.batches,
            }
        ),
    }
    insert_new(tx, reports, row)
    found = tx.execute(
        select(reports.c.id).where(
            reports.c.participation == participation, reports.c.content == basis.content
        )
    ).scalar_one()
    again(tx, found)
    return str(found)


def basis_now(tx: Connection, participation: str) -> Basis:
    """All responses there are."""
    groups = responses.groups(tx, participation)
    return Basis(tuple(sorted(groups)), counts=dict(Counter(groups.values())))


def again(tx: Connection, report: str) -> None:
    """One that failed gets another chance, on the same basis; any other is left alone."""
    values = {"state": "queued", "attempts": 0, "heartbeat": 0, "percent": 0, "reference": None}
    statement = update(reports).where(reports.c.id == report, reports.c.state == "failed")
    tx.execute(statement.values(values))


def basis(tx: Connection, report: str) -> Basis | None:
    """What it was asked for. None: it is older than the ledger, and made of all responses."""
    row = tx.execute(
        select(reports.c.basis, reports.c.counts).where(reports.c.id == report)
    ).first()
    if row is None or row.basis is None:
        return None
    kept = json.loads(row.basis)
    return Basis(
        tuple(kept["receipts"]),
        tuple(kept["withheld"]),
        json.loads(row.counts),
        tuple(map(tuple, kept.get("batches", ()))),
    )


def get(tx: Connection, report: str) -> Report:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(reports.c.id == report)).first()
    if row is None:
        raise NotFound("no such report")
    return Report(**row._mapping)


def named(tx: Connection, ids: Iterable[str]) -> dict[str, Report]:
    """Several at once, by id; unknown ids are left out."""
    rows = tx.execute(select(*_COLUMNS).where(reports.c.id.in_(list(ids))))
    return {row.id: Report(**row._mapping) for row in rows}


def of(tx: Connection, participation: str) -> list[Report]:
    """All reports on this participation, by id: their order means nothing."""
    rows = tx.execute(
        select(*_COLUMNS).where(reports.c.participation == participation).order_by(reports.c.id)
    )
    return [Report(**row._mapping) for row in rows]


def claim(tx: Connection, report: str, now: int) -> Claim | None:
    """Take the job if nobody alive has it. None: done, failed, or somebody is at it.

    `now` is in seconds since 1970. A job that used up its attempts turns to `failed`.
    """
    row = tx.execute(select(*_COLUMNS).where(reports.c.id == report).with_for_update()).first()
    if row is None or not _is_free(row, now):
        return None
    if row.attempts >= ATTEMPTS:
        lost = {"state": "failed", "reference": new_id()[:8]}
        tx.execute(update(reports).where(reports.c.id == report).values(lost))
        return None
    # What can be shown already stays to be seen while a second worker goes on.
    state = case((reports.c.snapshot.is_not(None), "shown"), else_="running")
    values = {"state": state, "heartbeat": now, "attempts": row.attempts + 1, "percent": 0}
    tx.execute(update(reports).where(reports.c.id == report).values(values))
    return Claim(report, row.participation, row.attempts + 1)


def _is_free(row: Any, now: int) -> bool:
    silent = bool(row.heartbeat <= now - PATIENCE)
    return row.state == "queued" or (row.state in _AT_WORK and silent)


def beat(tx: Connection, claim: Claim, now: int) -> None:
    """A sign of life. Raises Stale: another worker has taken over; stop."""
    _write(tx, claim, {"heartbeat": now})


def progress(tx: Connection, claim: Claim, percent: int) -> None:
    """How far it is, from 0 to 100. Raises Stale."""
    _write(tx, claim, {"percent": percent})


def show(tx: Connection, claim: Claim, snapshot: str, svg: Mapping[str, str], now: int) -> None:
    """The report can be seen: its frozen JSON, and its figures {name: SVG}. Raises Stale."""
    _write(tx, claim, {"state": "shown", "snapshot": snapshot, "heartbeat": now})
    tx.execute(figures.delete().where(figures.c.report == claim.report))
    rows = [{"report": claim.report, "name": name, "svg": text} for name, text in svg.items()]
    if rows:
        tx.execute(insert(figures), rows)


def finish(
    tx: Connection,
    claim: Claim,
    pdf: bytes,
    variant: str | None = None,
    made_with: str | None = None,
) -> None:
    """The PDF is there too; `made_with` is JSON, see reports.versions. Raises Stale."""
    values = {"pdf": pdf, "pdf_hash": hashlib.sha256(pdf).hexdigest()}
    _write(tx, claim, {"state": "done", **values, "variant": variant, "made_with": made_with})


def fail(tx: Connection, claim: Claim, reference: str) -> None:
    """It cannot be made; `reference` (12 characters at most) is also in the log. Raises Stale."""
    _write(tx, claim, {"state": "failed", "reference": reference})


def _write(tx: Connection, claim: Claim, values: Mapping[str, Any]) -> None:
    statement = (
        update(reports)
        .where(
            reports.c.id == claim.report,
            reports.c.attempts == claim.attempt,
            reports.c.state.in_(_AT_WORK),
        )
        .values(values)
    )
    if tx.execute(statement).rowcount != 1:
        raise Stale("another worker has taken over this report")


def lost(tx: Connection, now: int) -> list[str]:
    """Ids of open jobs without a sign of life: to be sent to the queue again."""
    return silent.lost(tx, reports, now - PATIENCE, _OPEN)


def resent(tx: Connection, report: str, now: int) -> None:
    """It is on its way again."""
    silent.resent(tx, reports, report, now)


def snapshot(tx: Connection, report: str) -> str | None:
    """The report as JSON, once it can be shown."""
    return tx.execute(select(reports.c.snapshot).where(reports.c.id == report)).scalar()


def pdf(tx: Connection, report: str) -> bytes | None:
    found = tx.execute(select(reports.c.pdf).where(reports.c.id == report)).scalar()
    return None if found is None else bytes(found)


def figure(tx: Connection, report: str, name: str) -> str | None:
    """One figure's SVG."""
    statement = select(figures.c.svg).where(figures.c.report == report, figures.c.name == name)
    return tx.execute(statement).scalar()


def figure_texts(tx: Connection, report: str) -> dict[str, str]:
    """All figures {name: SVG}."""
    rows = tx.execute(select(figures.c.name, figures.c.svg).where(figures.c.report == report))
    return {row.name: row.svg for row in rows}


def erase(tx: Connection, participation: str) -> None:
    """All reports on it, which nobody but its own maker has seen: none stands in the ledger."""
    made = select(reports.c.id).where(reports.c.participation == participation)
    tx.execute(prints.delete().where(prints.c.report.in_(made)))
    tx.execute(figures.delete().where(figures.c.report.in_(made)))
    tx.execute(reports.delete().where(reports.c.participation == participation))
