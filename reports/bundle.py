"""Many PDFs in one ZIP, made in the background; or the debrief pack of one report. Light: it takes
what is printed already, and is given who prints in another variant, and who makes a pack.

Whether the coach may read each report is asked when it is made, not when it was wanted: a client
may have been handed over meanwhile.
"""

import io
import logging
import secrets
import time
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from reports.shelf import shelf_of
from reports.variant import Variant, wished
from survey.errors import NotFound, Stale
from survey.store import bundles, participations, prints, releases, reports
from survey.store.bundles import Bundle, Missing
from survey.store.database import Database, Tx
from survey.store.reports import Report
from survey.workshop import heartbeat

MAKE_BUNDLE = "reports.bundle"
KEPT = 24 * 3600  # seconds
MOST = 300  # clients in one
NO_REPORT, NOT_MADE, FAILED, NOT_YOURS = "no_report", "not_made", "failed", "not_yours"
"""Why a report is missing; the page puts it in words."""

_log = logging.getLogger("plumbline.reports")


Packing = Callable[[str, bytes], bytes]
"""Of a report's snapshot and its PDF makes the pack's ZIP."""
Printing = Callable[[str], None]
"""Prints what is asked for under this id in survey.store.prints, unless somebody is at it."""
WAIT = 1  # seconds between looks at a print that another worker is at


@dataclass(frozen=True)
class Work:
    """What a ZIP is made with."""

    db: Database
    clock: Callable[[], float]
    packing: Packing
    printing: Printing


def make(work: Work, wanted: str) -> None:
    """Harmless when it is made already, or another worker is at it. A worker that dies leaves it
    to the next; after three of them it has failed."""
    with work.db.write() as tx:
        claimed = bundles.claim(tx, wanted, int(work.clock()))
    if claimed is None:
        return
    try:
        with heartbeat(work.db, lambda tx, now: bundles.beat(tx, claimed, now)):
            if claimed.report:
                _make_pack(work, claimed, claimed.report)
            else:
                _make(work, claimed)
    except (Stale, NotFound):
        _log.warning("bundle %s is gone, or another worker took it over", wanted)


def _make(work: Work, claimed: Bundle) -> None:
    file, failures = io.BytesIO(), list[Missing]()
    names: set[str] = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:  # PDFs are packed themselves
        for n, participation in enumerate(claimed.participations, start=1):
            name, found = _one(work, participation, claimed)
            if isinstance(found, bytes):
                # A day of its own would tell when it was made.
                entry = zipfile.ZipInfo(_unused(name, names), (1980, 1, 1, 0, 0, 0))
                packed.writestr(entry, found)
            else:
                failures.append(found)
            with work.db.write() as tx:
                bundles.progress(tx, claimed, n, int(work.clock()))
    with work.db.write() as tx:
        bundles.finish(tx, claimed, file.getvalue() if names else None, failures)


def _make_pack(work: Work, claimed: Bundle, report: str) -> None:
    """What was made is not made anew: a report that cannot be packed is a state of the bundle."""
    participation = claimed.participations[0]
    name, document = _one(work, participation, claimed)
    with work.db.read() as tx:
        newest = releases.in_force(tx, claimed.participations).get(participation)
        snapshot = reports.snapshot(tx, report)
    file, failures = None, list[Missing]()
    if not isinstance(document, bytes):
        failures = [document]
    elif newest is None or newest.report != report or snapshot is None:
        failures = [Missing(name, NO_REPORT)]  # another one has taken its place meanwhile
    else:
        try:
            file = work.packing(snapshot, document)
        except Exception:
            reference = secrets.token_hex(4)
            _log.exception("no pack of report %s; reference %s", report, reference)
            failures = [Missing(name, FAILED, reference)]
    with work.db.write() as tx:
        bundles.finish(tx, claimed, file, failures)


def _one(work: Work, participation: str, claimed: Bundle) -> tuple[str, bytes | Missing]:
    """Name, and the PDF of the newest report as it is wanted, or why there is none."""
    with work.db.read() as tx:
        name, row = _newest(tx, participation, claimed.account)
        if isinstance(row, Missing):
            return name, row
        shelf, document = shelf_of(tx, row), reports.pdf(tx, row.id)
    wanted = wished(claimed.wish).of(shelf.own) if claimed.wish else shelf.own
    if document is not None and wanted == shelf.own:
        return name, document
    if row.state not in {"done", "failed"}:
        return name, Missing(name, NOT_MADE, participation=participation)
    if claimed.report or not shelf.content:
        return name, Missing(name, FAILED, row.reference or "", participation)
    printed = _print(work, row, wanted, shelf.content)
    if isinstance(printed, str):
        return name, Missing(name, FAILED, printed, participation)
    return name, printed


def _print(work: Work, row: Report, wanted: Variant, content: str) -> bytes | str:
    """The PDF in this variant, or the reference of what went wrong. Kept like any other print."""
    with work.db.write() as tx:
        asked = prints.ask(tx, row.id, wanted.name, content)
    while True:
        work.printing(asked)  # which leaves it alone while another worker is at it
        with work.db.read() as tx:
            found, document = prints.get(tx, asked), prints.pdf(tx, asked)
        if document is not None:
            return document
        if found.state == "failed":
            return found.reference or ""
        time.sleep(WAIT)


def _newest(tx: Tx, participation: str, account: str) -> tuple[str, Report | Missing]:
    try:
        about, round_, person = participations.whole(tx, participation)
    except NotFound:
        return "", Missing("", NOT_YOURS)
    if about.coach != account:
        return "", Missing("", NOT_YOURS)  # no name: it is somebody else's client now
    name = f"{person.name}, {round_.title}"
    newest = releases.in_force(tx, [participation]).get(participation)
    if newest is None:
        return name, Missing(name, NO_REPORT, participation=participation)
    return name, reports.get(tx, newest.report)


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
