"""What the ways to print a report are called, for choosing and for telling."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext
from wtforms.fields.choices import SelectChoice

from reports.variant import Variant, Wish

WORDS: dict[str, Any] = {
    "full": lazy_gettext("All pages"),
    "short": lazy_gettext("The short report"),
    "a4": lazy_gettext("A4"),
    "letter": lazy_gettext("US Letter"),
    "dark": lazy_gettext("With the dark cover"),
    "light": lazy_gettext("White first page, which saves ink"),
}


def choices(values: Iterable[str]) -> list[SelectChoice]:
    return [SelectChoice(value, WORDS[value]) for value in values]


def said(chosen: Variant | Wish) -> str:
    """ "The short report · A4 · With the dark cover"; what a wish leaves open is left out."""
    parts = (chosen.length, chosen.paper, chosen.cover)
    return " · ".join(str(WORDS[part]) for part in parts if part)
