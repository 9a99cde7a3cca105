"""What in a comment may tell who wrote it, or of whom it speaks: names, days, places, roles. Pure.

Rules are data: patterns that Python's `re` and JavaScript's RegExp read alike, so that the page
looks for the same things while somebody writes, without sending a word (static/hints.js). They
find what looks like a clue, not what is one: a name at the start of a sentence is missed, and the
pages say so. No list of the organisation's people is used, since it would go to every browser.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError

from survey.answers.remark_words import NOUNS_HAVE_CAPITALS, WORDS, Words

Kind = Literal["address", "phone", "date", "time", "place", "person", "writer"]
MOST = 5
"""Hints on one text: more would be a wall."""
_SCRIPTS = (*range(0x41, 0x180), *range(0x386, 0x3CF), *range(0x400, 0x460))
"""Latin, Greek and Cyrillic letters of today's languages: those that have capitals."""


@dataclass(frozen=True)
class Rule:
    """`pattern` fits whole clues; of rules that fit the same letters the first one counts."""

    kind: Kind
    pattern: str


@dataclass(frozen=True)
class Hint:
    kind: Kind
    found: str
    """As it stands in the text."""


def find(text: str, language: str, known: Collection[str] = ()) -> tuple[Hint, ...]:
    """Clues in `text`, in their order, each once, at most MOST.

    `known`: the names of the person whom the text is about, who is no secret.
    """
    taken: list[tuple[int, int, Hint]] = []
    for rule, pattern in _compiled(language):
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < e and s < end for s, e, _ in taken):
                taken.append((start, end, Hint(rule.kind, match[0])))
    ordered = dict.fromkeys(hint for _, _, hint in sorted(taken, key=lambda each: each[0]))
    told = [hint for hint in ordered if not (hint.kind == "person" and _is_known(hint, known))]
    return tuple(told[:MOST])


def _is_known(hint: Hint, known: Collection[str]) -> bool:
    """By its last word: "Ms Hall" is Alice Hall."""
    last = re.split("[ -]", hint.found)[-1]
    return re.sub("['’]s?$", "", last) in known


def rules(language: str) -> tuple[Rule, ...]:
    """In the order in which they count. `language` as in "de" or "de-CH"."""
    return tuple(rule for rule, _ in _compiled(language))


@lru_cache(maxsize=32)
def _compiled(language: str) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    base = language.replace("_", "-").partition("-")[0].lower()
    words = WORDS.get(base, Words())
    found = [*_numbers(words), *_calendar(base, words), *_words(base, words)]
    return tuple((rule, re.compile(rule.pattern)) for rule in found)


def _numbers(words: Words) -> Iterator[Rule]:
    """Addresses, phone numbers, dates and times in figures."""
    yield Rule("address", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
    yield Rule("address", r"(?:https?://|www\.)[A-Za-z0-9./_?=&%#-]+")
    yield Rule("date", r"(?<![0-9])20[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9])")
    yield Rule("date", r"(?<![0-9])[0-3]?[0-9]([./-])[0-3]?[0-9]\1(?:20)?[0-9]{2}(?![0-9])")
    yield Rule("date", r"(?<![0-9.])[0-3]?[0-9]\. ?[01]?[0-9]\.(?![0-9])")
    yield Rule("phone", r"(?<![0-9])(?:\+|00)[1-9][0-9 ()/.-]{5,}[0-9]")
    yield Rule("phone", r"(?<![0-9])\(?0?[0-9]{2,4}\)?[ /-][0-9]{3,4}[ -][0-9]{3,5}(?![0-9])")
    yield Rule("phone", r"(?<![0-9])0[0-9]{2,5}[ /-][0-9]{4,}(?![0-9])")
    yield Rule("time", r"(?<![0-9])[0-2]?[0-9]:[0-5][0-9](?![0-9])")
    if words.hours:
        yield Rule("time", rf"(?<![0-9])[0-2]?[0-9](?:[.:][0-5][0-9])? ?(?:{words.hours})")
    yield Rule("date", r"(?<![0-9.,€$-])20[0-3][0-9](?![0-9€$%]|[.,][0-9])")


def _calendar(language: str, words: Words) -> Iterator[Rule]:
    """Months, weekdays, and days that go by another name."""
    after = rf"(?![{LETTERS}])"
    if words.days:
        yield Rule("date", rf"{_START}(?:{words.days}){after}")
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return
    names = {
        str(name)
        for calendar in (locale.months, locale.days)
        for form in ("format", "stand-alone")
        for name in calendar[form]["wide"].values()
    }
    certain = {name for name in names if name not in words.unclear and len(name) > 2}
    certain |= {name[0].upper() + name[1:] for name in certain}
    day = r"(?:[0-3]?[0-9](?:st|nd|rd|th|\.|er)? )?"
    yield Rule("date", rf"{_START}{day}(?:{_any_of(certain)}){after}(?: [0-3]?[0-9](?![0-9]))?")
    if words.unclear:
        unclear = _any_of(set(words.unclear))
        yield Rule("date", rf"{_START}(?:{words.before_months}) (?:{unclear}){after}")
        yield Rule("date", rf"{_START}(?:[0-3]?[0-9] (?:{unclear})|(?:{unclear}) [0-9]+){after}")


def _words(language: str, words: Words) -> Iterator[Rule]:
    """Names and places by what stands before them, and what only few can say."""
    name = rf"[{CAPITALS}][{SMALL}]+(?:['’-][{CAPITALS}][{SMALL}]+)?(?![{LETTERS}])"
    plain = rf"(?!(?:{words.ordinary})(?![{LETTERS}]))" if words.ordinary else ""
    for phrase in words.writers:
        yield Rule("writer", rf"{_START}(?:{phrase})(?![{LETTERS}])")
    if words.titles:
        yield Rule("person", rf"{_START}(?:{words.titles}) {name}(?: {name})?")
    if words.places:
        yield Rule("place", rf"{_START}(?:{words.places}) {plain}{name}(?: {plain}{name})?")
    if language in NOUNS_HAVE_CAPITALS:
        yield Rule("place", rf"{_START}(?:{_places(language)})(?![{LETTERS}])")
        return
    if language == "en":
        yield Rule("person", rf"(?<![{LETTERS}'’] )(?<![{LETTERS}'’-]){plain}{name}['’]s")
    yield Rule("person", rf"(?<=[{SMALL},;:] ){plain}{name}(?: {plain}{name})*(?:['’]s)?")


def _places(language: str) -> str:
    """Countries, and the towns that time zones are called by, as the language calls them."""
    locale = Locale.parse(language)
    towns = {str(zone["city"]) for zone in locale.time_zones.values() if "city" in zone}
    towns |= {"Berlin", "Wien", "Paris", "London", "Hamburg", "München", "Köln", "Frankfurt"}
    towns |= {"Stuttgart", "Zürich", "Leipzig", "Dresden", "Bonn", "Basel", "Graz", "Bern"}
    lands = {str(name) for code, name in locale.territories.items() if len(code) == 2}
    words = {one for one in towns | lands if len(one) > 3 and re.fullmatch(r"[^\W\d_]+", one)}
    return _any_of(words)


def _any_of(words: set[str]) -> str:
    """Longer ones first, so that none is cut short."""
    ordered = sorted(words, key=lambda each: (-len(each), each))
    return "|".join(re.sub(r"([.^$*+?()\[\]{}|\\/])", r"\\\1", one) for one in ordered)


def _ranges(fits: str) -> str:
    """A character class's content: the letters of `_SCRIPTS` of which `str.<fits>` is true."""
    letters = [code for code in _SCRIPTS if chr(code).isalpha() and getattr(chr(code), fits)()]
    runs: list[list[int]] = []
    for code in letters:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in runs)


CAPITALS = _ranges("isupper")
SMALL = _ranges("islower")
LETTERS = _ranges("isalpha")
_START = rf"(?<![{LETTERS}0-9])"
