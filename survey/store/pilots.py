"""Pilot figures: how the items of a version behaved in the answers of many, made in the background.

queued ─claim→ running ─finish→ done; what kills its worker thrice turns to failed.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from survey.errors import Stale
from survey.store import silent
from survey.store.ids import new_id
from survey.store.tables import pilots

State = Literal["queued", "running", "done", "failed"]
PATIENCE = 300  # seconds until a job counts as lost
ATTEMPTS = 3


@dataclass(frozen=True)
class Place:
    """Of what answers: those of an organisation to a version, by one of its forms."""

    organisation: str
    version: str
    form: str


@dataclass(frozen=True)
class Pilot:
    id: str
    organisation: str
    version: str
    form: str
    number: int
    """1, 2 … in its place."""
    day: date
    account: str
    state: State
    heartbeat: int
    attempts: int
    basis: str
    """JSON; see reports.piloting."""
    content: str | None
    """JSON; see reports.items_told. None: not made yet."""
    reference: str | None

    @property
    def place(self) -> Place:
        return Place(self.organisation, self.version, self.form)

    @property
    def trace(self) -> str:
        """By which it is known again."""
        return trace_of(self.basis)


_COLUMNS = [pilots.c[name] for name in Pilot.__dataclass_fields__]


def trace_of(basis: str) -> str:
    return f"pilot:{sha256(basis.encode()).hexdigest()}"


def add(tx: Connection, place: Place, day: date, account: str, basis: str) -> str:
    """Returns the new one's id."""
    made = new_id()
    number = max((one.number for one in of(tx, place)), default=0) + 1
    row = {"id": made, **vars(place), "number": number, "day": day, "account": account}
    tx.execute(insert(pilots).values({**row, "state": "queued", "basis": basis}))
    return made


def of(tx: Connection, place: Place) -> list[Pilot]:
    """All of this place, oldest first."""
    statement = select(*_COLUMNS).where(
        *(pilots.c[name] == value for name, value in vars(place).items())
    )
    return [Pilot(*row) for row in tx.execute(statement.order_by(pilots.c.number))]


def of_organisation(tx: Connection, organisation: str) -> list[Pilot]:
    """All of them, whichever the questionnaire."""
    statement = select(*_COLUMNS).where(pilots.c.organisation == organisation)
    return [Pilot(*row) for row in tx.execute(statement.order_by(pilots.c.id))]


def organisations(tx: Connection) -> list[str]:
    """Ids of all that have one."""
    found = select(pilots.c.organisation).distinct().order_by(pilots.c.organisation)
    return list(tx.execute(found).scalars())


def with_any(tx: Connection, participations: Iterable[str]) -> int:
    """How many are made of answers about any of these managers."""
    wanted = set(participations)
    found = tx.execute(select(pilots.c.basis)).scalars() if wanted else ()
    return sum(not wanted.isdisjoint(json.loads(basis)["managers"]) for basis in found)


def claim(tx: Connection, pilot: str, now: int) -> Pilot | None:
    """Take the job if nobody alive has it. None: over, or somebody is at it."""
    row = tx.execute(select(*_COLUMNS).where(pilots.c.id == pilot).with_for_update()).first()
    if row is None:
        return None
    found = Pilot(*row)
    lost = found.state == "running" and found.heartbeat <= now - PATIENCE
    if found.state != "queued" and not lost:
        return None
    is_over = found.attempts >= ATTEMPTS
    values: dict[str, Any] = {"state": "failed" if is_over else "running", "heartbeat": now}
    values["attempts"] = found.attempts + (not is_over)
    tx.execute(update(pilots).where(pilots.c.id == pilot).values(values))
    return None if is_over else Pilot(**{**vars(found), **values})


def finish(tx: Connection, claimed: Pilot, content: str) -> None:
    """Raises Stale: another worker has taken over."""
    _write(tx, claimed, {"state": "done", "content": content})


def fail(tx: Connection, claimed: Pilot, reference: str) -> None:
    """`reference`: as it stands in the log. Raises Stale."""
    _write(tx, claimed, {"state": "failed", "reference": reference})


def lost(tx: Connection, now: int) -> list[str]:
    """Ids of open jobs without a sign of life: to be sent to the queue again."""
    return silent.lost(tx, pilots, now - PATIENCE)


def resent(tx: Connection, pilot: str, now: int) -> None:
    """It is on its way again."""
    silent.resent(tx, pilots, pilot, now)


def _write(tx: Connection, claimed: Pilot, values: dict[str, Any]) -> None:
    statement = update(pilots).where(
        pilots.c.id == claimed.id,
        pilots.c.attempts == claimed.attempts,
        pilots.c.state == "running",
    )
    if tx.execute(statement.values(values)).rowcount != 1:
        raise Stale("another worker has taken over these pilot figures")
