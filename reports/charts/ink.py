"""A sheet to draw on with matplotlib: millimetres, y pointing down, few and large paths.

WeasyPrint pays for every element and every point of an SVG. So all shapes of the same paint and
layer become one compound path, and words are text, not outlines: a third of the time and half of
the file, and they can be searched and copied. A page on the web sets the picture into its own
HTML, where our fonts are loaded (`reports.html.render(drawn=…)`).
"""

import html
import io
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from reports.charts.style import COLOURS, SIGNS, number
from reports.fonts import BY_STEM, Cut
from reports.fonts.coverage import beyond
from reports.spelling import spell_out

MM = 72 / 25.4  # points in a millimetre
SANS, SEMIBOLD = "PlumbSans-Regular", "PlumbSans-Semibold"
LIGHT, ITALIC = "PlumbSerif-Light", "PlumbSerif-Italic"
STATED: Any = {
    "svg.hashsalt": "plumbline",
    "svg.fonttype": "path",
    "text.parse_math": False,  # nothing of matplotlib's writes text; should it ever
    "path.simplify": False,
    "path.snap": False,
}
CODES = {"M": (1,), "L": (2,), "C": (4, 4, 4), "Z": (79,)}  # matplotlib's own numbers
NOWHERE = ((0.0, 0.0),)  # matplotlib wants a vertex with "close", and ignores it
UNSTATED: Any = {"Date": None, "Creator": None, "Format": None, "Type": None}

Anchor = Literal["start", "middle", "end"]
OTHER_SIDE: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}
SOFT = "\u00ad"
JOINING = "\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"
RTL, END = "\u2067", "\u2069"  # Unicode's isolate: words in it run from the right
Paint = tuple[str, str, float]  # fill ("" for none), stroke ("" for none), stroke width in mm

_canvas = Canvas(frameon=False, dpi=72)


@cache
def glyphs(stem: str) -> frozenset[int]:
    """Code points that a cut has letters for."""
    return frozenset(get_font(str(BY_STEM[stem].path)).get_charmap())


def font_of(words: str, cut: Cut) -> FT2Font:
    """At 100 units an em, with those of the scripts that the words need, in the cut's weight where
    there is one."""
    others = sorted(beyond(words), key=lambda other: other.weight != cut.weight)
    font = get_font([str(one.path) for one in (cut, *others)])
    font.set_size(100, 72)
    return font


@lru_cache(maxsize=4096)
def _width(text: str, stem: str) -> float:
    """Width of a text at 100 units an em, in letters of any script that we have."""
    font = font_of(text, BY_STEM[stem])
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64


def width_of(text: str, size: float, stem: str = SANS) -> float:
    """Width in millimetres at `size` points; what we lack as it is spelt out in print."""
    known = spell_out(printable(text))
    return _width(known, stem) * size / 100 / MM if known else 0.0


def wrap(text: str, size: float, room: float, stem: str = SANS, most: int = 3) -> list[str]:
    """Lines no wider than `room` millimetres, at most `most`; the last is cut with an ellipsis."""
    lines: list[str] = []
    for word in _words(text, size, room, stem):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size, stem) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += "…"
    return [_fit(line, size, room, stem) for line in kept]


def _words(text: str, size: float, room: float, stem: str) -> list[str]:
    """The words of a text; one too wide for its place is parted where a soft hyphen allows it."""
    found: list[str] = []
    for word in str(text).split() or [""]:
        whole, parts = printable(word), printable(word.replace(SOFT, " ")).split()
        if len(parts) < 2 or width_of(whole, size, stem) <= room:
            found.append(whole)
        else:
            found += [f"{part}-" for part in parts[:-1]] + parts[-1:]
    return found


def _fit(line: str, size: float, room: float, stem: str) -> str:
    """A word too long for its place is cut with an ellipsis."""
    if width_of(line, size, stem) <= room:
        return line
    kept = line.rstrip("…")
    while kept and width_of(kept + "…", size, stem) > room:
        kept = kept[:-1]
    return kept + "…"


class Sheet:
    """One picture of `width` by `height` millimetres.

    With `rtl` all of it is mirrored, scale and words' places, but not the words themselves.
    """

    def __init__(self, width: float, height: float, *, rtl: bool = False) -> None:
        self.width, self.height, self.rtl = width, height, rtl
        self._paths: dict[tuple[int, str, Paint], list[Path]] = {}
        self._words: dict[str, list[str]] = {}

    def shape(self, layer: int, name: str, paint: Paint, path: Path) -> None:
        """Add a path; same layer, name and paint become one element, `name` its id."""
        self._paths.setdefault((layer, name, paint), []).append(path)

    def rect(
        self, layer: int, name: str, colour: str, box: tuple[float, float, float, float]
    ) -> None:
        """A filled rectangle (x, y, width, height)."""
        self.shape(layer, name, (colour, "", 0.0), _rect(box))

    def frame(
        self, layer: int, name: str, colour: str, box: tuple[float, float, float, float]
    ) -> None:
        """A hairline round a rectangle."""
        self.shape(layer, name, ("", colour, 0.18), _rect(box))

    def pill(
        self, layer: int, name: str, colour: str, box: tuple[float, float, float, float]
    ) -> None:
        """A rectangle with half-round ends, at least as wide as high."""
        x, y, width, height = box
        r = height / 2
        if width < height:
            x, width = x - (height - width) / 2, height
        k = r * 0.5523
        left, right, bottom = x + r, x + width - r, y + height
        points = [(left, y), (right, y)]
        points += [(right + k, y), (x + width, y + r - k), (x + width, y + r)]
        points += [(x + width, y + r + k), (right + k, bottom), (right, bottom), (left, bottom)]
        points += [(left - k, bottom), (x, y + r + k), (x, y + r)]
        points += [(x, y + r - k), (left - k, y), (left, y), (left, y)]
        codes = [1, 2, 4, 4, 4, 4, 4, 4, 2, 4, 4, 4, 4, 4, 4, 79]
        self.shape(layer, name, (colour, "", 0.0), Path(points, codes))

    def line(
        self,
        layer: int,
        name: str,
        colour: str,
        points: Sequence[tuple[float, float]],
        thick: float = 0.18,
    ) -> None:
        """An open line through points; `thick` in millimetres."""
        self.shape(layer, name, ("", colour, thick), Path(list(points)))

    def sign(self, layer: int, sign: str, x: float, y: float, radius: float) -> None:
        """A sign with a white edge, so that overlaps stay legible."""
        look = SIGNS[sign]
        edge = COLOURS["white"]
        path = sign_path(sign, x, y, radius)
        if look.hollow:
            self.shape(layer, f"sign-{sign}", (edge, look.colour, radius * 0.3), path)
        else:
            # The edge goes under the fill: a stroke on top would eat half of a small sign.
            self.shape(layer, f"edge-{sign}", (edge, edge, radius * 0.5), path)
            self.shape(layer, f"sign-{sign}", (look.colour, "", 0.0), path)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        stem: str = SANS,
        colour: str = COLOURS["ink"],
        anchor: Anchor = "start",
        turn: float = 0.0,
    ) -> None:
        """Words with their baseline at y, `size` in points, turned `turn` degrees to the left."""
        shown = printable(words)
        if not shown:
            return
        if self.rtl:
            x, anchor, turn, shown = self.width - x, OTHER_SIDE[anchor], -turn, f"{RTL}{shown}{END}"
            stem = SANS if BY_STEM[stem].style == "italic" else stem  # Arabic knows no italics
        cut = BY_STEM[stem]
        families = ", ".join(dict.fromkeys(one.family for one in (cut, *beyond(shown))))
        italic = ' font-style="italic"' if cut.style == "italic" else ""
        look = (
            f'font-family="{families}, sans-serif" font-weight="{cut.weight}"{italic} '
            f'font-size="{number(size)}" fill="{colour}" text-anchor="{anchor}"'
        )
        place = f'x="{number(x * MM)}" y="{number(y * MM)}"'
        if turn:
            place += f' transform="rotate({number(-turn)} {number(x * MM)} {number(y * MM)})"'
        self._words.setdefault(look, []).append(f"<text {place}>{html.escape(shown)}</text>")

    def lines(self, x: float, y: float, rows: Iterable[str], size: float, **look: Any) -> None:
        """Lines of text, the first with its baseline at y, 1.3 apart."""
        for index, row in enumerate(rows):
            self.text(x, y + index * size * 1.3 / MM, row, size, **look)

    def svg(self, alt: str) -> str:
        """The picture as SVG text; `alt` says what it shows. Same sheet, same bytes."""
        _canvas.clear()
        _canvas.set_size_inches(self.width / 25.4, self.height / 25.4)
        for order, ((_, name, paint), paths) in enumerate(
            sorted(self._paths.items(), key=lambda entry: entry[0][0])
        ):
            patch = self._patch(Path.make_compound_path(*paths), paint)
            patch.set(zorder=order, gid=name)
            _canvas.add_artist(patch, clip=False)
        words = "".join(f"<g {look}>{''.join(texts)}</g>" for look, texts in self._words.items())
        return _tidy(_write(), alt).replace("</svg>", f"{words}</svg>")

    def _patch(self, path: Path, paint: Paint) -> PathPatch:
        fill, stroke, thick = paint
        scale = np.array([(-1 if self.rtl else 1) / self.width, -1 / self.height])
        corner = (1, 1) if self.rtl else (0, 1)
        placed = Path(np.asarray(path.vertices, dtype=float) * scale + corner, path.codes)
        return PathPatch(
            placed,
            facecolor=fill or "none",
            edgecolor=stroke or "none",
            linewidth=thick * MM,
            joinstyle="round" if fill else "miter",
            capstyle="butt",
            transform=_canvas.transFigure,
        )


def sign_path(sign: str, x: float, y: float, radius: float) -> Path:
    """The sign's vertices as a matplotlib path, in millimetres."""
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for letter, values in SIGNS[sign].commands:
        pairs = list(zip(values[::2], values[1::2], strict=True)) or list(NOWHERE)
        points += [(x + a * radius, y + b * radius) for a, b in pairs]
        codes += CODES[letter]
    return Path(points, codes)


def _rect(box: tuple[float, float, float, float]) -> Path:
    x, y, width, height = box
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return Path(corners, [1, 2, 2, 2, 79])


def _write() -> str:
    out = io.StringIO()
    with mpl.rc_context(STATED):
        _canvas.savefig(out, format="svg", metadata=UNSTATED)
    return out.getvalue()


def _tidy(text: str, alt: str) -> str:
    """Without prologue, metadata and inline styles (a strict content policy forbids those); names
    as classes, since several pictures may stand in one page; two decimals are enough."""
    text = text[text.index("<svg") :]
    text = re.sub(r"\s*<(metadata|defs)>.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"(\.\d\d)\d+", r"\1", text)
    text = re.sub(r' style="([^"]*)"', _attributes, text)
    text = re.sub(r"\s*\n\s*", " ", text).replace("> <", "><")
    text = text.replace('<g id="figure_1">', '<g stroke-linejoin="round">')
    text = re.sub(r'<g id="([\w-]+)">', r'<g class="c-\1">', text)
    said = html.escape(printable(alt))
    told = f'<svg role="img" aria-label="{said}" direction="ltr" '  # places are from the left
    return text.replace("<svg ", told, 1).strip() + "\n"


def _attributes(style: "re.Match[str]") -> str:
    pairs = (entry.split(":", 1) for entry in style[1].split(";") if ":" in entry)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)


def printable(text: str) -> str:
    """`text` on one line, without controls: fit for XML."""
    return "".join(
        char for char in " ".join(str(text).split()) if char.isprintable() or char in JOINING
    )
