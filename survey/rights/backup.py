"""A copy of the store in one file, and a store from such a copy that has forgotten what it must.

The copy holds no key, no mail folder, no queue. Keys, erased.txt, withdrawn.txt and released.txt
are to be kept elsewhere: with them and the copy an installation is whole again.
"""

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from survey.answers.urn import Urn
from survey.errors import BadInput
from survey.keys import Keys
from survey.raters.asking import TIME_ZONE
from survey.rights import erasing, forgetting, leaving, retention, signing
from survey.rights.forgetting import ADDRESS, PERSON
from survey.settings import Settings
from survey.store import copies, held, organisations
from survey.store.database import Database, Tx
from survey.store.held import Identity


@dataclass(frozen=True)
class Restored:
    """What a copy had to forget on its way back, and how its reports are."""

    persons: int
    answers: int
    rows: int
    """That had had their day meanwhile."""
    reports: int
    """PDFs whose hash is as it was when they were made."""
    damaged: tuple[str, ...]
    """Ids of reports whose PDF is another."""
    lost: int = 0
    """People's rounds about which numbers left after the copy; see survey.rights.leaving."""


def save(db: Database, file: Path, now: float) -> int:
    """Write a copy to `file`, also while others write; its size in bytes. Raises BadInput: there is
    such a file already."""
    if not file.parent.is_dir():
        raise BadInput("there is no such folder", str(file.parent))
    if file.exists():
        raise BadInput("this file is there already; name another one", str(file))
    with _draft(file.parent) as draft:
        copies.save(db, draft, now)
        with draft.open("rb") as stream:
            os.fsync(stream.fileno())
        draft.replace(file)
    return file.stat().st_size


def restore(
    db: Database, settings: Settings, keys: Keys, file: Path, *, replace: bool, now: float
) -> Restored:
    """Bring the store back to what `file` holds, less what was erased or had its day since.

    It forgets before it comes into its place. Raises BadInput: no copy of ours, or somebody is in
    the store already and may not be replaced.
    """
    made = _made(file)
    with db.read() as tx:
        if not replace and not copies.is_empty(tx):
            raise BadInput("there is somebody in this installation; --replace replaces all of it")
        forgetting.note_withdrawn(tx, settings)
        leaving.note_all(tx, settings, keys.record)
    with _draft(settings.instance) as draft:
        draft.write_bytes(file.read_bytes())
        with copies.opened(draft) as copy:
            done = _forget(copy, settings, keys, made, now)
            copies.put_back(copy, db)
    db.sweep_out()
    return done


def _made(file: Path) -> float:
    """When it was made, in seconds since 1970. Raises BadInput: no copy of ours, or not whole."""
    try:
        if made := copies.minute(file) * 60:
            return made
    except sqlite3.DatabaseError:
        pass
    raise BadInput("this is not a whole copy made by ./run backup", str(file))


def _forget(copy: Database, settings: Settings, keys: Keys, made: float, now: float) -> Restored:
    key = keys.record
    marks = forgetting.marks(settings)
    day = datetime.fromtimestamp(made, UTC).date()
    with copy.write() as tx:
        lately = {mark.hash for mark in marks if mark.day >= day}
        persons = _erase_again(tx, key, {mark.hash for mark in marks}, lately)
        answers = _withdraw_again(tx, settings, keys)
        lost = leaving.bring_back(tx, settings, key)
        rows = 0
        for organisation, zone in _places(tx):
            run = retention.run(tx, key, organisation, _today(zone, now))
            rows += run.rows
        checked = list(verified(tx))
    damaged = tuple(report for report, is_whole in checked if not is_whole)
    return Restored(persons, answers, rows, len(checked) - len(damaged), damaged, lost)


def _withdraw_again(tx: Tx, settings: Settings, keys: Keys) -> int:
    """Answers that an older copy still holds, in their place or still in the urn."""
    urn, taken_back = Urn(keys.urn), forgetting.withdrawn(settings)
    waiting = sum(urn.remove(tx, hash) for hash in taken_back)
    return waiting + copies.withdraw_again(tx, taken_back)


def _erase_again(tx: Tx, key: bytes, known: set[str], lately: set[str]) -> int:
    """Whoever was erased. By address only if that was after the copy: the same address may have
    come back later, as somebody new."""
    again = 0
    for kind, id, address in held.everybody(tx):
        by_id = signing.mark(key, kind, id) in known
        if by_id or (address and signing.mark(key, ADDRESS, address) in lately):
            who = Identity((id,)) if kind == PERSON else Identity((), id)
            words = held.words(tx, who)
            erasing.identity(tx, who)
            erasing.texts(tx, words)
            again += 1
    return again


def verified(tx: Tx) -> Iterator[tuple[str, bool]]:
    """Each report with a PDF, and whether that is still the one whose hash was kept."""
    for report, pdf, hash in held.pdfs(tx):
        yield report, hashlib.sha256(pdf).hexdigest() == hash


def _places(tx: Tx) -> list[tuple[str | None, str]]:
    return [*((one.id, one.time_zone) for one in organisations.every(tx)), (None, TIME_ZONE)]


def _today(zone: str, now: float) -> date:
    return datetime.fromtimestamp(now, ZoneInfo(zone)).date()


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A new file for our eyes only, and no trace of it afterwards."""
    draft = folder / f".copy.{secrets.token_hex(8)}"
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield draft
    finally:
        for rest in folder.glob(f"{draft.name}*"):
            rest.unlink()
