"""A report's numbers as files, for whoever may read it: as printed, from the ledger of numbers."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import xlsxwriter  # type: ignore[import-untyped]
from flask import Blueprint, Response
from flask_babel import get_locale, gettext

from reports.web.access import Seen, note_opened, report_for_visitor
from reports.web.rendering import plain_name
from survey.anonymity.auditor import OVERALL
from survey.cells import ALL_OTHERS, COMBINED, SELF
from survey.errors import NotFound
from survey.questionnaire.model import Questionnaire
from survey.store import published, rounds, versions
from survey.store.database import Tx
from survey.store.published import Row
from survey.web.house import house
from survey.web.import_files import comma_separated

bp = Blueprint("numbers", __name__, url_prefix="/report")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EARLIEST = datetime(1980, 1, 1)  # noqa: DTZ001 - when a file was made is nobody's business
_WIDTHS = (16, 60, 24, 10, 10, 12)  # characters

Line = tuple[str, str, str, str, str, str]
"""Kind of scale, its name, whose view, people behind it, mean, "or more"."""


@bp.get("/<report>/numbers.csv")
def csv(report: str) -> Response:
    seen = report_for_visitor(report)
    return _file(seen, comma_separated([_header(), *_lines(seen)]), "text/csv", "csv")


@bp.get("/<report>/numbers.xlsx")
def xlsx(report: str) -> Response:
    seen = report_for_visitor(report)
    return _file(seen, _workbook([_header(), *_lines(seen)]), _XLSX, "xlsx")


def there(tx: Tx, seen: Seen) -> bool:
    """Whether the report has numbers to put into a file: one on own answers alone has none."""
    return seen.model is not None and bool(_rows(tx, seen))


def _rows(tx: Tx, seen: Seen) -> list[Row]:
    every = published.of(tx, seen.row.participation)
    return _one_line_of_others([r for r in every if r.source == seen.row.id and r.printed])


def _one_line_of_others(rows: list[Row]) -> list[Row]:
    """As on the pages: a single cell beside All others would be the same people twice."""
    lines = {row.cell for row in rows} - {SELF, ALL_OTHERS}
    return [row for row in rows if row.cell not in lines] if len(lines) == 1 else rows


def _lines(seen: Seen) -> list[Line]:
    """In the questionnaire's order. Raises NotFound: there are none."""
    with house().db.read() as tx:
        rows = _rows(tx, seen) if seen.model else []
        round_ = rounds.of(tx, seen.row.participation)
        asked = versions.get(tx, round_.version)
    if not rows:
        raise NotFound("no numbers in this report")
    scales, cells = _scales(asked, round_.form), _cells(asked)
    known = [row for row in rows if row.scale in scales and row.cell in cells]
    order = {name: place for place, name in enumerate([*scales, *cells])}
    known.sort(key=lambda row: (order[row.scale], order[row.cell]))
    return [(*scales[row.scale], cells[row.cell], *_number(row)) for row in known]


def _number(row: Row) -> tuple[str, str, str]:
    bound = {"+": gettext("or more"), "-": gettext("or less")}.get(row.printed[-1], "")
    return "" if row.n is None else str(row.n), row.printed.rstrip("+-"), bound


def _scales(asked: Questionnaire, form: str) -> dict[str, tuple[str, str]]:
    """Kind and name by scale. A goal's line is in words, and stands in the report alone."""
    words, shape = str(get_locale()), asked.instrument
    skill, duty, item = gettext("Skill"), gettext("Responsibility"), gettext("Question")
    return {
        **{f"skill:{one.id}": (skill, one.name.to(words)) for one in asked.skills},
        OVERALL: (gettext("Skills"), gettext("All of them, on average")),
        **{f"resp:{one.id}": (duty, one.name.to(words)) for one in shape.responsibilities},
        **{f"item:{one.id}": (item, one.other.to(words)) for one in asked.items(form)},
    }


def _cells(asked: Questionnaire) -> dict[str, str]:
    words = str(get_locale())
    others = {g.id: g.name.to(words) for g in asked.instrument.groups if g.kind != "self"}
    mine = {SELF: asked.self_group.name.to(words)}
    return {**mine, ALL_OTHERS: gettext("All others"), **others, COMBINED: gettext("Combined")}


def _header() -> Line:
    return (
        gettext("Kind"), gettext("About"), gettext("Seen by"),
        gettext("People"), gettext("Mean"), gettext("Note"),
    )  # fmt: skip


def _workbook(lines: Sequence[Sequence[str]]) -> bytes:
    """Texts are texts, whatever they begin with."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _EARLIEST})
        bold, one = book.add_format({"bold": True}), book.add_format({"num_format": "0.0"})
        sheet = book.add_worksheet(gettext("Numbers")[:31])
        sheet.freeze_panes(1, 0)
        for place, width in enumerate(_WIDTHS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, lines[0][place], bold)
        for at, line in enumerate(lines[1:], 1):
            _write(sheet.write_string, at, {0: line[0], 1: line[1], 2: line[2], 5: line[5]}.items())
            _write(sheet.write_number, at, [(3, int(line[3]))] if line[3] else [])
            sheet.write_number(at, 4, float(line[4]), one)
    return out.getvalue()


def _write(write: Callable[..., object], at: int, cells: Iterable[tuple[int, object]]) -> None:
    for place, value in cells:
        write(at, place, value)


def _file(seen: Seen, content: bytes, mimetype: str, ending: str) -> Response:
    """Who takes the numbers has read the report."""
    note_opened(seen)
    response = Response(content, mimetype=mimetype)
    name = plain_name(f"{house().settings.product_name} {seen.model.subject if seen.model else ''}")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{ending}")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
