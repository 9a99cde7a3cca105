"""The annotated line on "How to read": one line of the profile with its parts named.

data: scale, self, all, band, groups as in a profile's row; `words` {"all", "self", "gap", "band",
"groups"}: the annotations, ready to print (each optional).
"""

from collections.abc import Mapping
from typing import Any

from reports.charts import rows
from reports.charts.ink import MM, Sheet, width_of, wrap
from reports.charts.style import COLOURS
from reports.model import Figure

MARGIN, DEEP = 9.0, 30.0
LINE, LOWER = 12.0, 20.6  # mm below the scale's words


def draw(figure: Figure) -> str:
    """SVG text, 174 mm wide."""
    data = figure.data
    scale = rows.Scale.of(data, MARGIN, rows.WIDTH - MARGIN)
    top = scale.head(Sheet(1, 1), 0) + 1.6
    sheet = Sheet(rows.WIDTH, top + DEEP, rtl=rows.runs_from_right(data))
    scale.head(sheet, 0)
    scale.grid(sheet, top, top + DEEP)
    y = top + LINE
    rows.band(sheet, scale, data.get("band"), y)
    rows.gap(sheet, scale, (data.get("self"), data.get("all")), y)
    if data.get("all") is not None:
        sheet.sign(50, "disc", scale.x(data["all"]), y, 1.75)
    if data.get("self") is not None:
        sheet.sign(60, "diamond", scale.x(data["self"]), y, 1.5)
    rows.groups(sheet, scale, data.get("groups") or (), top + LOWER)
    _annotate(sheet, scale, data, top)
    return sheet.svg(figure.alt)


def _annotate(sheet: Sheet, scale: rows.Scale, data: Mapping[str, Any], top: float) -> None:
    words = data.get("words") or {}
    mine, others = data.get("self"), data.get("all")
    above = top + LINE - 4.2
    if others is not None and "all" in words:
        _label(sheet, scale.x(others), above, words["all"])
    if mine is not None and "self" in words:
        _label(sheet, scale.x(mine), above, words["self"])
    if mine is not None and others is not None and "gap" in words:
        middle = (scale.x(mine) + scale.x(others)) / 2
        taken = sum(width_of(words.get(one, ""), 8.6) / 2 for one in ("all", "self"))
        room = abs(scale.x(mine) - scale.x(others)) - taken - 2.0
        higher = 4.2 if width_of(words["gap"], 8.6) > room else 0.0
        _label(sheet, middle, above - higher, words["gap"], COLOURS["muted"])
    if data.get("band") and "band" in words:
        _beside(sheet, scale.x(data["band"][0]) - 3, top + LINE, words["band"])
    marks = [mark["value"] for mark in data.get("groups") or () if mark["value"] is not None]
    if marks and "groups" in words:
        x = scale.x(max(marks)) + 4
        _clear(sheet, x, top + LOWER + 1, words["groups"])
        sheet.text(x, top + LOWER + 1, words["groups"], 8.6)


def _label(sheet: Sheet, x: float, y: float, words: str, colour: str = COLOURS["ink"]) -> None:
    wide = width_of(words, 8.6)
    _clear(sheet, x - wide / 2, y, words)
    sheet.text(x, y, words, 8.6, anchor="middle", colour=colour)


def _beside(sheet: Sheet, right: float, middle: float, words: str) -> None:
    """Lines that end at `right`, round `middle`."""
    lines = wrap(words, 8.6, max(min(right - 4, 62.0), 20.0))
    step = 8.6 * 1.3 / MM
    start = middle + 1.1 - (len(lines) - 1) * step / 2
    for index, line in enumerate(lines):
        y = start + index * step
        _clear(sheet, right - width_of(line, 8.6), y, line)
        sheet.text(right, y, line, 8.6, anchor="end")


def _clear(sheet: Sheet, x: float, y: float, words: str) -> None:
    """White behind words, so that no grid line runs through them."""
    box = (x - 0.8, y - 3.0, width_of(words, 8.6) + 1.6, 4.2)
    sheet.rect(15, "clear", COLOURS["white"], box)
