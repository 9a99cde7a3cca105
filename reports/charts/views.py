"""Views map: how others see (across) and how you see (up), with a band of similar views.

data: scale; skills [{"number", "all", "self"}]; items [{"all", "self"}]; `x_label`, `y_label`,
`above_label` ("You rate higher"), `below_label`, `band_label` (each optional). No quadrants:
nothing here is good or bad. Skills that would hide each other are moved apart, a hairline leads
back.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matplotlib.path import Path

from reports.charts.ink import ITALIC, SEMIBOLD, Anchor, Sheet, sign_path
from reports.charts.rows import Scale, runs_from_right
from reports.charts.style import COLOURS
from reports.model import Figure

SIDE, LEFT, BOTTOM = 98.0, 13.0, 15.0  # mm: the square, and room for its labels
EDGE = 4.1  # mm between the scale's ends and the frame
DISC, RING = 2.7, 0.75
SIMILAR = 0.5 / 4  # of the scale: |gap| < 0.5 on 1 to 5
INK, MUTED = COLOURS["ink"], COLOURS["muted"]

Point = tuple[float, float]


class Square:
    """Both axes with the whole scale."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.across = Scale.of(data, LEFT + EDGE, LEFT + SIDE - EDGE)
        self.up = Scale.of(data, SIDE - EDGE, EDGE)

    def at(self, mark: Mapping[str, Any]) -> Point:
        """Where a pair of values stands."""
        return self.across.x(mark["all"]), self.up.x(mark["self"])


def draw(figure: Figure) -> str:
    """SVG text, 112 by 113 mm."""
    data = figure.data
    square = Square(data)
    sheet = Sheet(LEFT + SIDE + 1, SIDE + BOTTOM, rtl=runs_from_right(data))
    _ground(sheet, square)
    _labels(sheet, square, data)
    _items(sheet, square, data.get("items") or ())
    _skills(sheet, square, data["skills"])
    return sheet.svg(figure.alt)


def both(marks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those with both values."""
    return [mark for mark in marks if mark["all"] is not None and mark["self"] is not None]


def _ground(sheet: Sheet, square: Square) -> None:
    """The band round the diagonal, clipped to the frame by hand, and the two axes."""
    left, right, top, bottom = LEFT, LEFT + SIDE, 0.0, SIDE
    band = similar((left, top), SIDE, SIMILAR * (SIDE - 2 * EDGE))
    sheet.shape(0, "similar", (COLOURS["similar"], "", 0.0), band)
    sheet.line(5, "equal", "#6E9AA6", [(left, bottom), (right, top)], 0.3)
    sheet.line(10, "axes", COLOURS["field"], [(left, top), (left, bottom), (right, bottom)], 0.25)


def similar(corner: Point, side: float, wide: float) -> Path:
    """The band round the diagonal of a square at `corner`, `wide` to each side, within it."""
    (left, top), (right, bottom) = corner, (corner[0] + side, corner[1] + side)
    corners = [
        (left, bottom),
        (left, bottom - wide),
        (right - wide, top),
        (right, top),
        (right, top + wide),
        (left + wide, bottom),
        (left, bottom),
    ]
    return Path(corners, [1, 2, 2, 2, 2, 2, 79])


def _labels(sheet: Sheet, square: Square, data: Mapping[str, Any]) -> None:
    for x, value, word in square.across.ticks():
        sheet.text(x, SIDE + 4.0, value, 8, colour=INK, anchor="middle")
        if word != value and value in {f"{square.across.low:g}", f"{square.across.high:g}"}:
            anchor: Anchor = "start" if value == f"{square.across.low:g}" else "end"
            place = x - 1 if anchor == "start" else x + 2
            sheet.text(place, SIDE + 7.6, word, 7.4, colour=MUTED, anchor=anchor)
    for y, value, _ in square.up.ticks():
        sheet.text(LEFT - 2.2, y + 1, value, 8, colour=INK, anchor="end")
    middle = LEFT + SIDE / 2
    sheet.text(middle, SIDE + 12.4, _arrow(data, "x_label"), 8.6, colour=INK, anchor="middle")
    sheet.text(4.0, SIDE / 2, _arrow(data, "y_label"), 8.6, colour=INK, anchor="middle", turn=90)
    look: dict[str, Any] = {"stem": ITALIC, "colour": MUTED}
    sheet.text(LEFT + 6, 12, data.get("above_label", ""), 10, **look)
    sheet.text(LEFT + SIDE - 6, SIDE - 9, data.get("below_label", ""), 10, anchor="end", **look)
    low = LEFT + SIDE * 0.115
    lift = 3.4 if runs_from_right(data) else 2.2  # Arabic letters reach further below their line
    sheet.text(low, SIDE - (low - LEFT) - lift, data.get("band_label", ""), 9, turn=45, **look)


def _arrow(data: Mapping[str, Any], key: str) -> str:
    arrow = "←" if runs_from_right(data) else "→"
    return f"{data[key]} {arrow}" if data.get(key) else ""


def _items(sheet: Sheet, square: Square, items: Sequence[Mapping[str, Any]]) -> None:
    for place in rings(square, items):
        ring = sign_path("ring", *place, RING / 0.9)
        sheet.shape(20, "items", (COLOURS["white"], COLOURS["field"], 0.24), ring)


def rings(square: Square, items: Sequence[Mapping[str, Any]]) -> Iterator[Point]:
    """Where statements stand; equal pairs side by side, then above and below, so that each
    counts."""
    seen: dict[Point, int] = {}
    for mark in both(items):
        x, y = square.at(mark)
        again = seen.get((x, y), 0)
        seen[(x, y)] = again + 1
        yield x + _beside(again % 5), y + _beside(again // 5 % 5)


def _beside(index: int) -> float:
    """0, one step right, one left, two right … in millimetres."""
    return (index + 1) // 2 * (1 if index % 2 else -1) * 2.1 * RING


def _skills(sheet: Sheet, square: Square, skills: Sequence[Mapping[str, Any]]) -> None:
    marks = both(skills)
    true = [square.at(mark) for mark in marks]
    for mark, (x, y), (a, b) in zip(marks, apart(true), true, strict=True):
        if (x, y) != (a, b):
            sheet.line(28, "leader", INK, [(a, b), (x, y)], 0.25)
            sheet.shape(29, "place", (INK, "", 0.0), sign_path("disc", a, b, 0.6))
        disc = sign_path("disc", x, y, DISC)
        sheet.shape(30, "skills", (INK, COLOURS["white"], 0.5), disc)
        sheet.text(
            x,
            y + 1.15,
            str(mark["number"]),
            9,
            stem=SEMIBOLD,
            colour=COLOURS["white"],
            anchor="middle",
        )


def apart(points: Sequence[Point], least: float = DISC * 2 + 0.2) -> list[Point]:
    """Points moved until no two are nearer than `least`; those with room stay where they are."""
    moved = [_nudged(points, at) for at in range(len(points))]
    for _ in range(200):
        close = [
            (first, second)
            for first in range(len(moved))
            for second in range(first + 1, len(moved))
            if _distance(moved[first], moved[second]) < least - 1e-6
        ]
        if not close:
            break
        for first, second in close:
            pushed = _push(moved[first], moved[second], least)
            moved[first], moved[second] = _inside(pushed[0]), _inside(pushed[1])
    return moved


def _nudged(points: Sequence[Point], at: int) -> Point:
    """One of several equal points sets out in its own direction, so that they end in a cluster and
    not in a row."""
    x, y = points[at]
    if points.count((x, y)) == 1:
        return x, y
    turn = math.tau * points[:at].count((x, y)) / points.count((x, y))
    return x + 0.01 * math.cos(turn), y + 0.01 * math.sin(turn)


def _inside(point: Point) -> Point:
    """A point with room for its disc within the frame."""
    x, y = point
    return (min(max(x, LEFT + DISC), LEFT + SIDE - DISC), min(max(y, DISC), SIDE - DISC))


def _distance(one: Point, other: Point) -> float:
    return math.dist(one, other)


def _push(one: Point, other: Point, least: float) -> tuple[Point, Point]:
    far = _distance(one, other)
    across, down = ((other[0] - one[0]) / far, (other[1] - one[1]) / far) if far else (1.0, 0.0)
    half = (least - far) / 2 + 0.05
    return (
        (one[0] - across * half, one[1] - down * half),
        (other[0] + across * half, other[1] + down * half),
    )
