"""A program of its own: an XLSX workbook on stdin, its first sheet's rows as JSON on stdout.

`survey.importing.spreadsheet` runs it in a process with little memory and time, since a small
workbook can ask for gigabytes: one cell in the last row and column is enough. Nothing imports it.
"""

import io
import json
import sys
from datetime import datetime, time

from python_calamine import CalamineError, CalamineWorkbook

if sys.platform != "win32":
    import resource

MEMORY = 768 * 1024 * 1024
SECONDS = 10
MOST_ROWS = 5001
MOST_COLUMNS = 200


def limit() -> None:
    """Where the system has limits; elsewhere the caller's clock is all there is."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text(value: object) -> str:
    """A cell as somebody reads it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)


def rows(content: bytes) -> list[list[str]] | str:
    """Rows from the first one on, empty ones too; or what is wrong in one word."""
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS:
            return "long"
        if sheet.total_width > MOST_COLUMNS:
            return "wide"
        read = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError, ValueError):
        return "unreadable"
    return [[text(value) for value in row] for row in read]


if __name__ == "__main__":
    limit()
    json.dump(rows(sys.stdin.buffer.read()), sys.stdout)
