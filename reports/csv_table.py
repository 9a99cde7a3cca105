"""CSV files from strangers, by the csv module's strict reading: nothing guessed, nothing skipped.

pandas' own reader would turn people called NA into nobody and shift the columns of a row that has
one field too many. Every column becomes whole-number codes into its distinct texts, so that
checks look at each distinct text once and a million rows stay small.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import count, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from survey.errors import BadInput
from survey.questionnaire.guard import FORBIDDEN

MOST_SHOWN = 20
"""Problems that one message lists; the rest are counted."""

CHUNK = 512
"""Rows read at a time. Few enough to stay in the processor's cache: 65,536 take twice as long."""

WHOLE = re.compile(r"-?[0-9]{1,9}")

Ints = NDArray[np.int64]


@dataclass
class Refusals:
    """Collects what is wrong with one file, to say it all at once."""

    file: str
    found: list[tuple[int, str]] = field(default_factory=list)
    more: int = 0

    def add(self, row: int, reason: str) -> None:
        """`row` as a spreadsheet counts: the header is row 1; 0 means the file as a whole."""
        self.found.append((row, reason))

    def add_each(self, rows: Sequence[int] | Ints, reason: Callable[[int], str]) -> None:
        """One problem for each of `rows`; only of those shown, `reason` is asked by place."""
        for place, row in enumerate(rows[:MOST_SHOWN]):
            self.add(int(row), reason(place))
        self.more += max(0, len(rows) - MOST_SHOWN)

    def settle(self) -> None:
        """BadInput if anything was found."""
        if not self.found:
            return
        first = sorted(set(self.found))
        lines = [
            f"{self.file}, row {row}: {reason}" if row else f"{self.file}: {reason}"
            for row, reason in first[:MOST_SHOWN]
        ]
        if hidden := self.more + len(first) - len(lines):
            lines.append(f"… and {hidden} more problems in {self.file}")
        raise BadInput("\n".join(lines))


@dataclass(frozen=True)
class Column:
    """Row i says `texts[codes[i]]`; `texts` are distinct, in order of appearance."""

    codes: Ints
    texts: list[str]

    def take(self, rows: Ints) -> list[str]:
        return [self.texts[code] for code in self.codes[rows].tolist()]

    def mapped(self, values: Mapping[str, int]) -> Ints:
        """What `values` has for each row's text."""
        return np.array([values[text] for text in self.texts], dtype=np.int64)[self.codes]


@dataclass(frozen=True)
class CsvTable:
    """A file whose structure is right: every row has every field, once."""

    file: str
    columns: dict[str, Column]
    rows: Ints
    """Row numbers as a spreadsheet counts; the first one after the header is 2."""

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def check(self, name: str, judge: "Judge", refusals: Refusals) -> None:
        """Refuses every row whose text in column `name` the judge does not accept."""
        column = self.columns[name]
        bad = np.array([not judge.accepts(text) for text in column.texts], dtype=bool)
        hits = np.flatnonzero(bad[column.codes])
        texts = column.take(hits[:MOST_SHOWN])
        refusals.add_each(self.rows[hits], lambda place: judge.reason(texts[place]))


@dataclass(frozen=True)
class Judge:
    """Whether a text is right, asked of every distinct one; why not, asked only if it is said."""

    accepts: Callable[[str], object]
    reason: Callable[[str], str]


def read_table(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> CsvTable:
    """Reads a CSV file in UTF-8 with or without BOM, columns in any order.

    BadInput, with file and row: unreadable, not UTF-8, empty, broken quotes, a missing, unknown or
    repeated column, a row with more or fewer fields than the header. Blank lines are no rows.
    """
    text = _decoded(path)
    refusals = Refusals(path.name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(header, required, optional, refusals)
        columns, rows = _code(reader, header, refusals)
    except csv.Error as error:
        raise BadInput(f"{error}", f"{path.name}, line {reader.line_num}") from error
    refusals.settle()
    return CsvTable(path.name, columns, rows)


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error
    row = data.count(b"\n", 0, max(data.find(b"\0"), 0)) + 1
    if b"\0" in data:
        raise BadInput("has NUL bytes; is it a text file in UTF-8?", f"{path.name}, row {row}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"is not UTF-8 (byte 0x{data[error.start]:02x}); save the file as CSV UTF-8",
            f"{path.name}, row {row}",
        ) from error
    if not text.strip():
        raise BadInput("the file is empty", path.name)
    return text


def _check_header(
    header: list[str], required: Sequence[str], optional: Sequence[str], refusals: Refusals
) -> None:
    """All problems of the header at once, as BadInput: no row can be read without it."""
    known = [*required, *optional]
    for name in sorted({name for name in header if header.count(name) > 1}):
        refusals.add(1, f"column {name!r} occurs twice")
    for name in required:
        if name not in header:
            hint = "; fields are separated by commas" if ";" in "".join(header) else ""
            refusals.add(1, f"missing column {name!r}{hint}")
    for name in header:
        if name not in known:
            refusals.add(1, f"unknown column {name!r}{suggestion(name, known)}")
    refusals.settle()


def _code(
    reader: Iterator[list[str]], header: list[str], refusals: Refusals
) -> tuple[dict[str, Column], Ints]:
    """Columns as codes, a chunk of rows at a time: a million rows never stand there as texts."""
    lookups = [defaultdict[str, int](count().__next__) for _ in header]
    parts: list[list[Ints]] = [[np.empty(0, dtype=np.int64)] for _ in header]
    numbers = [np.empty(0, dtype=np.int64)]
    start = 2
    while chunk := list(islice(reader, CHUNK)):
        lengths = np.fromiter(map(len, chunk), dtype=np.int64, count=len(chunk))
        number = np.arange(start, start + len(chunk))
        start += len(chunk)
        if (lengths != len(header)).any():
            wrong = np.flatnonzero((lengths != len(header)) & (lengths > 0))
            said = [f"{n} fields instead of {len(header)}" for n in lengths[wrong].tolist()]
            refusals.add_each(number[wrong], said.__getitem__)
            number = number[lengths == len(header)]
            chunk = [row for row in chunk if len(row) == len(header)]
        numbers.append(number)
        for part, lookup, column in zip(parts, lookups, zip(*chunk, strict=True), strict=False):
            codes = map(lookup.__getitem__, column)
            part.append(np.fromiter(codes, dtype=np.int64, count=len(chunk)))
    columns = {
        name: Column(np.concatenate(part), list(lookup))
        for name, part, lookup in zip(header, parts, lookups, strict=True)
    }
    return columns, np.concatenate(numbers)


def suggestion(word: str, known: Iterable[str]) -> str:
    """ " (did you mean 'x'?)" if something known is close to `word`, else nothing."""
    close = get_close_matches(word.lower(), sorted(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def whole_number(what: str) -> Judge:
    """ASCII digits with an optional minus, at most nine: no "1.0", no " 1", no other script."""
    return Judge(WHOLE.fullmatch, lambda text: f"{what} is not a whole number: {text!r}")


def filled(what: str) -> Judge:
    """Some text, without control characters and direction overrides."""
    return Judge(
        lambda text: text.strip() and not FORBIDDEN.search(text),
        lambda text: (
            f"{what} has control characters: {text!r}" if text.strip() else f"{what} is empty"
        ),
    )


def one_of(what: str, known: Iterable[str]) -> Judge:
    """Exactly one of the known ids."""
    ids = frozenset(known)
    return Judge(ids.__contains__, lambda text: f"unknown {what} {text!r}{suggestion(text, ids)}")
