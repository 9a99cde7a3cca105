"""A figure as a slide: 16 to 9, white, with title, message, legend and numbers of raters.

`outlined` makes outlines of its words, since programs that show slides have not our fonts. What
our fonts cannot write, or must join as Arabic letters are, stays text.
"""

import html
import re
from collections.abc import Iterator, Sequence

from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from reports.charts.ink import JOINING, LIGHT, MM, Sheet, glyphs, width_of, wrap
from reports.charts.style import COLOURS, number
from reports.fonts import CUTS, Cut

WIDTH, HEIGHT = 254.0, 142.875  # mm; 1920 by 1080 at 192 dots per inch
EDGE = 12.0
CLOSE = int(Path.CLOSEPOLY)
_LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", CLOSE: "Z"}  # matplotlib's own numbers
_GROUP = re.compile(r"<g (font-family=[^>]*)>(.*?)</g>", re.DOTALL)
_TEXT = re.compile(
    r'<text x="([-\d.]+)" y="([-\d.]+)"(?: transform="(rotate\([-\d. ]+\))")?>(.*?)</text>'
)


def slide(
    figure: str,
    *,
    title: str,
    message: str,
    legend: Sequence[tuple[str, str]],
    note: str,
    alt: str,
    rtl: bool = False,
) -> str:
    """SVG text. `figure` is a drawn figure, `legend` holds (sign, name), `note` stands below."""
    sheet = Sheet(WIDTH, HEIGHT, rtl=rtl)
    sheet.rect(0, "ground", COLOURS["white"], (0, 0, WIDTH, HEIGHT))
    room = WIDTH - 2 * EDGE
    brand, muted = COLOURS["brand"], COLOURS["muted"]
    sheet.text(EDGE, 16, wrap(title, 24, room, LIGHT, most=1)[0], 24, stem=LIGHT, colour=brand)
    said = wrap(message, 12, room, most=2)
    sheet.lines(EDGE, 24, said, 12)
    top = 22.0 + 5.6 * len(said)
    bottom = _legend(sheet, legend) if legend else HEIGHT - 13
    below = wrap(note, 9, room, most=2)
    sheet.lines(EDGE, HEIGHT - (6 if len(below) == 1 else 7.8), below, 9, colour=muted)
    placed = _placed(figure, (EDGE, top + 1, room, bottom - top - 2))
    return sheet.svg(alt).replace("</svg>", f"{placed}</svg>")


def _legend(sheet: Sheet, legend: Sequence[tuple[str, str]]) -> float:
    """Signs (or none) and names in as many rows as they take; returns where the first begins."""
    rows: list[list[tuple[float, str, str]]] = [[]]
    x = EDGE
    for sign, name in legend:
        wide = width_of(name, 10) + 11
        if rows[-1] and x + wide > WIDTH - EDGE:
            rows.append([])
            x = EDGE
        rows[-1].append((x, sign, name))
        x += wide
    first = HEIGHT - 13 - 6 * (len(rows) - 1)
    for y, row in enumerate(rows):
        for at, sign, name in row:
            if sign:
                sheet.sign(1, sign, at + 1.6, first + 6 * y - 1.2, 1.5)
            sheet.text(at + (5 if sign else 0), first + 6 * y, name, 10)
    return first - 5


def _placed(figure: str, box: tuple[float, float, float, float]) -> str:
    """The figure inside a box in mm, as large as it goes, its own alternative text left out."""
    x, y, width, height = (number(side * MM) for side in box)
    inner = re.sub(r' (role|aria-label|width|height|x|y)="[^"]*"', "", figure[: figure.index(">")])
    place = f' x="{x}" y="{y}" width="{width}" height="{height}"'
    return inner.replace("<svg", f"<svg{place}", 1) + figure[figure.index(">") :].strip()


def outlined(svg: str) -> str:
    """The picture with its words as shapes, as far as our fonts have their letters."""
    return _GROUP.sub(_group, svg)


def _group(group: "re.Match[str]") -> str:
    look = dict(re.findall(r'([\w-]+)="([^"]*)"', group[1]))
    cut = _cut(look)
    if cut is None:
        return group[0]
    size, anchor, kept = float(look["font-size"]), look.get("text-anchor", "start"), []

    def drawn(text: "re.Match[str]") -> str:
        x, y, turn, words = text.groups()
        bare = "".join(c for c in html.unescape(words) if c not in JOINING)
        shape = _shape(bare, cut, size, (float(x), float(y)), anchor)
        if shape is None:
            kept.append(text[0])
            return ""
        turned = f' transform="{turn}"' if turn else ""
        return f'<path d="{shape}"{turned}/>'

    shapes = _TEXT.sub(drawn, group[2])
    rest = f"<g {group[1]}>{''.join(kept)}</g>" if kept else ""
    return f'<g fill="{look["fill"]}">{shapes}</g>{rest}'


def _cut(look: dict[str, str]) -> Cut | None:
    wanted = (
        look["font-family"].split(",")[0].strip(),
        int(look.get("font-weight", "400")),
        look.get("font-style", "normal"),
    )
    return next((cut for cut in CUTS if (cut.family, cut.weight, cut.style) == wanted), None)


def _shape(words: str, cut: Cut, size: float, at: tuple[float, float], anchor: str) -> str | None:
    """The `d` of a line of words; None where the font lacks a letter."""
    has = glyphs(cut.stem)
    if not words.strip() or any(ord(char) not in has for char in words):
        return None
    path = TextPath((0, 0), words, size=size, prop=FontProperties(fname=str(cut.path)))
    wide = width_of(words, size, cut.stem) * MM
    x = at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return "".join(_commands(path, x, at[1]))


def _commands(path: Path, x: float, y: float) -> Iterator[str]:
    """A path's drawing commands, moved to (x, y), the y of fonts turned down."""
    for points, code in path.iter_segments(simplify=False, curves=True):
        pairs = [(points[n], points[n + 1]) for n in range(0, len(points), 2)]
        at = " ".join(f"{number(x + a)} {number(y - b)}" for a, b in pairs)
        yield _LETTERS[int(code)] + ("" if int(code) == CLOSE else at)
