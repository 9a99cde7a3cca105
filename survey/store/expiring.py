"""What has had its day, in one organisation or where there is none (None): found, and erased.

How long what is kept, survey.keeping says; practice rounds hold nobody's data.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from survey.keeping import Course
from survey.store import chain, erasing
from survey.store.chain import End
from survey.store.erasing import ERASED, Gone
from survey.store.mailed import in_organisation
from survey.store.sign_ins import LONGEST
from survey.store.tables import (
    bundles,
    drafts,
    follow_up_answers,
    follow_up_invitations,
    follow_ups,
    imports,
    invitations,
    log,
    marks,
    outbox,
    papers,
    participations,
    people,
    releases,
    responses,
    rounds,
    sign_ins,
    urn,
)

_ENDED = ("sent", "failed", "cancelled")


def courses(tx: Connection, organisation: str | None) -> dict[str, Course]:
    """How far each participation has come, by id."""
    columns: list[Any] = [rounds.c[name] for name in ("state", "opened_on", "closes_on")]
    statement = (
        select(participations.c.id, *columns, rounds.c.kept_days)
        .join(rounds, participations.c.round == rounds.c.id)
        .where(rounds.c.organisation == organisation, rounds.c.practice.is_(False))
    )
    released, ends = _releases(tx), _follow_ups(tx)
    return {
        row.id: Course(
            row.id,
            row.state == "closed",
            row.opened_on,
            row.closes_on,
            row.kept_days,
            released.get(row.id),
            ends.get(row.id, ()),
        )
        for row in tx.execute(statement)
    }


def _releases(tx: Connection) -> dict[str, date]:
    released = releases.c.state == "released"
    statement = select(releases.c.participation, func.max(releases.c.day)).where(released)
    rows = tx.execute(statement.group_by(releases.c.participation))
    return {row.participation: row[1] for row in rows}


def _follow_ups(tx: Connection) -> Mapping[str, list[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for row in tx.execute(select(follow_ups.c.participation, follow_ups.c.closes_on)):
        found[row.participation].append(row.closes_on)
    return found


def contacts(tx: Connection, organisation: str | None) -> dict[str, set[str]]:
    """Raters with a name: for which participations each is needed. Whoever is assessed is needed
    for the own ones, too, for as long as these are there, and is left out."""
    assessed = select(participations.c.person)
    named = and_(
        people.c.organisation == organisation,
        people.c.name != ERASED,
        people.c.id.not_in(assessed),
    )
    found: dict[str, set[str]] = {
        id: set() for id in tx.execute(select(people.c.id).where(named)).scalars()
    }
    asked = select(invitations.c.person, invitations.c.participation)
    followed = select(follow_up_invitations.c.person, follow_ups.c.participation).join(
        follow_ups, follow_up_invitations.c.follow_up == follow_ups.c.id
    )
    for statement, table in ((asked, invitations), (followed, follow_up_invitations)):
        joined = statement.join(people, table.c.person == people.c.id).where(named)
        for person, participation in tx.execute(joined):
            found[person].add(participation)
    return found


def drafts_of(tx: Connection, ids: Iterable[str]) -> int:
    """Of forms about these participations."""
    return sum(
        tx.execute(
            delete(drafts).where(
                drafts.c.invitation.in_(
                    select(invitations.c.id).where(invitations.c.participation.in_(chunk))
                )
            )
        ).rowcount
        for chunk in erasing.chunks(ids)
    )


def answers_of(tx: Connection, ids: Iterable[str]) -> int:
    """About these participations: the reports that were made of them stay."""
    gone = 0
    for chunk in erasing.chunks(ids):
        about = select(follow_ups.c.id).where(follow_ups.c.participation.in_(chunk))
        said = delete(follow_up_answers).where(follow_up_answers.c.follow_up.in_(about))
        gone += tx.execute(said).rowcount
        gone += tx.execute(delete(responses).where(responses.c.subject.in_(chunk))).rowcount
        gone += tx.execute(delete(urn).where(urn.c.subject.in_(chunk))).rowcount
    return gone


def mail(tx: Connection, organisation: str | None, before: int) -> Gone:
    """Messages that are done with, last tried `before` (seconds since 1970)."""
    ended = (outbox.c.state.in_(_ENDED), outbox.c.due < before)
    old = select(outbox.c.id).where(*ended, outbox.c.id.in_(in_organisation(organisation)))
    return erasing.erase(tx, outbox, list(tx.execute(old).scalars()))


def known_mail(tx: Connection, ids: Iterable[str]) -> set[str]:
    """Which of these messages have a row."""
    found: set[str] = set()
    for chunk in erasing.chunks(ids):
        found |= set(tx.execute(select(outbox.c.id).where(outbox.c.id.in_(chunk))).scalars())
    return found


def log_rows(tx: Connection, organisation: str | None, before: int) -> tuple[int, End | None]:
    """The oldest deeds, of before that second, without a gap. How many went, and the last of them:
    there the chain begins from now on."""
    mine: ColumnElement[bool] = log.c.organisation == organisation
    young = tx.execute(select(func.min(log.c.number)).where(mine, log.c.at >= before)).scalar()
    old = [mine, log.c.number > 0, *([log.c.number < young] if young is not None else [])]
    last = tx.execute(select(func.max(log.c.number)).where(*old)).scalar()
    if last is None:
        return 0, None
    anchor = chain.at(tx, organisation, last)
    return tx.execute(delete(log).where(*old)).rowcount, anchor


def by_the_hour(tx: Connection, now: int) -> dict[str, int]:
    """What says itself until when it is there, wherever it belongs: rows by table."""
    gone = {
        imports.name: tx.execute(delete(imports).where(imports.c.until <= now)).rowcount,
        papers.name: tx.execute(delete(papers).where(papers.c.until <= now)).rowcount,
        bundles.name: tx.execute(delete(bundles).where(bundles.c.until <= now)).rowcount,
    }
    ended = delete(sign_ins).where(sign_ins.c.since < now - LONGEST)
    return {**gone, sign_ins.name: tx.execute(ended).rowcount}


def old_marks(tx: Connection, before: date) -> int:
    return tx.execute(delete(marks).where(marks.c.day < before)).rowcount


def reports_for(tx: Connection, ids: Iterable[str]) -> Gone:
    """These participations with all about them; their managers, if they are asked nothing else."""
    gone = Gone()
    for chunk in erasing.chunks(ids):
        mine = participations.c.id.in_(chunk)
        managers = list(tx.execute(select(participations.c.person).where(mine)).scalars())
        gone.add(erasing.participations_of(tx, chunk))
        gone.add(erasing.unneeded(tx, managers))
    return gone
