"""Paper forms as PDF, made in the background and kept for a day.

queued ─claim→ running ─progress→ … ─finish→ done; what kills its worker thrice turns to failed.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from survey.errors import NotFound, Stale
from survey.store import silent
from survey.store.ids import new_id
from survey.store.tables import papers

State = Literal["queued", "running", "done", "failed"]
PATIENCE = 60  # seconds without a sign of life until a job counts as lost
ATTEMPTS = 3


@dataclass(frozen=True)
class Job:
    id: str
    account: str
    participation: str | None
    """Whose raters get them; None: a specimen."""
    questionnaire: str | None
    """Of a specimen."""
    wish: str
    """JSON, see survey.paper.wish."""
    state: State
    many: int
    """How many forms are to be in it."""
    made: int
    heartbeat: int
    attempts: int
    until: int
    """Seconds since 1970; afterwards it is erased."""


_COLUMNS = [papers.c[name] for name in Job.__dataclass_fields__]


def add(
    tx: Connection,
    account: str,
    wish: str,
    until: int,
    *,
    participation: str | None = None,
    questionnaire: str | None = None,
    many: int = 1,
) -> str:
    """Returns the new job's id."""
    row = {"id": new_id(), "account": account, "wish": wish, "until": until, "many": many}
    whose = {"participation": participation, "questionnaire": questionnaire}
    tx.execute(insert(papers).values({**row, **whose, "state": "queued"}))
    return str(row["id"])


def get(tx: Connection, paper: str) -> Job:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(papers.c.id == paper)).first()
    if row is None:
        raise NotFound("no such paper form")
    return Job(**row._mapping)


def claim(tx: Connection, paper: str, now: int) -> Job | None:
    """Take the job if nobody alive has it. None: over, or somebody is at it."""
    row = tx.execute(select(*_COLUMNS).where(papers.c.id == paper).with_for_update()).first()
    if row is None:
        return None
    lost = row.state == "running" and row.heartbeat <= now - PATIENCE
    if row.state != "queued" and not lost:
        return None
    values: dict[str, Any] = {"state": "failed"}
    if row.attempts < ATTEMPTS:
        values = {"state": "running", "heartbeat": now, "attempts": row.attempts + 1, "made": 0}
    tx.execute(update(papers).where(papers.c.id == paper).values(values))
    return get(tx, paper) if values["state"] == "running" else None


def progress(tx: Connection, claimed: Job, made: int, now: int) -> None:
    """Another one is laid out. Raises Stale: another worker has taken over."""
    _write(tx, claimed, {"made": made, "heartbeat": now})


def finish(tx: Connection, claimed: Job, sealed: bytes | None) -> None:
    """`sealed`: None if it could not be made. Raises Stale."""
    state = "failed" if sealed is None else "done"
    _write(tx, claimed, {"state": state, "sealed": sealed})


def sealed(tx: Connection, paper: str) -> bytes | None:
    """What was made, once it is."""
    found = tx.execute(select(papers.c.sealed).where(papers.c.id == paper)).scalar()
    return None if found is None else bytes(found)


def lost(tx: Connection, now: int) -> list[str]:
    """Ids of open jobs without a sign of life: to be sent to the queue again."""
    return silent.lost(tx, papers, now - PATIENCE)


def resent(tx: Connection, paper: str, now: int) -> None:
    """It is on its way again."""
    silent.resent(tx, papers, paper, now)


def erase_old(tx: Connection, now: int) -> int:
    """How many had had their day."""
    return int(tx.execute(papers.delete().where(papers.c.until <= now)).rowcount)


def _write(tx: Connection, claimed: Job, values: dict[str, Any]) -> None:
    statement = update(papers).where(
        papers.c.id == claimed.id,
        papers.c.attempts == claimed.attempts,
        papers.c.state == "running",
    )
    if tx.execute(statement.values(values)).rowcount != 1:
        raise Stale("another worker has taken over these paper forms")
