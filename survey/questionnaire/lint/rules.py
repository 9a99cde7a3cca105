"""The rules for good statements, each a function; the registries below name them.

A rule returns what it dislikes in words of the questionnaire, and nothing where it does not know
the language. Limits come from the rules for authors (questionnaires/README.md).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from survey.questionnaire.document import Path
from survey.questionnaire.lint import vocabulary
from survey.questionnaire.lint.reading import grade, words
from survey.questionnaire.model import Item, Questionnaire, Text
from survey.questionnaire.problems import shown

LONGEST = 16
"""Words of a statement."""
HARDEST: Mapping[str, float] = {"en": 10.0, "de": 11.0}
"""School grade of a single statement; one sentence measures roughly, so there is some room."""
FEWEST = 4
"""Words below which a reading grade says nothing."""
ALIKE = 0.8
"""Likeness of two statements (difflib's ratio, 0 to 1) from which they are near copies."""
SHARED: Mapping[str, float] = {"en": 0.7, "de": 0.6}
"""Least share of content words that self and other have in common."""
FEW = 2
"""Content words that may differ whatever the share: one verb in its two forms."""
SEEN_BY = 0.5
"""Least share of the other rater groups that must be able to see what a statement says."""


@dataclass(frozen=True)
class Doubt:
    """Something that a rule dislikes: where (skill and path in its file) and what."""

    skill: str
    path: Path
    found: str


# --- one wording at a time: text and language to what is disliked, "" for nothing ---------------


def double_barrelled(text: str, language: str) -> str:
    pattern = vocabulary.ONE_THING.get(language.partition("_")[0])
    rest = pattern.sub(" ", text) if pattern else text
    return ", ".join(map(shown, vocabulary.found(vocabulary.TWO_THINGS, language, rest)))


def negated(text: str, language: str) -> str:
    return ", ".join(map(shown, vocabulary.found(vocabulary.NEGATIONS, language, text)))


def jargon(text: str, language: str) -> str:
    return ", ".join(map(shown, vocabulary.found(vocabulary.JARGON, language, text)))


def too_long(text: str, _language: str) -> str:
    count = len(words(text))
    return str(count) if count > LONGEST else ""


def hard_to_read(text: str, language: str) -> str:
    measured = grade(text, language) if len(words(text)) >= FEWEST else None
    limit = HARDEST.get(language.partition("_")[0])
    return f"{measured:.1f}" if measured is not None and limit and measured > limit else ""


def out_of_sight(text: str, language: str) -> str:
    """What goes on within a person."""
    return ", ".join(map(shown, vocabulary.found(vocabulary.UNSEEN, language, text)))


OF_WORDING: Mapping[str, Callable[[str, str], str]] = {
    "double_barrelled": double_barrelled,
    "negated": negated,
    "jargon": jargon,
    "too_long": too_long,
    "hard_to_read": hard_to_read,
    "out_of_sight": out_of_sight,
}


# --- the whole questionnaire ---------------------------------------------------------------------


def near_duplicate(questionnaire: Questionnaire) -> Iterator[Doubt]:
    """The later one of two statements that are nearly alike."""
    every = [(s.id, at, item) for s in questionnaire.skills for at, item in enumerate(s.items)]
    for language in questionnaire.instrument.languages:
        texts = [item.other.to(language).lower() for _, _, item in every]
        for (second, text), (first, earlier) in combinations(reversed([*enumerate(texts)]), 2):
            if alike(earlier, text):
                skill, at, _ = every[second]
                yield Doubt(skill, ("items", at, "other", language), shown(every[first][2].id))


def alike(one: str, another: str) -> bool:
    """Whether two statements are nearly the same; cheap for most that are not."""
    matcher = SequenceMatcher(None, one, another, autojunk=False)
    cheap = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= ALIKE for ratio in cheap)


def empty_cell(questionnaire: Questionnaire) -> Iterator[Doubt]:
    """A responsibility that some rater group is asked nothing about in a skill."""
    instrument = questionnaire.instrument
    for skill in questionnaire.skills:
        for responsibility in instrument.responsibilities:
            items = [one for one in skill.items if one.responsibility == responsibility.id]
            for group in instrument.groups:
                if not any(not one.only_for or group.id in one.only_for for one in items):
                    found = f"{shown(responsibility.id)}, {shown(group.id)}"
                    yield Doubt(skill.id, ("items",), found)


def missing_translation(questionnaire: Questionnaire) -> Iterator[Doubt]:
    """A text of three words or more that is the same in two languages."""
    for skill in questionnaire.skills:
        for path, text in _texts(skill, ()):
            first, *more = questionnaire.instrument.languages
            source = text.to(first)
            for language in more:
                if text.to(language) == source and len(words(source)) > 2 and path[-1] != "seed":
                    yield Doubt(skill.id, (*path, language), shown(language))


def unseen_by_groups(questionnaire: Questionnaire) -> Iterator[Doubt]:
    """An item that fewer than half of the groups that are asked it can see."""
    others = [group.id for group in questionnaire.instrument.groups if group.kind != "self"]
    for skill in questionnaire.skills:
        for at, item in enumerate(skill.items):
            asked = [group for group in others if not item.only_for or group in item.only_for]
            seeing = [group for group in asked if group not in item.hard_to_see_for]
            if asked and len(seeing) < SEEN_BY * len(asked):
                yield Doubt(skill.id, ("items", at), f"{len(seeing)}/{len(asked)}")


def drifted(questionnaire: Questionnaire) -> Iterator[Doubt]:
    """An item whose wordings for self and others have too few content words in common."""
    for skill in questionnaire.skills:
        for at, item in enumerate(skill.items):
            for language in questionnaire.instrument.languages:
                least = SHARED.get(language.partition("_")[0])
                share, differing = overlap(item, language)
                if least and share < least and differing > FEW:
                    path = ("items", at, "other", language)
                    yield Doubt(skill.id, path, f"{100 * share:.0f} %")


OF_WHOLE: Mapping[str, Callable[[Questionnaire], Iterator[Doubt]]] = {
    "near_duplicate": near_duplicate,
    "empty_cell": empty_cell,
    "missing_translation": missing_translation,
    "unseen_by_groups": unseen_by_groups,
    "drifted": drifted,
}


def overlap(item: Item, language: str) -> tuple[float, int]:
    """Content words that the two wordings share, as a share of all of theirs, 0 to 1; and how many
    only one of them has."""
    own, other = (_content(text.to(language), language) for text in (item.self, item.other))
    return len(own & other) / max(1, len(own | other)), len(own ^ other)


def _content(text: str, language: str) -> set[str]:
    """Content words by how they begin, without accents: "lasse" and "lässt" are the same."""
    empty = vocabulary.FUNCTION_WORDS.get(language.partition("_")[0], frozenset())
    found = [word.lower() for word in words(text) if word.lower() not in empty]
    return {_beginning(word) for word in found}


def _beginning(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    bare = re.sub(r"['’]s?$", "", plain)
    return bare[: max(3, min(5, len(bare) - 2))]


def _texts(part: Any, way: Path) -> Iterator[tuple[Path, Text]]:
    if isinstance(part, Text):
        yield way, part
    elif isinstance(part, tuple):
        for at, one in enumerate(part):
            yield from _texts(one, (*way, at))
    elif hasattr(type(part), "model_fields"):
        for name in type(part).model_fields:
            yield from _texts(getattr(part, name), (*way, name))
