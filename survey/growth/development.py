"""A development plan: at most two goals, what is due when, and the file for a calendar. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from survey.questionnaire.model import Idea, Item, Questionnaire, Skill

MOST_GOALS = 2
Progress = Literal["behind", "on_way", "reached"]
PROGRESS: tuple[Progress, ...] = ("behind", "on_way", "reached")


@dataclass(frozen=True)
class Action:
    text: str
    by: date | None = None
    done: bool = False


@dataclass(frozen=True)
class Goal:
    id: str
    participation: str
    position: int
    """1 or 2."""
    about: str
    """"skill:ID", "resp:ID" or "item:ID"."""
    title: str
    """What the manager wants to be seen doing more often."""
    actions: tuple[Action, ...] = ()
    review_on: date | None = None
    support: str = ""
    """Who tells what they notice."""
    why: str = ""
    obstacle: str = ""
    """What could get in the way, and what then."""


@dataclass(frozen=True)
class Rest:
    """What a plan holds beside its goals."""

    strength: str = ""
    talk_on: date | None = None


@dataclass(frozen=True)
class CheckIn:
    goal: str
    day: date
    progress: Progress
    text: str


@dataclass(frozen=True)
class Plan:
    goals: tuple[Goal, ...]
    rest: Rest
    check_ins: tuple[CheckIn, ...]

    def last(self, goal: str) -> CheckIn | None:
        """The newest word on this goal."""
        return next((one for one in reversed(self.check_ins) if one.goal == goal), None)

    @property
    def is_reached(self) -> bool:
        """Whether every goal is; a plan without goals is not."""
        last = [self.last(goal.id) for goal in self.goals]
        return bool(last) and all(one is not None and one.progress == "reached" for one in last)


def revision(plan: Plan) -> str:
    """The same for the same goals and what stands beside them: what a form was filled from."""
    goals = [asdict(goal) for goal in plan.goals]
    written = json.dumps([goals, asdict(plan.rest)], default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def due_days(goal: Goal) -> list[date]:
    """Days on which a look back is due: when an open action should be done, and the review."""
    days = {action.by for action in goal.actions if action.by and not action.done}
    return sorted(days | ({goal.review_on} if goal.review_on else set()))


def come(plan: Plan, today: date, late: int = 0) -> list[date]:
    """Such days of goals that wait: today, and those up to `late` days ago without a word since."""
    since = today - timedelta(days=late)
    days: set[date] = set()
    for goal in plan.goals:
        last = plan.last(goal.id)
        if not _is_reached(plan, goal):
            days |= {
                day
                for day in due_days(goal)
                if since <= day <= today and (day == today or last is None or last.day < day)
            }
    return sorted(days)


def next_day(plan: Plan, today: date) -> date | None:
    """The next look back, today included."""
    days = [day for goal in plan.goals if not _is_reached(plan, goal) for day in due_days(goal)]
    return min((day for day in days if day >= today), default=None)


def waiting(plan: Plan, today: date) -> tuple[Goal, ...]:
    """Goals with a day that has come and no word on them since."""
    return tuple(goal for goal in plan.goals if _waits(plan, goal, today))


def _waits(plan: Plan, goal: Goal, today: date) -> bool:
    come = [day for day in due_days(goal) if day <= today]
    last = plan.last(goal.id)
    return bool(come) and not _is_reached(plan, goal) and (last is None or last.day < come[-1])


def _is_reached(plan: Plan, goal: Goal) -> bool:
    last = plan.last(goal.id)
    return last is not None and last.progress == "reached"


def named(asked: Questionnaire, about: str, language: str) -> str:
    """What a goal is about, by its name or statement. KeyError: nothing of this questionnaire."""
    kind, _, plain = about.partition(":")
    if kind == "skill":
        return asked.skill(plain).name.to(language)
    if kind == "resp":
        every = {one.id: one for one in asked.instrument.responsibilities}
        return every[plain].name.to(language)
    return _items(asked)[plain][1].self.to(language)


def ideas(asked: Questionnaire, about: str) -> tuple[Idea, ...]:
    """What could be tried for it; of a statement those for its place in the matrix first."""
    kind, _, plain = about.partition(":")
    if kind == "skill":
        return asked.skill(plain).ideas
    if kind == "resp":
        return tuple(i for s in asked.skills for i in s.ideas if i.responsibility == plain)
    skill, item = _items(asked)[plain]
    return tuple(sorted(skill.ideas, key=lambda i: i.responsibility != item.responsibility))


def _items(asked: Questionnaire) -> dict[str, tuple[Skill, Item]]:
    return {item.id: (skill, item) for skill in asked.skills for item in skill.items}


@dataclass(frozen=True)
class Event:
    """A whole day in a calendar, or an hour of it."""

    uid: str
    day: date
    title: str
    text: str = ""
    at: datetime | None = None
    """In UTC: when the hour begins."""


Wording = Mapping[Literal["action", "review", "talk"], str]
"""How an event is called, with {title} for what it is about."""


def events(plan: Plan, participation: str, wording: Wording) -> list[Event]:
    """Every day of the plan, by day. An event keeps its id when it moves to another day."""

    def called(kind: Literal["action", "review", "talk"], title: str) -> str:
        return wording[kind].replace("{title}", title)

    found = []
    for goal in plan.goals:
        for number, action in enumerate(goal.actions, start=1):
            if action.by and not action.done:
                title = called("action", action.text)
                found.append(Event(f"{goal.id}-{number}", action.by, title, goal.title))
        if goal.review_on:
            title = called("review", goal.title)
            found.append(Event(f"{goal.id}-review", goal.review_on, title, goal.support))
    if plan.rest.talk_on:
        found.append(Event(f"{participation}-talk", plan.rest.talk_on, called("talk", "")))
    return sorted(found, key=lambda event: (event.day, event.uid))


def calendar(events: Iterable[Event], product: str, host: str, now: datetime) -> str:
    """The file (RFC 5545): no alarms, lines of at most 75 octets. `now` in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_escaped(product)}//plan//EN"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}@{host}",
            f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
            *_span(event),
            f"SUMMARY:{_escaped(event.title)}",
            *([f"DESCRIPTION:{_escaped(event.text)}"] if event.text else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _span(event: Event) -> list[str]:
    """A whole day leaves one free; an hour does not."""
    if event.at:
        ends = event.at + timedelta(hours=1)
        return [f"DTSTART:{event.at:%Y%m%dT%H%M%SZ}", f"DTEND:{ends:%Y%m%dT%H%M%SZ}"]
    return [
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        "TRANSP:TRANSPARENT",
    ]


def _escaped(text: str) -> str:
    plain = "".join(c if c == "\n" or c.isprintable() else " " for c in text)
    for sign in "\\;,":
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Sequence[str]:
    """Pieces of at most 75 octets; those after the first begin with a blank."""
    pieces, piece, room = [], "", 75
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            piece, room = " ", 74
        piece += letter
        room -= size
    return [*pieces, piece]
