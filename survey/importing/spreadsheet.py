"""An uploaded table, CSV or XLSX, as rows of text. Pure: bytes and a file name come in.

Rows keep the places that they have in the file, empty ones too, so that what is said about row 17
is about the row that the visitor sees as 17. Cells are never moved and never guessed at.
"""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from survey.errors import BadInput

LARGEST = 2 * 1024 * 1024
"""Bytes of a file."""
MOST_ROWS = 5000
"""Below the header."""
MOST_COLUMNS = 200
UNZIP_RATIO = 20
"""A workbook of honest tables grows to about ten times its size."""
_SMALL = 256 * 1024  # bytes: below this a workbook may grow as it likes
_LONGEST_CELL = 2000
_PATIENCE = 12  # seconds, starting Python included
_CHILD = Path(__file__).with_name("xlsx_rows.py")
_DELIMITERS = ",;\t"

Row = tuple[str, ...]
Reason = Literal[
    "empty", "large", "long", "wide", "kind", "bomb", "macros", "unreadable", "quotes", "nul",
    "binary",
]  # fmt: skip
_TOLD: dict[Reason, str] = {
    "empty": "the file has no rows; fill in the template below its header",
    "large": "the file is larger than 2 MiB; split it",
    "long": f"the table has more than {MOST_ROWS} rows; split it",
    "wide": f"the table has more than {MOST_COLUMNS} columns; take out what is not needed",
    "kind": "the file is neither CSV nor XLSX; save it as one of them",
    "bomb": "the workbook unpacks to far more than a table needs; save it anew or as CSV",
    "macros": "the workbook holds macros; save it as XLSX without macros, or as CSV",
    "unreadable": "the workbook cannot be read; open and save it anew, or save it as CSV",
    "quotes": "a quotation mark is opened and not closed; save the table as CSV anew",
    "nul": "the file holds the character NUL; save it as CSV in UTF-8",
    "binary": "the file is not text; save it as CSV in UTF-8",
}


class BadTable(BadInput):
    """A file that no table can be read from; `reason` is for a page in the visitor's language."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(_TOLD[reason])
        self.reason = reason


@dataclass(frozen=True)
class Table:
    """`rows` holds the header first; `rows[n]` is row n + 1 of the file."""

    rows: tuple[Row, ...]
    is_legacy: bool = False
    """It was not UTF-8 and was taken as Windows-1252: letters beyond ASCII want a look."""


def read(content: bytes, file: str) -> Table:
    """The table in `content`; `file` is its name as uploaded. Raises BadTable."""
    if len(content) > LARGEST:
        raise BadTable("large")
    extension = Path(file.replace("\0", "")).suffix.lower()
    is_zip = content[:4] == b"PK\x03\x04"
    if is_zip and extension in {".xlsx", ".xlsm"}:
        return _checked(_workbook(content))
    if is_zip or extension not in {".csv", ".txt", ".tsv"}:
        # What it is decides, not what it is called: a renamed workbook is not text.
        raise BadTable("kind")
    return _checked(*_text(content))


def _checked(rows: list[Row], is_legacy: bool = False) -> Table:
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) < 2 or not any(cell.strip() for cell in rows[0]):
        raise BadTable("empty")
    if len(rows) > MOST_ROWS + 1:
        raise BadTable("long")
    if max(len(row) for row in rows) > MOST_COLUMNS:
        raise BadTable("wide")
    return Table(tuple(tuple(cell[:_LONGEST_CELL] for cell in row) for row in rows), is_legacy)


def _text(content: bytes) -> tuple[list[Row], bool]:
    text, is_legacy = _decoded(content)
    if "\0" in text:
        raise BadTable("nul")
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True)
    return list(_records(reader)), is_legacy


def _records(reader: Iterator[list[str]]) -> Iterator[Row]:
    try:
        for number, row in enumerate(reader):
            if number > 2 * MOST_ROWS:
                raise BadTable("long")
            yield tuple(row)
    except csv.Error:
        raise BadTable("quotes") from None


def _decoded(content: bytes) -> tuple[str, bool]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):  # what Excel calls "Unicode text"
        try:
            return content.decode("utf-16"), False
        except UnicodeDecodeError:
            raise BadTable("binary") from None
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), True
    except UnicodeDecodeError:
        raise BadTable("binary") from None


def _delimiter(text: str) -> str:
    """Of the header: what stands there most often outside quotation marks."""
    head = text.split("\n", 1)[0]
    bare = "".join(head.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)


def _workbook(content: bytes) -> list[Row]:
    _refuse_bomb(content)
    try:
        done = subprocess.run(  # noqa: S603 - our own file, under our own Python
            [sys.executable, "-I", str(_CHILD)],
            input=content,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env={},  # nothing in it is its business
        )
    except subprocess.TimeoutExpired:
        raise BadTable("bomb") from None
    if done.returncode != 0:
        raise BadTable("bomb" if done.returncode < 0 else "unreadable")
    found = json.loads(done.stdout)
    if isinstance(found, str):
        raise BadTable("long" if found == "long" else "wide" if found == "wide" else "unreadable")
    return [tuple(row) for row in found]


def _refuse_bomb(content: bytes) -> None:
    """By what the archive says of itself; the child's limits hold where it lies."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise BadTable("unreadable") from None
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise BadTable("macros")
    grown = sum(entry.file_size for entry in entries)
    if grown > max(_SMALL, UNZIP_RATIO * len(content)):
        raise BadTable("bomb")
