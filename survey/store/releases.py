"""The ledger: every report that anybody but the system may have seen (decision 10).

Rows stay; the one with the highest number is in force. What may come after what,
survey.anonymity.releasing decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from survey.store.ids import new_id
from survey.store.tables import releases

State = Literal["preview", "released"]


@dataclass(frozen=True)
class Release:
    id: str
    participation: str
    report: str
    state: State
    account: str | None
    """Whose doing the state is; None: the system's."""
    day: date
    number: int


_COLUMNS = [releases.c[name] for name in Release.__dataclass_fields__]


def put(tx: Connection, participation: str, report: str, account: str | None, day: date) -> Release:
    """Make this report the one in force, as a preview if it is new."""
    newest = _newest(tx, participation)
    found = of_report(tx, report)
    if found and found.number == newest:
        return found
    if found:
        statement = update(releases).where(releases.c.id == found.id)
        tx.execute(statement.values(number=newest + 1, state="preview", account=account, day=day))
    else:
        made = Release(new_id(), participation, report, "preview", account, day, newest + 1)
        tx.execute(insert(releases).values(vars(made)))
    return _one(tx, report)


def set_state(tx: Connection, release: str, state: State, account: str | None, day: date) -> None:
    statement = update(releases).where(releases.c.id == release)
    tx.execute(statement.values(state=state, account=account, day=day))


def of(tx: Connection, participation: str) -> list[Release]:
    """The whole ledger of a participation, oldest first."""
    statement = select(*_COLUMNS).where(releases.c.participation == participation)
    return [Release(*row) for row in tx.execute(statement.order_by(releases.c.number))]


def in_force(tx: Connection, participations: Iterable[str]) -> dict[str, Release]:
    """The newest of each participation that has one."""
    statement = select(*_COLUMNS).where(releases.c.participation.in_(list(participations)))
    ordered = tx.execute(statement.order_by(releases.c.number))
    return {row.participation: Release(*row) for row in ordered}


def of_report(tx: Connection, report: str) -> Release | None:
    row = tx.execute(select(*_COLUMNS).where(releases.c.report == report)).first()
    return None if row is None else Release(*row)


def _one(tx: Connection, report: str) -> Release:
    return Release(*tx.execute(select(*_COLUMNS).where(releases.c.report == report)).one())


def _newest(tx: Connection, participation: str) -> int:
    statement = select(func.max(releases.c.number)).where(releases.c.participation == participation)
    return int(tx.execute(statement).scalar() or 0)
