"""What a round says of leadership in a whole organisation: averages over managers. Pure.

Made only of numbers that the managers' own reports already print, so it says nothing new about any
rater; and every average stands on at least five managers, so that it says nothing about any one of
them. Standard library only: a web process makes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from reports.published import tenth
from survey.questionnaire.model import Questionnaire

LEAST = 5
"""Managers behind every number (design brief, section 4): fewer are soon worked out by those who
know some of the reports."""

APART = 0.35
"""Averages that are nearer to each other than this are read as alike."""

Numbers = Mapping[str, float]
"""Scale ("skill:ID", "resp:ID", "item:ID") -> the mean as the report prints it."""


@dataclass(frozen=True)
class Manager:
    """What one released report prints, of all others and of the person."""

    participation: str
    others: Numbers
    own: Numbers

    def prints(self, scales: Iterable[str]) -> bool:
        """Whether the report has a number of others for any of them."""
        return not self.others.keys().isdisjoint(scales)


@dataclass(frozen=True)
class Average:
    """Over the `n` managers who have this number; one decimal. None: there are fewer than LEAST."""

    n: int
    others: float | None = None
    own: float | None = None

    @property
    def gap(self) -> float | None:
        """own - others, of the printed numbers (decision 18)."""
        if self.own is None or self.others is None:
            return None
        return tenth(self.own - self.others)


@dataclass(frozen=True)
class GroupReport:
    """One of a round, frozen when it is made."""

    managers: tuple[str, ...]
    """Whose reports it is made of: participations, sorted."""
    scales: Mapping[str, Average]
    """By "skill:ID" and "resp:ID"."""
    squares: Mapping[str, float | None]
    """By "SKILL RESPONSIBILITY": the mean of the statements where the two meet."""
    behind: Mapping[str, tuple[str, ...]]
    """Whose reports print the number: participations, by scale and by square, of what is shown."""

    @property
    def n(self) -> int:
        return len(self.managers)

    def as_plain(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "GroupReport":
        """The one that `as_plain` gave, also after a journey through JSON."""
        scales = {name: Average(**each) for name, each in plain["scales"].items()}
        behind = {name: tuple(those) for name, those in plain["behind"].items()}
        return cls(tuple(plain["managers"]), scales, dict(plain["squares"]), behind)


def standing_out(made: GroupReport, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The scales of a kind ("skill", "resp") that lie highest and lowest, each with those that are
    alike, and no highest nearer than APART to a lowest; None: all are alike, or have no numbers."""
    there = {
        name: each.others
        for name, each in made.scales.items()
        if name.startswith(f"{kind}:") and each.others is not None
    }
    top, bottom = max(there.values(), default=0.0), min(there.values(), default=0.0)
    if top - bottom < APART:
        return None
    near = min((top - bottom - APART) / 2, APART)
    high = tuple(name for name, value in there.items() if value >= top - near)
    low = tuple(name for name, value in there.items() if value <= bottom + near)
    return high, low


def group_report(
    managers: Sequence[Manager], questionnaire: Questionnaire, form: str
) -> GroupReport | None:
    """None: fewer than LEAST managers have numbers of others."""
    there = [one for one in managers if one.others]
    if len(there) < LEAST:
        return None
    skills = questionnaire.skills
    responsibilities = questionnaire.instrument.responsibilities
    names = [f"skill:{s.id}" for s in skills] + [f"resp:{r.id}" for r in responsibilities]
    places: dict[str, list[str]] = {}
    for skill in skills:
        for item in questionnaire.items_of(skill, form):
            places.setdefault(f"{skill.id} {item.responsibility}", []).append(f"item:{item.id}")
    items = {**{name: [name] for name in names}, **places}
    behind = {name: tuple(sorted(one.participation for one in there if one.prints(some)))
              for name, some in items.items()}  # fmt: skip
    return GroupReport(
        tuple(sorted(one.participation for one in there)),
        {name: _average(there, name) for name in names},
        {place: _square(there, some) for place, some in places.items()},
        {name: those for name, those in behind.items() if len(those) >= LEAST},
    )


def _average(there: Sequence[Manager], scale: str) -> Average:
    """Of the same managers on both sides, so that the gap is theirs."""
    others = [one.others[scale] for one in there if scale in one.others]
    both = [one for one in there if scale in one.others and scale in one.own]
    complete = len(both) == len(others)
    return Average(
        len(others), _mean(others), _mean([one.own[scale] for one in both]) if complete else None
    )


def _square(there: Sequence[Manager], items: Sequence[str]) -> float | None:
    """A manager counts with the mean of the statements that the own report prints."""
    each = [[one.others[i] for i in items if i in one.others] for one in there]
    return _mean(fmean(values) for values in each if values)


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return tenth(fmean(known)) if len(known) >= LEAST else None
