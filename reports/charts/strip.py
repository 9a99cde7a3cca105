"""Strip, distribution and share: tiny pictures beside a row's numbers, written by hand.

They are CSS backgrounds: decoration to a screen reader, since the numbers stand beside them. Units
are tenths of a millimetre. A point of the scale stands in the middle of its equal part of the
width, so the head's words, in equal cells, stand above their points for certain.

strip: scale, self, all, band, groups [{"sign", "value"}]  (each may be missing or None)
distribution: counts [0, 1, 5, 6, 2], or bins [{"first", "last", "count"}] with scale, where few
    answers were merged
share: answered, invited
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.charts.style import COLOURS, SIGNS, number, path
from reports.model import Figure

RULE = COLOURS["rule"]
WIDE, UPPER, LOWER = 610.0, 29.0, 90.0
TALL, SLIM = 134.0, 58.0
LANE, SMALL = 29.0, 9.8  # from the middle lane to the outer ones, radius of a group's sign
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}mm" height="{1}mm" viewBox="0 0 {2} {3}">'


def _file(width: float, height: float, parts: Sequence[str]) -> str:
    texts = [number(size) for size in (width / 10, height / 10, width, height)]
    return SVG.format(*texts) + "".join(parts) + "</svg>\n"


def _rect(box: tuple[float, float, float, float], colour: str, more: str = "") -> str:
    x, y, width, height = (number(value) for value in box)
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}"{more}/>'


class Line:
    """The scale across a strip."""

    def __init__(self, scale: Mapping[str, Any], width: float = WIDE) -> None:
        self.low, self.high = float(scale["min"]), float(scale["max"])
        self.points = len(scale.get("labels") or ()) or round(self.high - self.low) + 1
        self.width = width
        self.rtl = bool(scale.get("rtl"))

    def x(self, value: float) -> float:
        """Middle of a value's part; what lies outside the scale stands at its end."""
        share = (min(max(float(value), self.low), self.high) - self.low) / (self.high - self.low)
        place = (share * (self.points - 1) + 0.5) / self.points * self.width
        return self.width - place if self.rtl else place


def strip(figure: Figure) -> str:
    """SVG text; high with group signs, slim without."""
    tall, parts = shapes(figure.data)
    return _file(WIDE, tall, parts)


def shapes(data: Mapping[str, Any]) -> tuple[float, list[str]]:
    """A strip's height, and the pieces of SVG that stand in it."""
    line = Line(data["scale"])
    groups = [mark for mark in data.get("groups") or () if mark["value"] is not None]
    tall = TALL if groups else SLIM
    parts = [grid(line, tall), band(line, data.get("band"), UPPER), _gap(line, data)]
    parts += [
        sign_at(
            mark["sign"],
            line.x(mark["value"]),
            LOWER + (SIGNS[mark["sign"]].lane or 0.0) * LANE,
            SMALL,
        )
        for mark in groups
    ]
    if data.get("all") is not None:
        parts.append(sign_at("disc", line.x(data["all"]), UPPER, 16.5))
    if data.get("self") is not None:
        parts.append(sign_at("diamond", line.x(data["self"]), UPPER, 13.0))
    return tall, parts


def grid(line: Line, tall: float) -> str:
    """A hairline at each point of the scale."""
    step = line.width / line.points
    lines = "".join(
        f"M{number((index + 0.5) * step)} 6V{number(tall - 6)}" for index in range(line.points)
    )
    return f'<path class="c-grid" d="{lines}" fill="none" stroke-width="2" stroke="{RULE}"/>'


def band(line: Line, ends: Sequence[float] | None, y: float) -> str:
    """The likely range, round `y`; nothing when there is none."""
    if not ends:
        return ""
    low, high = sorted(line.x(value) for value in ends)
    box = (low, y - 13, max(high - low, 26.0), 26.0)
    return _rect(box, COLOURS["band"], ' class="c-band" rx="13"')


def _gap(line: Line, data: Mapping[str, Any]) -> str:
    mine, others = data.get("self"), data.get("all")
    if mine is None or others is None or mine == others:
        return ""
    left, right = sorted((line.x(mine), line.x(others)))
    return (
        f'<path class="c-gap" d="M{number(left)} {number(UPPER)}H{number(right)}" '
        f'stroke="{COLOURS["ink"]}" stroke-width="3.5" fill="none"/>'
    )


def sign_at(sign: str, x: float, y: float, radius: float) -> str:
    """With a white edge, drawn under the fill where the painter knows paint-order."""
    shape = path(sign, x, y, radius)
    white, colour = COLOURS["white"], SIGNS[sign].colour
    if SIGNS[sign].hollow:
        return (
            f'<path class="c-sign-{sign}" d="{shape}" fill="{white}" stroke="{colour}" '
            f'stroke-width="{number(radius * 0.3)}"/>'
        )
    return (
        f'<path d="{shape}" fill="{white}" stroke="{white}" stroke-width="{number(radius * 0.5)}" '
        f'stroke-linejoin="round"/><path class="c-sign-{sign}" d="{shape}" fill="{colour}"/>'
    )


def distribution(figure: Figure) -> str:
    """SVG text: bars for how many chose each point; bars that stand for several points are as
    wide as those, and as high as the average of them."""
    width, tall, room = 170.0, 76.0, 68.0
    bins = _bins(figure.data)
    points = max((last for _, last, _ in bins), default=0) + 1
    if figure.data.get("scale", {}).get("rtl"):
        bins = [(points - 1 - last, points - 1 - first, count) for first, last, count in bins]
    heights = [count / (last - first + 1) for first, last, count in bins]
    most = max([*heights, 1e-9])
    step = width / max(points, 1)
    bars = [
        _rect(
            (
                first * step + 3,
                room + 2 - high / most * room,
                (last - first + 1) * step - 6,
                high / most * room,
            ),
            COLOURS["bar"],
        )
        for (first, last, count), high in zip(bins, heights, strict=True)
        if count
    ]
    ground = _rect((0, room + 2, width, 3), COLOURS["field"], ' class="c-ground"')
    return _file(width, tall, [*bars, ground])


def _bins(data: Mapping[str, Any]) -> list[tuple[int, int, int]]:
    """(first, last, count) from 0 up."""
    if data.get("bins") is not None:
        low = (
            int(data["scale"]["min"])
            if "scale" in data
            else min((int(one["first"]) for one in data["bins"]), default=1)
        )
        return [
            (int(one["first"]) - low, int(one["last"]) - low, int(one["count"]))
            for one in data["bins"]
        ]
    return [(index, index, int(count)) for index, count in enumerate(data["counts"])]


def share(figure: Figure) -> str:
    """SVG text: how many of the invited answered."""
    width, tall = 400.0, 24.0
    invited, answered = float(figure.data["invited"]), float(figure.data["answered"])
    part = min(answered / invited, 1.0) if invited else 0.0
    start = width * (1 - part) if figure.data.get("rtl") else 0
    return _file(
        width,
        tall,
        [
            _rect((0, 0, width, tall), COLOURS["track"]),
            _rect((start, 0, width * part, tall), COLOURS["brand-mid"], ' class="c-answered"'),
        ],
    )
