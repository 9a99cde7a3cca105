"""Words of a picture as shapes, since programs that show slides have not our fonts. What our fonts
cannot write, or must join as Arabic letters are, stays text.
"""

import html
import re
from collections.abc import Iterator

from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from reports.charts.ink import JOINING, MM, glyphs, width_of
from reports.charts.style import number
from reports.fonts import CUTS, Cut

CLOSE = int(Path.CLOSEPOLY)
_LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", CLOSE: "Z"}  # matplotlib's own numbers
_GROUP = re.compile(r"<g (font-family=[^>]*)>(.*?)</g>", re.DOTALL)
_TEXT = re.compile(
    r'<text x="([-\d.]+)" y="([-\d.]+)"(?: transform="(rotate\([-\d. ]+\))")?>(.*?)</text>'
)


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
