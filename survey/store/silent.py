"""Jobs that the queue has lost. Their tables are alike in `id`, `state` and `heartbeat`."""

from collections.abc import Collection

from sqlalchemy import Connection, Table, select, update

OPEN = ("queued", "running")


def lost(tx: Connection, jobs: Table, since: int, states: Collection[str] = OPEN) -> list[str]:
    """Ids of open jobs without a sign of life since then: to be sent to the queue again."""
    statement = select(jobs.c.id).where(jobs.c.state.in_(states), jobs.c.heartbeat <= since)
    return list(tx.execute(statement.order_by(jobs.c.id)).scalars())


def resent(tx: Connection, jobs: Table, job: str, now: int) -> None:
    """Note that a queued job is on its way again, so that it is not sent each minute."""
    mine = update(jobs).where(jobs.c.id == job, jobs.c.state == "queued")
    tx.execute(mine.values(heartbeat=now))
