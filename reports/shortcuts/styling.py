"""Shorter ways to the styles of a document's elements, of which most documents have the same."""

from collections.abc import Hashable
from copy import copy
from typing import Any

import weasyprint
from weasyprint import css
from weasyprint.css.properties import INITIAL_VALUES

from reports.shortcuts import lines, matching

KEPT = 4_000  # styles, then forgotten, all at once
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


plain_set_computed_styles = css.StyleFor.set_computed_styles


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
    over = getattr(above, "alike", id(above)) if above is not None else id(self.font_config)
    alike = (over, pseudo_type, more.get("base_url"), _cascade(cascaded))
    style = _styles.get(alike)
    if style is None:
        plain_set_computed_styles(self, element, parent, pseudo_type=pseudo_type, **more)
        style = _keep(alike, computed[element, pseudo_type])
    elif more.get("target_collector") and style["anchor"]:
        more["target_collector"].collect_anchor(style["anchor"])
    if isinstance(element, tuple) and pseudo_type is None:  # a page: counters are written into it
        style = copied(style)
        style.lengths, style.alike = {}, alike
    computed[element, pseudo_type] = style


def _keep(alike: Hashable, style: Any) -> Any:
    style.lengths = {}
    if len(_styles) > KEPT:
        _styles.clear()
    _styles[alike] = style
    return style


def _without_notes(sheet: Any) -> Any:
    lean = copy(sheet)
    lean.matcher = copy(sheet.matcher)
    lean.matcher.other_selectors = [
        entry for entry in sheet.matcher.other_selectors if entry[3] not in NOTES
    ]
    matching.remember(lean)
    return lean


plain_ua_stylesheets = weasyprint.HTML._ua_stylesheets
_LEAN = [_without_notes(sheet) for sheet in plain_ua_stylesheets(None, forms=True)]


def ua_stylesheets(_: Any, forms: bool = False) -> list[Any]:
    """WeasyPrint's own sheets without the rules that style every element as a foot note, too."""
    return _LEAN if forms else _LEAN[:1]


LASTING = [
    name
    for name in INITIAL_VALUES.keys() - {"display", "float", "position"}
    if "_inline_" not in name and "_block_" not in name
]
"""Properties that do not depend on those that a style is copied for, to change them; and that every
style has: of logical ones only some have a value by themselves."""
plain_copy = css.ComputedStyle.copy
plain_anonymous_copy = css.AnonymousStyle.copy


def copied(self: Any) -> Any:
    """A table's style is copied for each table; so it is computed before, once."""
    _complete(self)
    return plain_copy(self)


def anonymous_copied(self: Any) -> Any:
    """The same for the box around a table."""
    _complete(self)
    return plain_anonymous_copy(self)


def _complete(style: Any) -> None:
    if lines.is_kept(style) and not hasattr(style, "is_complete"):
        for name in LASTING:
            style[name]
        style.is_complete = True
