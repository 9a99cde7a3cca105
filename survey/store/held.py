"""All that is held about one person: found by address, and read for a copy to take along.

Plain rows, {column: value}: a copy shows what is there and not what a page makes of it. Nothing
here is anybody else's but the name of who was to be rated, which the person was told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from survey.store.erasing import ERASED
from survey.store.tables import (
    accounts,
    check_ins,
    drafts,
    follow_up_invitations,
    follow_ups,
    goals,
    invitations,
    log,
    memberships,
    organisations,
    outbox,
    participations,
    people,
    plans,
    prints,
    releases,
    reports,
    rounds,
    sign_ins,
    thanks,
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Identity:
    """Whoever has an address: rows of people, and the account of somebody of the staff."""

    people: tuple[str, ...] = ()
    account: str | None = None

    def __bool__(self) -> bool:
        return bool(self.people or self.account)


def by_address(tx: Connection, address: str, organisation: str | None = None) -> Identity:
    """Everywhere, or in one organisation. Capitals do not matter."""
    wanted = func.lower(people.c.email) == address.lower()
    found = select(people.c.id).where(wanted).order_by(people.c.id)
    mine = select(accounts.c.id).where(accounts.c.email == address.lower())
    if organisation is not None:
        found = found.where(people.c.organisation == organisation)
        staff = select(memberships.c.account).where(memberships.c.organisation == organisation)
        mine = mine.where(accounts.c.id.in_(staff))
    return Identity(tuple(tx.execute(found).scalars()), tx.execute(mine).scalar())


def words(tx: Connection, who: Identity) -> list[str]:
    """Names and addresses, as they may stand in texts."""
    rows = [
        *tx.execute(select(people.c.name, people.c.email).where(people.c.id.in_(who.people))),
        *tx.execute(select(accounts.c.name, accounts.c.email).where(accounts.c.id == who.account)),
    ]
    return sorted({word.strip() for row in rows for word in row if word and word.strip()})


def managed(tx: Connection, ids: Sequence[str]) -> list[str]:
    """Participations of these people as who is assessed."""
    mine = participations.c.person.in_(ids)
    return list(tx.execute(select(participations.c.id).where(mine).order_by("id")).scalars())


def sent(tx: Connection, ids: Sequence[str]) -> list[Row]:
    """Forms about others that these people have sent: group and version of each, and no answers,
    which nobody can find by person."""
    statement = (
        select(invitations.c.group, rounds.c.version)
        .join(participations, invitations.c.participation == participations.c.id)
        .join(rounds, participations.c.round == rounds.c.id)
        .where(invitations.c.person.in_(ids), invitations.c.state == "done")
        .where(participations.c.person.not_in(ids))
    )
    return _rows(tx, statement)


def deeds(tx: Connection, account: str) -> int:
    """How many rows of the log are this account's."""
    statement = select(func.count()).where(log.c.account == account)
    return int(tx.execute(statement).scalar_one())


def only_admin_of(tx: Connection, account: str) -> list[str]:
    """Names of organisations that would be left without an admin."""
    admin = memberships.c.role == "admin"
    counted = (
        select(memberships.c.organisation, func.count().label("n"))
        .where(admin)
        .group_by(memberships.c.organisation)
        .subquery()
    )
    statement = (
        select(organisations.c.name)
        .join(memberships, memberships.c.organisation == organisations.c.id)
        .join(counted, counted.c.organisation == organisations.c.id)
        .where(memberships.c.account == account, admin, counted.c.n == 1)
    )
    return list(tx.execute(statement.order_by(organisations.c.name)).scalars())


def everybody(tx: Connection) -> list[tuple[str, str, str | None]]:
    """("person" or "account", id, address) of all who have a name."""
    found: list[tuple[str, str, str | None]] = []
    for kind, table in (("person", people), ("account", accounts)):
        named = select(table.c.id, table.c.email).where(table.c.name != ERASED)
        rows = tx.execute(named.order_by(table.c.id))
        found += [(kind, row.id, row.email) for row in rows]
    return found


def pdfs(tx: Connection) -> Iterator[tuple[str, bytes, str]]:
    """Id of the report, PDF and kept hash of each that has one, in whatever variant."""
    for table, report in ((reports, reports.c.id), (prints, prints.c.report)):
        statement = select(report, table.c.pdf, table.c.pdf_hash)
        ids = tx.execute(select(table.c.id).where(table.c.pdf.is_not(None)).order_by(table.c.id))
        for id in list(ids.scalars()):
            row = tx.execute(statement.where(table.c.id == id)).one()
            yield row[0], bytes(row.pdf), row.pdf_hash


# For a copy


def person(tx: Connection, id: str) -> list[Row]:
    columns = (people.c.name, people.c.email, people.c.language, organisations.c.name.label("firm"))
    joined = people.outerjoin(organisations, people.c.organisation == organisations.c.id)
    return _rows(tx, select(*columns).select_from(joined).where(people.c.id == id))


def taking_part(tx: Connection, id: str) -> list[Row]:
    """In rounds, as who is assessed."""
    own = ("role", "listing", "opened", "guess", "first_read", "reminded_on", "word")
    columns = [participations.c[name] for name in own]
    statement = (
        select(participations.c.id, rounds.c.title, rounds.c.opened_on, rounds.c.closes_on)
        .add_columns(*columns)
        .join(rounds, participations.c.round == rounds.c.id)
        .where(participations.c.person == id)
        .order_by(rounds.c.opened_on, participations.c.id)
    )
    return _rows(tx, statement)


def after(tx: Connection, participation: str) -> dict[str, list[Row]]:
    """What came after a report: plan, goals, looks back, thanks, questions to the raters."""
    mine = goals.c.participation == participation
    looked = select(check_ins.c.day, check_ins.c.progress, check_ins.c.text).join(goals).where(mine)
    return {
        "plan": _of(tx, plans, participation, "strength", "talk_on"),
        "goals": _of(tx, goals, participation, "position", "about", "title", "actions", "review_on",
                     "support", "why", "obstacle"),
        "looks_back": _rows(tx, looked.order_by(check_ins.c.day)),
        "thanks": _of(tx, thanks, participation, "text", "day"),
        "follow_ups": _of(tx, follow_ups, participation, "kind", "questions", "opens_on",
                          "closes_on", "state"),
    }  # fmt: skip


def released(tx: Connection, participation: str) -> list[Row]:
    """Reports that the manager may open: day and PDF. One about a self-assessment that nobody
    else was asked for needs no release."""
    shown = (
        select(releases.c.day, reports.c.pdf, reports.c.pdf_hash)
        .join(reports, releases.c.report == reports.c.id)
        .where(releases.c.participation == participation, releases.c.state == "released")
    )
    alone = (
        select(rounds.c.opened_on.label("day"), reports.c.pdf, reports.c.pdf_hash)
        .select_from(reports.join(participations).join(rounds))
        .where(reports.c.participation == participation)
        .where(rounds.c.organisation.is_(None), rounds.c.closes_on.is_(None))
    )
    return [row for row in (*_rows(tx, shown), *_rows(tx, alone)) if row["pdf"] is not None]


def asked(tx: Connection, id: str) -> list[Row]:
    """What the person was asked as a rater, about whom; whether it was sent, and no answers."""
    about = people.alias("about")
    statement = (
        select(about.c.name.label("about"), rounds.c.title, invitations.c.group,
               invitations.c.state, invitations.c.reminders, invitations.c.reminded_on,
               drafts.c.revision.label("draft_revision"))
        .join(participations, invitations.c.participation == participations.c.id)
        .join(rounds, participations.c.round == rounds.c.id)
        .join(about, participations.c.person == about.c.id)
        .outerjoin(drafts, drafts.c.invitation == invitations.c.id)
        .where(invitations.c.person == id, invitations.c.state != "listed")
        .order_by(rounds.c.opened_on, invitations.c.id)
    )  # fmt: skip
    return _rows(tx, statement)


def followed_up(tx: Connection, id: str) -> list[Row]:
    """Short questions that the person was asked later."""
    about = people.alias("about")
    statement = (
        select(about.c.name.label("about"), follow_ups.c.kind, follow_ups.c.opens_on,
               follow_up_invitations.c.group, follow_up_invitations.c.state)
        .join(follow_ups, follow_up_invitations.c.follow_up == follow_ups.c.id)
        .join(participations, follow_ups.c.participation == participations.c.id)
        .join(about, participations.c.person == about.c.id)
        .where(follow_up_invitations.c.person == id)
        .order_by(follow_ups.c.opens_on, follow_up_invitations.c.id)
    )  # fmt: skip
    return _rows(tx, statement)


def mail_to(tx: Connection, id: str) -> list[Row]:
    """Messages to a person or an account: kinds and how far they got. Texts are not kept."""
    asked = select(invitations.c.id).where(invitations.c.person == id)
    followed = select(follow_up_invitations.c.id).where(follow_up_invitations.c.person == id)
    columns = [outbox.c[name] for name in ("kind", "state", "attempts", "due", "problem")]
    mine = (
        (outbox.c.person == id)
        | (outbox.c.account == id)
        | outbox.c.invitation.in_(asked)
        | outbox.c.follow_up.in_(followed)
    )
    return _rows(tx, select(*columns).where(mine).order_by(outbox.c.due, outbox.c.id))


def account(tx: Connection, id: str) -> dict[str, list[Row]]:
    """Of the staff: no password, no secret of a second factor."""
    columns = [accounts.c[name] for name in ("name", "email", "language", "active", "confirmed_at",
                                             "create_datetime", "tf_primary_method")]  # fmt: skip
    roles = select(organisations.c.name.label("organisation"), memberships.c.role).join(
        memberships, memberships.c.organisation == organisations.c.id
    )
    did = select(log.c.at, log.c.action).where(log.c.account == id)
    return {
        "account": _rows(tx, select(*columns).where(accounts.c.id == id)),
        "roles": _rows(tx, roles.where(memberships.c.account == id)),
        "sign_ins": _rows(tx, select(sign_ins.c.since, sign_ins.c.seen).where(
            sign_ins.c.account == id)),
        "deeds": _rows(tx, did.order_by(log.c.at, log.c.number)),
    }  # fmt: skip


def _of(tx: Connection, table: Any, participation: str, *columns: str) -> list[Row]:
    wanted = select(*(table.c[name] for name in columns))
    return _rows(tx, wanted.where(table.c.participation == participation))


def _rows(tx: Connection, statement: Select[Any]) -> list[Row]:
    return [dict(row._mapping) for row in tx.execute(statement)]
