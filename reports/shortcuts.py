"""Shorter ways through WeasyPrint, each to the very same page. The only file that reaches into it.

WeasyPrint computes every style, length and line of every document anew. Reports share stylesheet
and fonts, and most of their words; so what depends on nothing else is remembered for the life of
the process. Known for one version of WeasyPrint: with another one, everything goes the plain way.
tests/reports/test_shortcuts.py compares both.
"""

import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import weasyprint
from weasyprint import css, draw
from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

from reports.engraving import Engraving

KNOWN = "70.0"
KEPT_STYLES, KEPT_LENGTHS = 4_000, 200  # then forgotten, all at once
KEPT_LINES = 2_500  # a report has some two thousand, most of them in every report
NOTES = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})


class _Recent(dict[Hashable, Any]):
    """Keeps what was asked for among the last `room` to `2 * room` entries."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room
        self._older: dict[Hashable, Any] = {}

    def __missing__(self, key: Hashable) -> Any:
        found = self._older.pop(key, None)
        if found is not None:
            self.keep(key, found)
        return found

    def keep(self, key: Hashable, value: Any) -> None:
        if len(self) >= self._room:
            self._older = dict(self)
            self.clear()
        self[key] = value


_styles: dict[Hashable, Any] = {}
_lines = _Recent(KEPT_LINES)


def _cascade(cascaded: dict[str, Any]) -> Hashable:
    """What was declared, by value where it has one. A kept style keeps the rest alive."""
    return tuple(
        (name, _value(value), precedence, layer, tuple(specificity))
        for name, (value, (precedence, layer, specificity)) in cascaded.items()
    )


def _value(value: object) -> Hashable:
    try:
        hash(value)
    except TypeError:
        return ("at", id(value))
    return value


_set_computed_styles = css.StyleFor.set_computed_styles


def set_computed_styles(
    self: Any, element: Any, parent: Any, pseudo_type: str | None = None, **more: Any
) -> None:
    """Styles that are declared alike, under a parent that is styled alike, are one for all
    documents. Only a list's items have markers, though every element is given their style."""
    computed = self.get_computed_styles()
    if pseudo_type == "marker" and "list-item" not in computed[element, None]["display"]:
        return
    above = computed[parent, None] if parent is not None else None
    cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
    is_page = isinstance(element, tuple)
    over = getattr(above, "alike", id(above)) if above is not None else id(self.font_config)
    alike = (over, pseudo_type, more.get("base_url"), _cascade(cascaded))
    if alike not in _styles or (is_page and pseudo_type is None):
        _set_computed_styles(self, element, parent, pseudo_type=pseudo_type, **more)
        style = computed[element, pseudo_type]
        style.lengths = {}
        if is_page and pseudo_type is None:  # WeasyPrint writes its counters into it
            style.alike = alike
        else:
            if len(_styles) > KEPT_STYLES:
                _styles.clear()
            _styles[alike] = style
        return
    style = computed[element, pseudo_type] = _styles[alike]
    if more.get("target_collector") and style["anchor"]:
        more["target_collector"].collect_anchor(style["anchor"])


def _without_notes(sheet: Any) -> Any:
    lean = copy(sheet)
    lean.matcher = copy(sheet.matcher)
    lean.matcher.other_selectors = [
        entry for entry in sheet.matcher.other_selectors if entry[3] not in NOTES
    ]
    return lean


_ua_stylesheets = weasyprint.HTML._ua_stylesheets
_LEAN = [_without_notes(sheet) for sheet in _ua_stylesheets(None, forms=True)]


def ua_stylesheets(_: Any, forms: bool = False) -> list[Any]:
    """WeasyPrint's own sheets without the rules that style every element as a foot note, too."""
    return _LEAN if forms else _LEAN[:1]


def _is_kept(style: Any) -> bool:
    """Whether a style is one for all documents. A copy may be written into."""
    return hasattr(style, "lengths") or type(style) is css.AnonymousStyle


_resolve_percentages = percent.resolve_percentages
USED = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in
      ("left", "right", "top", "bottom")),
    *(f"{least}{name}" for least in ("", "min_", "max_") for name in ("width", "height")),
    *(f"border_{side}_width" for side in ("left", "right", "top", "bottom")),
)  # fmt: skip


def resolve_percentages(box: Any, containing_block: Any) -> Any:
    """Used lengths depend on the style and the containing block, and on nothing else."""
    style = box.style
    if not _is_kept(style) or style["border_collapse"] == "collapse":
        return _resolve_percentages(box, containing_block)
    lengths = style.__dict__.setdefault("lengths", {})
    if isinstance(containing_block, boxes.Box):
        key = (containing_block.width, containing_block.height, type(box))
    else:
        key = (*containing_block, type(box))
    used = lengths.get(key)
    if used is None:
        _resolve_percentages(box, containing_block)
        if len(lengths) > KEPT_LENGTHS:
            lengths.clear()
        lengths[key] = {name: box.__dict__[name] for name in USED}
    else:
        box.__dict__.update(used)
    return None


_setup = line_break.Layout.setup
OF_ONE_LINE = frozenset({"style", "text", "max_width", "justification_spacing"})
ffi.cdef("PangoLayout *pango_layout_copy (PangoLayout *src);")


def setup(self: Any, style: Any) -> None:
    """A copy of what was set up for the style before. Setting up anew leaks a list of font
    features each time, half a megabyte a report."""
    if not _is_kept(style):
        _setup(self, style)
        return
    if not hasattr(style, "set_up"):
        _setup(self, style)
        style.set_up = {
            name: value for name, value in self.__dict__.items() if name not in OF_ONE_LINE
        }
    self.__dict__.update(style.set_up)
    self.style = style
    self.layout = ffi.gc(pango.pango_layout_copy(self.layout), gobject.g_object_unref)


_strut = line_break.strut


def strut(style: Any) -> Any:
    """A style's line height and baseline."""
    if not _is_kept(style):
        return _strut(style)
    if not hasattr(style, "strut"):
        style.strut = _strut(style)
    return style.strut


_split_first_line = line_break.split_first_line


def split_first_line(text: str, style: Any, context: Any, *room: Any, **how: Any) -> Any:
    """The same words in the same style and room break in the same place."""
    key = (id(style), text, room, *how.items())
    kept = _lines[key]
    if kept is None:
        kept = (_split_first_line(text, style, context, *room, **how), style)
        _lines.keep(key, kept)  # with the style, so that nothing else gets its id
    return kept[0]


_draw_background_image = draw.draw_background_image


def draw_background_image(stream: Any, layer: Any, style: Any) -> Any:
    """Our own pictures paint nothing beside themselves: they need no group of their own."""
    if not isinstance(layer.image, Engraving) or layer.repeat != ("no-repeat", "no-repeat"):
        return _draw_background_image(stream, layer, style)
    if 0 in layer.size:
        return None
    with stream.artifact(), stream.stacked():
        if not layer.unbounded:
            stream.rectangle(*layer.painting_area)
            stream.clip()
            stream.end()
        x, y = (at + by for at, by in zip(layer.positioning_area[:2], layer.position, strict=True))
        stream.transform(e=x, f=y)
        width, height = layer.size
        layer.image.draw(stream, width, height, style)
    return None


REPLACED: tuple[tuple[Callable[..., Any], Callable[..., Any]], ...] = (
    (_resolve_percentages, resolve_percentages),
    (_strut, strut),
    (_split_first_line, split_first_line),
    (_draw_background_image, draw_background_image),
)


def _places() -> list[tuple[Any, str, Any, Any]]:
    """(owner, name, plain, short) wherever WeasyPrint has a function of REPLACED by name."""
    found = [
        (css.StyleFor, "set_computed_styles", _set_computed_styles, set_computed_styles),
        (weasyprint.HTML, "_ua_stylesheets", _ua_stylesheets, ua_stylesheets),
        (line_break.Layout, "setup", _setup, setup),
    ]
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint."):
            found += [
                (module, plain.__name__, plain, short)
                for plain, short in REPLACED
                if module.__dict__.get(plain.__name__) is plain
            ]
    return found


_PLACES = _places()


@contextmanager
def shortcuts() -> Iterator[None]:
    """Within it WeasyPrint takes the short ways."""
    if weasyprint.__version__ != KNOWN:
        yield
        return
    for owner, name, _, short in _PLACES:
        setattr(owner, name, short)
    try:
        yield
    finally:
        for owner, name, plain, _ in _PLACES:
            setattr(owner, name, plain)


def taken() -> bool:
    """Whether WeasyPrint takes them now."""
    return all(getattr(owner, name) is short for owner, name, _, short in _PLACES)
