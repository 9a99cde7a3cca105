"""Change: the earlier round as a ring, this round as a disc, on one line for each skill.

data: scale; rows [{"number", "name", "before", "now", "band", "numbers": ["3.2", "3.4", "+0.2"]}];
`columns` names the numbers' columns (optional).
"""

from reports.charts import rows
from reports.charts.ink import Sheet
from reports.charts.profile import NAMES
from reports.charts.style import COLOURS
from reports.model import Figure

TALL, ROOM = 14.0, 112.0


def draw(figure: Figure) -> str:
    """SVG text, 174 mm wide."""
    data = figure.data
    height = min(TALL, ROOM / max(len(data["rows"]), 1))
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
        rows.band(sheet, scale, row.get("band"), middle)
        rows.gap(sheet, scale, (row.get("before"), row.get("now")), middle)
        if row.get("before") is not None:
            sheet.sign(40, "ring", scale.x(row["before"]), middle, 1.6)
        if row.get("now") is not None:
            sheet.sign(50, "disc", scale.x(row["now"]), middle, 1.6)
    scale.grid(sheet, top, place.bottom)
    return sheet.svg(figure.alt)
