"""Whether a document has the shape of a model; pydantic's errors with place and right word."""

import re
import typing
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from survey.questionnaire.document import Document, Path
from survey.questionnaire.model import LANGUAGE, Instrument, Skill, Text
from survey.questionnaire.problems import Message, Remarks, nearest, shown

M = TypeVar("M", Instrument, Skill)


def read(
    document: Document, model: type[M], remarks: Remarks, languages: Sequence[str] = ()
) -> M | None:
    """The document as this model; None with all reasons in `remarks` if it is none.

    With `languages` every text must be written in each of them and in no other.
    """
    context = {"languages": tuple(languages)} if languages else None
    try:
        return model.model_validate(document.plain, context=context)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        typos = _note_unknown_keys(errors, document, model, remarks)
        for detail in errors:
            if detail["type"] != "extra_forbidden" and _path(detail) not in typos:
                _note(detail, document, remarks)
        return None


def _note_unknown_keys(
    errors: list[ErrorDetails], document: Document, model: type[BaseModel], remarks: Remarks
) -> set[Path]:
    """Note the keys nobody knows. Returns the missing keys that were probably meant by them."""
    meant: set[Path] = set()
    for detail in errors:
        if detail["type"] != "extra_forbidden" or remarks.full:
            continue
        path = detail["loc"]
        around, key = path[:-1], str(path[-1])
        free = _keys_of(model, around) - set(document.at(around))
        suggestion = nearest(key, free)
        meant.add((*around, suggestion.strip("'")))
        place = document.place(path, key=True)
        remarks.add(Message.UNKNOWN_KEY, place, suggestion, key=shown(key))
    return meant


def _keys_of(model: type[BaseModel], path: Path) -> set[str]:
    """The keys of the model that a path leads to."""
    for step in path:
        if isinstance(step, str):
            model = _model_in(model.model_fields[step].annotation) or model
    return set(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, typing.get_args(annotation))), None)


def _path(detail: ErrorDetails) -> Path:
    """Way to the value in the file; of our own `Text.by_language` nothing stands in a file."""
    before, text, after = [*detail["loc"]], "by_language", []
    if text in before:
        at = before.index(text)
        before, after = before[:at], [step for step in before[at + 1 :] if step]
    return (*before, *after)


def _note(detail: ErrorDetails, document: Document, remarks: Remarks) -> None:
    if remarks.full:
        return
    path = _path(detail)
    if detail["type"] == "missing":
        key = shown(path[-1])
        remarks.add(Message.MISSING_KEY, document.place(path[:-1]), key=key)
        return
    of_key = detail["type"] in ("UNDECLARED_LANGUAGE", "BAD_LANGUAGE")
    for language in detail.get("ctx", {}).get("in_languages", [""]):
        here = (*path, language) if language else path
        place = document.place(here, key=of_key)
        if remarks.at(place):
            continue  # the guard has spoken about it; what follows from that helps nobody
        message, suggestion, values = _worded(detail, here)
        is_text = bool(language) or "by_language" in detail["loc"]
        remarks.add(message, place, suggestion, **{"key": _name(here, is_text), **values})


def _name(path: Path, is_text: bool) -> str:
    """What to call the value at a path: its key, or its position in the list with that key."""
    if not path:
        return "the file"
    last = path[-1]
    if is_text and len(path) > 1 and re.fullmatch(LANGUAGE, str(last)):
        return f"{_name(path[:-1], False)} ({last})"
    if isinstance(last, int) and len(path) > 1:
        return f"entry {last + 1} of {shown(path[-2])}"
    return shown(last)


Worded = tuple[Message, str, dict[str, str | int]]
Context = dict[str, Any]


def _worded(detail: ErrorDetails, path: Path) -> Worded:
    """Catalogue entry, suggestion and values for one of pydantic's errors or one of ours."""
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if value is None:
        return Message.NO_VALUE, "", {}
    if kind in Message.__members__:
        return _own(Message[kind], context, path)
    if kind == "model_type" and context.get("class_name") == Text.__name__:
        return Message.NOT_A_TEXT, _quoted(value), {}
    if kind in _SIMPLE:
        message, limit = _SIMPLE[kind]
        return message, "", {"limit": context.get(limit, "")}
    if kind in _DETAILED:
        return _DETAILED[kind](value, context, path)
    return Message.INVALID, "", {"reason": shown(detail["msg"], quote="")}


def _own(message: Message, context: Context, path: Path) -> Worded:
    values = {name: value for name, value in context.items() if name != "in_languages"}
    language = shown(path[-1]) if path else ""
    return message, "", {"language": language, "value": language, **values}


def _quoted(value: object) -> str:
    return f'"{str(value).lower()}"' if isinstance(value, int) else ""


def _string(value: object, _context: Context, _path: Path) -> Worded:
    if isinstance(value, list | dict):
        return Message.NOT_ONE_TEXT, "", {}
    return Message.NOT_A_STRING, _quoted(value), {"value": str(value).lower()}


def _pattern(value: object, _context: Context, path: Path) -> Worded:
    languages = "languages" in path
    return (Message.BAD_LANGUAGE if languages else Message.BAD_ID), "", {"value": shown(value)}


def _choice(value: object, context: Context, _path: Path) -> Worded:
    choices = str(context["expected"]).replace(" or ", ", ").replace("'", "").split(", ")
    suggestion = nearest(str(value), set(choices))
    return Message.NOT_A_CHOICE, suggestion, {"value": shown(value), "choices": ", ".join(choices)}


def _true_or_false(value: object, _context: Context, _path: Path) -> Worded:
    word = str(value).lower()
    known = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false"}
    return Message.NOT_TRUE_OR_FALSE, known.get(word, ""), {}


_SIMPLE = {
    "int_type": (Message.NOT_A_NUMBER, ""),
    "tuple_type": (Message.NOT_A_LIST, ""),
    "model_type": (Message.NOT_A_MAP, ""),
    "too_short": (Message.TOO_SHORT, "min_length"),
    "too_long": (Message.TOO_LONG, "max_length"),
    "string_too_short": (Message.TEXT_EMPTY, "min_length"),
    "string_too_long": (Message.TEXT_TOO_LONG, "max_length"),
    "greater_than_equal": (Message.NUMBER_TOO_SMALL, "ge"),
    "less_than_equal": (Message.NUMBER_TOO_LARGE, "le"),
}
_DETAILED: dict[str, Callable[[object, Context, Path], Worded]] = {
    "string_type": _string,
    "string_pattern_mismatch": _pattern,
    "literal_error": _choice,
    "bool_type": _true_or_false,
}
