"""Erasing for good: rows with all that points at them, and people who stay as a row without a name.

A row stays without its name where something else still points at it: that an invitation was
answered counts in a report, whoever it was. Whether something may go, survey.rights decides.
"""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, or_, select, update

from survey.store.bundles import forget
from survey.store.tables import (
    accounts,
    authors,
    bundles,
    drafts,
    follow_up_invitations,
    imports,
    invitations,
    left_since,
    links,
    log,
    memberships,
    metadata,
    notes,
    outbox,
    papers,
    participations,
    passkeys,
    people,
    published,
    rater_sets,
    rounds,
    sign_ins,
)

ERASED = "(erased)"
"""In place of a name."""
_CHUNK = 400
_LOOSE: tuple[Column[Any], ...] = (links.c.target, published.c.source, left_since.c.place)
"""Columns that hold ids of rows without a key that says so."""


@dataclass
class Gone:
    """What went: rows by table, and ids of messages that may lie in a folder as files."""

    rows: Counter[str] = field(default_factory=Counter)
    mails: list[str] = field(default_factory=list)

    def add(self, other: "Gone") -> None:
        self.rows += other.rows
        self.mails += other.mails


def erase(tx: Connection, table: Table, ids: Iterable[str]) -> Gone:
    """These rows and all that points at them, however far."""
    gone = Gone()
    for chunk in chunks(ids):
        gone.add(_erase(tx, table, chunk))
    return gone


def _erase(tx: Connection, table: Table, ids: Sequence[str]) -> Gone:
    gone = Gone()
    if table is outbox:
        gone.mails += ids
    for child, column in _children(table):
        pointing = column.in_(ids)
        if child is outbox or _children(child):
            (key,) = child.primary_key.columns
            gone.add(erase(tx, child, tx.execute(select(key).where(pointing)).scalars()))
        else:
            gone.rows[child.name] += tx.execute(delete(child).where(pointing)).rowcount
    for column in _LOOSE:
        gone.rows[column.table.name] += tx.execute(
            delete(metadata.tables[column.table.name]).where(column.in_(ids))
        ).rowcount
    (key,) = table.primary_key.columns
    gone.rows[table.name] += tx.execute(delete(table).where(key.in_(ids))).rowcount
    return gone


@cache
def _children(table: Table) -> tuple[tuple[Table, Column[Any]], ...]:
    """Columns that point at the table's rows."""
    return tuple(
        (other, key.parent)
        for other in metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table and other is not table
    )


def participations_of(tx: Connection, ids: Sequence[str]) -> Gone:
    """All about these managers' parts in their rounds: answers, reports, plans, lists, mail. Raters
    who were asked nothing else go, too, and rounds that are left without anybody."""
    asked, held = set(), set()
    for chunk in chunks(ids):
        there = invitations.c.participation.in_(chunk)
        asked |= set(tx.execute(select(invitations.c.person).where(there)).scalars())
        mine = participations.c.id.in_(chunk)
        held |= set(tx.execute(select(participations.c.round).where(mine)).scalars())
    gone = erase(tx, participations, ids)
    gone.rows[bundles.name] += forget(tx, ids)
    gone.add(unneeded(tx, asked))
    gone.add(_empty_rounds(tx, held))
    gone.rows[rater_sets.name] += unnamed_sets(tx)
    return gone


def unnamed_sets(tx: Connection) -> int:
    """Sets of raters that no published number is about any more go; how many there were."""
    used = select(published.c.raters)
    return tx.execute(delete(rater_sets).where(rater_sets.c.hash.not_in(used))).rowcount


def _empty_rounds(tx: Connection, ids: Iterable[str]) -> Gone:
    """Those that belong to nobody: an organisation's round is its own, and names no person."""
    used = select(participations.c.round)
    empty = select(rounds.c.id).where(
        rounds.c.id.in_(list(ids)), rounds.c.organisation.is_(None), rounds.c.id.not_in(used)
    )
    return erase(tx, rounds, list(tx.execute(empty).scalars()))


def unneeded(tx: Connection, ids: Iterable[str]) -> Gone:
    """Whoever of these people nothing points at any more."""
    gone = Gone()
    for chunk in chunks(ids):
        pointed = [people.c.id.in_(select(column)) for _, column in _needing_people()]
        wanted = select(people.c.id).where(people.c.id.in_(chunk), ~or_(*pointed))
        gone.add(erase(tx, people, list(tx.execute(wanted).scalars())))
    return gone


def _needing_people() -> list[tuple[Table, Column[Any]]]:
    """Mail alone keeps nobody."""
    return [(table, column) for table, column in _children(people) if table is not outbox]


def names(tx: Connection, ids: Sequence[str]) -> Gone:
    """Names, addresses, mail, drafts and links of these people. A row that something points at
    stays, as nobody's; what was sent stays counted."""
    gone = Gone()
    for chunk in chunks(ids):
        gone.add(_mail_of(tx, chunk))
        mine = invitations.c.person.in_(chunk)
        asked = list(tx.execute(select(invitations.c.id).where(mine)).scalars())
        for some in chunks(asked):
            begun = delete(drafts).where(drafts.c.invitation.in_(some))
            gone.rows[drafts.name] += tx.execute(begun).rowcount
        for one in asked:  # no link opens it any more
            dead = update(invitations).where(invitations.c.id == one)
            tx.execute(dead.values(secret_hash=secrets.token_hex(32)))
        followed = follow_up_invitations.c.person.in_(chunk)
        asked += tx.execute(select(follow_up_invitations.c.id).where(followed)).scalars()
        for some in chunks([*asked, *chunk]):
            ended = delete(links).where(links.c.target.in_(some))
            gone.rows[links.name] += tx.execute(ended).rowcount
        gone.add(unneeded(tx, chunk))
        nameless = update(people).where(people.c.id.in_(chunk), people.c.name != ERASED)
        gone.rows["names"] += tx.execute(nameless.values(name=ERASED, email=None)).rowcount
    return gone


def _mail_of(tx: Connection, ids: Sequence[str]) -> Gone:
    followed = select(follow_up_invitations.c.id).where(follow_up_invitations.c.person.in_(ids))
    asked = select(invitations.c.id).where(invitations.c.person.in_(ids))
    theirs = or_(
        outbox.c.person.in_(ids), outbox.c.invitation.in_(asked), outbox.c.follow_up.in_(followed)
    )
    return erase(tx, outbox, list(tx.execute(select(outbox.c.id).where(theirs)).scalars()))


def ask_no_more(tx: Connection, ids: Sequence[str]) -> None:
    """Off the lists of rounds that are not over, sent or not, so that no list tells which it was;
    unsent requests end."""
    running = (
        select(participations.c.id)
        .join(rounds, participations.c.round == rounds.c.id)
        .where(rounds.c.state != "closed")
    )
    mine = (invitations.c.person.in_(ids), invitations.c.participation.in_(running))
    tx.execute(update(invitations).where(*mine).values(taken_off=True))
    unsent = invitations.c.state.in_(("listed", "open"))
    tx.execute(update(invitations).where(*mine, unsent).values(state="removed"))
    waiting = (follow_up_invitations.c.person.in_(ids), follow_up_invitations.c.state == "open")
    tx.execute(update(follow_up_invitations).where(*waiting).values(state="declined"))


def account(tx: Connection, id: str) -> Gone:
    """Somebody of the staff. What they did stays in the log, as nobody's."""
    gone = Gone()
    for table, column in (
        (sign_ins, sign_ins.c.account),
        (passkeys, passkeys.c.user_id),
        (memberships, memberships.c.account),
        (bundles, bundles.c.account),
        (papers, papers.c.account),
        (imports, imports.c.account),
        (notes, notes.c.account),
        (authors, authors.c.account),
    ):
        gone.rows[table.name] += tx.execute(delete(table).where(column == id)).rowcount
    mine = select(outbox.c.id).where(outbox.c.account == id)
    gone.add(erase(tx, outbox, list(tx.execute(mine).scalars())))
    gone.rows[links.name] += tx.execute(delete(links).where(links.c.target == id)).rowcount
    tx.execute(update(participations).where(participations.c.coach == id).values(coach=None))
    gone.rows[accounts.name] += 1
    if any(_points(tx, column, id) for _, column in _children(accounts)):
        tx.execute(update(accounts).where(accounts.c.id == id).values(_blank(id)))
    else:
        tx.execute(delete(accounts).where(accounts.c.id == id))
    return gone


def _points(tx: Connection, column: Column[Any], id: str) -> bool:
    return tx.execute(select(column).where(column == id).limit(1)).first() is not None


def _blank(id: str) -> dict[str, Any]:
    """Every column but the key, as a new row without anything would have it."""
    nullable = {column.name: None for column in accounts.columns if column.nullable}
    kept = {"name": ERASED, "email": f"{id}@erased.invalid", "active": False}
    return {**nullable, **kept, "fs_uniquifier": secrets.token_hex(32), "entry_until": 0}


def details(tx: Connection, words: Iterable[str]) -> int:
    """Take the detail from log rows in which one of these stands; the chain holds without it."""
    wanted = _any_of(words)
    rows = tx.execute(select(log.c.id, log.c.detail).where(log.c.detail != "")).all()
    found = [row.id for row in rows if wanted.search(row.detail)]
    for chunk in chunks(found):
        tx.execute(update(log).where(log.c.id.in_(chunk)).values(detail="", salt=""))
    return len(found)


def uploads(tx: Connection, words: Iterable[str]) -> int:
    """Uploaded tables in which one of these stands."""
    wanted = _any_of(words)
    rows = tx.execute(select(imports.c.id, imports.c.rows)).all()
    found = [row.id for row in rows if wanted.search(row.rows)]
    tx.execute(delete(imports).where(imports.c.id.in_(found)))
    return len(found)


def paper_forms(tx: Connection, words: Iterable[str]) -> int:
    """Paper forms that say one of these, as of the coach who reads the report."""
    wanted = _any_of(words)
    rows = tx.execute(select(papers.c.id, papers.c.wish)).all()
    found = [row.id for row in rows if wanted.search(row.wish)]
    tx.execute(delete(papers).where(papers.c.id.in_(found)))
    return len(found)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.I)


def chunks(ids: Iterable[str]) -> list[list[str]]:
    """Engines take only so many values in one statement."""
    every = list(ids)
    return [every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK)]
