"""Matrix: skills by responsibilities as a heat map, averages in the margins.

data: scale; columns [names]; rows [{"number", "name", "cells": [{"value", "shown", "weight",
"mark"}], "total"}]; totals [texts]; grand; `total_label` and `totals_label` name the margins
(optional). A cell's number is strong when it carries weight; mark "up" or "down" puts a triangle
in its corner; value None leaves it blank with `shown`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.charts import rows
from reports.charts.ink import MM, SANS, SEMIBOLD, Sheet, sign_path, wrap
from reports.charts.style import COLOURS, heat, text_on
from reports.model import Figure

NAMES, AIR, MARGIN = 41.0, 0.9, 3.0  # mm: names, between cells, before the averages
TALL, ROOM = 18.0, 112.0
INK, MUTED = COLOURS["ink"], COLOURS["muted"]
Look = tuple[float, str, str]  # size in points, font, colour


@dataclass(frozen=True)
class Grid:
    """Where cells stand; the column and the row after the last are the averages'."""

    top: float
    columns: int
    count: int
    height: float

    @property
    def width(self) -> float:
        return (rows.WIDTH - NAMES - MARGIN) / (self.columns + 1)

    def box(self, row: int, column: int) -> tuple[float, float, float, float]:
        """x, y, width, height of a cell."""
        x = NAMES + column * self.width + (MARGIN if column == self.columns else 0)
        y = self.top + row * self.height + (MARGIN if row == self.count else 0)
        return (x, y, self.width - AIR, self.height - AIR)


def draw(figure: Figure) -> str:
    """SVG text, 174 mm wide."""
    data = figure.data
    count = len(data["rows"])
    heads = [wrap(name, 8, 19.0) for name in data["columns"]]
    top = max([len(lines) for lines in heads], default=1) * 8 * 1.3 / MM + 2.0
    grid = Grid(top, len(heads), count, min(TALL, ROOM / (count + 1)))
    sheet = Sheet(rows.WIDTH, top + grid.height * (count + 1) + MARGIN,
                  rtl=rows.runs_from_right(data))  # fmt: skip
    for column, lines in enumerate(heads):
        _head(sheet, grid, column, lines)
    for index, row in enumerate(data["rows"]):
        _row(sheet, grid, data, index, row)
    _margins(sheet, grid, data)
    return sheet.svg(figure.alt)


def _head(sheet: Sheet, grid: Grid, column: int, lines: list[str], colour: str = INK) -> None:
    x, y, width, _ = grid.box(0, column)
    start = y - 1.8 - (len(lines) - 1) * 8 * 1.3 / MM
    sheet.lines(x + width / 2, start, lines, 8, anchor="middle", colour=colour)


def _row(
    sheet: Sheet, grid: Grid, data: Mapping[str, Any], index: int, row: Mapping[str, Any]
) -> None:
    _, y, _, height = grid.box(index, 0)
    rows.name(sheet, row, y + height / 2, NAMES - 9)
    for column, cell in enumerate(row["cells"]):
        _cell(sheet, grid.box(index, column), data["scale"], cell)


def _cell(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    scale: Mapping[str, Any],
    cell: Mapping[str, Any],
) -> None:
    if cell["value"] is None:
        sheet.frame(10, "empty", COLOURS["rule"], box)
        _number(sheet, box, cell["shown"], (8.6, SANS, MUTED))
        return
    ground = heat(cell["value"], float(scale["min"]), float(scale["max"]))
    sheet.rect(5, "cell", ground, box)
    colour = text_on(ground)
    weight = cell.get("weight", True)
    look = (11.4, SEMIBOLD, colour) if weight else (10.4, SANS, colour)
    _number(sheet, box, cell["shown"], look)
    if cell.get("mark"):
        x, y, width, _ = box
        sign = "above" if cell["mark"] == "up" else "below"
        corner = sign_path(sign, x + width - 2.4, y + 2.4, 1.25)
        sheet.shape(40, f"mark-{cell['mark']}", (colour, "", 0.0), corner)


def _number(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    shown: str,
    look: Look,
) -> None:
    x, y, width, height = box
    size, stem, colour = look
    if len(shown) > 5:  # "4.7 or more"
        size = 8.6
    lines = wrap(shown, size, width - 2, stem)
    start = y + height / 2 + size * 0.34 / MM - (len(lines) - 1) * size * 0.65 / MM
    sheet.lines(x + width / 2, start, lines, size, anchor="middle", stem=stem, colour=colour)


def _margins(sheet: Sheet, grid: Grid, data: Mapping[str, Any]) -> None:
    """Averages of rows and columns, framed and unshaded: they are read first."""
    texts = [(index, grid.columns, row["total"]) for index, row in enumerate(data["rows"])]
    texts += [(grid.count, column, text) for column, text in enumerate(data["totals"])]
    texts.append((grid.count, grid.columns, data["grand"]))
    for row, column, text in texts:
        box = grid.box(row, column)
        sheet.frame(10, "average", COLOURS["rule"], box)
        _number(sheet, box, text, (9.6, SEMIBOLD, INK))
    _head(sheet, grid, grid.columns, wrap(data.get("total_label", ""), 8, 19.0), MUTED)
    _, y, _, height = grid.box(grid.count, 0)
    lines = wrap(data.get("totals_label", ""), 9, NAMES - 9)
    start = y + height / 2 + 1.1 - (len(lines) - 1) * 9 * 0.65 / MM
    sheet.lines(6.2, start, lines, 9, colour=MUTED)
