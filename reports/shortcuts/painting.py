"""Shorter ways to what stands behind and around text: backgrounds, rules, pictures."""

from typing import Any

from weasyprint import draw
from weasyprint.draw.color import get_color
from weasyprint.layout import background
from weasyprint.layout.absolute import AbsolutePlaceholder

from reports.engraving import Engraving
from reports.shortcuts import lines

plain_layout_box_backgrounds = background.layout_box_backgrounds
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
SHARP = {f"border_{corner}_radius": (0, 0) for corner in CORNERS}


def layout_box_backgrounds(page: Any, box: Any, images: Any, *more: Any, **how: Any) -> None:
    """Most boxes have nothing behind them."""
    if more or how or not _is_bare(page, box):
        plain_layout_box_backgrounds(page, box, images, *more, **how)
        return
    box.__dict__.update(SHARP)
    box.background = None
    for child in box.all_children():
        layout_box_backgrounds(page, child, images)


def _is_bare(page: Any, box: Any) -> bool:
    if box is page or isinstance(box, AbsolutePlaceholder):  # which stands for another box
        return False
    style = box.style
    try:
        bare: bool = style.bare
    except AttributeError:
        bare = (
            all((0, "px") in style[name] for name in SHARP)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all(kind == "none" for kind, _ in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
        )
        if lines.is_kept(style):
            style.bare = bare
    return bare


plain_draw_border = draw.draw_border
SIDES = ("top", "right", "bottom", "left")


def draw_border(stream: Any, box: Any) -> Any:
    """A rule along one side is a rectangle; WeasyPrint would cut it out of a frame."""
    top, right, bottom, left = (box.__dict__[f"border_{side}_width"] for side in SIDES)
    style, sides = box.style, [side for side in SIDES if box.__dict__[f"border_{side}_width"]]
    if not sides and _is_without_rules(style):
        return None
    if len(sides) != 1 or not _is_rule(style, sides[0]):
        return plain_draw_border(stream, box)
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


def _is_without_rules(style: Any) -> bool:
    try:
        without: bool = style.without_rules
    except AttributeError:
        without = style["border_image_source"][0] == "none" and not _has_columns(style)
        if lines.is_kept(style):
            style.without_rules = without
    return without


def _has_columns(style: Any) -> bool:
    return (style["column_width"], style["column_count"]) != ("auto", "auto")


def _is_rule(style: Any, side: str) -> bool:
    return (
        style["visibility"] == "visible"
        and style[f"border_{side}_style"] == "solid"
        and get_color(style, f"border_{side}_color").alpha > 0
        and style["border_image_source"][0] == "none"
        and not _has_columns(style)
        and all((0, "px") in style[name] for name in SHARP)
    )


plain_draw_background_image = draw.draw_background_image


def draw_background_image(stream: Any, layer: Any, style: Any) -> Any:
    """Our own pictures paint nothing beside themselves: they need no group of their own."""
    if not isinstance(layer.image, Engraving) or layer.repeat != ("no-repeat", "no-repeat"):
        return plain_draw_background_image(stream, layer, style)
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
