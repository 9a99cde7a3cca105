"""Who of the staff is signed in, and where: rows that the server can end (decision 23).

The browser holds a random key, the row its hash. A sign-in ends when somebody signs out, after
half an hour without a page, and in any case after twelve hours.
"""

import hashlib
import secrets

from sqlalchemy import Connection, delete, insert, select, update

from survey.store.tables import sign_ins

IDLE = 30 * 60  # seconds without a page
LONGEST = 12 * 3600  # seconds from signing in
_PRECISION = 60  # seconds; not every page is worth a write


def begin(tx: Connection, account: str, now: int) -> str:
    """Returns the key for the browser. What ended long ago is swept away."""
    key = secrets.token_urlsafe(32)
    tx.execute(delete(sign_ins).where(sign_ins.c.since < now - LONGEST))
    row = {"hash": _hash(key), "account": account, "since": now, "seen": now}
    tx.execute(insert(sign_ins).values(row))
    return key


def holds(tx: Connection, key: str, account: str, now: int) -> bool:
    """Whether this account is still signed in by this key."""
    statement = select(sign_ins.c.account).where(
        sign_ins.c.hash == _hash(key),
        sign_ins.c.since > now - LONGEST,
        sign_ins.c.seen > now - IDLE,
    )
    return tx.execute(statement).scalar() == account


def is_stale(tx: Connection, key: str, now: int) -> bool:
    """Whether `see` would change anything."""
    statement = select(sign_ins.c.seen).where(sign_ins.c.hash == _hash(key))
    seen = tx.execute(statement).scalar()
    return seen is not None and int(seen) < now - _PRECISION


def see(tx: Connection, key: str, now: int) -> None:
    """A page was asked for."""
    tx.execute(update(sign_ins).where(sign_ins.c.hash == _hash(key)).values(seen=now))


def end(tx: Connection, key: str) -> None:
    tx.execute(delete(sign_ins).where(sign_ins.c.hash == _hash(key)))


def _hash(key: str) -> str:
    return hashlib.sha256(b"sign-in\0" + key.encode("utf-8", "replace")).hexdigest()
