"""What happens by itself on a day, in each organisation's own time zone; without one, in UTC.

Rounds open and close, and who is to be written to gets a row in the outbox. Each thing is done
once: a mark is written in the transaction of the thing itself (survey.store.marks), so two workers
or a crash in between make no difference. Nobody is written to before six in the morning, so that
is also when a round opens; it closes when its last day has passed.
"""

import logging
import random
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from survey.errors import NotNow
from survey.growth import developing, following
from survey.mailing import weekly
from survey.raters.asking import TIME_ZONE
from survey.rights import forgetting, leaving, retention
from survey.rounds import programme
from survey.rounds.campaign import Rules
from survey.store import accounts, mailed, marks, organisations, outbox, rounds, stirring
from survey.store import urn as waiting_in_urn
from survey.store.database import Tx
from survey.store.mailed import Asked
from survey.store.rounds import Round
from survey.workshop import Workshop

MORNING = 6
"""Hour of the day."""
_LATE = 2
"""Days by which what is written may be late, after an interruption; then it is left out."""
_AT_ONCE = 20
"""Participations that are stirred in one transaction: a tenth of a second."""

_log = logging.getLogger("plumbline.timetable")
_at_it = threading.Lock()
_shuffle = random.SystemRandom().shuffle


@dataclass(frozen=True)
class Day:
    """A day in one organisation, or where there is none."""

    shop: Workshop
    organisation: str | None
    """None: rounds without one, which grew out of a self-assessment."""
    today: date
    is_morning: bool
    """Six o'clock has passed there."""

    @property
    def place(self) -> str:
        """Its name in marks."""
        return self.organisation or "nobody"

    def once(self, name: str, do: Callable[[Tx], None]) -> None:
        """Do it unless it was done, in one transaction with the mark that says so."""
        with self.shop.db.read() as tx:
            if marks.done(tx, name):
                return
        with self.shop.db.write() as tx:
            if marks.once(tx, name, self.today):
                do(tx)


def run(shop: Workshop) -> None:
    """Do what is due, everywhere. What fails in one place keeps nothing else from being done."""
    if not _at_it.acquire(blocking=False):
        return
    try:
        with shop.db.read() as tx:
            firms = organisations.every(tx)
        places = [(one.id, one.time_zone) for one in firms]
        for organisation, time_zone in (*places, (None, TIME_ZONE)):
            day = _day(shop, organisation, time_zone)
            for duty in _MORNINGS if day.is_morning else ():
                _do(duty, day)
            for duty in _ALWAYS:
                _do(duty, day)
    finally:
        _at_it.release()


def _day(shop: Workshop, organisation: str | None, time_zone: str) -> Day:
    now = datetime.fromtimestamp(shop.clock(), UTC).astimezone(ZoneInfo(time_zone))
    return Day(shop, organisation, now.date(), now.hour >= MORNING)


def _do(duty: Callable[[Day], None], day: Day) -> None:
    try:
        duty(day)
    except Exception:
        _log.exception("%s of %s failed", duty.__name__, day.place)


def _rounds(day: Day, state: rounds.State) -> list[Round]:
    with day.shop.db.read() as tx:
        found = rounds.in_state(tx, day.organisation, state)
    return [one for one in found if not one.practice]


def _open_rounds(day: Day) -> None:
    for one in _rounds(day, "scheduled"):
        if one.opened_on <= day.today:
            _move(day, one, lambda tx, id_: programme.open_round(tx, day.shop.keys, id_))


def _close_rounds(day: Day) -> None:
    for one in _rounds(day, "open"):
        if one.closes_on is not None and one.closes_on < day.today:
            _move(day, one, lambda tx, id_: programme.close_round(tx, day.shop.keys, id_))


def _move(day: Day, round_: Round, move: Callable[[Tx, str], object]) -> None:
    """The state of the round itself is the mark: a second worker finds it changed."""
    try:
        with day.shop.db.write() as tx:
            move(tx, round_.id)
    except NotNow as reason:
        _log.info("round %s stays as it is: %s", round_.id, reason)


def _remind(day: Day) -> None:
    for one in _rounds(day, "open"):
        with day.shop.db.read() as tx:
            rules = Rules.from_json(rounds.rules(tx, one.id))
        notice = _reminder(one, rules, day.today)
        if notice is not None:
            kind, name = notice
            day.once(name, lambda tx, one=one, kind=kind: _write_to_all(tx, one, kind, day.today))  # type: ignore[misc]


def _reminder(round_: Round, rules: Rules, today: date) -> tuple[str, str] | None:
    """What those who have not answered are written today: kind of message, and name of its mark."""
    if round_.closes_on is not None and rules.last_day_notice:
        tomorrow = today + timedelta(days=1)
        if round_.closes_on == tomorrow:
            return "closing", f"closing:{round_.id}:{tomorrow}"
    since = (today - round_.opened_on).days
    due = [after for after in rules.reminders if 0 < after <= since <= after + _LATE]
    return ("reminder", f"reminder:{round_.id}:{max(due)}") if due else None


def _write_to_all(tx: Tx, round_: Round, kind: str, today: date) -> None:
    """A person with several open requests gets one digest of them."""
    open_ones = mailed.unanswered(tx, round_.id)
    for person, asked in _by_person(open_ones):
        if len(asked) == 1:
            outbox.add(tx, kind, asked[0].invitation)
        else:
            outbox.add(tx, "digest", person=person, round=round_.id)
    mailed.reminded(tx, (one.invitation for one in open_ones), today)


def _thank(day: Day) -> None:
    """Daily and shuffled, so that no mail shows when answers were sent (decision 15)."""

    def write(tx: Tx) -> None:
        heard = mailed.reminded_on(tx, day.organisation, day.today)
        for person, asked in _by_person(mailed.to_thank(tx, day.organisation)):
            if person not in heard:  # one mail a day is enough; the thanks come tomorrow
                outbox.add(tx, "thanks", asked[0].invitation)
                mailed.thanked(tx, [one.invitation for one in asked])

    day.once(f"thanks:{day.place}:{day.today}", write)


def _by_person(asked: list[Asked]) -> list[tuple[str, list[Asked]]]:
    """In an order that means nothing: nor may that in which rows are written."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        found[one.person].append(one)
    people = list(found.items())
    _shuffle(people)
    return people


def _write_to_coaches(day: Day) -> None:
    """On Mondays, or on Tuesday if nothing ran on Monday; once for all organisations."""
    if day.today.weekday() > 1 or day.organisation is None:
        return
    year, week, _ = day.today.isocalendar()
    with day.shop.db.read() as tx:
        coaches = accounts.staff(tx, day.organisation, "coach")
    for coach in coaches:

        def write(tx: Tx, coach: str = coach.id) -> None:
            if weekly.of_coach(tx, coach, day.today):
                outbox.add(tx, "coach_weekly", account=coach)

        if coach.active:
            day.once(f"weekly:{coach.id}:{year}-{week}", write)


def _ask_for_check_ins(day: Day) -> None:
    """Once for each day in a plan, and one mail if several have come while nothing ran."""

    def write(tx: Tx) -> None:
        told = set()
        for about, due in developing.due_check_ins(tx, day.today, day.organisation, _LATE):
            if marks.once(tx, f"check_in:{about}:{due}", day.today) and about not in told:
                told.add(about)
                outbox.add(tx, "plan_check_in", participation=about)

    day.once(f"check_ins:{day.place}:{day.today}", write)


def _open_follow_ups(day: Day) -> None:
    day.once(
        f"pulses:{day.place}:{day.today}",
        lambda tx: following.open_due(tx, day.today, day.organisation),
    )


def _close_follow_ups(day: Day) -> None:
    shop = day.shop

    def close(tx: Tx) -> None:
        closed = following.close_due(tx, day.today, day.organisation)
        leaving.note(tx, shop.settings, shop.keys.record, closed)

    day.once(f"pulses_end:{day.place}:{day.today}", close)


def _stir(day: Day) -> None:
    """Each hour, once for all: nothing about a sent answer may tell when it came, or from whom.

    Bit by bit, since whoever wants to send meanwhile waits; the mark comes last, so that what was
    cut off is done in the next minute.
    """
    db, urn = day.shop.db, day.shop.urn
    name = f"stir:{day.today}:{datetime.fromtimestamp(day.shop.clock(), UTC).hour}"
    with db.read() as tx:
        if day.organisation is not None or marks.done(tx, name):
            return
        waiting = waiting_in_urn.subjects(tx)
    for subject in waiting:
        with db.write() as tx:
            urn.pour(tx, subject)
    with db.read() as tx:
        fresh = stirring.due(tx)
    for start in range(0, len(fresh), _AT_ONCE):
        with db.write() as tx:
            stirring.stir(tx, fresh[start : start + _AT_ONCE])
    db.scrub()
    day.once(name, lambda _tx: None)


def _erase(day: Day) -> None:
    """What has had its day goes, with a signed record; its bytes, too, and files of mail."""
    shop, done = day.shop, []

    def write(tx: Tx) -> None:
        done.append(retention.run(tx, shop.keys.record, day.organisation, day.today))

    day.once(f"erased:{day.place}:{day.today}", write)
    for one in done:
        with shop.db.read() as tx:
            retention.erase_files(tx, shop.settings.outbox, one.mails, shop.clock())
            forgetting.note_withdrawn(tx, shop.settings)
        if one.rows:
            shop.db.sweep_out()


_ALWAYS: tuple[Callable[[Day], None], ...] = (_close_rounds, _close_follow_ups, _stir, _erase)
_MORNINGS: tuple[Callable[[Day], None], ...] = (
    _close_rounds,  # before anybody is reminded of one
    _open_rounds,
    _remind,
    _thank,
    _write_to_coaches,
    _ask_for_check_ins,
    _open_follow_ups,
)
