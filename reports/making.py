"""Making a report: stored responses become pages to look at, then a PDF.

Light: it reads and writes the store, and has hands for the rest (see `hands`).
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from reports import variant as variants
from reports.faults import PdfUnavailable
from reports.gather import gather
from reports.hands import HERE, Hands
from reports.progress import Tell, between, seldom
from survey.anonymity import ledger, releasing
from survey.errors import Stale
from survey.rounds.programme import paper_and_cover
from survey.store import reports
from survey.store.database import Database, Tx
from survey.store.reports import Claim
from survey.workshop import heartbeat

log = logging.getLogger("plumbline.reports")


GATHERED, DRAWN = 0.05, 0.2
"""How much of the work is done when the answers are gathered, and when the report is built and its
figures are drawn: measured."""
Note = Callable[[Tx, str], None]
"""Remembers outside the store that numbers about this participation leave."""


def make(
    db: Database,
    product: str,
    report: str,
    clock: Callable[[], float] = time.time,
    note: Note = lambda _tx, _participation: None,
    *,
    hands: Hands = HERE,
) -> None:
    """Make the report that is asked for under this id: first to be shown, then to be printed.

    Harmless when it is made already, or another worker is at it. A failure is a state of the row,
    with a reference number that also stands in the log.
    """
    with db.write() as tx:
        claim = reports.claim(tx, report, int(clock()))
    if claim is None:
        return
    try:
        with heartbeat(db, lambda tx, now: reports.beat(tx, claim, now)):
            _make(db, product, claim, clock, note, hands=hands)
    except Stale:
        log.warning("another worker took over report %s", report)
    except PdfUnavailable as problem:  # to be read on the screen all the same
        log.error("%s", problem)
        with db.write() as tx:
            reports.fail(tx, claim, reports.NO_PDF_HERE)
            releasing.after_made(tx, report, clock())
    except Exception:
        _fail(db, claim)


def _make(
    db: Database,
    product: str,
    claim: Claim,
    clock: Callable[[], float],
    note: Note,
    *,
    hands: Hands,
) -> None:
    hands.press.wake()  # it gets warm while the desk works
    with db.read() as tx:
        is_shown = reports.snapshot(tx, claim.report) is not None
    tell = seldom(partial(_tell, db, claim))
    if not is_shown:  # else the last attempt failed at the press: what was shown stays as it is
        _show(db, product, claim, clock, note, hands=hands, tell=tell)
    with db.read() as tx:
        snapshot = reports.snapshot(tx, claim.report) or ""
        figures = reports.figure_texts(tx, claim.report)
        variant = variants.usual(*paper_and_cover(tx, claim.participation)).name
    document, made_with = hands.press.do(
        "reports.press:pressed", snapshot, figures, variant, progress=between(tell, DRAWN, 1)
    )
    with db.write() as tx:
        reports.finish(tx, claim, document, variant, made_with)
        releasing.after_made(tx, claim.report, clock())


def _tell(db: Database, claim: Claim, percent: int) -> None:
    with db.write() as tx:
        reports.progress(tx, claim, percent)


def _show(
    db: Database,
    product: str,
    claim: Claim,
    clock: Callable[[], float],
    note: Note,
    *,
    hands: Hands,
    tell: Tell,
) -> None:
    with db.read() as tx:
        gathered = gather(tx, claim.participation, reports.basis(tx, claim.report))
        gathered = replace(gathered, earlier=ledger.earlier(tx, claim.report))
    tell(GATHERED)
    made = hands.desk.do(
        "reports.working_out:made", gathered, product, progress=between(tell, GATHERED, DRAWN)
    )
    with db.write() as tx:
        ledger.enter(tx, claim.report, made.numbers)  # or it fails: no report without a proof
        note(tx, claim.participation)
        reports.show(tx, claim, made.snapshot, made.figures, int(clock()))


def _fail(db: Database, claim: Claim) -> None:
    reference = secrets.token_hex(4)
    log.exception("report %s could not be made; reference %s", claim.report, reference)
    with db.write() as tx:
        reports.fail(tx, claim, reference)
