"""The messages of a room, collected from code and templates: `python -m survey.web.catalogue`.

Writes each room's messages.pot, which translators start from; a test fails while one is not up to
date. Each room has its own: a report is worded by a worker that knows no pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from survey.questionnaire.types.text import TOO_LONG
from survey.web.language import TRANSLATIONS

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Room:
    """One room of the house with texts of its own."""

    name: str
    pot: Path
    keywords: Mapping[str, tuple[int, ...] | None]
    """Calls that hold messages, as Babel's: places of singular and plural; None: the first."""

    more: Mapping[str, str] = field(default_factory=dict)
    """Messages that stand in no call, with the file that they come from."""


ROOMS = (
    Room(
        "survey",
        TRANSLATIONS / "messages.pot",
        # The rooms that know no pages mark their own by the last three.
        {"lazy_gettext": None, "BadAnswer": None, "NotNow": None, "wrong": (2,)},
        {TOO_LONG: "survey/questionnaire/types/text.py"},
    ),
    Room(
        "reports",
        ROOT / "reports" / "translations" / "messages.pot",
        # Forms and tables of its pages are worded before a language is known.
        {"n_": (1, 2), "lazy_gettext": None, "NotNow": None},
    ),
)


def collect(room: Room) -> Catalog:
    """All messages, with the places they come from."""
    with (ROOT / ".babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalog = Catalog(project="Plumbline", copyright_holder="Plumbline", charset="utf-8")
    inside = f"{room.name}/"
    found = extract_from_dir(
        ROOT / room.name,
        [(name.removeprefix(inside), how) for name, how in methods if name.startswith(inside)],
        {name.removeprefix(inside): how for name, how in options.items()},
        keywords={**DEFAULT_KEYWORDS, **room.keywords},
    )
    for file_name, _line, message, comments, context in found:
        # No line numbers: the file would change with every edit above a message.
        catalog.add(
            message,
            locations=[(inside + file_name, 0)],
            auto_comments=comments,
            context=context,
        )
    for text, place in room.more.items():
        catalog.add(text, locations=[(place, 0)])
    return catalog


def as_text(catalog: Catalog) -> str:
    """The catalogue as a .pot file, the same bytes for the same messages."""
    out = BytesIO()
    write_po(out, catalog, sort_output=True, omit_header=True, include_lineno=False, width=100)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + out.getvalue().decode()


if __name__ == "__main__":
    for each in ROOMS:
        each.pot.parent.mkdir(exist_ok=True)
        each.pot.write_text(as_text(collect(each)), encoding="utf-8")
