"""A figure as a slide: 16 to 9, white, the message as its title, and nothing too small to be read
from the back of a room. Drawn anew from the figure's data, since a picture for paper, made larger,
would not be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from reports.charts import slide_maps, slide_rows
from reports.charts.ink import LIGHT, MM, Sheet, sign_path, width_of
from reports.charts.lettering import LINE, TEXT, fitted, letter
from reports.charts.style import COLOURS

WIDTH, HEIGHT = 960 / MM, 540 / MM
"""In mm: 13.33 by 7.5 inches, as PowerPoint and Keynote have it, so that a point is a point."""
EDGE = 16.0
TITLE = (30.0, 28.0, 26.0, 24.0)
UP, DOWN, BAND = "up", "down", "band"
"""What a legend may name beside the signs of groups: corners of squares, the likely range."""

Box = tuple[float, float, float, float]
KINDS: MappingProxyType[str, Callable[[Sheet, Mapping[str, Any], Box], None]] = MappingProxyType(
    {
        "profile": slide_rows.profile,
        "change": slide_rows.change,
        "matrix": slide_maps.matrix,
        "views": slide_maps.views,
    }
)
"""Each paints a figure's data into a box (left, top, right, bottom)."""


@dataclass(frozen=True)
class Slide:
    """What stands on it. `data` is the figure's, with what its kind wants to say beside."""

    kind: str
    data: Mapping[str, Any]
    title: str
    """Where there is no message."""
    messages: Sequence[str]
    """The first is the slide's title; a second stands below it where there is room."""
    legend: Sequence[tuple[str, str]]
    """(sign or "", name)."""
    notes: str
    """What is not shown, and why."""
    source: Sequence[str]
    """What is shown, from which round, how many raters; for whom."""
    alt: str
    rtl: bool = False


def draw(made: Slide) -> str:
    """SVG text with its words as text; raises KeyError for a kind that has no slide."""
    sheet = Sheet(WIDTH, HEIGHT, rtl=made.rtl)
    sheet.rect(0, "ground", COLOURS["white"], (0, 0, WIDTH, HEIGHT))
    top = _head(sheet, made)
    bottom = _foot(sheet, made)
    KINDS[made.kind](sheet, made.data, (EDGE, top, WIDTH - EDGE, bottom))
    return sheet.svg(made.alt)


def _head(sheet: Sheet, made: Slide) -> float:
    """Where the figure may begin."""
    room = WIDTH - 2 * EDGE
    first, *more = made.messages or (made.title,)
    size, (lines,) = fitted([first], room, most=1, stem=LIGHT, sizes=TITLE)
    if "…" in lines[0]:
        size, (lines,) = fitted([first], room, most=2, stem=LIGHT, sizes=TITLE)
    y = letter(sheet, EDGE, 20.0, lines, size, stem=LIGHT, colour=COLOURS["brand"])
    size, (below,) = fitted([" ".join(more)], room, most=2)
    most = 3 if made.kind == "views" else 2
    if more and size == TEXT and len(lines) + len(below) <= most:
        y = letter(sheet, EDGE, y + 10.0, below)
    return y + 6.0


def _foot(sheet: Sheet, made: Slide) -> float:
    """Legend, what is not shown, source: from below; where the figure must end."""
    room, y = WIDTH - 2 * EDGE, HEIGHT - 9.0
    size, (notes,) = fitted([made.notes], room, most=2)
    below = ((*_source(made.source, room), COLOURS["muted"]),
             (notes if made.notes else [], size, COLOURS["ink"]))  # fmt: skip
    for lines, points, colour in below:
        if lines:
            first = y - (len(lines) - 1) * LINE * points / TEXT
            letter(sheet, EDGE, first, lines, points, colour=colour)
            y = first - 9.5
    if not made.legend:
        return y
    rows = _legend_rows(made.legend)
    first = y - 9.0 * (len(rows) - 1)
    for at, row in enumerate(rows):
        for x, sign, name in row:
            _key(sheet, x, first + 9.0 * at, sign, name)
    return first - 8.5


def _source(parts: Sequence[str], room: float) -> tuple[list[str], float]:
    """On one line where it fits, else a line each; and the size."""
    joined = " · ".join(parts)
    if width_of(joined, TEXT) <= room:
        return [joined], TEXT
    size, lines = fitted(parts, room, most=1)
    return [line for (line,) in lines], size


def _legend_rows(legend: Sequence[tuple[str, str]]) -> list[list[tuple[float, str, str]]]:
    """(x, sign, name) in as many rows as they take."""
    rows: list[list[tuple[float, str, str]]] = [[]]
    x = EDGE
    for sign, name in legend:
        wide = width_of(name, TEXT) + 17.0
        if rows[-1] and x + wide - 8.0 > WIDTH - EDGE:
            rows.append([])
            x = EDGE
        rows[-1].append((x, sign, name))
        x += wide
    return rows


def _key(sheet: Sheet, x: float, y: float, sign: str, name: str) -> None:
    middle = y - 2.2
    if sign == BAND:
        sheet.pill(1, "band", COLOURS["band"], (x, middle - 2.2, 7.0, 4.4))
    elif sign in (UP, DOWN):
        shape = sign_path("above" if sign == UP else "below", x + 3.0, middle, 2.2)
        sheet.shape(1, f"mark-{sign}", (COLOURS["ink"], "", 0.0), shape)
    elif sign:
        sheet.sign(1, sign, x + 3.0, middle, 2.4)
    size, (lines,) = fitted([name], WIDTH - EDGE - x - 9.0, most=1)
    letter(sheet, x + (9.0 if sign else 0.0), y, lines, size)
