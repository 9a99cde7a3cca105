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


@dataclass(frozen=True)
class Shared:
    """What a report may compare between two rounds."""

    items: frozenset[str]
    skills: frozenset[str]
    """Those whose score is made of the same items, all of them comparable."""
    responsibilities: frozenset[str]
    everything: bool
    """Both forms have the same items, all comparable: the overall mean can be compared, too."""


def shared(
    old: tuple[Questionnaire, str], new: tuple[Questionnaire, str], items: Collection[str]
) -> Shared:
    """Of two questionnaires with their forms, when answers to `items` can be compared."""
    was, now = _scales(*old), _scales(*new)
    whole = {key for key, ids in now.items() if was.get(key) == ids and ids <= set(items)}
    before, after = (frozenset().union(*scales.values()) for scales in (was, now))
    return Shared(
        items=frozenset(items) & before & after,
        skills=frozenset(id_ for kind, id_ in whole if kind == "skill"),
        responsibilities=frozenset(id_ for kind, id_ in whole if kind == "responsibility"),
        everything=before == after and after <= set(items),
    )


def _scales(questionnaire: Questionnaire, form: str) -> dict[tuple[str, str], frozenset[str]]:
    """The items of each skill and each responsibility in this form."""
    found: dict[tuple[str, str], set[str]] = {}
    for skill in questionnaire.skills:
        for item in questionnaire.items_of(skill, form):
            found.setdefault(("skill", skill.id), set()).add(item.id)
            found.setdefault(("responsibility", item.responsibility), set()).add(item.id)
    return {key: frozenset(ids) for key, ids in found.items()}
