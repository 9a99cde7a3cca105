"""What translators still have to do: `python -m survey.web.translating`.

Brings every messages.po up to date with its room's messages.pot (run `survey.web.catalogue` first),
then prints what is not translated yet, with the file that it comes from.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from survey.web.catalogue import ROOMS


def read(file: Path) -> Catalog:
    """A .po or .pot file; the language is that of its folder."""
    locale = file.parent.parent.name if file.suffix == ".po" else None
    with file.open("rb") as opened:
        return read_po(opened, locale=locale)


def missing(catalog: Catalog, template: Catalog) -> Iterator[Message]:
    """Messages of the template that have no finished translation: absent, fuzzy, or a form of the
    plural empty."""
    for message in template:
        if not message.id:
            continue
        found = catalog.get(message.id, message.context)
        said = found.string if found and not found.fuzzy else ""
        if not (all(said) if isinstance(said, tuple | list) else said):
            yield message


def up_to_date(catalog: Catalog, template: Catalog) -> str:
    """The .po file with the template's messages, in its order; nothing is guessed."""
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    out = BytesIO()
    write_po(out, catalog, sort_output=True, omit_header=True, include_lineno=False, width=100)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {catalog.locale}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return head + out.getvalue().decode()


def main() -> None:
    for room in ROOMS:
        template = read(room.pot)
        for file in sorted(room.pot.parent.glob("*/LC_MESSAGES/messages.po")):
            catalog = read(file)
            file.write_text(up_to_date(catalog, template), encoding="utf-8")
            for message in missing(catalog, template):
                click.echo(f"{catalog.locale}: {message.locations[0][0]}: {message.id!r}")


if __name__ == "__main__":
    main()
