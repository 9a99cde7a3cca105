"""Lines of text, set and drawn once for all the documents that have them.

Most lines of a report stand in every report. A line is remembered when two documents have it, and
forgotten when the next few have not: what people wrote stays in memory for its own report, and
after that only where it is printed once more.
"""

from collections import deque
from collections.abc import Hashable
from contextlib import suppress
from typing import Any, NamedTuple

from weasyprint import css
from weasyprint.draw import text as drawing
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

LATELY = 4  # documents
MOST = 5_000  # lines; a report has some two thousand
OF_ONE_LINE = frozenset({"style", "text", "max_width", "justification_spacing"})
ffi.cdef(
    "PangoLayout *pango_layout_copy (PangoLayout *src); gpointer g_object_ref (gpointer object);"
)


class _Line:
    """What came of splitting a text, with the style, so that nothing else gets that style's id."""

    __slots__ = ("found", "last", "style")

    def __init__(self, found: Any, style: Any, last: int) -> None:
        self.found, self.style, self.last = found, style, last


class Lines:
    """Those of this document, and those that several of the last documents had."""

    def __init__(self) -> None:
        self._turn = 0
        self._here: dict[Hashable, _Line] = {}
        self._kept: dict[Hashable, _Line] = {}
        self._met: deque[set[int]] = deque(maxlen=LATELY)

    def __len__(self) -> int:
        return len(self._here) + len(self._kept)

    def get(self, key: Hashable) -> Any:
        line = self._kept.get(key) or self._here.get(key)
        if line is None:
            return None
        line.last = self._turn
        return line.found

    def keep(self, key: Hashable, found: Any, style: Any) -> None:
        self._here[key] = _Line(found, style, self._turn)

    def turn(self) -> None:
        """A document is done. Of its lines only hashes stay, unless another had them too."""
        marks = {hash(key): key for key in self._here}
        again = marks.keys() & set().union(*self._met)
        self._kept |= {marks[mark]: self._here[marks[mark]] for mark in again}
        self._met.append(set(marks) - again)
        self._here.clear()
        self._turn += 1
        oldest = self._turn - LATELY
        self._kept = {key: line for key, line in self._kept.items() if line.last >= oldest}
        if len(self._kept) > MOST:
            self._kept.clear()
        for dictionary in line_break.pyphen.hdcache.values():  # words that were hyphenated, by word
            dictionary.cache.clear()


LINES = Lines()


def is_kept(style: Any) -> bool:
    """Whether a style is one for all documents. A copy may be written into."""
    return type(style) is css.AnonymousStyle or "lengths" in style.__dict__


plain_split_first_line = line_break.split_first_line


def split_first_line(text: str, style: Any, context: Any, *room: Any, **how: Any) -> Any:
    """The same words in the same style and room break in the same place."""
    key = (id(style), text, room, *how.items())
    found = LINES.get(key)
    if found is None:
        found = plain_split_first_line(text, style, context, *room, **how)
        LINES.keep(key, found, style)
    return found


plain_setup = line_break.Layout.setup


def setup(self: Any, style: Any) -> None:
    """A copy of what was set up for the style before. Setting up anew leaks a list of font
    features each time, half a megabyte a report."""
    if not is_kept(style):
        plain_setup(self, style)
        return
    if not hasattr(style, "set_up"):
        plain_setup(self, style)
        style.set_up = {
            name: value for name, value in self.__dict__.items() if name not in OF_ONE_LINE
        }
    self.__dict__.update(style.set_up)
    self.style = style
    self.layout = ffi.gc(pango.pango_layout_copy(self.layout), gobject.g_object_unref)


plain_strut = line_break.strut


def strut(style: Any) -> Any:
    """A style's line height and baseline."""
    if not is_kept(style):
        return plain_strut(style)
    if not hasattr(style, "strut"):
        style.strut = plain_strut(style)
    return style.strut


class _Font:
    """A document's font, and what one line needs of it: letters and widths by glyph."""

    def __init__(self, font: Any, pango_font: Any, size: float) -> None:
        self.hash, self.bitmap = font.hash, font.bitmap
        self.png, self.svg, self.colr = font.png, font.svg, font.colr
        self.pango_font = ffi.gc(gobject.g_object_ref(pango_font), gobject.g_object_unref)
        self.size = size
        self.to_unicode: dict[int, str] = {}
        self.widths: dict[int, int] = {}

    def is_in(self, font: Any) -> bool:
        """Whether the document's font knows all of it, or learns it now; False: it knows a glyph
        by another width, which is rounded at the size where it was seen first."""
        if not self.widths.items() <= font.widths.items():
            if any(font.widths.get(glyph, wide) != wide for glyph, wide in self.widths.items()):
                return False
            font.widths |= self.widths
        if not self.to_unicode.keys() <= font.to_unicode.keys():
            font.to_unicode = {**font.to_unicode, **self.to_unicode, **font.to_unicode}
        return True


class _Drawn(NamedTuple):
    """A line as it is drawn anywhere: its fonts, and operators of a WeasyPrint stream."""

    fonts: tuple[_Font, ...]
    operators: tuple[tuple[str, tuple[Any, ...]], ...]


class _Notebook:
    """Stands in for a stream and notes what is drawn."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.ink_rect, self.logical_rect = stream.ink_rect, stream.logical_rect
        self.fonts: dict[str, _Font] = {}
        self.operators: list[tuple[str, tuple[Any, ...]]] = []

    def add_font(self, pango_font: Any) -> tuple[_Font, float]:
        font, size = self._stream.add_font(pango_font)
        ours = self.fonts.setdefault(font.hash, _Font(font, pango_font, size))
        return ours, size

    def set_text_matrix(self, *_: float) -> None:
        """Every place has its own."""

    def __getattr__(self, name: str) -> Any:
        if name not in ("set_font_size", "show_text", "set_text_rise"):
            raise AttributeError(name)
        return lambda *values: self.operators.append((name, values))


plain_reactivate = line_break.Layout.reactivate


def reactivate(self: Any, style: Any) -> None:
    """To draw what was drawn before takes no Pango."""
    if hasattr(self, "drawn"):
        self.layout = self.language = None
        self.style = style
    else:
        plain_reactivate(self, style)


plain_draw_first_line = drawing.draw_first_line


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
) -> Any:
    """The same line is drawn by the same operators, wherever it stands."""
    layout = textbox.pango_layout
    is_whole = text_overflow != "ellipsis" and block_ellipsis == "none"
    if is_whole and not textbox.text.strip():
        return []
    if is_whole and not hasattr(layout, "drawn"):
        layout.drawn = _drawn(stream, textbox, matrix)
    if not is_whole or not layout.drawn or not _draw(stream, layout.drawn, matrix):
        if layout.layout is None:
            plain_reactivate(layout, textbox.style)
        return plain_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    return []


def _drawn(stream: Any, textbox: Any, matrix: Any) -> _Drawn | None:
    """None: there is more to it than letters that our fonts have."""
    notebook = _Notebook(stream)
    with suppress(AttributeError):
        if not plain_draw_first_line(notebook, textbox, "none", "none", matrix):
            return _Drawn(tuple(notebook.fonts.values()), tuple(notebook.operators))
    return None


def _draw(stream: Any, drawn: _Drawn, matrix: Any) -> bool:
    for ours in drawn.fonts:
        font, _ = stream.add_font(ours.pango_font)
        if not ours.is_in(font):
            return False
    stream.set_text_matrix(*matrix.values)
    for name, values in drawn.operators:
        getattr(stream, name)(*values)
    return True
