"""Rounds: one questionnaire version and form, asked of some people at one time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, insert, select

from survey.errors import NotFound
from survey.store.ids import new_id
from survey.store.tables import participations, rounds


@dataclass(frozen=True)
class Round:
    id: str
    title: str
    version: str
    form: str
    threshold: int
    """k: fewer raters than this are never shown apart; frozen for the round."""
    opened_on: date
    number: int
    """1, 2 …: later rounds of the same people have higher numbers."""


def add(
    tx: Connection,
    title: str,
    *,
    version: str,
    form: str,
    threshold: int,
    opened_on: date,
    number: int = 1,
) -> str:
    """Returns the new round's id. `version` must have been kept (see versions.keep)."""
    round_ = Round(new_id(), title, version, form, threshold, opened_on, number)
    tx.execute(insert(rounds).values(vars(round_)))
    return round_.id


def get(tx: Connection, round_: str) -> Round:
    """Raises NotFound."""
    row = tx.execute(select(rounds).where(rounds.c.id == round_)).first()
    if row is None:
        raise NotFound("no such round")
    return Round(**row._mapping)


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
