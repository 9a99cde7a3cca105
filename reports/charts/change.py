"""Change: the earlier round as a ring, this round as a disc, on one line for each skill. With a
third round before them time runs down each row, a lane a round, so that the line is a path.

data: scale; rows [{"number", "name", "first", "before", "now", "band", "numbers": ["3.2", "3.4",
"+0.2"]}]; `first` is optional; `columns` names the numbers' columns (optional), "low" asks for
rows that take less room (optional).
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from reports.charts import rows
from reports.charts.ink import Sheet
from reports.charts.profile import NAMES
from reports.charts.style import COLOURS
from reports.model import Figure

TALL, LOW, ROOM = 10.4, 8.8, 112.0
"""Of a row in mm; LOW where much else stands on the page."""
LANE = 0.3
"""Share of a row from one of three rounds to the next."""
SIGNS = {"first": "past", "before": "ring", "now": "disc"}


def draw(figure: Figure) -> str:
    """SVG text, 174 mm wide."""
    data = figure.data
    has_first = any(row.get("first") is not None for row in data["rows"])
    height = min(LOW if data.get("low") else TALL, ROOM / max(len(data["rows"]), 1))
    scale = rows.Scale.of(data, NAMES + 2, rows.scale_end(data))
    top = scale.head(Sheet(1, 1), 0) + 2.0
    place = rows.Rows(top, height, len(data["rows"]))
    sheet = Sheet(rows.WIDTH, place.bottom + 1.0, rtl=rows.runs_from_right(data))
    scale.head(sheet, 0)
    rows.number_heads(sheet, data, top - 2.0)
    for index, row in enumerate(data["rows"]):
        middle = place.y(index) + height / 2
        if index % 2 == 0:
            box = (NAMES, place.y(index), scale.right + 2 - NAMES, height)
            sheet.rect(rows.GROUND, "ground", COLOURS["tint"], box)
        rows.name(sheet, row, middle, NAMES - 9)
        rows.numbers(sheet, {"strong": 1, **data}, row, middle)
        lane = height * LANE if has_first else 0.0
        _path(sheet, scale, row, {"first": middle - lane, "before": middle, "now": middle + lane})
    scale.grid(sheet, top, place.bottom)
    return sheet.svg(figure.alt)


def _path(
    sheet: Sheet, scale: rows.Scale, row: Mapping[str, Any], lanes: Mapping[str, float]
) -> None:
    """The rounds of a row, each in its lane, with the line from one to the next."""
    rows.band(sheet, scale, row.get("band"), lanes["now"])
    there = [(name, y) for name, y in lanes.items() if row.get(name) is not None]
    points = [(scale.x(row[name]), y) for name, y in there]
    for at, (one, other) in enumerate(pairwise(points)):
        if one != other:
            is_past = there[at][0] == "first"
            colour = rows.MUTED if is_past else rows.INK
            sheet.line(rows.GAP, "path" if is_past else "gap", colour, [one, other], 0.3)
    for (name, _), (x, y) in zip(there, points, strict=True):
        sheet.sign(50 if name == "now" else 40, SIGNS[name], x, y, 1.6)
