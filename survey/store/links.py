"""Links that are not invitations: whose they are, by the hash of their secret (decision 8).

A newer issue replaces the older ones, whose rows stay: their holder is told of the newer link.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from survey.store.database import insert_new
from survey.store.tables import links


@dataclass(frozen=True)
class Link:
    hash: str
    purpose: str
    """See survey.links."""
    target: str
    """Id of what it opens: a person, a participation, an invitation."""
    issue: int
    current: bool
    """False: a newer one has replaced it."""


def keep(tx: Connection, hash: str, purpose: str, target: str, issue: int) -> None:
    """The link in force from now on; older issues for the same purpose and target end.

    Two workers may put the same one in force at once.
    """
    end(tx, purpose, target)
    insert_new(tx, links, vars(Link(hash, purpose, target, issue, True)))


def by_hash(tx: Connection, hash: str) -> Link | None:
    row = tx.execute(select(links).where(links.c.hash == hash)).first()
    return None if row is None else Link(*row)


def issue(tx: Connection, purpose: str, target: str) -> int:
    """Number of the newest link, in force or not; 0: there never was one."""
    statement = select(func.max(links.c.issue)).where(
        links.c.purpose == purpose, links.c.target == target
    )
    return int(tx.execute(statement).scalar() or 0)


def end(tx: Connection, purpose: str, target: str) -> None:
    """No link opens it any more."""
    statement = update(links).where(links.c.purpose == purpose, links.c.target == target)
    tx.execute(statement.values(current=False))
