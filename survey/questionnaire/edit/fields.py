"""What a form shows of a draft: each value under a name that outlives reordering and moving.

A draft need not be right. It is enough that each file can be read; what has not the shape that it
should have is left out, and the loader tells about it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from survey.errors import NotFound
from survey.questionnaire.document import Path
from survey.questionnaire.edit import operations, settings, texts
from survey.questionnaire.edit.rewriting import meaning
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.questionnaire.model import ID, LANGUAGE

Files = Mapping[str, bytes]
Kind = Literal["text", "cell"] | settings.Sort
YES, NO = settings.YES, settings.NO


@dataclass(frozen=True)
class Field:
    """One value. `place` is the name without the language: what translations share."""

    place: str
    file: str
    path: Path
    language: str
    """"" for what is not a text."""
    words: str
    """The text in this language; "" where it is missing. A cell is "skill/responsibility"."""
    kind: Kind = "text"
    options: tuple[str, ...] = ()
    """Of a choice, where the models say what there is."""

    @property
    def name(self) -> str:
        return f"{self.place}.{self.language}" if self.language else self.place


def plain_of(files: Files) -> dict[str, Any]:
    """The values of every file. Raises Problems: one of them cannot be read."""
    return {name: meaning(name, data) for name, data in files.items()}


def languages(plain: Mapping[str, Any]) -> list[str]:
    """As far as they are well declared, in order; never none."""
    top = plain.get(INSTRUMENT)
    listed = top.get("languages") if isinstance(top, dict) else None
    found = [one for one in listed if is_language(one)] if isinstance(listed, list) else []
    return list(dict.fromkeys(found)) or ["en"]


def is_language(code: object) -> bool:
    return isinstance(code, str) and re.fullmatch(LANGUAGE, code) is not None


def fields(files: Files) -> dict[str, Field]:
    """All texts in all languages, all settings, and of each item its cell, by name.

    In the order of the files: the instrument first, then skill by skill. Raises Problems: a file
    cannot be read.
    """
    plain = plain_of(files)
    spoken, found = languages(plain), dict[str, Field]()
    for file in in_order(plain):
        for field in (*_texts(file, plain[file], spoken), *_settings(file, plain[file])):
            found.setdefault(field.name, field)
    return found


def in_order(plain: Mapping[str, Any]) -> list[str]:
    """Names of the files: the instrument, its skills in order, then what belongs to none."""
    top = plain.get(INSTRUMENT)
    listed = top.get("skills") if isinstance(top, dict) else None
    skills = [f"{one}{ENDING}" for one in listed] if isinstance(listed, list) else []
    ordered = dict.fromkeys([INSTRUMENT, *skills, *sorted(plain)])
    return [name for name in ordered if name in plain]


def put(files: Files, name: str, words: str) -> Files:
    """The files with this value. Raises NotFound (no such field), and as the operations."""
    field = fields(files).get(name)
    if field is None:
        raise NotFound(f"no field {name}")
    if field.kind == "text":
        return operations.write(files, field.file, field.path, field.language, words)
    item = field.place.split(".")[1]
    if field.kind == "cell":
        skill, _, responsibility = words.partition("/")
        return operations.move(files, item, skill, responsibility)
    wanted = meaning(field.file, files[field.file])
    settings.put(field.file, wanted, settings.Setting(field.path, field.words, field.kind), words)
    return operations.change(files, field.file, wanted)


def _texts(file: str, plain: Any, spoken: list[str]) -> Iterator[Field]:
    for path in texts.paths(plain, texts.model_of(file)):
        now = _at(plain, path)
        for language in spoken:
            by_language = now if isinstance(now, dict) else {spoken[0]: now}
            words = by_language.get(language)
            kept = words.strip() if isinstance(words, str) else ""
            yield Field(place_of(file, plain, path), file, path, language, kept)


def _settings(file: str, plain: Any) -> Iterator[Field]:
    """A cell only of items with an id of their own, by which the operations find them."""
    for at, item in enumerate(items(plain)):
        if is_id(item.get("id")):
            place = place_of(file, plain, ("items", at))
            cell = f"{file.removesuffix(ENDING)}/{item.get('responsibility', '')}"
            yield Field(f"{place}.cell", file, ("items", at), "", cell, "cell")
    for one in settings.settings(file, plain):
        *way, key = one.path
        place = place_of(file, plain, tuple(way)) if way else file.removesuffix(ENDING)
        yield Field(f"{place}.{key}", file, one.path, "", one.words, one.sort, one.options)


def items(plain: Any) -> list[dict[str, Any]]:
    """The items of a skill's file; an entry that is no map counts as an empty one."""
    listed = plain.get("items") if isinstance(plain, dict) else None
    if not isinstance(listed, list):
        return []
    return [one if isinstance(one, dict) else {} for one in listed]


def is_id(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(ID, value) is not None


def place_of(file: str, plain: Any, path: Path) -> str:
    """Entries go by id where they have one, and items need no skill: they may move."""
    named: list[str] = []
    value = plain
    for step in path:
        value = value[step]
        id_ = value.get("id") if isinstance(value, dict) else None
        named.append(str(id_) if isinstance(step, int) and is_id(id_) else str(step))
    own = named[0] == "items" and len(named) > 1 and not named[1].isdigit()
    return ".".join(named if own else [file.removesuffix(ENDING), *named])


def _at(plain: Any, path: Path) -> Any:
    for step in path:
        plain = plain[step]
    return plain
