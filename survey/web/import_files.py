"""Files that leave: templates to fill in, and the list of problems. All cells are text."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter  # type: ignore[import-untyped]
from flask_babel import gettext

from survey.importing.table_columns import FIELDS, HEADERS
from survey.questionnaire.model import RaterGroup

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDE = 28  # characters


def comma_separated(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV as Excel opens it, too. What would be a formula there is text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def template_csv() -> bytes:
    return comma_separated([header()])


def template_xlsx(groups: Sequence[RaterGroup], language: str) -> bytes:
    """The first sheet is to be filled in; the second says how, and is not read."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(gettext("People")[:31])
        sheet.set_column(0, len(FIELDS) - 1, _WIDE)
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(header()):
            sheet.write_string(0, place, name, bold)
        told = book.add_worksheet(gettext("How to")[:31])
        told.set_column(0, 0, 90)
        for place, line in enumerate(_how_to(groups, language)):
            told.write_string(place, 0, line)
    return out.getvalue()


def header() -> list[str]:
    return [HEADERS[name] for name in FIELDS]


def _how_to(groups: Sequence[RaterGroup], language: str) -> list[str]:
    return [
        gettext("One row for each rater, with the manager in every row."),
        gettext("A manager without raters gets one row in which the rater's cells are empty."),
        gettext("Empty cells change nothing. The same table can be imported again."),
        gettext("Groups: write the name or the word in brackets."),
        *(f"{one.name.to(language)} ({one.id})" for one in groups),
    ]


def translation_xlsx(rows: Iterable[Sequence[str]], source: str, target: str) -> bytes:
    """For a translator: place, original, translation, state, and the mark by which it is seen
    whether the page has changed meanwhile. Only the third column is read back."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        sheet = book.add_worksheet(gettext("Texts")[:31])
        sheet.set_column(0, 0, _WIDE)
        sheet.set_column(1, 2, 60, wrapped)
        sheet.freeze_panes(1, 0)
        head = (gettext("Place"), source, target, gettext("State"), gettext("Do not change"))
        for place, name in enumerate(head):
            sheet.write_string(0, place, name, bold)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell)
    return out.getvalue()
