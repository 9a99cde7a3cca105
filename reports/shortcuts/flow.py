"""Shorter ways through the layout of boxes."""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, percent
from weasyprint.layout import float as float_layout

from reports.shortcuts import lines

KEPT = 200  # lengths of a style, then forgotten, all at once

plain_context = LayoutContext.__init__
_CONTEXTS: list[Any] = []


def context(self: Any, *of: Any) -> None:
    """With what a document is laid out."""
    plain_context(self, *of)
    _CONTEXTS.append(self)


def let_go() -> None:
    """Styles, boxes and lines refer to each other in circles, by way of what they were laid out
    with. Once that forgets them they are gone, and are not left to the garbage collector."""
    for one in _CONTEXTS:
        for holder in (one.target_collector, one.style_for, one):
            vars(holder).clear()
    _CONTEXTS.clear()


plain_resolve_percentages = percent.resolve_percentages
USED = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in
      ("left", "right", "top", "bottom")),
    *(f"{least}{name}" for least in ("", "min_", "max_") for name in ("width", "height")),
    *(f"border_{side}_width" for side in ("left", "right", "top", "bottom")),
)  # fmt: skip


def resolve_percentages(box: Any, containing_block: Any) -> Any:
    """Used lengths depend on the style and the containing block, and on nothing else."""
    style = box.style
    lengths = style.__dict__.get("lengths")
    if lengths is None:
        if not lines.is_kept(style):
            return plain_resolve_percentages(box, containing_block)
        lengths = style.lengths = {}
    if style["border_collapse"] == "collapse":
        return plain_resolve_percentages(box, containing_block)
    if isinstance(containing_block, boxes.Box):
        key = (containing_block.width, containing_block.height, type(box))
    else:
        key = (*containing_block, type(box))
    used = lengths.get(key)
    if used is None:
        plain_resolve_percentages(box, containing_block)
        if len(lengths) > KEPT:
            lengths.clear()
        lengths[key] = {name: box.__dict__[name] for name in USED}
    else:
        box.__dict__.update(used)
    return None


plain_is_in_normal_flow = boxes.Box.is_in_normal_flow


def is_in_normal_flow(self: Any) -> Any:
    """Whether a box stands in the flow is a matter of its style alone."""
    style = self.style
    try:
        return style.flows
    except AttributeError:
        flows = plain_is_in_normal_flow(self)
        if lines.is_kept(style):
            style.flows = flows
        return flows


plain_descendants = boxes.Box.descendants


def descendants(self: Any, placeholders: bool = False) -> Iterator[Any]:
    """A box and all within it, without a generator in a generator for each step down."""
    if placeholders:
        yield from plain_descendants(self, placeholders)
        return
    waiting = [self]
    while waiting:
        box = waiting.pop()
        yield box
        if isinstance(box, boxes.Box):
            waiting.extend(reversed(box.children))


plain_avoid_collisions = float_layout.avoid_collisions


def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """A line has all the width of its block where nothing floats."""
    if context.excluded_shapes or not isinstance(box, boxes.LineBox):
        return plain_avoid_collisions(context, box, containing_block, outer)
    start = containing_block.content_box_x()
    if containing_block.style["direction"] == "rtl":
        start += containing_block.width
    return start, box.position_y, containing_block.width
