"""Shorter ways through WeasyPrint, each to the very same page. Only in here do we reach into it.

WeasyPrint computes every style, length and line of every document anew. Reports share stylesheet
and fonts, and most of their words; so what depends on nothing else is remembered for the life of
the process. Known for one version of WeasyPrint: with another one, everything goes the plain way.
tests/reports/test_shortcuts.py compares both.

`tree` reads the document, `matching` and `styling` style it, `flow` and `lines` lay it out,
`painting` draws, `serial` writes.
"""

import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import cssselect2
import pydyf
import tinyhtml5
import weasyprint
from weasyprint import css
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext
from weasyprint.text import line_break

from reports.shortcuts import flow, lines, matching, painting, serial, styling, tree

KNOWN = "70.0"

REPLACED: tuple[tuple[Callable[..., Any], Callable[..., Any]], ...] = (
    (flow.plain_resolve_percentages, flow.resolve_percentages),
    (flow.plain_avoid_collisions, flow.avoid_collisions),
    (painting.plain_layout_box_backgrounds, painting.layout_box_backgrounds),
    (lines.plain_strut, lines.strut),
    (lines.plain_split_first_line, lines.split_first_line),
    (lines.plain_draw_first_line, lines.draw_first_line),
    (painting.plain_draw_border, painting.draw_border),
    (painting.plain_draw_background_image, painting.draw_background_image),
)


def _places() -> list[tuple[Any, str, Any, Any]]:
    """(owner, name, plain, short) wherever WeasyPrint has a function of REPLACED by name."""
    found = [
        (tinyhtml5, "parse", tree.plain_parse, tree.parse),
        (cssselect2.Matcher, "match", matching.plain_match, matching.match),
        (css.StyleFor, "set_computed_styles", styling.plain_set_computed_styles,
         styling.set_computed_styles),
        (css.ComputedStyle, "copy", styling.plain_copy, styling.copied),
        (css.AnonymousStyle, "copy", styling.plain_anonymous_copy, styling.anonymous_copied),
        (weasyprint.HTML, "_ua_stylesheets", styling.plain_ua_stylesheets, styling.ua_stylesheets),
        (line_break.Layout, "setup", lines.plain_setup, lines.setup),
        (line_break.Layout, "reactivate", lines.plain_reactivate, lines.reactivate),
        (LayoutContext, "__init__", flow.plain_context, flow.context),
        (boxes.Box, "is_in_normal_flow", flow.plain_is_in_normal_flow, flow.is_in_normal_flow),
        (boxes.Box, "descendants", flow.plain_descendants, flow.descendants),
        (pydyf, "zlib", zlib, serial.Quick),
        (pydyf, "_to_bytes", serial.plain_to_bytes, serial.to_bytes),
        (pydyf.PDF, "page_references", serial.plain_page_references, serial.references),
    ]  # fmt: skip
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
    matching.start()
    for owner, name, _, short in _PLACES:
        setattr(owner, name, short)
    try:
        yield
    finally:
        for owner, name, plain, _ in _PLACES:
            setattr(owner, name, plain)
        flow.let_go()
        lines.LINES.turn()


def taken() -> bool:
    """Whether WeasyPrint takes them now."""
    return all(getattr(owner, name) is short for owner, name, _, short in _PLACES)
