"""Rounds: one questionnaire version and form, asked of some people at one time."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, insert, select, update

from survey.errors import NotFound
from survey.store import published
from survey.store.ids import new_id
from survey.store.rows import Round as Round  # noqa: PLC0414
from survey.store.rows import State as State  # noqa: PLC0414
from survey.store.tables import (
    figures,
    invitations,
    participations,
    people,
    reports,
    responses,
    rounds,
    unstirred,
)

_COLUMNS = [rounds.c[name] for name in Round.__dataclass_fields__]


def add(
    tx: Connection,
    title: str,
    *,
    version: str,
    form: str,
    threshold: int,
    opened_on: date,
    number: int = 1,
    organisation: str | None = None,
    state: State = "open",
    closes_on: date | None = None,
    practice: bool = False,
    rules: str = "{}",
) -> str:
    """Returns the new round's id. `version` must have been kept (see versions.keep)."""
    round_ = Round(
        new_id(), title, version, form, threshold, opened_on, number,
        organisation, state, closes_on, practice,
    )  # fmt: skip
    tx.execute(insert(rounds).values({**vars(round_), "rules": rules}))
    return round_.id


def get(tx: Connection, round_: str) -> Round:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(rounds.c.id == round_)).first()
    if row is None:
        raise NotFound("no such round")
    return Round(*row)


def lock(tx: Connection, round_: str) -> Round:
    """As `get`; whoever else wants to change the round or who takes part in it waits for us."""
    statement = select(*_COLUMNS).where(rounds.c.id == round_).with_for_update()
    row = tx.execute(statement).first()
    if row is None:
        raise NotFound("no such round")
    return Round(*row)


# Asked with every saved answer, so worked out once.
_OF = (
    select(*(rounds.c[name] for name in Round.__dataclass_fields__))
    .join(participations, participations.c.round == rounds.c.id)
    .where(participations.c.id == bindparam("id"))
)


def of(tx: Connection, participation: str) -> Round:
    """The round of this participation. Raises NotFound."""
    row = tx.execute(_OF, {"id": participation}).first()
    if row is None:
        raise NotFound("no such participation")
    return Round(*row)


def rules(tx: Connection, round_: str) -> str:
    """survey.rounds.campaign.Rules as JSON, apart because every saved answer reads the rest."""
    return str(tx.execute(select(rounds.c.rules).where(rounds.c.id == round_)).scalar_one())


def change(tx: Connection, round_: str, **values: Any) -> None:
    """Set columns, `rules` among them. Whether it may be done, rounds.campaign decides."""
    tx.execute(update(rounds).where(rounds.c.id == round_).values(values))


def of_organisation(tx: Connection, organisation: str) -> list[Round]:
    """Newest first."""
    statement = (
        select(*_COLUMNS)
        .where(rounds.c.organisation == organisation)
        .order_by(rounds.c.opened_on.desc(), rounds.c.number.desc(), rounds.c.id)
    )
    return [Round(*row) for row in tx.execute(statement)]


def in_state(tx: Connection, organisation: str | None, state: State) -> list[Round]:
    """For the timetable; see `belonging`."""
    statement = select(*_COLUMNS).where(rounds.c.state == state, belonging(organisation))
    return [Round(*row) for row in tx.execute(statement.order_by(rounds.c.id))]


def belonging(organisation: str | None) -> ColumnElement[bool]:
    """To the organisation; None: to nobody, and others were asked, so that it has a last day. A
    self-assessment of one's own has none."""
    if organisation is None:
        return and_(rounds.c.organisation.is_(None), rounds.c.closes_on.is_not(None))
    return rounds.c.organisation == organisation


def remove(tx: Connection, round_: str) -> None:
    """A draft that nobody takes part in."""
    tx.execute(rounds.delete().where(rounds.c.id == round_))


def erase_practice(tx: Connection, round_: str) -> None:
    """A practice round with its invented people, their answers and the report on them."""
    if not get(tx, round_).practice:
        raise ValueError("real answers are never erased so")
    subjects = list(
        tx.execute(select(participations.c.id).where(participations.c.round == round_)).scalars()
    )
    made = list(
        tx.execute(select(reports.c.id).where(reports.c.participation.in_(subjects))).scalars()
    )
    asked = invitations.c.participation.in_(subjects)
    invented = list(tx.execute(select(invitations.c.person).where(asked)).scalars())
    published.forget(tx, subjects)
    tx.execute(figures.delete().where(figures.c.report.in_(made)))
    tx.execute(reports.delete().where(reports.c.id.in_(made)))
    tx.execute(responses.delete().where(responses.c.subject.in_(subjects)))
    tx.execute(unstirred.delete().where(unstirred.c.participation.in_(subjects)))
    tx.execute(invitations.delete().where(asked))
    tx.execute(participations.delete().where(participations.c.round == round_))
    tx.execute(people.delete().where(people.c.id.in_(invented)))
    remove(tx, round_)
