"""Our own SVG straight to PDF operators: what WeasyPrint would do, at a tenth of the price.

WeasyPrint's SVG engine asks Pango about every single letter. An `Engraving` is read once and then
handed to WeasyPrint as an image: still vectors and text, tagged as any picture. It knows the SVG
that we write (`reports/charts`) and no more: `Foreign` is raised for anything else, and WeasyPrint
may draw that itself. Needs a lock around it, as all of Pango does.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree import ElementTree

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import text as drawing
from weasyprint.matrix import Matrix
from weasyprint.text.line_break import create_layout, line_size

from reports.html import in_pdf

SVG = "{http://www.w3.org/2000/svg}"
PX = {"mm": 96 / 25.4, "pt": 96 / 72, "": 1.0}  # CSS pixels in a unit
LENGTH = re.compile(r"([\d.]+)(mm|pt|)")
TURN = re.compile(r"rotate\((-?[\d.]+) \S+ \S+\)")  # about the text's own place, as ink.py writes
TOKEN = re.compile(r"[A-Za-z]|-?[\d.]+")
HEX = re.compile(r"#[0-9A-Fa-f]{6}")
ARC = 4 * (math.sqrt(2) - 1) / 3  # a quarter of a circle as a curve
KEPT_LINES = 512  # laid out texts that stay in memory: axes and numbers come again

Attributes = Mapping[str, str]


class Foreign(ValueError):
    """An SVG that is not of our making."""


class Shape(NamedTuple):
    """Operators of a painted path, and its opacity."""

    operators: bytes
    opacity: float


class Words(NamedTuple):
    """One line of text."""

    x: float
    y: float
    turn: float  # radians
    anchor: str
    colour: bytes
    look: tuple[str, str, int, float]  # family, style, weight, size
    text: str


class _Line(NamedTuple):
    """A text laid out; also what WeasyPrint wants to know of a box of text."""

    pango_layout: Any
    style: Any
    width: float
    text: str
    baseline: float = 0.0


class _Style(dict[str, Any]):
    """WeasyPrint's initial style with another font."""

    font_config: Any


class Engraver:
    """Makes pictures whose words stand in the given fonts."""

    def __init__(self, fonts: Any) -> None:
        self._fonts = fonts
        self.line: Callable[..., _Line] = lru_cache(KEPT_LINES)(self._line)

    def _line(self, text: str, family: str, slant: str, weight: int, size: float) -> _Line:
        style = _Style(INITIAL_VALUES)
        style.font_config = self._fonts
        style.update(
            font_family=[name.strip() for name in family.split(",")],
            font_style=slant,
            font_weight=weight,
            font_size=size,
        )
        layout = create_layout(text, style, None, None, 0)
        width, _ = line_size(layout.get_first_line()[0], style)
        return _Line(layout, style, width, text)

    def pictures(self, files: Mapping[str, str | bytes]) -> dict[str, "Engraving"]:
        """Those among files that are ours, by address; others are left to WeasyPrint."""
        found = {}
        for name, svg in files.items():
            if name.endswith(".svg"):
                with suppress(Foreign):
                    found[in_pdf(name)] = self.engrave(svg)
        return found

    def engrave(self, svg: str | bytes) -> "Engraving":
        """Raises Foreign."""
        try:
            return Engraving(ElementTree.fromstring(svg), self)  # noqa: S314 - of our own making
        except (KeyError, ValueError, ElementTree.ParseError) as odd:
            raise Foreign(str(odd)) from odd


class Engraving:
    """A picture as WeasyPrint's layout and drawing know one."""

    def __init__(self, root: ElementTree.Element, engraver: Engraver) -> None:
        self._engraver = engraver
        self.width, self.height = _length(root.get("width")), _length(root.get("height"))
        left, top, self._wide, self._tall = map(float, root.get("viewBox", "").split())
        if root.tag != f"{SVG}svg" or left or top:
            raise Foreign(root.tag)
        parts = list(_parts(root, {}))
        self._shapes = [part for part in parts if isinstance(part, Shape)]
        self._words = [part for part in parts if isinstance(part, Words)]

    def get_intrinsic_size(self, *_: object) -> tuple[float, float, float]:
        """Width and height in CSS pixels, and their ratio."""
        return self.width, self.height, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Paint on a WeasyPrint stream whose origin is the picture's corner."""
        with stream.stacked():
            stream.transform(a=width / self._wide, d=height / self._tall)
            stream.set_miter_limit(4)  # SVG's
            for operators, opacity in self._shapes:
                stream.set_alpha(opacity)
                stream.stream.append(operators)
            if self._words:
                stream.set_alpha(1)
                stream.begin_text()
                for words in self._words:
                    self._write(stream, words)
                stream.end_text()

    def _write(self, stream: Any, words: Words) -> None:
        line = self._engraver.line(words.text, *words.look)
        back = {"start": 0.0, "middle": line.width / 2, "end": line.width}[words.anchor]
        cos, sin = math.cos(words.turn), math.sin(words.turn)
        place = Matrix(cos, sin, sin, -cos, words.x - back * cos, words.y - back * sin)
        stream.stream.append(words.colour)
        drawing.draw_first_line(stream, line, "none", "none", place)


def _length(text: str | None) -> float:
    found = LENGTH.fullmatch(text or "")
    if not found:
        raise Foreign(text)
    return float(found[1]) * PX[found[2]]


def _parts(node: ElementTree.Element, above: Attributes) -> Iterator[Shape | Words]:
    """What a node and its children paint, in order. Attributes of a group reach its children."""
    for child in node:
        here = {**above, **child.attrib}
        if child.tag == f"{SVG}g" and "transform" not in here:
            yield from _parts(child, here)
        elif child.tag == f"{SVG}text" and not len(child):
            yield _words(child.text or "", here)
        elif child.tag in PATHS and "transform" not in here:
            yield _shape(PATHS[child.tag](here), here)
        elif child.tag == f"{SVG}svg":
            yield from _nested(child)
        else:
            raise Foreign(child.tag)


def _nested(node: ElementTree.Element) -> Iterator[Shape | Words]:
    """A picture within the picture: in the middle of its place, as large as it goes."""
    left, top, wide, tall = (float(node.get(name, "")) for name in ("x", "y", "width", "height"))
    *_corner, inner_wide, inner_tall = map(float, node.get("viewBox", "").split())
    scale = min(wide / inner_wide, tall / inner_tall)
    x, y = left + (wide - inner_wide * scale) / 2, top + (tall - inner_tall * scale) / 2
    moved = f"q {scale:.5f} 0 0 {scale:.5f} {x:.2f} {y:.2f} cm ".encode()
    for part in _parts(node, {}):
        if isinstance(part, Shape):
            yield part._replace(operators=moved + part.operators + b" Q")
        else:
            *look, size = part.look
            yield part._replace(
                x=x + part.x * scale, y=y + part.y * scale, look=(*look, size * scale)
            )


def _words(text: str, a: Attributes) -> Words:
    turn = TURN.fullmatch(a["transform"]) if "transform" in a else None
    if "transform" in a and not turn:
        raise Foreign(a["transform"])
    slant = a.get("font-style", "normal")
    look = (a["font-family"], slant, int(a["font-weight"]), float(a["font-size"]))
    angle = math.radians(float(turn[1])) if turn else 0.0
    colour = _colour(a["fill"], b"rg")
    return Words(float(a["x"]), float(a["y"]), angle, a["text-anchor"], colour, look, text)


def _shape(path: bytes, a: Attributes) -> Shape:
    fill, stroke = a.get("fill", "#000000"), a.get("stroke", "none")
    parts = []
    if fill != "none":
        parts.append(_colour(fill, b"rg"))
    if stroke != "none":
        join = {"miter": b"0", "round": b"1"}[a.get("stroke-linejoin", "miter")]
        parts += [_colour(stroke, b"RG"), _number(a.get("stroke-width", "1")), b"w", join, b"j"]
    parts += [path, PAINT[fill != "none", stroke != "none"]]
    opacity = float(a["fill-opacity"]) if "fill-opacity" in a else 1
    return Shape(b" ".join(parts), opacity)


PAINT = {(True, True): b"B", (True, False): b"f", (False, True): b"S", (False, False): b"n"}


def _colour(text: str, operator: bytes) -> bytes:
    if not HEX.fullmatch(text):
        raise Foreign(text)
    parts = [f"{int(text[at : at + 2], 16) / 255:.3f}".rstrip("0").rstrip(".") for at in (1, 3, 5)]
    return " ".join(parts).encode() + b" " + operator


def _number(value: float | str) -> bytes:
    """Two decimals: our units are points or tenths of a millimetre."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return b"0" if text == "-0" else text.encode()


def _operator(letter: bytes, *values: float) -> bytes:
    return b" ".join([*map(_number, values), letter])


def _path(a: Attributes) -> bytes:
    """The `d` of absolute M, L, H, V, C and Z."""
    parts, tokens, x, y = [], iter(TOKEN.findall(a["d"])), 0.0, 0.0
    letter = ""
    for token in tokens:
        first = token
        if token.isalpha():
            letter = token
            first = "" if letter in "Zz" else next(tokens, "")
        if letter in "Zz":
            parts.append(b"h")
            continue
        if letter not in COUNT:
            raise Foreign(letter)
        values = [float(first), *(float(next(tokens, "")) for _ in range(COUNT[letter] - 1))]
        if letter == "H":
            values = [values[0], y]
        elif letter == "V":
            values = [x, values[0]]
        x, y = values[-2:]
        parts.append(_operator(OPERATOR[letter], *values))
        letter = "L" if letter == "M" else letter
    return b" ".join(parts)


COUNT = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6}
OPERATOR = {"M": b"m", "L": b"l", "H": b"l", "V": b"l", "C": b"c"}


def _rect(a: Attributes) -> bytes:
    x, y, width, height = (float(a[name]) for name in ("x", "y", "width", "height"))
    r = min(float(a.get("rx", 0)), width / 2, height / 2)
    if not r:
        return _operator(b"re", x, y, width, height)
    return _rounded(x, y, x + width, y + height, r)


def _circle(a: Attributes) -> bytes:
    x, y, r = (float(a[name]) for name in ("cx", "cy", "r"))
    return _rounded(x - r, y - r, x + r, y + r, r)


def _rounded(left: float, top: float, right: float, bottom: float, r: float) -> bytes:
    """A box whose corners are quarters of a circle."""
    k = r * (1 - ARC)
    return b" ".join(
        [
            _operator(b"m", left + r, top),
            _operator(b"l", right - r, top),
            _operator(b"c", right - k, top, right, top + k, right, top + r),
            _operator(b"l", right, bottom - r),
            _operator(b"c", right, bottom - k, right - k, bottom, right - r, bottom),
            _operator(b"l", left + r, bottom),
            _operator(b"c", left + k, bottom, left, bottom - k, left, bottom - r),
            _operator(b"l", left, top + r),
            _operator(b"c", left, top + k, left + k, top, left + r, top),
            b"h",
        ]
    )


PATHS: Mapping[str, Callable[[Attributes], bytes]] = {
    f"{SVG}path": _path,
    f"{SVG}rect": _rect,
    f"{SVG}circle": _circle,
}
