"""Many PDFs in one ZIP, made in the background; or the debrief pack of one report. Light: it takes
what is printed already, and a pack is made by whom it is given.

Whether the coach may read each report is asked when it is made, not when it was wanted: a client
may have been handed over meanwhile.
"""

import io
import logging
import unicodedata
import zipfile
from collections.abc import Callable

from survey.errors import NotFound, Stale
from survey.store import bundles, participations, releases, reports
from survey.store.bundles import Bundle
from survey.store.database import Database, Tx

MAKE_BUNDLE = "reports.bundle"
KEPT = 24 * 3600  # seconds
MOST = 300  # clients in one
NO_REPORT, NOT_MADE, FAILED, NOT_YOURS = "no_report", "not_made", "failed", "not_yours"
"""Why a report is missing; the page puts it in words."""

_log = logging.getLogger("plumbline.reports")


Packing = Callable[[str, bytes], bytes]
"""Of a report's snapshot and its PDF makes the pack's ZIP."""


def make(db: Database, wanted: str, clock: Callable[[], float], packing: Packing) -> None:
    """Harmless when it is made already, or another worker is at it. A worker that dies leaves it
    to the next; after three of them it has failed."""
    with db.write() as tx:
        claimed = bundles.claim(tx, wanted, int(clock()))
    if claimed is None:
        return
    try:
        if claimed.report:
            _make_pack(db, claimed, claimed.report, packing)
        else:
            _make(db, claimed, clock)
    except Stale:
        _log.warning("another worker took over bundle %s", wanted)


def _make(db: Database, claimed: Bundle, clock: Callable[[], float]) -> None:
    file, failures = io.BytesIO(), list[tuple[str, str]]()
    names: set[str] = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:  # PDFs are packed themselves
        for n, participation in enumerate(claimed.participations, start=1):
            with db.read() as tx:
                name, found = _one(tx, participation, claimed.account)
            if isinstance(found, bytes):
                # A day of its own would tell when it was made.
                entry = zipfile.ZipInfo(_unused(name, names), (1980, 1, 1, 0, 0, 0))
                packed.writestr(entry, found)
            else:
                failures.append((name, found))
            with db.write() as tx:
                bundles.progress(tx, claimed, n, int(clock()))
    with db.write() as tx:
        bundles.finish(tx, claimed, file.getvalue() if names else None, failures)


def _make_pack(db: Database, claimed: Bundle, report: str, packing: Packing) -> None:
    """What was made is not made anew: a report that cannot be packed is a state of the bundle."""
    with db.read() as tx:
        name, document = _one(tx, claimed.participations[0], claimed.account)
        newest = releases.in_force(tx, claimed.participations).get(claimed.participations[0])
        snapshot = reports.snapshot(tx, report)
    file, failures = None, list[tuple[str, str]]()
    if not isinstance(document, bytes):
        failures = [(name, document)]
    elif newest is None or newest.report != report or snapshot is None:
        failures = [(name, NO_REPORT)]  # another one has taken its place meanwhile
    else:
        try:
            file = packing(snapshot, document)
        except Exception:
            _log.exception("the pack of report %s could not be made", report)
            failures = [(name, FAILED)]
    with db.write() as tx:
        bundles.finish(tx, claimed, file, failures)


def _one(tx: Tx, participation: str, account: str) -> tuple[str, bytes | str]:
    """Name, and the PDF of the newest report or why there is none."""
    try:
        about, round_, person = participations.whole(tx, participation)
    except NotFound:
        return "", NOT_YOURS
    if about.coach != account:
        return "", NOT_YOURS  # no name: it is somebody else's client now
    name = f"{person.name}, {round_.title}"
    newest = releases.in_force(tx, [participation]).get(participation)
    if newest is None:
        return name, NO_REPORT
    document = reports.pdf(tx, newest.report)
    if document is None:
        failed = reports.get(tx, newest.report).state == "failed"
        return name, FAILED if failed else NOT_MADE
    return name, document


def _unused(name: str, names: set[str]) -> str:
    """A file name that is safe anywhere and stands in this ZIP once."""
    kept = "".join(c for c in name if unicodedata.category(c)[0] in "LN" or c in " -,")
    plain = " ".join(kept.split())[:100].strip() or "report"
    n, chosen = 1, f"{plain}.pdf"
    while chosen.casefold() in names:
        n += 1
        chosen = f"{plain} {n}.pdf"
    names.add(chosen.casefold())
    return chosen


def tidy(db: Database, now: int) -> list[str]:
    """Erase what is old; ids of those that somebody has to make."""
    with db.write() as tx:
        bundles.erase_old(tx, now)
        return bundles.lost(tx, now)
