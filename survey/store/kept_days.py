"""For how many days an organisation keeps each class of data; see survey.keeping."""

from sqlalchemy import Connection, delete, insert, select

from survey.keeping import DAYS
from survey.store.tables import kept_days


def of(tx: Connection, organisation: str | None) -> dict[str, int]:
    """By class of data; what the organisation did not decide is as in the table. None: nobody's."""
    mine = kept_days.c.organisation == organisation
    rows = tx.execute(select(kept_days.c.kind, kept_days.c.days).where(mine))
    return {**DAYS, **{row.kind: row.days for row in rows if row.kind in DAYS}}


def decide(tx: Connection, organisation: str, kind: str, days: int) -> None:
    """What is the table's own number is not kept: it may change with a later version."""
    mine = (kept_days.c.organisation == organisation, kept_days.c.kind == kind)
    tx.execute(delete(kept_days).where(*mine))
    if days != DAYS[kind]:
        row = {"organisation": organisation, "kind": kind, "days": days}
        tx.execute(insert(kept_days).values(row))
