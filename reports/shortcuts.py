"""Shorter ways through WeasyPrint, each to the very same page. Only here and in lines.py we reach
into it.

WeasyPrint computes every style, length and line of every document anew. Reports share stylesheet
and fonts, and most of their words; so what depends on nothing else is remembered for the life of
the process, and lines of text as lines.py says. Known for one version of WeasyPrint: with another
one, everything goes the plain way. tests/reports/test_shortcuts.py compares both.
"""

import sys
import zlib
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import pydyf
import weasyprint
from weasyprint import css, draw
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import float as float_layout
from weasyprint.layout import percent
from weasyprint.text import line_break

from reports import lines
from reports.engraving import Engraving

KNOWN = "70.0"
LEVEL = 7  # of compression, of 9
KEPT_STYLES, KEPT_LENGTHS = 4_000, 200  # then forgotten, all at once
NOTES = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})


_styles: dict[Hashable, Any] = {}


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
    if not lines.is_kept(style) or style["border_collapse"] == "collapse":
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


_is_in_normal_flow = boxes.Box.is_in_normal_flow


def is_in_normal_flow(self: Any) -> Any:
    """Whether a box stands in the flow is a matter of its style alone."""
    style = self.style
    try:
        return style.flows
    except AttributeError:
        flows = _is_in_normal_flow(self)
        if lines.is_kept(style):
            style.flows = flows
        return flows


_avoid_collisions = float_layout.avoid_collisions


def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """A line has all the width of its block where nothing floats."""
    is_line = outer and isinstance(box, boxes.LineBox)
    if context.excluded_shapes or not is_line or containing_block.style["direction"] != "ltr":
        return _avoid_collisions(context, box, containing_block, outer)
    return containing_block.content_box_x(), box.position_y, containing_block.width


_draw_border = draw.draw_border
SIDES = ("top", "right", "bottom", "left")
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


def draw_border(stream: Any, box: Any) -> Any:
    """A rule along one side is a rectangle; WeasyPrint would cut it out of a frame."""
    top, right, bottom, left = (box.__dict__[f"border_{side}_width"] for side in SIDES)
    style, sides = box.style, [side for side in SIDES if box.__dict__[f"border_{side}_width"]]
    if len(sides) != 1 or not _is_rule(style, sides[0]):
        return _draw_border(stream, box)
    x, y, wide, tall = (
        box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()
    )  # fmt: skip
    with stream.artifact(), stream.stacked():
        stream.set_color(get_color(style, f"border_{sides[0]}_color"))
        stream.rectangle(
            x + wide - right if right else x,
            y + tall - bottom if bottom else y,
            left or right or wide,
            top or bottom or tall,
        )
        stream.fill()
    return None


def _is_rule(style: Any, side: str) -> bool:
    columns = style["column_width"], style["column_count"]
    return (
        style["visibility"] == "visible"
        and style[f"border_{side}_style"] == "solid"
        and get_color(style, f"border_{side}_color").alpha > 0
        and style["border_image_source"][0] == "none"
        and columns == ("auto", "auto")
        and all((0, "px") in style[f"border_{corner}_radius"] for corner in CORNERS)
    )


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


class _Quick:
    """In pydyf's place of zlib: a fiftieth more bytes in a third of the time."""

    @staticmethod
    def compressobj(level: int) -> Any:
        return zlib.compressobj(min(level, LEVEL))


REPLACED: tuple[tuple[Callable[..., Any], Callable[..., Any]], ...] = (
    (_resolve_percentages, resolve_percentages),
    (_avoid_collisions, avoid_collisions),
    (lines.plain_strut, lines.strut),
    (lines.plain_split_first_line, lines.split_first_line),
    (lines.plain_draw_first_line, lines.draw_first_line),
    (_draw_border, draw_border),
    (_draw_background_image, draw_background_image),
)


def _places() -> list[tuple[Any, str, Any, Any]]:
    """(owner, name, plain, short) wherever WeasyPrint has a function of REPLACED by name."""
    found = [
        (css.StyleFor, "set_computed_styles", _set_computed_styles, set_computed_styles),
        (weasyprint.HTML, "_ua_stylesheets", _ua_stylesheets, ua_stylesheets),
        (line_break.Layout, "setup", lines.plain_setup, lines.setup),
        (line_break.Layout, "reactivate", lines.plain_reactivate, lines.reactivate),
        (boxes.Box, "is_in_normal_flow", _is_in_normal_flow, is_in_normal_flow),
        (pydyf, "zlib", zlib, _Quick),
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
        lines.LINES.turn()


def taken() -> bool:
    """Whether WeasyPrint takes them now."""
    return all(getattr(owner, name) is short for owner, name, _, short in _PLACES)
