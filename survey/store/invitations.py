"""Invitations: who is asked about whom, as a member of which group. Never what they answer."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, func, insert, select, update

from survey.errors import NotFound
from survey.store.tables import invitations

State = Literal["open", "done", "declined"]


@dataclass(frozen=True)
class Invitation:
    id: str
    participation: str
    group: str
    person: str
    """The rater; for a self-assessment the person assessed."""
    issue: int
    """Number of the link in force; see survey.links.secret."""
    secret_hash: str
    state: State


# Asked with every page and every saved answer, so worked out once.
_COLUMNS = [invitations.c[name] for name in Invitation.__dataclass_fields__]
_ONE = select(*_COLUMNS).where(invitations.c.id == bindparam("id"))
_ONE_LOCKED = _ONE.with_for_update()


def add(
    tx: Connection, id: str, *, participation: str, group: str, person: str, secret_hash: str
) -> None:
    """The caller chooses the id (see ids.new_id), because the link's secret depends on it."""
    row = Invitation(id, participation, group, person, 1, secret_hash, "open")
    tx.execute(insert(invitations).values(vars(row)))


def get(tx: Connection, invitation: str) -> Invitation:
    """Raises NotFound."""
    return _one(tx, invitation, locked=False)


def lock(tx: Connection, invitation: str) -> Invitation:
    """As `get`; whoever else wants to change this invitation or its draft waits for us."""
    return _one(tx, invitation, locked=True)


def _one(tx: Connection, invitation: str, locked: bool) -> Invitation:
    row = tx.execute(_ONE_LOCKED if locked else _ONE, {"id": invitation}).first()
    if row is None:
        raise NotFound("no such invitation")
    return Invitation(*row)


def of_rater(tx: Connection, participation: str, person: str) -> list[Invitation]:
    """This person's invitations to rate this participation; one's own, if it is one's own."""
    statement = select(invitations).where(
        invitations.c.participation == participation, invitations.c.person == person
    )
    return [Invitation(**row._mapping) for row in tx.execute(statement)]


def by_secret_hash(tx: Connection, secret_hash: str) -> Invitation | None:
    """The invitation whose link in force has this secret."""
    row = tx.execute(select(invitations).where(invitations.c.secret_hash == secret_hash)).first()
    return None if row is None else Invitation(**row._mapping)


def close(tx: Connection, invitation: str, state: State) -> bool:
    """Turn an open invitation to `done` or `declined`. False: it was not open any more."""
    statement = (
        update(invitations)
        .where(invitations.c.id == invitation, invitations.c.state == "open")
        .values(state=state)
    )
    return tx.execute(statement).rowcount == 1


def counts(tx: Connection, participation: str, state: State | None = None) -> dict[str, int]:
    """How many are invited in each group, or how many of those are in `state`."""
    statement = (
        select(invitations.c.group, func.count().label("n"))
        .where(invitations.c.participation == participation)
        .group_by(invitations.c.group)
        .order_by(invitations.c.group)
    )
    if state is not None:
        statement = statement.where(invitations.c.state == state)
    return {row.group: row.n for row in tx.execute(statement)}
