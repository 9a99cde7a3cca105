"""The larger charts where the page is narrow: a strip for each row, and the matrix as a table.

Their words and numbers stand in the page as text, which keeps its size however narrow the page is;
only what lies on the scale is drawn. It comes from a figure's data, so reports of any age have it,
and by hand, so a web worker draws it without matplotlib.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from reports.charts.strip import SLIM, TALL, UPPER, WIDE, Line, band, grid, shapes, sign_at
from reports.charts.style import COLOURS, heat, number, text_on
from reports.model import Figure

ROUNDS = {"first": "past", "before": "ring", "now": "disc"}
RADIUS = 15.0
SVG = '<svg aria-hidden="true" viewBox="0 0 {0} {1}">'


def strips(figure: Figure) -> list[str]:
    """SVG to stand in the page itself, one for each row; decoration, since the values are text.
    Empty for a kind that has no such rows."""
    data = figure.data
    if figure.kind == "change":
        return [_rounds(data["scale"], row) for row in data["rows"]]
    rows = {"profile": "rows", "views": "skills"}.get(figure.kind)
    if rows:
        return [_inline(*shapes({"scale": data["scale"], **row})) for row in data[rows]]
    return [_inline(*shapes(data))] if figure.kind == "line_example" else []


def shade(value: float) -> str:
    """The class of a square of the matrix with this value."""
    return f"shade-{value * 10:.0f}"


def shades(figures: Sequence[Figure], root: str = "") -> str:
    """The stylesheet of all squares of the matrix, in the colours of its picture."""
    found = {
        shade(cell["value"]): heat(cell["value"], float(scale["min"]), float(scale["max"]))
        for figure in figures
        if figure.kind == "matrix"
        for scale in (figure.data["scale"],)
        for row in figure.data["rows"]
        for cell in row["cells"]
        if cell["value"] is not None
    }
    return "".join(
        f"{root}.{name}{{background:{ground};color:{text_on(ground)}}}\n"
        for name, ground in sorted(found.items())
    )


def _rounds(scale: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """A round a sign, with the line from one to the next; three rounds have a lane each."""
    line = Line(scale)
    there = [(name, float(row[name])) for name in ROUNDS if row.get(name) is not None]
    has_first = row.get("first") is not None
    tall = TALL if has_first else SLIM
    lanes = {"first": UPPER, "before": TALL / 2, "now": TALL - UPPER} if has_first else {}
    points = [(name, line.x(value), lanes.get(name, UPPER)) for name, value in there]
    parts = [grid(line, tall), band(line, row.get("band"), lanes.get("now", UPPER))]
    parts += [_path(one, other) for one, other in pairwise(points) if one[1:] != other[1:]]
    parts += [sign_at(ROUNDS[name], x, y, RADIUS) for name, x, y in points]
    return _inline(tall, parts)


def _path(one: tuple[str, float, float], other: tuple[str, float, float]) -> str:
    colour = COLOURS["muted" if one[0] == "first" else "ink"]
    (_, x, y), (_, to_x, to_y) = one, other
    ends = f"M{number(x)} {number(y)}L{number(to_x)} {number(to_y)}"
    return f'<path d="{ends}" stroke="{colour}" stroke-width="3.5" fill="none"/>'


def _inline(tall: float, parts: Sequence[str]) -> str:
    return SVG.format(number(WIDE), number(tall)) + "".join(parts) + "</svg>"
