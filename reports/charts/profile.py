"""Profile: a line for each skill: You and All others joined, the likely range, the groups below.

data: scale; rows [{"number", "name", "self", "all", "band", "groups": [{"sign", "value"}],
"numbers": ["4.4", "3.4", "+1.0"]}]; `columns` names the numbers' columns (optional), `strong` is
the index of the column to stress (1).
"""

from collections.abc import Mapping
from typing import Any

from reports.charts import rows
from reports.charts.ink import Sheet
from reports.charts.style import COLOURS
from reports.model import Figure

NAMES = 53.0  # mm: where the scale's ground begins
TALL, LEAST = 18.0, 12.0  # mm a row, and the least that holds both lanes
ROOM = 112.0  # mm for all rows


def draw(figure: Figure) -> str:
    """SVG text, 174 mm wide."""
    data = figure.data
    height = max(min(TALL, ROOM / max(len(data["rows"]), 1)), LEAST)
    scale = rows.Scale.of(data, NAMES + 2, rows.scale_end(data))
    probe = Sheet(1, 1)
    top = scale.head(probe, 0) + 2.0
    place = rows.Rows(top, height, len(data["rows"]))
    sheet = Sheet(rows.WIDTH, place.bottom + 1.0, rtl=rows.runs_from_right(data))
    scale.head(sheet, 0)
    rows.number_heads(sheet, data, top - 2.0)
    for index, row in enumerate(data["rows"]):
        if index % 2 == 0:
            box = (NAMES, place.y(index), scale.right + 2 - NAMES, height)
            sheet.rect(rows.GROUND, "ground", COLOURS["tint"], box)
        _row(sheet, scale, data, row, (place.y(index), height))
    scale.grid(sheet, top, place.bottom)
    return sheet.svg(figure.alt)


def _row(
    sheet: Sheet,
    scale: rows.Scale,
    data: Mapping[str, Any],
    row: Mapping[str, Any],
    span: tuple[float, float],
) -> None:
    top, height = span
    alone = not row.get("groups")
    upper = top + height * (0.5 if alone else 0.34)
    rows.name(sheet, row, upper + (0 if alone else 1.5), NAMES - 9)
    rows.numbers(sheet, data, row, upper)
    rows.band(sheet, scale, row.get("band"), upper)
    rows.gap(sheet, scale, (row.get("self"), row.get("all")), upper)
    if row.get("all") is not None:
        sheet.sign(50, "disc", scale.x(row["all"]), upper, 1.75)
    if row.get("self") is not None:
        sheet.sign(60, "diamond", scale.x(row["self"]), upper, 1.5)
    step = min(rows.LANE, height * 0.165)
    rows.groups(sheet, scale, row.get("groups") or (), top + height * 0.72, step)
