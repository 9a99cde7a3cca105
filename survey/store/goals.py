"""Goals of development plans, two at most for each participation, and what stands beside them."""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, insert, select, update

from survey.errors import NotFound
from survey.growth.development import Action, Goal, Rest
from survey.store.tables import check_ins, goals, plans

_COLUMNS = [goals.c[name] for name in Goal.__dataclass_fields__]


def keep(tx: Connection, goal: Goal) -> None:
    """Add the goal, or write over the one with its id."""
    row = {**vars(goal), "actions": _plain(goal.actions)}
    there = update(goals).where(goals.c.id == goal.id).values(row)
    if tx.execute(there).rowcount == 0:
        tx.execute(insert(goals).values(row))


def remove(tx: Connection, goal: str) -> None:
    """With its check-ins."""
    tx.execute(check_ins.delete().where(check_ins.c.goal == goal))
    tx.execute(goals.delete().where(goals.c.id == goal))


def get(tx: Connection, goal: str) -> Goal:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(goals.c.id == goal)).first()
    if row is None:
        raise NotFound("no such goal")
    return _goal(row)


def of(tx: Connection, participations: Iterable[str]) -> list[Goal]:
    """Of these participations, by position."""
    statement = select(*_COLUMNS).where(goals.c.participation.in_(list(participations)))
    return [_goal(row) for row in tx.execute(statement.order_by(goals.c.position, goals.c.id))]


def every(tx: Connection) -> list[Goal]:
    """Of all plans: for the timetable."""
    return [_goal(row) for row in tx.execute(select(*_COLUMNS).order_by(goals.c.id))]


def rest(tx: Connection, participation: str) -> Rest:
    """Empty if nothing was written."""
    found = select(plans.c.strength, plans.c.talk_on).where(plans.c.participation == participation)
    row = tx.execute(found).first()
    return Rest() if row is None else Rest(*row)


def keep_rest(tx: Connection, participation: str, rest: Rest) -> None:
    tx.execute(plans.delete().where(plans.c.participation == participation))
    tx.execute(insert(plans).values(participation=participation, **vars(rest)))


def _plain(actions: Iterable[Action]) -> str:
    rows = [
        {"text": a.text, "by": a.by.isoformat() if a.by else "", "done": a.done} for a in actions
    ]
    return json.dumps(rows, ensure_ascii=False)


def _goal(row: tuple[object, ...]) -> Goal:
    values = dict(zip(Goal.__dataclass_fields__, row, strict=True))
    actions = tuple(
        Action(one["text"], date.fromisoformat(one["by"]) if one["by"] else None, one["done"])
        for one in json.loads(str(values["actions"]))
    )
    return Goal(**{**values, "actions": actions})  # type: ignore[arg-type]  # as the table says
