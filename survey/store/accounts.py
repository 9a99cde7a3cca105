"""Accounts of staff and what they may do where. Passwords and second factors are Flask-Security's.

An account has roles in organisations; one coach's account may span several of them.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from survey import naming
from survey.errors import NotFound
from survey.store.database import insert_new
from survey.store.ids import new_id
from survey.store.tables import accounts, memberships, passkeys

Role = Literal["admin", "coach"]


@dataclass(frozen=True)
class Account:
    id: str
    name: str
    email: str
    language: str
    active: bool


@dataclass(frozen=True)
class Membership:
    account: str
    organisation: str
    role: Role


@dataclass(frozen=True)
class Entry:
    """The link by which the password is set: works once, and not after `until` (seconds)."""

    issue: int
    until: int
    """0: it was used, or there never was one."""


@dataclass(frozen=True)
class SecondFactor:
    method: str | None
    """"authenticator" or "email"; None: set up with the next sign-in."""
    codes: int
    """How many recovery codes are left."""
    passkeys: int = 0
    """How many sign in without password and code."""


_COLUMNS = [accounts.c[name] for name in Account.__dataclass_fields__]


def add(tx: Connection, name: str, email: str, language: str = "en") -> str:
    """Returns the new account's id. It has no password yet and cannot be signed in to."""
    row = {
        "id": new_id(),
        "name": name,
        "email": email.lower(),
        "language": language,
        "active": True,
        "fs_uniquifier": secrets.token_hex(32),
    }
    tx.execute(insert(accounts).values(row))
    return str(row["id"])


def get(tx: Connection, account: str) -> Account:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(accounts.c.id == account)).first()
    if row is None:
        raise NotFound("no such account")
    return Account(*row)


def named(tx: Connection, ids: Iterable[str]) -> dict[str, Account]:
    """Several at once, by id."""
    rows = tx.execute(select(*_COLUMNS).where(accounts.c.id.in_(list(ids))))
    return {row.id: Account(*row) for row in rows}


def by_email(tx: Connection, email: str) -> Account | None:
    row = tx.execute(select(*_COLUMNS).where(accounts.c.email == email.lower())).first()
    return None if row is None else Account(*row)


def by_session(tx: Connection, uniquifier: str) -> Account | None:
    """Whose session this is; None: ended, or the account is not active."""
    statement = select(*_COLUMNS).where(accounts.c.fs_uniquifier == uniquifier, accounts.c.active)
    row = tx.execute(statement).first()
    return None if row is None else Account(*row)


def session_of(tx: Connection, account: str) -> str:
    """What stands in the sessions of this account."""
    statement = select(accounts.c.fs_uniquifier).where(accounts.c.id == account)
    return str(tx.execute(statement).scalar_one())


def speak(tx: Connection, account: str, language: str) -> None:
    """Pages and mails are in this language from now on."""
    tx.execute(update(accounts).where(accounts.c.id == account).values(language=language))


def end_sessions(tx: Connection, account: str) -> None:
    """Also forgets the devices on which no second factor is asked for."""
    values = {"fs_uniquifier": secrets.token_hex(32)}
    tx.execute(update(accounts).where(accounts.c.id == account).values(values))


def set_password(tx: Connection, account: str, hashed: str) -> None:
    """`hashed` by Flask-Security. Whoever was signed in with the old one no longer is."""
    tx.execute(update(accounts).where(accounts.c.id == account).values(password=hashed))
    end_sessions(tx, account)


def drop_second_factor(tx: Connection, account: str) -> None:
    """The next sign-in sets up a new one. Passkeys go as well: one may be on the lost phone."""
    tx.execute(delete(passkeys).where(passkeys.c.user_id == account))
    values = {"tf_primary_method": None, "tf_totp_secret": None, "mf_recovery_codes": None}
    tx.execute(update(accounts).where(accounts.c.id == account).values(values))
    end_sessions(tx, account)


def second_factor(tx: Connection, account: str) -> SecondFactor:
    columns = select(accounts.c.tf_primary_method, accounts.c.mf_recovery_codes)
    method, codes = tx.execute(columns.where(accounts.c.id == account)).one()
    keys = select(func.count()).where(passkeys.c.user_id == account)
    return SecondFactor(method, len(codes or ()), tx.execute(keys).scalar_one())


def without_password(tx: Connection, ids: Iterable[str]) -> set[str]:
    """Who of these never followed the link by which it is set."""
    statement = select(accounts.c.id).where(accounts.c.id.in_(list(ids)))
    return set(tx.execute(statement.where(accounts.c.password.is_(None))).scalars())


def entry(tx: Connection, account: str) -> Entry:
    """The link in force. Raises NotFound."""
    columns = select(accounts.c.entry_issue, accounts.c.entry_until)
    row = tx.execute(columns.where(accounts.c.id == account)).first()
    if row is None:
        raise NotFound("no such account")
    return Entry(*row)


def set_entry(tx: Connection, account: str, entry: Entry) -> None:
    values = {"entry_issue": entry.issue, "entry_until": entry.until}
    tx.execute(update(accounts).where(accounts.c.id == account).values(values))


def set_active(tx: Connection, account: str, active: bool) -> None:
    """A new uniquifier ends all sessions."""
    values = {"active": active, "fs_uniquifier": secrets.token_hex(32)}
    tx.execute(update(accounts).where(accounts.c.id == account).values(values))


def count(tx: Connection) -> int:
    return int(tx.execute(select(func.count()).select_from(accounts)).scalar_one())


def join(tx: Connection, account: str, organisation: str, role: Role) -> None:
    """Twice is harmless."""
    insert_new(tx, memberships, vars(Membership(account, organisation, role)))


def leave(tx: Connection, account: str, organisation: str, role: Role) -> None:
    tx.execute(
        memberships.delete().where(
            memberships.c.account == account,
            memberships.c.organisation == organisation,
            memberships.c.role == role,
        )
    )


def roles(tx: Connection, account: str) -> list[Membership]:
    """What this account may do where."""
    rows = tx.execute(select(memberships).where(memberships.c.account == account))
    return [Membership(*row) for row in rows]


def staff(tx: Connection, organisation: str, role: Role | None = None) -> list[Account]:
    """Who works in this organisation (in `role`), each once, by name."""
    joined = (
        select(*_COLUMNS)
        .distinct()
        .join(memberships, memberships.c.account == accounts.c.id)
        .where(memberships.c.organisation == organisation)
    )
    if role is not None:
        joined = joined.where(memberships.c.role == role)
    found = [Account(*row) for row in tx.execute(joined)]
    return sorted(found, key=lambda one: (naming.order(one.name), one.id))
