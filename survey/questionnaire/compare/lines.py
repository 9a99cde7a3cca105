"""Two states of files beside each other, line by line."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from survey.questionnaire.problems import shown

CONTEXT = 3
"""Lines that did not change, shown around those that did."""


@dataclass(frozen=True)
class Line:
    """A line of one file; the numbers count from 1, None where the line is not in that state."""

    file: str
    sort: Literal["same", "gone", "new"]
    old: int | None
    new: int | None
    text: str

    def __str__(self) -> str:
        """As a terminal shows it: nothing in it moves the cursor."""
        sign = {"same": " ", "gone": "-", "new": "+"}[self.sort]
        return sign + shown(self.text, quote="", longest=1000)


def between(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[list[Line]]:
    """Passages that differ, file by file; each with some lines around."""
    for name in sorted({*old, *new}):
        before, after = (_lines(files.get(name, b"")) for files in (old, new))
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        for group in matcher.get_grouped_opcodes(CONTEXT):
            yield [line for step in group for line in _passage(name, before, after, step)]


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8-sig", errors="replace").splitlines()


def _passage(
    name: str, before: list[str], after: list[str], step: tuple[str, int, int, int, int]
) -> Iterator[Line]:
    tag, old, old_end, new, new_end = step
    if tag == "equal":
        for at in range(old_end - old):
            yield Line(name, "same", old + at + 1, new + at + 1, before[old + at])
        return
    for at in range(old, old_end):
        yield Line(name, "gone", at + 1, None, before[at])
    for at in range(new, new_end):
        yield Line(name, "new", None, at + 1, after[at])
