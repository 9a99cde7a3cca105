"""What left, written down outside the store: a copy that is brought back must know of it.

A store that comes back from a copy has forgotten the reports that were looked at since, and would
check new ones against too little. So each report, pulse, group report and pilot that leaves is a
line in released.txt, which is kept beside the store as erased.txt is: a mark of what it was about
(without the key nobody knows of what), and a trace, which is a hash, of the raters behind its
numbers.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from survey.anonymity import ledger
from survey.rights import signing
from survey.settings import Settings
from survey.store import group_reports, left_since, pilots, published
from survey.store.database import Tx

PLACE = "place"


def file_of(settings: Settings) -> Path:
    return settings.instance / "released.txt"


def note(tx: Tx, settings: Settings, key: bytes, participations: Iterable[str]) -> None:
    """Remember what the ledger holds about these: in the transaction in which it leaves, so that
    nothing leaves of which there is no line."""
    _write(settings, key, {one: ledger.traces(tx, one) for one in participations})


def note_group(tx: Tx, settings: Settings, key: bytes, round_: str) -> None:
    """Likewise the group reports of a round."""
    _write(settings, key, {round_: _groups(tx, round_)})


def note_pilots(tx: Tx, settings: Settings, key: bytes, organisation: str) -> None:
    """Likewise the pilot figures of an organisation's questionnaires."""
    _write(settings, key, {organisation: _pilots(tx, organisation)})


def note_all(tx: Tx, settings: Settings, key: bytes) -> None:
    """Of a store that is about to be replaced."""
    note(tx, settings, key, published.participations(tx))
    for round_ in group_reports.rounds(tx):
        note_group(tx, settings, key, round_)
    for organisation in pilots.organisations(tx):
        note_pilots(tx, settings, key, organisation)


def bring_back(tx: Tx, settings: Settings, key: bytes) -> int:
    """Let a store from a copy know what left since; about how many people's rounds."""
    lines = _lines(settings)
    lost = 0
    for place in left_since.places(tx):
        told = lines.get(signing.mark(key, PLACE, place), set())
        if told:
            missing = {one for one in told if one not in _here(tx, place)}
            left_since.add(tx, place, missing)
            lost += bool(missing)
    return lost


def _here(tx: Tx, place: str) -> set[str]:
    groups = _groups(tx, place) | _pilots(tx, place)
    return groups or (ledger.traces(tx, place) if published.of(tx, place) else set())


def _groups(tx: Tx, round_: str) -> set[str]:
    return {one.trace for one in group_reports.of(tx, round_)}


def _pilots(tx: Tx, organisation: str) -> set[str]:
    return {one.trace for one in pilots.of_organisation(tx, organisation)}


def _write(settings: Settings, key: bytes, told: Mapping[str, set[str]]) -> None:
    known = _lines(settings)
    fresh = []
    for place, traces in told.items():
        mark = signing.mark(key, PLACE, place)
        fresh += [f"{mark} {one}\n" for one in sorted(traces - known.get(mark, set()))]
    if not fresh:
        return
    handle = os.open(file_of(settings), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as stream:
        stream.writelines(fresh)
        stream.flush()
        os.fsync(stream.fileno())


def _lines(settings: Settings) -> dict[str, set[str]]:
    """Traces by the mark of what they are about."""
    file = file_of(settings)
    found: dict[str, set[str]] = defaultdict(set)
    for line in file.read_text("ascii").splitlines() if file.exists() else ():
        mark, _, trace = line.partition(" ")
        found[mark].add(trace)
    return found
