"""The messages of the pages, collected from code and templates: `python -m survey.web.catalogue`.

Writes messages.pot, which translators start from; a test fails while it is not up to date.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from survey.questionnaire.types.text import TOO_LONG
from survey.web.language import TRANSLATIONS

ROOT = Path(__file__).parent.parent.parent
POT = TRANSLATIONS / "messages.pot"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "BadAnswer": None}
"""Calls whose first argument is a message; the pure room marks its own by `BadAnswer`."""


def collect() -> Catalog:
    """All messages, with the places they come from."""
    with (ROOT / ".babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    catalog = Catalog(project="Plumbline", copyright_holder="Plumbline", charset="utf-8")
    found = extract_from_dir(
        ROOT / "survey",
        [(name.removeprefix("survey/"), how) for name, how in methods],
        {name.removeprefix("survey/"): how for name, how in options.items()},
        keywords=KEYWORDS,
    )
    for file_name, _line, message, comments, context in found:
        # No line numbers: the file would change with every edit above a message.
        catalog.add(
            message,
            locations=[(f"survey/{file_name}", 0)],
            auto_comments=comments,
            context=context,
        )
    catalog.add(TOO_LONG, locations=[("survey/questionnaire/types/text.py", 0)])
    return catalog


def as_text(catalog: Catalog) -> str:
    """The catalogue as a .pot file, the same bytes for the same messages."""
    out = BytesIO()
    write_po(out, catalog, sort_output=True, omit_header=True, include_lineno=False, width=100)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + out.getvalue().decode()


if __name__ == "__main__":
    POT.write_text(as_text(collect()), encoding="utf-8")
