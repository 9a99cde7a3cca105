"""Check-ins: how far a manager says a goal has come, day by day."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, insert, select

from survey.growth.development import CheckIn, Progress
from survey.store.ids import new_id
from survey.store.tables import check_ins


def add(tx: Connection, goal: str, day: date, progress: Progress, text: str) -> None:
    """A goal's word of one day: the last one of a day counts."""
    tx.execute(check_ins.delete().where(check_ins.c.goal == goal, check_ins.c.day == day))
    tx.execute(insert(check_ins).values(id=new_id(), **vars(CheckIn(goal, day, progress, text))))


def of(tx: Connection, goals: Iterable[str]) -> list[CheckIn]:
    """Oldest first."""
    columns = [check_ins.c[name] for name in CheckIn.__dataclass_fields__]
    statement = select(*columns).where(check_ins.c.goal.in_(list(goals)))
    rows = tx.execute(statement.order_by(check_ins.c.day, check_ins.c.goal))
    return [CheckIn(*row) for row in rows]
