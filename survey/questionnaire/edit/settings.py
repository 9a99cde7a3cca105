"""What of a questionnaire is no text: kinds, numbers, who is asked, and when. The models say so.

A form shows each as words: a number by its digits, ids with blanks between them, and a condition
as `id = 3`, `id >= 4` or `id: yes, no`.
"""

import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from survey.errors import NotNow
from survey.questionnaire.document import Path
from survey.questionnaire.edit.texts import model_of
from survey.questionnaire.model import (
    Form,
    Idea,
    Instrument,
    Item,
    OpenQuestion,
    RaterGroup,
    Scale,
    ShowIf,
    Skill,
)
from survey.questionnaire.types import of_kind

Sort = Literal["line", "choice", "number", "flag", "several", "condition"]
YES, NO = "yes", "no"
_PLACES: Mapping[type[BaseModel], Mapping[str, type[BaseModel]]] = {
    Instrument: {
        "scale": Scale,
        "groups": RaterGroup,
        "forms": Form,
        "first_questions": OpenQuestion,
        "open_questions": OpenQuestion,
    },
    Skill: {"items": Item, "ideas": Idea},
}
"""Keys of a file below which there are settings, and what stands there."""
_ELSEWHERE = {"id", "languages", "skills"}
"""Keys that a form changes by its buttons, or never."""
_CONDITION = re.compile(r"\s*([a-z0-9_]+)\s*(=|>=|:)\s*([a-z0-9_, ]+?)\s*")


@dataclass(frozen=True)
class Setting:
    path: Path
    words: str
    sort: Sort
    options: tuple[str, ...] = ()
    """Of a choice; () where the questionnaire itself says what there is."""


def settings(name: str, plain: Any) -> Iterator[Setting]:
    """Of one file, in the order of the model; what has not its shape is left out."""
    model = model_of(name)
    if not isinstance(plain, dict):
        return
    yield from _own(plain, model, ())
    for key, inner in _PLACES[model].items():
        value = plain.get(key)
        for at, one in enumerate(value if isinstance(value, list) else []):
            yield from _own(one, inner, (key, at))
        yield from _own(value, inner, (key,))


def put(name: str, plain: Any, setting: Setting, words: str) -> None:
    """Put these words into the values of a file; what means the same left out is left out.

    Raises NotNow: they are not what this setting can be. KeyError, IndexError: it is not there.
    """
    *way, key = setting.path
    model = _PLACES[model_of(name)][str(way[0])] if way else model_of(name)
    entry = plain
    for step in way:
        entry = entry[step]
    value, field = _value(setting, words.strip()), model.model_fields[str(key)]
    if not field.is_required() and (value is None or value == _default(field)):
        entry.pop(key, None)
    else:
        entry[key] = value


def condition(words: str) -> dict[str, Any] | None:
    """As `show_if` says it; None for no condition. Raises NotNow."""
    if not words.strip():
        return None
    found = _CONDITION.fullmatch(words)
    if found is None:
        raise _no_condition(words)
    question, sign, rest = found.groups()
    if sign == ":":
        return {"question": question, "one_of": re.findall(r"[a-z0-9_]+", rest)}
    if not rest.isdecimal():
        raise _no_condition(words)
    return {"question": question, "equals" if sign == "=" else "at_least": int(rest)}


def condition_in_words(value: Any) -> str | None:
    """The words that `condition` reads; None for what cannot be said so."""
    if value is None:
        return ""
    try:
        said = {
            "equals": lambda: f"{value['question']} = {int(value['equals'])}",
            "at_least": lambda: f"{value['question']} >= {int(value['at_least'])}",
            "one_of": lambda: f"{value['question']}: {', '.join(value['one_of'])}",
        }
        (kind,) = set(value) - {"question"}
        words = said[kind]()
        return words if condition(words) == value else None
    except (KeyError, TypeError, ValueError, NotNow):
        return None


def _no_condition(words: str) -> NotNow:
    return NotNow("%(words)s is not a condition. Write the id of an earlier question and what was "
                  "answered: pace = 3, pace >= 4, or role: lead, expert.", words=words)  # fmt: skip


def _own(entry: Any, model: type[BaseModel], path: Path) -> Iterator[Setting]:
    """Settings of one entry; a list or a text there is none."""
    if not isinstance(entry, dict):
        return
    for key, field in model.model_fields.items():
        sort = _sort(model, key, field)
        if sort is None or key in _ELSEWHERE:
            continue
        words = _words(sort, entry.get(key, None if field.is_required() else _default(field)))
        options = _options(model, key, field)
        if words is not None and len(options) != 1:
            yield Setting((*path, key), words, sort, options)


def _sort(model: type[BaseModel], key: str, field: FieldInfo) -> Sort | None:
    kinds = _within(field.annotation)
    if key in ("only_for", "hard_to_see_for"):
        return "several"
    if ShowIf in kinds:
        return "condition"
    if key == "type" or Literal in kinds or (model is Idea and key == "responsibility"):
        return "choice"
    by_kind: dict[Any, Sort] = {bool: "flag", int: "number"}
    return next((by_kind[one] for one in kinds if one in by_kind),
                "line" if key == "edition" else None)  # fmt: skip


def _within(annotation: Any) -> set[Any]:
    """The kinds of value that an annotation allows: int for `int | None`, Literal for one."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        return {kind for one in typing.get_args(annotation) for kind in _within(one)}
    if origin is typing.Annotated:
        return _within(typing.get_args(annotation)[0])
    return {origin or annotation}


def _options(model: type[BaseModel], key: str, field: FieldInfo) -> tuple[str, ...]:
    if key == "type":
        return tuple(sorted(of_kind("numbers") if model is Item else of_kind("words", "options")))
    return typing.get_args(field.annotation) if Literal in _within(field.annotation) else ()


def _words(sort: Sort, value: Any) -> str | None:
    if sort == "condition":
        return condition_in_words(value)
    if sort == "several":
        there = value if isinstance(value, list | tuple) else [""]
        return " ".join(there) if all(isinstance(one, str) and one for one in there) else None
    if sort == "flag":
        return YES if value is True else NO
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _value(setting: Setting, words: str) -> Any:
    if setting.sort == "condition":
        return condition(words)
    if setting.sort == "several":
        return words.split()
    if setting.sort == "flag":
        return words == YES
    if setting.sort != "number":
        return words
    if not (words.isascii() and words.isdecimal() and len(words) < 7):
        raise NotNow("%(words)s is not a whole number.", words=words or "–")
    return int(words)


def _default(field: FieldInfo) -> Any:
    value = field.get_default()
    return list(value) if isinstance(value, tuple) else value
