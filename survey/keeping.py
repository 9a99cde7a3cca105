"""How long what is kept: one table of classes of data, and the days that follow from it. Pure.

An organisation may keep a class for longer or shorter within limits, yet never addresses for longer
than a round's raters were told: that is frozen by the first invitation (decision 16).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Clock = Literal["close", "contact", "tried", "release", "deed", "fixed"]
"""What starts it. close: the round's last day. contact: the release, or the last follow-up if that
is later. tried: the last attempt to send. release: of the newest report, or the last day where none
came. deed: of the log's row. fixed: the thing itself says until when, see its noun."""

DRAFTS, ADDRESSES, MAIL = "drafts", "addresses", "mail"
ANSWERS, REPORTS, LOG = "answers", "reports", "log"
UPLOADS, BUNDLES, PAPERS = "uploads", "bundles", "papers"
SIGN_INS, MARKS = "sign_ins", "marks"


@dataclass(frozen=True)
class Kind:
    """A class of data. `days` after its clock it goes, unless an organisation says otherwise:
    from `least` to `most`."""

    id: str
    clock: Clock
    days: int
    least: int
    most: int

    @property
    def is_fixed(self) -> bool:
        return self.least == self.most


KINDS: tuple[Kind, ...] = (
    Kind(DRAFTS, "close", 7, 0, 30),  # with what was begun on slips and under mailed links
    Kind(ADDRESSES, "contact", 30, 7, 90),  # of raters: names, addresses and hashes of links
    Kind(MAIL, "tried", 90, 30, 365),  # rows of the outbox, files where there is no mail server
    Kind(ANSWERS, "release", 1095, 365, 3650),  # then only the frozen reports are left
    Kind(REPORTS, "release", 1825, 365, 3650),  # with plans, follow-ups, and the manager's name
    Kind(LOG, "deed", 90, 90, 365),  # of staff; the signed record keeps where its chain begins
    Kind(UPLOADS, "fixed", 1, 1, 1),
    Kind(BUNDLES, "fixed", 1, 1, 1),
    Kind(PAPERS, "fixed", 1, 1, 1),
    Kind(SIGN_INS, "fixed", 1, 1, 1),
    Kind(MARKS, "fixed", 400, 400, 400),  # that the timetable did something
)
"""The schedule, in the order in which it is gone through."""

DAYS: Mapping[str, int] = {kind.id: kind.days for kind in KINDS}

UNRELEASED = 60
"""Days after a round's end from which a report that never came is not waited for any more."""
REACH = 180
"""Days after a round's end within which raters may be asked again; nobody is kept for later."""
ENDLESS = 90
"""Days after which a form in a round without a last day counts as left lying."""


def kind(id: str) -> Kind:
    """Raises LookupError."""
    return {one.id: one for one in KINDS}[id]


@dataclass(frozen=True)
class Course:
    """How far one participation has come: what its clocks go by."""

    participation: str
    is_closed: bool
    """The round takes no answers; one without a last day never closes."""
    opened_on: date
    closes_on: date | None
    promised: int | None = None
    """Days that the round's raters were told; None: nobody was invited."""
    released_on: date | None = None
    follow_ups_end: Sequence[date] = ()
    """Last days of pulses and questions back, planned ones among them."""

    @property
    def end(self) -> date | None:
        """Of the round. None: not over yet."""
        if self.closes_on is None:
            return self.opened_on + timedelta(days=ENDLESS)
        return self.closes_on if self.is_closed else None

    @property
    def release(self) -> date | None:
        """What answers and reports go by. None: not over yet."""
        return self.end and max(self.end, self.released_on or self.end)


def drafts_go(course: Course, days: int) -> date | None:
    """The last day on which drafts are there; None: not known yet."""
    return course.end and course.end + timedelta(days=days)


def addresses_go(course: Course, days: int) -> date | None:
    """The last day on which raters' addresses are there; None: not known yet."""
    if course.end is None:
        return None
    kept = timedelta(days=min(days, course.promised or days))
    released = course.released_on or course.end + timedelta(days=UNRELEASED)
    last = max(course.end, released, *course.follow_ups_end)
    return min(last + kept, last_day(course.end, kept.days))


def last_day(closes_on: date, days: int) -> date:
    """By when addresses go at the latest, if the round ends on this day: what raters are told."""
    return closes_on + timedelta(days=REACH + days)


def answers_go(course: Course, days: int) -> date | None:
    """Of answers and of reports: the last day on which they are there; None: not known yet."""
    return course.release and course.release + timedelta(days=days)
