"""The cover's motif: rings of dots like a plumb bob's circles seen from above, one diamond (you)
and one disc (the others) among them. Static decoration, drawn once by web_copy.py."""

import math
from collections.abc import Callable

from reports.charts.style import COLOURS, number, path

WIDE, TALL = 2100.0, 2970.0  # tenths of a millimetre: the whole page
CENTRE = (1640.0, 1900.0)
YOU, OTHERS = (928.0, 1478.0), (1198.0, 2026.0)
TEAL, PALE = "#4E97A6", "#A9C9CF"
CLEAR_BELOW = 2430.0  # words stand there


def _dots(size: float, side: Callable[[float], float]) -> list[str]:
    """Five rings; size and strength swell and fade along each, as if light fell on it."""
    parts = []
    for ring, radius in enumerate((305.0, 490.0, 680.0, 870.0, 1060.0)):
        count = round(radius / 1060 * 76 + 4)
        shift = ring * 0.11
        for index in range(count):
            angle = 2 * math.pi * (index + shift) / count
            x = CENTRE[0] + radius * math.cos(angle)
            y = CENTRE[1] + radius * math.sin(angle)
            swell = (1 + math.cos(angle - 2.6 - ring * 1.25)) / 2
            near = min(math.dist((x, y), YOU), math.dist((x, y), OTHERS))
            inside = x < WIDE + 20 and y < CLEAR_BELOW
            fade = min(1.0, max(0.0, (CLEAR_BELOW - y) / 420))
            if inside and near > 62 and fade * (0.2 + swell) > 0.06:
                strength = (0.14 + 0.72 * swell) * fade
                parts.append(_dot(side(x), y, size * (5 + 16 * swell), strength, ring))
    return parts


def _dot(x: float, y: float, radius: float, strength: float, ring: int) -> str:
    colour = PALE if ring in {0, 2} else TEAL
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{colour}" '
        f'fill-opacity="{number(strength)}"/>'
    )


def cover(ground: str = "dark", *, mirrored: bool = False) -> str:
    """SVG text of 210 by 297 mm on no ground; the page gives the colour. On a "light" one the dots
    are half as large, for whoever pays for the ink. `mirrored` is for words that run from the
    right."""

    def x(place: float) -> float:
        return WIDE - place if mirrored else place

    is_dark = ground == "dark"
    parts = _dots(1.0 if is_dark else 0.5, x)
    you, others = path("diamond", x(YOU[0]), YOU[1], 52), path("disc", x(OTHERS[0]), OTHERS[1], 43)
    parts.append(f'<path d="{you}" fill="#EE8A4B"/>')
    parts.append(f'<path d="{others}" fill="{COLOURS["white" if is_dark else "brand"]}"/>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" '
        f'viewBox="0 0 {number(WIDE)} {number(TALL)}">\n' + "\n".join(parts) + "\n</svg>\n"
    )
