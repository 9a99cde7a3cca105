"""The form view of a draft as data for its templates: sections, blocks, fields, and the matrix."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale

from survey.questionnaire import loader
from survey.questionnaire.document import Path
from survey.questionnaire.edit import places
from survey.questionnaire.edit.fields import Field, fields, place_of, plain_of
from survey.questionnaire.lint import linting
from survey.questionnaire.lint.linting import Finding
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.questionnaire.problems import Problem
from survey.web.editor_cells import named, responsibilities
from survey.web.editor_words import choice, doubt, key

LONG = {"definition", "why", "when_it_goes_well", "purpose", "when", "do", "know"}
"""Keys with texts of several lines."""
NEW: Mapping[str, tuple[str, ...]] = {
    "responsibilities": ("name", "short", "definition"),
    "groups": ("name", "rater"),
    "forms": ("name",),
    "first_questions": ("self", "other"),
    "open_questions": ("self", "other"),
    "ideas": ("when", "do", "know"),
    "questions": ("words",),
}
"""Lists of a file to which the form adds, and the texts of a new entry."""
_OF_INSTRUMENT = ("responsibilities", "groups", "forms", "first_questions", "open_questions")
_BESIDE = {"edition": "title", "random_order": "title", "show_if": "name"}
"""Settings of a whole file, and beside which of its texts they are shown."""
_ABOUT = ("name", "short", "definition", "why", "when_it_goes_well")
"""Texts of a skill that make one section."""


@dataclass(frozen=True)
class Box:
    """One value as the form shows it."""

    field: Field
    label: str
    words: str
    long: bool
    options: tuple[tuple[str, str], ...] = ()
    """Of what is chosen: (value, what it is called)."""

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def key(self) -> str:
        return _last(self.field.place)

    @property
    def chosen(self) -> list[str]:
        return self.words.split()


@dataclass(frozen=True)
class Doubt:
    """A lint warning beside its item; `name` is the field for the reason to accept it."""

    name: str
    text: str
    reason: str


@dataclass
class Block:
    """An entry, such as an item or a rater group; `place` is also its anchor."""

    place: str
    title: str
    boxes: list[Box] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    """Of a question to choose from: place and name of each option."""


@dataclass
class Section:
    key: str
    title: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def new(self) -> tuple[str, ...]:
        """Texts of a new entry; () where none can be added."""
        return NEW.get(self.key, ())


@dataclass(frozen=True)
class Sheet:
    """One file of a draft as a form."""

    sections: list[Section]
    items: list[Block]
    languages: list[str]
    shown: Mapping[str, str]
    """Value of each field as it is in the draft."""
    problems: list[tuple[str, str]]
    """Those of this file that no block shows, and of other files: (text, address or "")."""


def sheet_of(files: Mapping[str, bytes], file: str, typed: Mapping[str, str]) -> Sheet:
    """The form of one file; what was `typed` stands in its fields. Raises Problems."""
    plain = plain_of(files)
    of_file = {name: one for name, one in fields(files).items() if one.file == file}
    blocks = _blocks(of_file.values(), typed, plain)
    rest = _beside(blocks, file, plain, places.around(files, loader.problems_of(files)))
    for finding in doubts_of(files):
        if finding.file == file:
            _place_doubt(blocks, plain, finding)
    own = [block for place, block in blocks.items() if place.startswith("items.")]
    spoken = list(dict.fromkeys(one.language for one in of_file.values() if one.language))
    shown = {name: one.words for name, one in of_file.items()}
    return Sheet(_sections(file, blocks), own, spoken, shown, rest)


def _sections(file: str, blocks: Mapping[str, Block]) -> list[Section]:
    """The blocks by key of the file; a list that is empty has a section, too."""
    sections: dict[str, Section] = {}
    for place, block in blocks.items():
        if not place.startswith("items."):
            name = place.split(".")[1]
            name = "about" if name in _ABOUT else name
            sections.setdefault(name, Section(name, key(name))).blocks.append(block)
    for name in _OF_INSTRUMENT if file == INSTRUMENT else ("ideas", "questions"):
        sections.setdefault(name, Section(name, key(name)))
    return list(sections.values())


def doubts_of(files: Mapping[str, bytes]) -> list[Finding]:
    """The linter's; [] while there are problems."""
    return list(_doubts(tuple(sorted(files.items()))))


@lru_cache(maxsize=8)
def _doubts(files: tuple[tuple[str, bytes], ...]) -> tuple[Finding, ...]:
    return () if loader.problems_of(dict(files)) else tuple(linting.lint(dict(files)))


def doubt_name(plain: Mapping[str, Any], finding: Finding) -> str:
    """Of the field in which a reason to accept it is given."""
    return f"reason.{finding.rule}.{_block_of(_place(plain, finding.file, finding.path))}"


def _blocks(
    found: Iterable[Field], typed: Mapping[str, str], plain: Mapping[str, Any]
) -> dict[str, Block]:
    blocks: dict[str, Block] = {}
    for one in found:
        place = _block_of(one.place)
        block = blocks.setdefault(place, Block(place, _title(place)))
        inner = one.place.startswith(place)
        names = one.place.removeprefix(place if inner else "").strip(".").split(".")
        names = names if inner else names[-1:]
        label = " ".join(key(step) for step in names) if names[0] else key(_last(place))
        words = typed.get(one.name, one.words)
        long = _last(one.place) in LONG or len(words) > 90
        block.boxes.append(Box(one, label, words, long, tuple(_choices(one, plain))))
        if names[0] == "options" and place + ".options." + names[1] not in dict(block.options):
            block.options.append((f"{place}.options.{names[1]}", words))
    return blocks


def _choices(one: Field, plain: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a setting may be, as far as there is a list of it."""
    language = str(get_locale())
    if one.kind == "several":
        return named(plain, "groups", "name", language)
    if one.kind == "choice" and not one.options:
        return responsibilities(plain, language)
    return [(value, choice(_last(one.place), value)) for value in one.options]


def _block_of(place: str) -> str:
    """An item, an entry of a list, or a key of the file: the first three names at most."""
    names = place.split(".")
    if names[0] == "items":
        return ".".join(names[:2])
    if len(names) == 2 and names[1] in _BESIDE:
        return f"{names[0]}.{_BESIDE[names[1]]}"
    single = len(names) < 3 or names[1] in ("intro", "scale", "comment")
    return ".".join(names[: 2 if single else 3])


def _title(place: str) -> str:
    names = place.split(".")
    return names[1] if names[0] == "items" else key(names[-1])


def _last(place: str) -> str:
    return place.rpartition(".")[2]


def _place(plain: Mapping[str, Any], file: str, path: Sequence[str | int]) -> str:
    """As a field's; of the part of the way that is there."""
    way, value = [], plain[file]
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            break
        way.append(step)
    return place_of(file, plain[file], tuple(way)) if way else file.removesuffix(ENDING)


def _beside(
    blocks: Mapping[str, Block],
    file: str,
    plain: Mapping[str, Any],
    found: Iterable[tuple[Path, Problem]],
) -> list[tuple[str, str]]:
    """Put each problem of the file to its block. The others, as (text, address)."""
    rest = []
    for path, problem in found:
        place = _place(plain, problem.file, path) if problem.file in plain else ""
        block = blocks.get(_block_of(place)) if problem.file == file else None
        said = problem.message + (f" ({problem.suggestion}?)" if problem.suggestion else "")
        if block is None:
            rest.append((str(problem), ""))
        else:
            block.problems.append(said)
            rest.append((f"{block.title}: {said}", f"#{block.place}"))
    return rest


def _place_doubt(blocks: Mapping[str, Block], plain: Mapping[str, Any], finding: Finding) -> None:
    block = blocks.get(_block_of(_place(plain, finding.file, finding.path)))
    if block is None and blocks:
        block = next(iter(blocks.values()))
    name = doubt_name(plain, finding)
    if block is not None and name not in {one.name for one in block.doubts}:
        text = doubt(finding.rule, finding.found)
        block.doubts.append(Doubt(name, text, finding.reason))


def language_name(code: str, shown_in: str) -> str:
    """English, Deutsch …, in the visitor's language; the code itself if nobody knows it."""
    try:
        return Locale.parse(code).get_display_name(shown_in) or code
    except (ValueError, UnknownLocaleError):
        return code
