"""Which items mean the same in two versions: only these are compared over time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from survey.questionnaire.compare.changes import Changes
from survey.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Declared:
    """What the author says of one step from a version to the next: which of the items with other
    words still mean the same, and whether the scale does if its labels have other words."""

    items: frozenset[str] = frozenset()
    scale: bool = False


def comparable(changes: Changes, declared: Declared | None = None) -> frozenset[str]:
    """Ids of the items whose answers can be compared over this step.

    Kept ones, and reworded ones if so declared. None if the scale has other numbers, or other
    words without a word of the author. One that counts differently never.
    """
    said = declared or Declared()
    if changes.points or (changes.labels and not said.scale):
        return frozenset()
    reworded = {item.id for item in changes.of("reworded")}
    return frozenset({item.id for item in changes.of("kept")} | (reworded & said.items))


def through(steps: Iterable[Collection[str]]) -> frozenset[str]:
    """Over several steps, one after the other: what can be compared over each of them."""
    every = [frozenset(step) for step in steps]
    return frozenset.intersection(*every) if every else frozenset()


LEAST = 3
"""Statements over which a part of a scale is compared, at least; and it is at least half of it."""


def enough(common: int, before: int, now: int) -> bool:
    """Whether a scale of `before` and `now` statements can be compared over `common` of them.

    All of both, however few; else at least LEAST, and at least half of each: fewer would speak of
    single statements under the name of a skill.
    """
    if common == before == now:
        return common > 0
    return common >= LEAST and 2 * common >= max(before, now)


@dataclass(frozen=True)
class Shared:
    """What a report may compare between two rounds."""

    items: frozenset[str]
    skills: frozenset[str]
    """Those of which enough is comparable: see `enough`."""
    responsibilities: frozenset[str]

    @property
    def nothing(self) -> bool:
        return not (self.skills or self.responsibilities)


def shared(
    old: tuple[Questionnaire, str], new: tuple[Questionnaire, str], items: Collection[str]
) -> Shared:
    """Of two questionnaires with their forms, when answers to `items` can be compared."""
    was, now = _scales(*old), _scales(*new)
    known = frozenset(items)
    found = {
        key for key, ids in now.items()
        if key in was and enough(len(ids & was[key] & known), len(was[key]), len(ids))
    }  # fmt: skip
    before, after = (frozenset().union(*scales.values()) for scales in (was, now))
    return Shared(
        items=known & before & after,
        skills=frozenset(id_ for kind, id_ in found if kind == "skill"),
        responsibilities=frozenset(id_ for kind, id_ in found if kind == "responsibility"),
    )


def lost_skills(old: Questionnaire, new: Questionnaire, items: Collection[str]) -> frozenset[str]:
    """Skills of both versions that cannot be compared in some form that both have."""
    found = set()
    for form in {each.id for each in old.instrument.forms} & {f.id for f in new.instrument.forms}:
        both = {s.id for s in old.skills if old.items_of(s, form)}
        both &= {s.id for s in new.skills if new.items_of(s, form)}
        found |= both - shared((old, form), (new, form), items).skills
    return frozenset(found)


def _scales(questionnaire: Questionnaire, form: str) -> dict[tuple[str, str], frozenset[str]]:
    """The items of each skill and each responsibility in this form."""
    found: dict[tuple[str, str], set[str]] = {}
    for skill in questionnaire.skills:
        for item in questionnaire.items_of(skill, form):
            found.setdefault(("skill", skill.id), set()).add(item.id)
            found.setdefault(("responsibility", item.responsibility), set()).add(item.id)
    return {key: frozenset(ids) for key, ids in found.items()}
