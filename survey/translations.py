"""Translators write .po files; programs read .mo files. These are made of those at every start."""

import logging
import os
import secrets
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from survey.errors import BadInput

log = logging.getLogger("survey.translations")


def compile_new(folder: Path) -> None:
    """Make LANGUAGE/LC_MESSAGES/messages.mo of each messages.po below `folder` that has changed.

    Several processes may do so at once. A folder that cannot be written keeps what it has: pages
    are in English rather than not at all, and the log says so. Raises BadInput: a file that cannot
    be read, or a message whose translation has other placeholders and would fail on the page.
    """
    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        made, changed = source.with_suffix(".mo"), source.stat().st_mtime_ns
        # Not "newer": the file of an update may be older than what was made of the one before.
        if not made.exists() or made.stat().st_mtime_ns != changed:
            try:
                _write(made, _read(source), changed)
            except OSError as error:
                log.warning("%s cannot be made, its language is not there: %s", made, error)


def _read(source: Path) -> Catalog:
    language = source.parent.parent.name
    try:
        with source.open("rb") as file:
            catalog = read_po(file, locale=language, domain="messages", abort_invalid=True)
    except (PoFileError, ValueError) as error:  # ValueError: no such language, or not UTF-8
        raise BadInput(f"this is no catalogue of messages: {error}", str(source)) from None
    for message, errors in catalog.check():
        raise BadInput(f"{errors[0]}; in the translation of {message.id!r}", str(source))
    return catalog


def _write(made: Path, catalog: Catalog, changed: int) -> None:
    draft = made.with_name(f".{made.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            write_mo(file, catalog)
        os.utime(draft, ns=(changed, changed))
        os.replace(draft, made)
    finally:
        draft.unlink(missing_ok=True)
