"""What charts with a row a skill share: the scale on top, names left, numbers right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.charts.ink import LIGHT, MM, SANS, SEMIBOLD, Sheet, width_of, wrap
from reports.charts.style import COLOURS, SIGNS

INK, MUTED = COLOURS["ink"], COLOURS["muted"]
GROUND, GRID, BAND, GAP, NUMBERS = 0, 10, 20, 30, 90
WIDTH = 174.0  # the text's width on A4
COLUMN = 10.4  # a column of numbers
SMALL = 7.4  # pt
BETWEEN = 3.2  # mm at least between two words of the scale
GROUP_RADIUS, LANE = 1.1, 3.3  # mm: a group's sign, and from the middle lane to the outer ones


def runs_from_right(data: Mapping[str, Any]) -> bool:
    """Whether a figure's words, and so its scale, run from right to left."""
    return bool(data["scale"].get("rtl"))


def even(text: str, size: float, room: float) -> list[str]:
    """Lines as in `wrap`, but of lengths as even as they can be: "About half" / "the time"."""
    lines = wrap(text, size, room)
    while len(lines) > 1 and room > 4.0:
        room -= 0.5
        narrower = wrap(text, size, room)
        if len(narrower) > len(lines) or any("…" in line for line in narrower):
            break
        lines = narrower
    return lines


@dataclass(frozen=True)
class Scale:
    """The whole scale, never cut, between two places in millimetres."""

    low: float
    high: float
    labels: Sequence[str]
    left: float
    right: float

    @classmethod
    def of(cls, data: Mapping[str, Any], left: float, right: float) -> "Scale":
        """From a figure's {"min", "max", "labels"}."""
        scale = data["scale"]
        return cls(float(scale["min"]), float(scale["max"]), scale["labels"], left, right)

    def x(self, value: float) -> float:
        """Where a value stands; what lies outside the scale stands at its end."""
        inside = min(max(float(value), self.low), self.high)
        return self.left + (inside - self.low) / (self.high - self.low) * (self.right - self.left)

    def ticks(self) -> list[tuple[float, str, str]]:
        """(x, number, word) of every labelled point."""
        last = max(len(self.labels) - 1, 1)
        step = (self.high - self.low) / last
        values = [self.low + step * index for index in range(len(self.labels))]
        return [
            (self.x(value), f"{value:g}", str(word))
            for value, word in zip(values, self.labels, strict=True)
        ]

    def head(self, sheet: Sheet, top: float) -> float:
        """Numbers and words of the scale from `top` down; returns where they end."""
        room = (self.right - self.left) / max(len(self.labels) - 1, 1) - BETWEEN
        most = 1
        for x, value, word in self.ticks():
            sheet.text(x, top + 2.6, value, 7.4, colour=MUTED, anchor="middle")
            rows = even(word, 7.4, min(room, 26.0)) if word and word != value else []
            most = max(most, 1 + len(rows))
            sheet.lines(x, top + 6.2, rows, 7.4, colour=MUTED, anchor="middle")
        return top + 3.2 + (most - 1) * 7.4 * 1.3 / MM

    def grid(self, sheet: Sheet, top: float, bottom: float) -> None:
        """A hairline at every labelled point."""
        for x, _, _ in self.ticks():
            sheet.line(GRID, "grid", COLOURS["rule"], [(x, top), (x, bottom)])


@dataclass(frozen=True)
class Rows:
    """Where rows stand: each `height` high from `top`."""

    top: float
    height: float
    count: int

    @property
    def bottom(self) -> float:
        return self.top + self.height * self.count

    def y(self, index: int) -> float:
        """The top of a row."""
        return self.top + self.height * index


def name(sheet: Sheet, row: Mapping[str, Any], middle: float, room: float) -> None:
    """Numeral and name of a row, centred on `middle`."""
    if row.get("number") is not None:
        sheet.text(
            2.6, middle + 1.9, str(row["number"]), 15, stem=LIGHT, colour=MUTED, anchor="middle"
        )
    lines = wrap(row["name"], 9, room, SEMIBOLD)
    start = middle + 1.15 - (len(lines) - 1) * 9 * 1.3 / MM / 2
    sheet.lines(6.2, start, lines, 9, stem=SEMIBOLD)


def scale_end(data: Mapping[str, Any]) -> float:
    """Where the scale ends: before the number columns, with room for half of its last word."""
    labels = data["scale"]["labels"] or [""]
    last = max((width_of(line, 7.4) for line in wrap(labels[-1], 7.4, 26.0)), default=0.0)
    columns = COLUMN * len(data.get("columns") or ())
    return WIDTH - (columns + max(7.0, last / 2 + 1.5) if columns else last / 2 + 0.4)


def number_places(data: Mapping[str, Any]) -> list[float]:
    """Middles of the number columns, from the right edge; none when no columns are named."""
    count = len(data.get("columns") or ())
    return [WIDTH - COLUMN * (count - index - 0.5) for index in range(count)]


def number_heads(sheet: Sheet, data: Mapping[str, Any], bottom: float) -> None:
    """Heads of the number columns, standing on `bottom`."""
    for x, words in zip(number_places(data), data.get("columns") or (), strict=True):
        lines = wrap(words, 7.4, COLUMN - 0.6)
        top = bottom - (len(lines) - 1) * 7.4 * 1.3 / MM
        sheet.lines(x, top, lines, 7.4, colour=MUTED, anchor="middle")


def numbers(sheet: Sheet, data: Mapping[str, Any], row: Mapping[str, Any], middle: float) -> None:
    """The row's printed numbers (strings in `numbers`), the strong one semibold."""
    shown = row.get("numbers") or ()
    for index, (x, text) in enumerate(zip(number_places(data), shown, strict=False)):
        stem = SEMIBOLD if index == data.get("strong", 1) else SANS
        number, _, bound = text.partition(" ")
        # "Or more" stands below its number.
        below = wrap(bound, SMALL, COLUMN - 0.4) if bound else []
        start = middle + 1.15 - len(below) * SMALL * 1.3 / MM / 2
        sheet.text(x, start, number, 9, anchor="middle", stem=stem)
        sheet.lines(x, start + 9 * 1.1 / MM, below, SMALL, anchor="middle")


def band(sheet: Sheet, scale: Scale, ends: Sequence[float] | None, y: float) -> None:
    """The soft band of a likely range; nothing when there is none."""
    if ends:
        low, high = scale.x(ends[0]), scale.x(ends[1])
        sheet.pill(BAND, "band", COLOURS["band"], (low, y - 1.3, high - low, 2.6))


def gap(sheet: Sheet, scale: Scale, ends: Sequence[float | None], y: float) -> None:
    """The hairline between two values, when both are there and differ."""
    first, second = ends
    if first is not None and second is not None and first != second:
        points = [(scale.x(first), y), (scale.x(second), y)]
        sheet.line(GAP, "gap", INK, points, 0.3)


def groups(
    sheet: Sheet,
    scale: Scale,
    marks: Sequence[Mapping[str, Any]],
    y: float,
    step: float = LANE,
) -> None:
    """Group signs round `y`, each in its lane, so that equal values never hide each other."""
    for mark in marks:
        if mark["value"] is not None:
            lane = SIGNS[mark["sign"]].lane or 0.0
            place = y + lane * step
            sheet.sign(40, mark["sign"], scale.x(mark["value"]), place, GROUP_RADIUS)
