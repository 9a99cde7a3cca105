"""Each day, what has had its day goes: class by class, in one transaction with a signed record."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from survey import keeping
from survey.keeping import Course
from survey.rights import signing
from survey.rights.signing import Deed, Went
from survey.store import chain, erasing, expiring, kept_days, records
from survey.store.chain import NOBODY, End
from survey.store.database import Database, Tx
from survey.store.erasing import Gone
from survey.store.records import Record

_MAIL_FILE = re.compile(r"[0-9a-f]{32}\.eml")
_DAY = 24 * 3600


@dataclass(frozen=True)
class Run:
    """What went, or would go, on a day in a place."""

    place: str
    day: date
    went: Mapping[str, Went]
    """By class of data, those of which nothing went among them."""
    mails: tuple[str, ...]
    """Ids of messages: where there is no mail server they lie in a folder as files."""
    record: Record | None = None

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.went.values())


def run(tx: Tx, key: bytes, organisation: str | None, today: date) -> Run:
    """Erase what has had its day in the organisation (None: what belongs to none)."""
    found, gone = _went(tx, organisation, today)
    begins = _log(tx, organisation, today, found)
    place = organisation or NOBODY
    record = keep_record(tx, key, place, day=today, did="retention", went=found, begins=begins)
    return Run(place, today, found, tuple(gone.mails), record)


def preview(db: Database, key: bytes, organisation: str | None, today: date) -> Run:
    """What `run` would erase: it is done and undone."""
    with db.undone() as tx:
        return run(tx, key, organisation, today)


def keep_record(
    tx: Tx,
    key: bytes,
    place: str,
    *,
    day: date,
    did: Deed,
    went: Mapping[str, Went],
    begins: End | None = None,
) -> Record:
    """A signed record of what went. `begins`: the last row that went from the log, if any did."""
    chain.link(tx)
    last = records.last(tx, place)
    before = signing.log_ends(last, "begins")
    end = chain.end(tx, None if place == NOBODY else place)
    if begins and begins.number > end.number:  # all rows went
        end = begins
    log = {
        "begins": (begins.number, begins.hash) if begins else before,
        "ends": (end.number, end.hash),
    }
    number, content = signing.written(place, day=day, did=did, went=went, log=log, last=last)
    signature = signing.sign(key, content)
    return records.add(tx, place, number, day=day, content=content, signature=signature)


def _went(tx: Tx, organisation: str | None, today: date) -> tuple[dict[str, Went], Gone]:
    days = kept_days.of(tx, organisation)
    courses = expiring.courses(tx, organisation)
    gone = Gone()

    def due(kind: str, goes: Callable[[Course, int], date | None]) -> list[str]:
        last = {one.participation: goes(one, days[kind]) for one in courses.values()}
        return sorted(id for id, day in last.items() if day is not None and day < today)

    found = {keeping.DRAFTS: Went(expiring.drafts_of(tx, due(keeping.DRAFTS, keeping.drafts_go)))}
    reports = expiring.reports_for(tx, due(keeping.REPORTS, keeping.answers_go))
    gone.add(reports)
    answers = expiring.answers_of(tx, due(keeping.ANSWERS, keeping.answers_go))
    addresses = erasing.names(tx, _not_needed(tx, organisation, courses, days, today))
    gone.add(addresses)
    tried = _cut(today, days[keeping.MAIL])
    mail = expiring.mail(tx, organisation, _seconds(tried))
    gone.add(mail)
    found[keeping.ADDRESSES] = Went(addresses.rows["names"] + addresses.rows["people"])
    found[keeping.MAIL] = Went(mail.rows["outbox"] + addresses.rows["outbox"], tried)
    found[keeping.ANSWERS] = Went(answers + reports.rows["responses"])
    found[keeping.REPORTS] = Went(reports.rows["participations"])
    if organisation is None:
        hours = expiring.by_the_hour(tx, _seconds(today))
        marks = _cut(today, days[keeping.MARKS])
        found[keeping.UPLOADS] = Went(hours["imports"])
        found[keeping.BUNDLES] = Went(hours["bundles"])
        found[keeping.PAPERS] = Went(hours["papers"])
        found[keeping.SIGN_INS] = Went(hours["sign_ins"])
        found[keeping.MARKS] = Went(expiring.old_marks(tx, marks), marks)
    return found, gone


def _not_needed(
    tx: Tx, organisation: str | None, courses: Mapping[str, Course], days: dict[str, int], day: date
) -> list[str]:
    """Raters whose address nothing needs any more. Who is needed in two rounds stays for both."""
    kept = days[keeping.ADDRESSES]
    last = {id: keeping.addresses_go(one, kept) for id, one in courses.items()}

    def is_needed(participation: str) -> bool:
        # of another place or of a practice round: not ours to judge
        until = last.get(participation)
        return until is None or until >= day

    contacts = expiring.contacts(tx, organisation)
    return sorted(who for who, where in contacts.items() if not any(map(is_needed, where)))


def _log(tx: Tx, organisation: str | None, today: date, found: dict[str, Went]) -> End | None:
    cut = _cut(today, kept_days.of(tx, organisation)[keeping.LOG])
    rows, begins = expiring.log_rows(tx, organisation, _seconds(cut))
    found[keeping.LOG] = Went(rows, cut)
    return begins


def erase_files(tx: Tx, folder: Path, mails: tuple[str, ...], now: float) -> int:
    """Mail that lies in a folder: of messages that went, and old files that no row stands for."""
    if not folder.is_dir():
        return 0
    old = now - keeping.DAYS[keeping.MAIL] * _DAY
    there = {file.stem: file for file in folder.iterdir() if _MAIL_FILE.fullmatch(file.name)}
    lying = [id for id, file in there.items() if file.stat().st_mtime < old]
    loose = set(lying) - expiring.known_mail(tx, lying)
    gone = sorted((loose | set(mails)) & set(there))
    for id in gone:
        there[id].unlink(missing_ok=True)
    return len(gone)


def _cut(today: date, days: int) -> date:
    return today - timedelta(days=days)


def _seconds(day: date) -> int:
    """The day's first second, in UTC: days of a schedule are not told by the hour."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
