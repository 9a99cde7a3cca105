"""How a value is written in YAML: as plainly as it may be, and never so that it reads otherwise."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from survey.questionnaire.document import plain_value
from survey.questionnaire.text import LANGUAGE

WIDTH = 100
"""Columns that a line should not pass, where it can be broken."""

_LEADS = re.compile(r"[\s\-?:,\[\]{}#&*!|>'\"%@`]|\.\.\.")
_BREAKS = re.compile(r": |:$| #|[\x00-\x1f\x7f-\x9f]|\s$")
_OTHERS_READ = re.compile(  # what this loader takes for text and other programs do not
    r"(?i:y|n|yes|no|on|off|true|false|null|~)|[-+.]?[0-9][0-9a-fxo_:.,+\-]*(?i:e[-+]?[0-9]+)?|\.(?i:inf|nan)"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether the text can stand without quotes, in brackets too with `flow`."""
    if not text or _LEADS.match(text) or _BREAKS.search(text) or _OTHERS_READ.fullmatch(text):
        return False
    if plain_value(text) != text:
        return False
    return not (flow and re.search(r"[,\[\]{}]", text))


def quoted(text: str) -> str:
    """In double quotes: whatever it holds, it reads as it is."""
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in text) + '"'


def single(text: str) -> str | None:
    """In single quotes; None if that cannot be."""
    if re.search(r"[\r\n\t]", text):
        return None
    return "'" + text.replace("'", "''") + "'"


def folded(text: str, width: int) -> list[str] | None:
    """The lines of a folded text; None if folding would change it."""
    lines: list[str] = []
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            lines.append("")
        if not paragraph or paragraph != paragraph.strip() or "\t" in paragraph:
            return None
        lines += filled(re.split(r"(?<=\S) (?=\S)", paragraph), width)
    return lines


def filled(words: Iterable[str], width: int) -> list[str]:
    """Words in lines of at most `width` signs, if none of them is longer."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def inline(value: Any, *, flow: bool = True) -> str:
    """Any value within one line; `flow`: it will stand in brackets."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key}: {inline(one)}" for key, one in value.items())
        return f"{{{inside}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(inline(one) for one in value)}]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int):
        return str(value)
    value = value.strip()
    return value if is_plain(value, flow=flow) else quoted(value)


def lines(value: Any, indent: int) -> list[str]:
    """A map, list or text as lines for a place `indent` columns in; the first has no indent."""
    if isinstance(value, Mapping) and value:
        return _under([_entry(key, one, indent) for key, one in value.items()], indent)
    if isinstance(value, list | tuple) and value:
        written = [lines(one, indent + 2) for one in value]
        return _under([[f"- {first}", *more] for first, *more in written], indent)
    return _words(value, indent, indent)


def _under(blocks: Sequence[list[str]], indent: int) -> list[str]:
    """Blocks below each other; all but the first begin with the indent."""
    first, *rest = blocks
    return [*first, *(line for top, *more in rest for line in (" " * indent + top, *more))]


def _entry(key: str, value: Any, indent: int) -> list[str]:
    short = f"{key}: {inline(value, flow=not isinstance(value, str))}"
    if is_small(value) and indent + len(short) <= WIDTH:
        return [short]
    if isinstance(value, Mapping | list | tuple) and value:
        inner = lines(value, indent + 2)
        return [f"{key}:", " " * (indent + 2) + inner[0], *inner[1:]]
    first, *more = _words(value, indent, indent + len(key) + 2)
    return [f"{key}: {first}", *more]


def is_small(value: Any) -> bool:
    """Short enough in kind for one line: a word, a text by language, a list of words."""
    if isinstance(value, Mapping):
        return all(re.fullmatch(LANGUAGE, key) for key in value)
    if isinstance(value, list | tuple):
        return not any(isinstance(one, Mapping | list | tuple) for one in value)
    return True


def _words(value: Any, indent: int, column: int) -> list[str]:
    """A single value for a place that begins at `column`, below a key at `indent`."""
    value = value.strip() if isinstance(value, str) else value
    if isinstance(value, str) and (column + len(value) > WIDTH or "\n" in value):
        wrapped = folded(value, WIDTH - indent - 2)
        if wrapped is not None and len(wrapped) > 1:
            return [">-", *(" " * (indent + 2) + line if line else "" for line in wrapped)]
    return [inline(value, flow=False)]
