"""What is translated: for each text, of which words of the original its translation was made.

Kept beside the draft as marks, so that it is seen when the original changes afterwards, by whatever
way: form, text, import.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from survey.questionnaire.edit.fields import Field, fields, languages, plain_of
from survey.questionnaire.edit.merging import mark

Files = Mapping[str, bytes]
State = Literal["done", "missing", "stale"]
"""missing: none, or still the words of the original. stale: the original changed since."""
Made = Mapping[str, tuple[str, str]]
"""By place: marks of the original's words and of those that translate them."""


@dataclass(frozen=True)
class Translation:
    """One text in the first language and in another."""

    field: Field
    source: str
    state: State

    @property
    def place(self) -> str:
        return self.field.place

    @property
    def words(self) -> str:
        return self.field.words


def translations(files: Files, language: str, made: Made) -> list[Translation]:
    """All texts, in the order of the files. Raises Problems: a file cannot be read."""
    return [
        Translation(field, source, _state(source, field.words, made.get(field.place)))
        for field, source in _pairs(files, language)
    ]


def others(files: Files) -> list[str]:
    """The languages that are translated into. Raises Problems."""
    return languages(plain_of(files))[1:]


def made_now(files: Files, language: str, made: Made, right: Collection[str] = ()) -> Made:
    """What is kept after the files were saved. Places in `right` are right as they are, even with
    the words of the original. Raises Problems: a file cannot be read."""
    found: dict[str, tuple[str, str]] = {}
    for field, source in _pairs(files, language):
        place, before = field.place, made.get(field.place)
        now = (mark(source), mark(field.words))
        if not field.words:
            continue
        if place in right:
            found[place] = now
        elif before is not None and before[1] == now[1]:
            found[place] = before
        elif now[0] != now[1]:
            found[place] = now
    return found


def _pairs(files: Files, language: str) -> list[tuple[Field, str]]:
    """Each text in this language, with the words of the original, where there are any."""
    every = fields(files)
    first = languages(plain_of(files))[0]
    sources = {one.place: one.words for one in every.values() if one.language == first}
    return [
        (one, sources[one.place])
        for one in every.values()
        if one.language == language and sources.get(one.place)
    ]


def _state(source: str, words: str, made: tuple[str, str] | None) -> State:
    now = (mark(source), mark(words))
    if not words or (now[0] == now[1] and made != now):
        return "missing"
    return "stale" if made is not None and made[0] != now[0] else "done"
