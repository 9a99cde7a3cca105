"""Printing a report that was made in another variant: its snapshot and figures as they are kept, so
that no number leaves which did not leave before.

Heavy like `making`: for the worker and the command line.
"""

import json
import logging
import secrets
from collections.abc import Callable
from functools import partial

from reports import pdf, snapshots
from reports import variant as variants
from reports.press import printed, stamp
from reports.progress import seldom
from reports.versions import versions
from reports.words import Words
from survey.errors import Stale
from survey.store import prints, reports
from survey.store.database import Database, Tx
from survey.store.prints import Left, Print
from survey.workshop import heartbeat

log = logging.getLogger("plumbline.reports")


def make(db: Database, wanted: str, clock: Callable[[], float]) -> None:
    """Harmless when it is made already, or another worker is at it. A failure is a state of the
    row, with a reference number that also stands in the log."""
    with db.write() as tx:
        claimed = prints.claim(tx, wanted, int(clock()))
    if claimed is None:
        return
    try:
        with heartbeat(db, lambda tx, now: prints.beat(tx, claimed, now)):
            _make(db, claimed)
    except Stale:
        log.warning("another worker took over print %s", wanted)
    except pdf.PdfUnavailable as problem:
        log.error("%s", problem)
        _fail(db, claimed, reports.NO_PDF_HERE)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("print %s could not be made; reference %s", wanted, reference)
        _fail(db, claimed, reference)


def _make(db: Database, claimed: Print) -> None:
    with db.read() as tx:
        snapshot = reports.snapshot(tx, claimed.report) or ""
        figures = reports.figure_texts(tx, claimed.report)
    if snapshots.content_of(snapshot) != claimed.content:
        raise LookupError("the report is another one by now")
    report = snapshots.from_text(snapshot)
    variant = variants.named(claimed.variant)
    marked = stamp(claimed.content, variant)
    tell = seldom(partial(_note, db, claimed))
    document = printed(report, figures, Words(report.language), variant, marked, tell=tell)
    with db.write() as tx:
        prints.finish(tx, claimed, document, json.dumps(versions()))


def _note(db: Database, claimed: Print, percent: int) -> None:
    with db.write() as tx:
        prints.progress(tx, claimed, percent)


def rebuilt(tx: Tx, left: Left) -> bytes:
    """The PDF once more, of the same snapshot: with the same program and libraries the same bytes.
    It says of itself what it was made with then."""
    snapshot = reports.snapshot(tx, left.report) or ""
    report, variant = snapshots.from_text(snapshot), variants.named(left.variant)
    marked = None  # as before there were any
    if left.made_with:
        marked = stamp(snapshots.content_of(snapshot), variant, json.loads(left.made_with))
    figures = reports.figure_texts(tx, left.report)
    return printed(report, figures, Words(report.language), variant, marked)


def _fail(db: Database, claimed: Print, reference: str) -> None:
    with db.write() as tx:
        prints.fail(tx, claimed, reference)
