"""The one source of colours and signs, for charts, print and web alike.

Needs nothing but the standard library. A sign is a list of drawing commands in a box from -1 to 1
with y pointing down; SVG text and matplotlib paths come from the same commands. `css()` writes the
custom properties and sign classes; the web keeps a generated copy (web_copy.py), and a test
compares the two.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

COLOURS = MappingProxyType(
    {
        "ink": "#16202E",
        "muted": "#54606E",
        "brand": "#0B3C49",
        "brand-mid": "#2B6777",
        "rule": "#D5DBE1",
        "field": "#7C8A99",
        "tint": "#F3F6F7",
        "link": "#0B5C7A",
        "error": "#B00020",
        "success": "#1B6B45",
        "warning": "#7A4A00",
        "focus": "#FFBF47",
        "white": "#FFFFFF",
        "black": "#000000",
        "band": "#C9CDD2",  # the soft band: ink at a quarter, on white
        "similar": "#E3EDF0",  # the views map: "we see the same"
        "bar": "#7C8A99",
        "track": "#E3E9EB",
    }
)
HEAT = ("#F3F8F9", "#CFE3E7", "#9CC5CE", "#5D9FAE", "#23738A", "#0B3C49")
HEAT_SPAN = (0.25, 1.0)  # share of the scale that the ramp covers: 2.0 to 5.0 of 1 to 5

Command = tuple[Literal["M", "L", "C", "Z"], tuple[float, ...]]


@dataclass(frozen=True)
class Sign:
    """A rater group's mark. `lane` is its place within the lower lane, from -1 to 1, so that equal
    values lie under each other; None means the upper lane."""

    name: str
    colour: str
    commands: tuple[Command, ...]
    lane: float | None = None
    hollow: bool = False


def _polygon(*points: tuple[float, float]) -> tuple[Command, ...]:
    first, *rest = points
    return (("M", first), *(("L", point) for point in rest), ("Z", ()))


def _circle(radius: float) -> tuple[Command, ...]:
    r, k = radius, radius * 4 * (math.sqrt(2) - 1) / 3
    return (
        ("M", (r, 0)),
        ("C", (r, k, k, r, 0, r)),
        ("C", (-k, r, -r, k, -r, 0)),
        ("C", (-r, -k, -k, -r, 0, -r)),
        ("C", (k, -r, r, -k, r, 0)),
        ("Z", ()),
    )


def _plus(arm: float, half: float, turn: float) -> tuple[Command, ...]:
    a, h = arm, half
    corners = [(h, -a), (h, -h), (a, -h), (a, h), (h, h), (h, a)]
    corners += [(-x, -y) for x, y in corners]
    cos, sin = math.cos(turn), math.sin(turn)
    return _polygon(*((x * cos - y * sin, x * sin + y * cos) for x, y in corners))


_UP = ((0.0, -1.0), (1.0, 0.78), (-1.0, 0.78))
_SQUARE = ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85))
_SIGNS = (
    Sign("diamond", "#BB3F07", _polygon((0, -1.08), (1.08, 0), (0, 1.08), (-1.08, 0))),
    Sign("disc", COLOURS["ink"], _circle(1.0)),
    Sign("ring", COLOURS["ink"], _circle(0.9), hollow=True),
    Sign("past", COLOURS["muted"], _circle(0.7), hollow=True),
    Sign("above", "#11408A", _polygon(*_UP), lane=-1),
    Sign("level", "#479984", _polygon(*_SQUARE), lane=-1 / 3),
    Sign("below", "#A464CB", _polygon(*((x, -y) for x, y in _UP)), lane=1),
    Sign("outside", "#B6803E", _plus(1.0, 0.36, 0.0), lane=1 / 3),
    Sign("apart", "#5C7686", _plus(1.05, 0.34, math.pi / 4), lane=0),
)
SIGNS = MappingProxyType({sign.name: sign for sign in _SIGNS})


def number(value: float) -> str:
    """A coordinate with at most two decimals, without a needless tail: same input, same text."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def path(name: str, x: float, y: float, radius: float) -> str:
    """The `d` of one sign of SIGNS, its centre at (x, y), y pointing down."""
    parts = []
    for letter, values in SIGNS[name].commands:
        moved = [number((x, y)[index % 2] + value * radius) for index, value in enumerate(values)]
        parts.append(letter + " ".join(moved))
    return "".join(parts)


def svg_sign(name: str) -> str:
    """A sign alone, as a small SVG file of 20 by 20."""
    sign = SIGNS[name]
    paint = (
        f'fill="#FFFFFF" stroke="{sign.colour}" stroke-width="2.4"'
        if sign.hollow
        else f'fill="{sign.colour}"'
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20">'
        f'<path d="{path(name, 10, 10, 8.5)}" {paint}/></svg>'
    )


def _mix(low: str, high: str, share: float) -> str:
    pairs = [(int(low[i : i + 2], 16), int(high[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def heat(value: float, low: float, high: float) -> str:
    """The ramp's colour for a value on the scale from `low` to `high`; ends are clamped."""
    start, end = HEAT_SPAN
    share = ((value - low) / (high - low) - start) / (end - start)
    place = min(max(share, 0.0), 1.0) * (len(HEAT) - 1)
    step = min(int(place), len(HEAT) - 2)
    return _mix(HEAT[step], HEAT[step + 1], place - step)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours after WCAG 2, from 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(colour: str) -> str:
    """White where it is legible (4.5:1), else ink; black on the few shades that allow neither."""
    white, ink = COLOURS["white"], COLOURS["ink"]
    if contrast(white, colour) >= 4.5:
        return white
    return ink if contrast(ink, colour) >= 4.5 else COLOURS["black"]


def css(url: Callable[[str], str]) -> str:
    """Custom properties and sign classes; `url` turns "sign-above.svg" into an address."""
    lines = [":root {"]
    lines += [f"  --{name}: {value};" for name, value in COLOURS.items()]
    lines += [f"  --heat-{step}: {value};" for step, value in enumerate(HEAT)]
    lines += [f"  --sign-{sign.name}: {sign.colour};" for sign in _SIGNS]
    lines += ["}"]
    lines += [
        ".sign { display: inline-block; width: 0.95em; height: 0.95em; vertical-align: -0.1em;",
        "  background: center / contain no-repeat; }",
    ]
    lines += [
        f'.sign-{sign.name} {{ background-image: url("{url(f"sign-{sign.name}.svg")}"); }}'
        for sign in _SIGNS
    ]
    return "\n".join(lines) + "\n"


def sign_files() -> dict[str, str]:
    """Every sign as a file: name to SVG text."""
    return {f"sign-{name}.svg": svg_sign(name) for name in SIGNS}
