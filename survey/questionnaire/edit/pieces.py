"""The entries of a list or map as pieces of text with gaps between them, to be put together anew.

A piece holds an entry with the comments on its lines, and in a list those directly above it. What
else lies between two entries, blank lines and comments that stand alone, is a gap and stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from survey.questionnaire.edit.tree import Node

_ALONE = re.compile(r"[ \t]*(#[^\r\n]*)?(\r\n|\r|\n|$)")


@dataclass(frozen=True)
class Edit:
    """text[start:end] is to read as `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Carried:
    """An entry that comes from another list with its lines; `column` is where it began there."""

    value: Any
    text: str
    column: int

    def at(self, column: int, newline: str) -> str:
        """Its lines for a place that begins at `column`."""
        shift = column - self.column
        first, *more = self.text.splitlines()
        return newline.join([first, *(_shifted(line, shift) for line in more)])


def _shifted(line: str, shift: int) -> str:
    if shift >= 0 or not line.strip():
        return " " * shift + line if line.strip() else ""
    return line[min(-shift, len(line) - len(line.lstrip(" "))) :]


def applied(text: str, edits: Sequence[Edit], begin: int = 0, end: int | None = None) -> str:
    """text[begin:end] with those of the edits that lie in it. ValueError: two of them overlap."""
    end = len(text) if end is None else end
    out, done = [], begin
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start < begin or edit.end > end:
            continue
        if edit.start < done:
            raise ValueError("two changes of one place")
        out += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*out, text[done:end]])


def line_end(text: str, offset: int) -> int:
    """Where the line that holds `offset` ends, without its line end."""
    found = re.compile(r"[\r\n]").search(text, offset)
    return found.start() if found else len(text)


def column_of(text: str, offset: int) -> int:
    return offset - max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) - 1


def of_map(text: str, node: Node) -> list[tuple[int, int]]:
    """From each key to the end of its value, in a block to the end of that line."""
    pairs = zip(node.keys, node.inner, strict=True)
    ends = [(key.start, max(key.end, value.end)) for key, value in pairs]
    return ends if node.flow else [(start, line_end(text, end)) for start, end in ends]


def of_list(text: str, node: Node) -> list[tuple[int, int]]:
    """The entries; in a block from the dash, or from the comment lines right above it."""
    if node.flow:
        return [(one.start, one.end) for one in node.inner]
    found: list[tuple[int, int]] = []
    for entry in node.inner:
        dash = _skip(text, found[-1][1]) if found else node.start
        end = line_end(text, max(entry.end, dash + 1))
        found.append((_above(text, dash), _with_comments(text, end, node.column)))
    return found


def _with_comments(text: str, end: int, column: int) -> int:
    """The end of an entry with the comment lines right below that are indented as it is."""
    while (below := _next_line(text, end)) < len(text):
        stop = line_end(text, below)
        line = text[below:stop]
        if not line.startswith(" " * (column + 1)) or not line.lstrip(" ").startswith("#"):
            break
        end = stop
    return end


def _skip(text: str, offset: int) -> int:
    """The first sign after `offset` that is neither blank nor in a comment."""
    at = _next_line(text, offset)
    while (match := _ALONE.match(text, at)) and match.end() > at:
        at = match.end()
    blank = re.compile(" *").match(text, at)
    return blank.end() if blank else at


def _next_line(text: str, offset: int) -> int:
    return offset + (2 if text.startswith("\r\n", offset) else 1)


def _above(text: str, dash: int) -> int:
    """Where an entry begins: at its dash, or at the first comment line right above."""
    column = column_of(text, dash)
    start, at = dash, dash - column
    for line in reversed(text[:at].splitlines(keepends=True)):
        if not line.startswith(" " * column + "#"):
            break
        at -= len(line)
        start = at + column
    return start


def rebuilt(
    text: str,
    spans: Sequence[tuple[int, int]],
    order: Sequence[int | str],
    default: str,
    edits: Sequence[Edit],
) -> Edit:
    """One edit that puts the pieces into `order`: positions of old ones, texts of new ones.

    `default` is the gap before a new piece. Each piece carries its own edits.
    """
    gaps = [text[one[1] : two[0]] for one, two in pairwise(spans)]
    default = gaps[0] if gaps and not gaps[0].strip(" \t\r\n,") else default
    written = [one if isinstance(one, str) else applied(text, edits, *spans[one]) for one in order]
    before, rest = _gaps(gaps, order, default)
    parts = [gap + piece for gap, piece in zip(["", *before], written, strict=True)]
    return Edit(spans[0][0], spans[-1][1], "".join(parts) + rest)


def _gaps(gaps: list[str], order: Sequence[int | str], default: str) -> tuple[list[str], str]:
    """The gaps between the pieces in their new order, and what stands after the last one."""
    kept = {one for one in order if isinstance(one, int)}
    if len(order) == len(kept) == len(gaps) + 1:
        return gaps, ""  # as many as before: the gaps stay where they are
    own, waiting = {}, ""
    for number, gap in enumerate(gaps, start=1):
        said = gap if "#" in gap else ""
        if number not in kept:
            waiting += said.rstrip() and gap.rstrip()
            continue
        own[number], waiting = waiting + gap, ""
    before = [own.pop(one, default) if isinstance(one, int) else default for one in order[1:]]
    return before, waiting + "".join(gap.rstrip() for gap in own.values() if "#" in gap)
