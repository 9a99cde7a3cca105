"""Times that a coach proposes for the talk about a report, and the one that the manager picked."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from survey.store.tables import talks


@dataclass(frozen=True)
class Talk:
    participation: str
    account: str
    """The coach who proposed it."""
    times: tuple[int, ...]
    """Seconds since 1970, in order."""
    picked: int | None
    """One of the times; None: not agreed yet."""


def propose(tx: Connection, participation: str, account: str, times: Iterable[int]) -> None:
    """In place of what was proposed or picked before."""
    row = {"account": account, "times": json.dumps(sorted(times)), "picked": None}
    there = update(talks).where(talks.c.participation == participation)
    if tx.execute(there.values(row)).rowcount == 0:
        tx.execute(insert(talks).values(participation=participation, **row))


def of(tx: Connection, participations: Iterable[str]) -> dict[str, Talk]:
    """By participation; those without a proposal are left out."""
    statement = select(talks).where(talks.c.participation.in_(list(participations)))
    return {
        row.participation: Talk(
            row.participation, row.account, tuple(json.loads(row.times)), row.picked
        )
        for row in tx.execute(statement)
    }


def pick(tx: Connection, participation: str, time: int) -> None:
    statement = update(talks).where(talks.c.participation == participation)
    tx.execute(statement.values(picked=time))
