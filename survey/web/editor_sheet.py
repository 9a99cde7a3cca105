"""The form view of a draft as data for its templates: sections, blocks, fields, and the matrix."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError

from survey.questionnaire import loader
from survey.questionnaire.document import Path
from survey.questionnaire.edit import places
from survey.questionnaire.edit.fields import Field, fields, in_order, items, place_of, plain_of
from survey.questionnaire.lint import linting
from survey.questionnaire.lint.linting import Finding
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.questionnaire.problems import Problem
from survey.web.editor_frame import words_of
from survey.web.editor_words import doubt, key

LONG = {"definition", "why", "when_it_goes_well", "purpose", "when", "do", "know"}
"""Keys with texts of several lines."""


@dataclass(frozen=True)
class Box:
    """One value as the form shows it."""

    field: Field
    label: str
    words: str
    long: bool

    @property
    def name(self) -> str:
        return self.field.name


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


@dataclass
class Section:
    key: str
    title: str
    blocks: list[Block] = field(default_factory=list)


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
    blocks = _blocks(of_file.values(), typed)
    rest = _beside(blocks, file, plain, places.around(files, loader.problems_of(files)))
    for finding in doubts_of(files):
        if finding.file == file:
            _place_doubt(blocks, plain, finding)
    sections: dict[str, Section] = {}
    own = [block for place, block in blocks.items() if place.startswith("items.")]
    for place, block in blocks.items():
        if not place.startswith("items."):
            name = place.split(".")[1]
            sections.setdefault(name, Section(name, key(name))).blocks.append(block)
    spoken = list(dict.fromkeys(one.language for one in of_file.values() if one.language))
    shown = {name: one.words for name, one in of_file.items()}
    return Sheet(list(sections.values()), own, spoken, shown, rest)


def doubts_of(files: Mapping[str, bytes]) -> list[Finding]:
    """The linter's; [] while there are problems."""
    return list(_doubts(tuple(sorted(files.items()))))


@lru_cache(maxsize=8)
def _doubts(files: tuple[tuple[str, bytes], ...]) -> tuple[Finding, ...]:
    return () if loader.problems_of(dict(files)) else tuple(linting.lint(dict(files)))


def doubt_name(plain: Mapping[str, Any], finding: Finding) -> str:
    """Of the field in which a reason to accept it is given."""
    return f"reason.{finding.rule}.{_block_of(_place(plain, finding.file, finding.path))}"


def _blocks(found: Iterable[Field], typed: Mapping[str, str]) -> dict[str, Block]:
    blocks: dict[str, Block] = {}
    for one in found:
        place = _block_of(one.place)
        block = blocks.setdefault(place, Block(place, _title(place)))
        rest = one.place.removeprefix(place).strip(".")
        label = " ".join(key(step) for step in rest.split(".")) if rest else key(_last(place))
        words = typed.get(one.name, one.words)
        block.boxes.append(Box(one, label, words, _last(one.place) in LONG or len(words) > 90))
    return blocks


def _block_of(place: str) -> str:
    """An item, an entry of a list, or a key of the file: the first three names at most."""
    names = place.split(".")
    if names[0] == "items":
        return ".".join(names[:2])
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


def matrix(files: Mapping[str, bytes], language: str) -> tuple[list[str], list[Any]]:
    """Names of the responsibilities; of each skill (id, name, counts by responsibility).

    Raises Problems.
    """
    plain = plain_of(files)
    columns = responsibilities(plain, language)
    rows = []
    for name in (one for one in _ordered(plain) if isinstance(plain[one], dict)):
        cells = [one.get("responsibility") for one in items(plain[name])]
        counts = [cells.count(id_) for id_, _ in columns]
        skill = name.removesuffix(ENDING)
        rows.append((skill, words_of(plain[name].get("name"), language) or skill, counts))
    return [name for _, name in columns], rows


def responsibilities(plain: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """(id, short name) as far as they can be read."""
    top = plain.get(INSTRUMENT)
    listed = top.get("responsibilities") if isinstance(top, dict) else None
    return [
        (str(one["id"]), words_of(one.get("short"), language) or str(one["id"]))
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict) and "id" in one
    ]


def cells(files: Mapping[str, bytes], language: str) -> list[tuple[str, str]]:
    """Where an item may be: (skill/responsibility, names)."""
    plain = plain_of(files)
    return [
        (f"{name.removesuffix(ENDING)}/{id_}", f"{_name(plain[name], name, language)} / {column}")
        for name in _ordered(plain)
        for id_, column in responsibilities(plain, language)
    ]


def _name(plain: Any, name: str, language: str) -> str:
    own = words_of(plain.get("short"), language) if isinstance(plain, dict) else ""
    return own or name.removesuffix(ENDING)


def _ordered(plain: Mapping[str, Any]) -> list[str]:
    return [name for name in in_order(plain) if name != INSTRUMENT]


def language_name(code: str, shown_in: str) -> str:
    """English, Deutsch …, in the visitor's language; the code itself if nobody knows it."""
    try:
        return Locale.parse(code).get_display_name(shown_in) or code
    except (ValueError, UnknownLocaleError):
        return code
