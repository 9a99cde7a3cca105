"""Pages rendered once, with holes that each request fills (performance.md 2).

Rendering five rows of radio buttons through WTForms costs most of a request, and its result is the
same for everybody but for a few places. So the page's own template is rendered once with a mark
in each such place and cut there; filling is joining. A filled page is byte-equal to the page that
the template renders (tests/survey/web/test_compiled.py).
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from wtforms import Form, RadioField, TextAreaField
from wtforms.fields import Choice

CHECKED = " checked"
"""What a chosen radio's hole holds; a hole that is not filled is empty."""

_RADIO = re.compile(r'(<input\b[^>]*?\bname="([^"]*)" value="([^"]*)"[^>]*?) checked(?=[ >])')


@dataclass(frozen=True)
class Compiled:
    """Text and holes in turn: the odd pieces are holes."""

    pieces: tuple[str, ...]
    holes: Mapping[str, tuple[int, ...]]
    """Name of a hole to its places in `pieces`."""

    def fill(self, values: Mapping[str, str]) -> str:
        """The page. Values must be escaped for where they go; unknown names have no place."""
        pieces = list(self.pieces)
        for name, value in values.items():
            for place in self.holes.get(name, ()):
                pieces[place] = value
        return "".join(pieces)


@dataclass
class Marks:
    """Marks for the holes of one page: letters and digits that no text can hold by chance.

    They pass through URLs, attributes and escaping unchanged.
    """

    nonce: str = field(default_factory=lambda: f"x{secrets.token_hex(12)}x")
    names: list[str] = field(default_factory=list)

    def mark(self, name: str) -> str:
        """What to render in the place of `name`."""
        if name not in self.names:
            self.names.append(name)
        return f"{self.nonce}{self.names.index(name):05d}"

    def cut(self, html: str) -> Compiled:
        """Cut the rendered page at its marks and at its radios, which `mark_fields` all chose."""
        html = _RADIO.sub(lambda m: m[1] + self.mark(choice(m[2], m[3])), html)
        parts = re.split(rf"{self.nonce}(\d{{5}})", html)
        holes: dict[str, list[int]] = {}
        for place in range(1, len(parts), 2):
            holes.setdefault(self.names[int(parts[place])], []).append(place)
            parts[place] = ""
        return Compiled(tuple(parts), {name: tuple(places) for name, places in holes.items()})


def choice(name: str, value: str) -> str:
    """Name of the hole of one radio button."""
    return f"{name}={value}"


def mark_fields(form: Form, marks: Marks) -> None:
    """Choose every radio of an unanswered form, and make every text a hole."""
    for one in form:
        if isinstance(one, RadioField):
            one.iter_choices = _all_chosen(one)
        elif isinstance(one, TextAreaField):
            one.data = marks.mark(one.name)


def _all_chosen(field: RadioField) -> object:
    def choices() -> object:
        for one in field.choices:
            yield Choice(one.value, one.label, True, one.render_kw)

    return choices
