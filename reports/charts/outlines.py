"""Words of a picture as shapes, since programs that show slides have not our fonts: in any script,
joined and ordered as its letters are. What none of our fonts has is spelt out, as in print.
"""

import html
import re

from matplotlib.path import Path
from matplotlib.textpath import TextToPath

from reports.charts.ink import MM, font_of, width_of
from reports.charts.style import number
from reports.fonts import CUTS, Cut
from reports.spelling import spell_out

CLOSE = int(Path.CLOSEPOLY)
_LETTERS = {1: "m", 2: "l", 3: "q", 4: "c", CLOSE: "z"}  # matplotlib's own numbers
_GROUP = re.compile(r"<g (font-family=[^>]*)>(.*?)</g>", re.DOTALL)
_TEXT = re.compile(
    r'<text x="([-\d.]+)" y="([-\d.]+)"(?: transform="(rotate\([-\d. ]+\))")?>(.*?)</text>'
)
_SIZE = 100
"""Units an em of a font while its letters are read."""
Known = dict[tuple[str, float], tuple[tuple[float, float], str]]
"""(letter, size) -> where it begins, and its drawing from there on."""
_letters = TextToPath()


def outlined(svg: str) -> str:
    """The picture without any text."""
    known: Known = {}
    return _GROUP.sub(lambda group: _group(group, known), svg)


def _group(group: "re.Match[str]", known: Known) -> str:
    look = dict(re.findall(r'([\w-]+)="([^"]*)"', group[1]))
    cut, size, anchor = _cut(look), float(look["font-size"]), look.get("text-anchor", "start")

    def drawn(text: "re.Match[str]") -> str:
        x, y, turn, words = text.groups()
        told = spell_out(html.unescape(words))
        wide = width_of(told, size, cut.stem) * MM
        left = float(x) - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        shape = _shape(told, cut, size, (left, float(y)), known)
        turned = f' transform="{turn}"' if turn else ""
        return f'<path d="{shape}"{turned}/>' if shape else ""

    return f'<g fill="{look["fill"]}">{_TEXT.sub(drawn, group[2])}</g>'


def _cut(look: dict[str, str]) -> Cut:
    wanted = (
        look["font-family"].split(",")[0].strip(),
        int(look.get("font-weight", "400")),
        look.get("font-style", "normal"),
    )
    return next(cut for cut in CUTS if (cut.family, cut.weight, cut.style) == wanted)


def _shape(words: str, cut: Cut, size: float, at: tuple[float, float], known: Known) -> str:
    """The `d` of a line of words that begins at (x, y)."""
    placed, shapes, _ = _letters.get_glyphs_with_font(font_of(words, cut), words)
    found = []
    for letter, right, up, _ in placed:
        if (letter, size) not in known:
            known[letter, size] = _way(Path(*shapes[letter]), size / _SIZE)
        (x, y), way = known[letter, size]
        if way:  # a blank has none
            x, y = at[0] + right * size / _SIZE + x, at[1] - up * size / _SIZE + y
            found.append(f"M{number(x)} {number(y)}{way}")
    return "".join(found)


def _way(path: Path, scale: float) -> tuple[tuple[float, float], str]:
    """Where a letter begins, and its drawing from there on, each point as its way from the last
    one; the y of fonts turned down."""
    first, here, start, told = None, (0.0, 0.0), (0.0, 0.0), []
    for points, code in path.iter_segments(simplify=False, curves=True):
        command = _LETTERS[int(code)]
        if command == "z":
            told.append(command)
            here = start
            continue
        pairs = [(round(points[n] * scale, 2), round(-points[n + 1] * scale, 2))
                 for n in range(0, len(points), 2)]  # fmt: skip
        if command == "m":
            start = pairs[0]
        if first is None:
            first = start
        else:
            way = [number(a - b) for pair in pairs for a, b in zip(pair, here, strict=True)]
            told.append(command + " ".join(way).replace(" -", "-"))
        here = pairs[-1]
    return first or (0.0, 0.0), "".join(told)
