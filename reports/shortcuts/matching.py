"""Which rules of the lasting stylesheets hold for an element, remembered by where it stands.

Reports are built alike, row by row and cell by cell. What a selector of ours or of WeasyPrint's can
ask is an element's tag and attributes, those of the elements that it is in and of the siblings
before it, and whether it is the last. Elements that are alike in all of this stand at one place.
Nothing that a person wrote is part of it. tests/reports/test_matching.py holds it against the plain
way.
"""

from collections.abc import Hashable
from itertools import count
from typing import Any

import cssselect2

KEPT = 8_000  # places, then forgotten, all at once; a report has below two thousand
ASKED = frozenset({"class", "dir", "frame", "lang", "rules", "type"})
"""Attributes whose value a selector asks for. Of others, whether they are there, and empty."""

_places: dict[Hashable, int] = {}
_found: dict[tuple[int, int], list[Any]] = {}
"""By the number of a matcher and a place."""
_numbers = count()


def remember(sheet: Any) -> None:
    """This stylesheet lasts: which of its rules hold at a place is so in all documents."""
    sheet.matcher.number = next(_numbers)


def start() -> None:
    """Before documents are printed: what is remembered does not grow without end."""
    if len(_places) > KEPT:
        _places.clear()
        _found.clear()


plain_match = cssselect2.Matcher.match


def match(self: Any, element: Any) -> list[Any]:
    """What the plain way finds, in a list that nobody changes."""
    number = self.__dict__.get("number")
    if number is None:
        return plain_match(self, element)  # type: ignore[no-any-return]
    at = number, _place(element)
    found = _found.get(at)
    if found is None:
        found = _found[at] = plain_match(self, element)
    return found


def _place(element: Any) -> int:
    place: int | None = element.__dict__.get("place")
    if place is None:
        parent, before = element.parent, element.previous
        key = (
            None if parent is None else _place(parent),
            None if before is None else _place(before),
            parent is None or element.index + 1 == len(parent.etree_children),
            element.etree_element.tag,
            *(
                (name, value if name in ASKED else not value)
                for name, value in element.etree_element.attrib.items()
            ),
        )
        place = element.place = _places.setdefault(key, len(_places))
    return place
