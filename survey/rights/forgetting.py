"""What a restored backup must forget again: kept beside the store, as marks without names.

erased.txt     one line each: day and mark of a person's or account's id, or of an address
withdrawn.txt  hashes of receipts of answers that were taken back, sorted: no order, no time

Both stand in the instance folder, not in the store: an older copy of that would not know them.
"""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from survey.rights import signing
from survey.settings import Settings
from survey.store import copies
from survey.store.database import Tx

PERSON, ACCOUNT, ADDRESS = "person", "account", "address"


@dataclass(frozen=True)
class Mark:
    day: date
    hash: str


def erased_file(settings: Settings) -> Path:
    return settings.instance / "erased.txt"


def withdrawn_file(settings: Settings) -> Path:
    return settings.instance / "withdrawn.txt"


def note(settings: Settings, key: bytes, day: date, whom: Iterable[tuple[str, str]]) -> None:
    """Remember that these were erased: (kind, id or address)."""
    lines = [f"{day} {signing.mark(key, kind, value)}\n" for kind, value in whom]
    file = erased_file(settings)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as stream:
        stream.writelines(lines)
        stream.flush()
        os.fsync(stream.fileno())


def marks(settings: Settings) -> list[Mark]:
    """All that were noted."""
    file = erased_file(settings)
    lines = file.read_text("ascii").split("\n") if file.exists() else []
    pairs = [line.split(" ") for line in lines if line]
    return [Mark(date.fromisoformat(day), hash) for day, hash in pairs]


def note_withdrawn(tx: Tx, settings: Settings) -> None:
    """Remember which answers were taken back; once a day, and written anew each
    day, so that no time of one shows."""
    found = {*withdrawn(settings), *copies.withdrawn(tx)}
    if not found:
        return
    file = withdrawn_file(settings)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write("".join(f"{hash}\n" for hash in sorted(found)))
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def withdrawn(settings: Settings) -> list[str]:
    file = withdrawn_file(settings)
    return file.read_text("ascii").split() if file.exists() else []
