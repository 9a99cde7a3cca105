"""Slides with a row a skill: the profile, and the change since last time.

data: as for `profile` and `change`; beside it `columns` and `numbers` for the change too, and
`column_signs`, a sign in place of a column's name ("" for none).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reports.charts import change as on_paper
from reports.charts import rows
from reports.charts.ink import LIGHT, SANS, SEMIBOLD, Sheet
from reports.charts.lettering import LINE, TEXT, balanced, centred, fitted, letter, widths
from reports.charts.rows import Scale
from reports.charts.style import COLOURS, SIGNS

NAMES = 80.0  # mm: numerals and names
LEAST = 21.0  # of a column of numbers
SMALL = 0.083  # radius of a group's sign, as a share of its row
BIG = 2.6
Columns = tuple[tuple[float, float], ...]
"""Middle and width of each."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Table:
    """Where scale and rows stand."""

    scale: Scale
    top: float
    height: float


def profile(sheet: Sheet, data: Mapping[str, Any], box: Box) -> None:
    """You and all others joined, the likely range, the groups below."""
    table = _table(sheet, data, box)
    for at, row in enumerate(data["rows"]):
        top, height = table.top + at * table.height, table.height
        alone = not row.get("groups")
        upper = top + height * (0.5 if alone else 0.235)
        _range(sheet, table.scale, row.get("band"), upper)
        rows.gap(sheet, table.scale, (row.get("self"), row.get("all")), upper)
        for sign, value in (("disc", row.get("all")), ("diamond", row.get("self"))):
            if value is not None:
                sheet.sign(50, sign, table.scale.x(value), upper, BIG)
        for mark in row.get("groups") or ():
            if mark["value"] is not None:
                lane = 0.68 + (SIGNS[mark["sign"]].lane or 0.0) * 0.228
                x, y = table.scale.x(mark["value"]), top + height * lane
                sheet.sign(40, mark["sign"], x, y, min(height * SMALL, 1.7))


def change(sheet: Sheet, data: Mapping[str, Any], box: Box) -> None:
    """Each round in its lane, as on paper, with the line from one to the next."""
    table = _table(sheet, data, box)
    has_first = any(row.get("first") is not None for row in data["rows"])
    for at, row in enumerate(data["rows"]):
        middle = table.top + (at + 0.5) * table.height
        lane = table.height * 0.27 if has_first else 0.0
        lanes = {"first": middle - lane, "before": middle, "now": middle + lane}
        _range(sheet, table.scale, row.get("band"), lanes["now"])
        there = [(name, table.scale.x(row[name]), y) for name, y in lanes.items()
                 if row.get(name) is not None]  # fmt: skip
        for (name, *one), (_, *other) in pairwise(there):
            if one != other:
                colour = rows.MUTED if name == "first" else rows.INK
                ends = [(one[0], one[1]), (other[0], other[1])]
                sheet.line(rows.GAP, f"from-{name}", colour, ends, 0.5)
        for name, x, y in there:
            sheet.sign(50 if name == "now" else 40, on_paper.SIGNS[name], x, y, BIG * 0.85)


def _table(sheet: Sheet, data: Mapping[str, Any], box: Box) -> Table:
    """Drawn: the scale's head and lines, names, numbers."""
    left, top, right, bottom = box
    wide = widths(data.get("columns") or (), LEAST)
    end = right - sum(wide)
    scale = Scale.of(data, left + NAMES + 18.0, end - 20.0)
    places = [end + sum(wide[:at]) + room / 2 for at, room in enumerate(wide)]
    columns = tuple(zip(places, wide, strict=True))
    start = _heads(sheet, data, scale, columns, top)
    height = (bottom - start) / max(len(data["rows"]), 1)
    for at, row in enumerate(data["rows"]):
        y = start + at * height
        if at % 2 == 0:
            ground = (left + NAMES, y, end - left - NAMES, height)
            sheet.rect(rows.GROUND, "ground", COLOURS["tint"], ground)
        _named(sheet, row, left, (y, height))
        _numbered(sheet, data, row, columns, y + height / 2)
    scale.grid(sheet, start, bottom)
    return Table(scale, start, height)


def _heads(
    sheet: Sheet,
    data: Mapping[str, Any],
    scale: Scale,
    columns: Columns,
    top: float,
) -> float:
    """The scale's numbers and words, the columns' names or signs; returns where rows begin."""
    ticks = scale.ticks()
    room = (scale.right - scale.left) / max(len(ticks) - 1, 1) - 3.0
    size, _ = fitted([word for _, value, word in ticks if word != value], room, most=3)
    words = [balanced(word, size, room, 3) if word != value else [] for _, value, word in ticks]
    names = data.get("columns") or ()
    heads = [fitted([name], room - 2.0, most=3)[1][0] if name else []
             for name, (_, room) in zip(names, columns, strict=True)]  # fmt: skip
    most = max(1 + max(map(len, words), default=0), *map(len, heads), 1)
    first = top + 4.5
    for (x, value, _), lines in zip(ticks, words, strict=True):
        sheet.text(x, first, value, TEXT, colour=rows.MUTED, anchor="middle")
        letter(sheet, x, first + LINE, lines, size, colour=rows.MUTED, anchor="middle")
    last = first + (most - 1) * LINE
    signs = data.get("column_signs") or [""] * len(columns)
    for (x, _), sign, lines in zip(columns, signs, heads, strict=True):
        if sign:
            sheet.sign(50, sign, x, last - 2.2, BIG * 0.85)
        else:
            y = last - (len(lines) - 1) * LINE
            letter(sheet, x, y, lines, colour=rows.MUTED, anchor="middle")
    return last + 4.0


def _named(sheet: Sheet, row: Mapping[str, Any], left: float, span: tuple[float, float]) -> None:
    top, height = span
    if row.get("number") is not None:
        y = top + height / 2 + 3.2
        sheet.text(left + 4, y, str(row["number"]), 28, stem=LIGHT, colour=rows.MUTED,
                   anchor="middle")  # fmt: skip
    most = max(int(height / (LINE - 1.4)), 1)
    size, (lines,) = fitted([row["name"]], NAMES - 14.0, most=most, stem=SEMIBOLD)
    centred(sheet, left + 11.0, top + height / 2, lines, size, stem=SEMIBOLD)


def _numbered(
    sheet: Sheet,
    data: Mapping[str, Any],
    row: Mapping[str, Any],
    columns: Columns,
    middle: float,
) -> None:
    for at, ((x, wide), text) in enumerate(zip(columns, row.get("numbers") or (), strict=False)):
        stem = SEMIBOLD if at == data.get("strong", 1) else SANS
        size, (lines,) = fitted([text], wide - 1.5, most=2, stem=stem)
        centred(sheet, x, middle, lines, size, stem=stem, anchor="middle")


def _range(sheet: Sheet, scale: Scale, ends: Any, y: float) -> None:
    if ends:
        low, high = scale.x(ends[0]), scale.x(ends[1])
        sheet.pill(rows.BAND, "band", COLOURS["band"], (low, y - 2.2, high - low, 4.4))
