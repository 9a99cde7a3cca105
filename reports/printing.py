"""Printing a report that was made in another variant, or its charts for slides: of its snapshot and
figures as they are kept, so that no number leaves which did not leave before. Light, as `making`.
"""

import logging
import secrets
from collections.abc import Callable
from functools import partial

from reports import snapshots
from reports.chart_files import SLIDES
from reports.faults import PdfUnavailable
from reports.hands import HERE, Hands
from reports.progress import seldom
from survey.errors import Stale
from survey.store import prints, reports
from survey.store.database import Database
from survey.store.prints import Print
from survey.workshop import heartbeat

log = logging.getLogger("plumbline.reports")


def make(db: Database, wanted: str, clock: Callable[[], float], hands: Hands = HERE) -> None:
    """Harmless when it is made already, or another worker is at it. A failure is a state of the
    row, with a reference number that also stands in the log."""
    with db.write() as tx:
        claimed = prints.claim(tx, wanted, int(clock()))
    if claimed is None:
        return
    try:
        with heartbeat(db, lambda tx, now: prints.beat(tx, claimed, now)):
            _make(db, claimed, hands)
    except Stale:
        log.warning("another worker took over print %s", wanted)
    except PdfUnavailable as problem:
        log.error("%s", problem)
        _fail(db, claimed, reports.NO_PDF_HERE)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("print %s could not be made; reference %s", wanted, reference)
        _fail(db, claimed, reference)


def _make(db: Database, claimed: Print, hands: Hands) -> None:
    with db.read() as tx:
        snapshot = reports.snapshot(tx, claimed.report) or ""
        figures = reports.figure_texts(tx, claimed.report)
    if snapshots.content_of(snapshot) != claimed.content:
        raise LookupError("the report is another one by now")
    if claimed.variant == SLIDES:
        document, made_with = hands.binder.do("reports.pack:kept_charts", snapshot)
    else:
        document, made_with = hands.press.do(
            "reports.press:pressed",
            snapshot,
            figures,
            claimed.variant,
            progress=seldom(partial(_note, db, claimed)),
        )
    with db.write() as tx:
        prints.finish(tx, claimed, document, made_with)


def _note(db: Database, claimed: Print, percent: int) -> None:
    with db.write() as tx:
        prints.progress(tx, claimed, percent)


def _fail(db: Database, claimed: Print, reference: str) -> None:
    with db.write() as tx:
        prints.fail(tx, claimed, reference)
