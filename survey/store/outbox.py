"""The outbox: every mail is a row, written in the transaction that caused it (decision 8).

A row holds ids of what it is about and never the link; the worker puts that in when it sends.
Taking a row moves its `due` into the future: if the worker dies, the message comes up again by
itself.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select, update

from survey.store.ids import new_id
from survey.store.tables import outbox

State = Literal["queued", "sent", "failed", "cancelled"]
LEASE = 120  # seconds one attempt to send may take
BACKOFF = (60, 300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600)  # seconds, after each failed attempt
_LONGEST = 500


@dataclass(frozen=True)
class Message:
    id: str
    """Also the left part of the Message-ID: a repeated sending can be recognised."""
    kind: str
    state: State
    attempts: int
    due: int
    problem: str | None
    invitation: str | None = None
    person: str | None = None
    account: str | None = None
    participation: str | None = None
    round: str | None = None
    follow_up: str | None = None
    test: bool = False
    """Dummy links and sample names, to the account: nothing of it is real."""


_COLUMNS = [outbox.c[name] for name in Message.__dataclass_fields__]


def add(
    tx: Connection, kind: str, invitation: str | None = None, *, due: int = 0, **about: Any
) -> str:
    """Returns the message's id. `about`: person, account, participation, round, follow_up, test;
    which of them a kind needs, survey.mailing.mail says."""
    message = new_id()
    row = {"id": message, "kind": kind, "invitation": invitation, "state": "queued", "due": due}
    tx.execute(insert(outbox).values({**row, **about}))
    return message


def count(tx: Connection, kind: str, invitation: str) -> int:
    """How many messages of this kind were ever asked for."""
    statement = (
        select(func.count())
        .select_from(outbox)
        .where(outbox.c.kind == kind, outbox.c.invitation == invitation)
    )
    return int(tx.execute(statement).scalar_one())


def lately(tx: Connection, kind: str, person: str, since: int) -> int:
    """How many messages of this kind to this person were due, or tried, after `since`."""
    statement = select(func.count()).where(
        outbox.c.kind == kind, outbox.c.person == person, outbox.c.due > since
    )
    return int(tx.execute(statement).scalar_one())


def told(tx: Connection, kind: str, participation: str) -> bool:
    """Whether a message of this kind about this participation was ever asked for."""
    statement = select(outbox.c.id).where(
        outbox.c.kind == kind, outbox.c.participation == participation
    )
    return tx.execute(statement.limit(1)).first() is not None


def told_to(tx: Connection, kind: str, account: str) -> list[str]:
    """Participations about which messages of this kind to this account were ever asked for."""
    about = outbox.c.participation
    statement = select(about).where(
        outbox.c.kind == kind, outbox.c.account == account, about.is_not(None)
    )
    return list(tx.execute(statement.distinct().order_by(about)).scalars())


def get(tx: Connection, message: str) -> Message | None:
    row = tx.execute(select(*_COLUMNS).where(outbox.c.id == message)).first()
    return None if row is None else Message(*row)


def due(tx: Connection, now: int, limit: int = 500) -> list[str]:
    """Ids of messages to send now (seconds since 1970), longest due first."""
    statement = (
        select(outbox.c.id)
        .where(outbox.c.state == "queued", outbox.c.due <= now)
        .order_by(outbox.c.due, outbox.c.id)
        .limit(limit)
    )
    return list(tx.execute(statement).scalars())


def take(tx: Connection, message: str, now: int) -> Message | None:
    """Take a due message in order to send it. None: not due, sent, or another worker has it."""
    statement = (
        update(outbox)
        .where(outbox.c.id == message, outbox.c.state == "queued", outbox.c.due <= now)
        .values(attempts=outbox.c.attempts + 1, due=now + LEASE)
    )
    return get(tx, message) if tx.execute(statement).rowcount == 1 else None


def sent(tx: Connection, message: str) -> None:
    _end(tx, message, "sent", None)


def cancelled(tx: Connection, message: str) -> None:
    """What it was about has passed: it is not sent."""
    _end(tx, message, "cancelled", None)


def failed(tx: Connection, message: str, problem: str, now: int, final: bool = False) -> None:
    """Try again after a while, or never: `final`, or when all attempts are used up."""
    row = get(tx, message)
    if row is None:
        return
    if final or row.attempts > len(BACKOFF):
        _end(tx, message, "failed", problem)
        return
    wait = BACKOFF[max(row.attempts, 1) - 1]
    values = {"due": now + wait, "problem": _clean(problem)}
    tx.execute(update(outbox).where(outbox.c.id == message).values(values))


def cancel(tx: Connection, kind: str, participation: str) -> None:
    """What has not left yet need not leave any more."""
    statement = update(outbox).where(
        outbox.c.kind == kind,
        outbox.c.participation == participation,
        outbox.c.state == "queued",
    )
    tx.execute(statement.values(state="cancelled"))


def _end(tx: Connection, message: str, state: State, problem: str | None) -> None:
    values = {"state": state, "problem": None if problem is None else _clean(problem)}
    tx.execute(update(outbox).where(outbox.c.id == message).values(values))


def _clean(problem: str) -> str:
    """Servers answer with anything; the column takes one printable line."""
    line = "".join(c if c.isprintable() else " " for c in problem)
    return " ".join(line.split())[:_LONGEST]
