"""The background tasks of this room. Light to import; the work itself is in `making`."""

import time

from reports import bundle, piloting
from survey.jobs import MAKE_REPORT
from survey.queue import Tasks
from survey.rights import leaving
from survey.store import pilots
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
    """Put the PDFs that this bundle is to hold into one ZIP."""
    bundle.make(shop.db, wanted, time.time)


@TASKS.task(piloting.MAKE_PILOT)
def make_pilot(shop: Workshop, wanted: str) -> None:
    """Work out how the items of a version behave."""
    from reports.pilot_making import make as make_figures  # noqa: PLC0415 - pandas

    make_figures(shop.db, wanted, time.time)


@TASKS.task("reports.tidy", every_minute=True)
def tidy(shop: Workshop) -> None:
    """Erase bundles that have had their day, and find what the queue has lost."""
    for lost in bundle.tidy(shop.db, int(time.time())):
        shop.queue.send(bundle.MAKE_BUNDLE, lost)
    with shop.db.read() as tx:
        waiting = pilots.lost(tx, int(time.time()))
    for wanted in waiting:
        shop.queue.send(piloting.MAKE_PILOT, wanted)


@TASKS.preload
def warm_up() -> None:
    """What a worker does once, so that nobody waits for it."""
    from reports.making import warm_up as import_all  # noqa: PLC0415

    import_all()
