"""The background tasks of this room. Light to import; the work itself is in `making`."""

import time
from collections.abc import Mapping

from reports import bundle
from survey.jobs import MAKE_REPORT
from survey.queue import Tasks
from survey.rights import leaving
from survey.store.database import Tx
from survey.workshop import Workshop

TASKS = Tasks()


@TASKS.task(MAKE_REPORT)
def make(shop: Workshop, report: str) -> None:
    """Make the report that is asked for under this id."""
    from reports.making import make as make_report  # noqa: PLC0415 - pandas, matplotlib, WeasyPrint

    def note(tx: Tx, participation: str) -> None:
        leaving.note(tx, shop.settings, shop.keys.record, [participation])

    make_report(shop.db, shop.settings.product_name, report, note=note)


@TASKS.task(bundle.MAKE_BUNDLE)
def make_bundle(shop: Workshop, wanted: str) -> None:
    """Put the PDFs that this bundle is to hold into one ZIP, or make a debrief pack."""

    def packing(snapshot: str, figures: Mapping[str, str], document: bytes) -> bytes:
        from reports.pack import of_snapshot  # noqa: PLC0415 - matplotlib, WeasyPrint

        return of_snapshot(snapshot, figures, document)

    bundle.make(shop.db, wanted, time.time, packing)


@TASKS.task("reports.tidy", every_minute=True)
def tidy(shop: Workshop) -> None:
    """Erase bundles that have had their day, and find those that the queue has lost."""
    for lost in bundle.tidy(shop.db, int(time.time())):
        shop.queue.send(bundle.MAKE_BUNDLE, lost)


@TASKS.preload
def warm_up() -> None:
    """What a worker does once, so that nobody waits for it."""
    from reports.making import warm_up as import_all  # noqa: PLC0415

    import_all()
