"""Group reports: averages over the managers of a round, frozen when they are made."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from survey.store.ids import new_id
from survey.store.tables import group_reports


@dataclass(frozen=True)
class GroupReport:
    id: str
    round: str
    day: date
    account: str
    content: str
    """JSON; see reports.group."""
    number: int
    """1, 2 … in its round."""

    @property
    def trace(self) -> str:
        """By which it is known again."""
        return trace_of(self.content)


_COLUMNS = [group_reports.c[name] for name in GroupReport.__dataclass_fields__]


def trace_of(content: str) -> str:
    return f"group:{sha256(content.encode()).hexdigest()}"


def rounds(tx: Connection) -> list[str]:
    """Ids of all that have one."""
    found = select(group_reports.c.round).distinct().order_by(group_reports.c.round)
    return list(tx.execute(found).scalars())


def with_any(tx: Connection, participations: Iterable[str]) -> int:
    """How many are made of the reports of any of these managers."""
    wanted = set(participations)
    found = tx.execute(select(group_reports.c.content)).scalars() if wanted else ()
    return sum(not wanted.isdisjoint(json.loads(content)["managers"]) for content in found)


def add(tx: Connection, round_: str, day: date, account: str, content: str) -> str:
    """Returns the new one's id."""
    number = len(of(tx, round_)) + 1
    made = GroupReport(new_id(), round_, day, account, content, number)
    tx.execute(insert(group_reports).values(vars(made)))
    return made.id


def of(tx: Connection, round_: str) -> list[GroupReport]:
    """All of a round, oldest first."""
    statement = select(*_COLUMNS).where(group_reports.c.round == round_)
    ordered = statement.order_by(group_reports.c.number, group_reports.c.id)
    return [GroupReport(*row) for row in tx.execute(ordered)]
