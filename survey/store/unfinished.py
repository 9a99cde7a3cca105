"""Background work of an organisation that waits or has failed, for its admin's eyes."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from survey.store.tables import participations, people, reports, rounds


@dataclass(frozen=True)
class Failed:
    """A report that could not be made."""

    name: str
    """Of the manager."""
    round_title: str
    reference: str
    """What to look for in the log of the service."""


_WHERE = (
    reports.join(participations, reports.c.participation == participations.c.id)
    .join(rounds, participations.c.round == rounds.c.id)
    .join(people, participations.c.person == people.c.id)
)


def waiting(tx: Connection, organisation: str) -> int:
    """How many reports are asked for and not made yet."""
    statement = (
        select(func.count())
        .select_from(_WHERE)
        .where(rounds.c.organisation == organisation)
        .where(reports.c.state.in_(("queued", "running", "shown")))
    )
    return int(tx.execute(statement).scalar_one())


def failed(tx: Connection, organisation: str) -> list[Failed]:
    """By name."""
    statement = (
        select(people.c.name, rounds.c.title, func.coalesce(reports.c.reference, ""))
        .select_from(_WHERE)
        .where(rounds.c.organisation == organisation, reports.c.state == "failed")
        .order_by(people.c.name, reports.c.id)
    )
    return [Failed(*row) for row in tx.execute(statement)]
