"""The background tasks of this room. Light to import; the work itself is in `making`."""

import time
from collections.abc import Mapping

from reports import bundle, piloting
from reports.variant import MAKE_PRINT
from survey.jobs import MAKE_REPORT, PRINT_PAPERS
from survey.paper import printing
from survey.queue import Tasks
from survey.rights import leaving
from survey.store import pilots, prints
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

    def printing(asked: str) -> None:
        make_print(shop, asked)

    bundle.make(bundle.Work(shop.db, time.time, packing, printing), wanted)


@TASKS.task(PRINT_PAPERS)
def print_papers(shop: Workshop, wanted: str) -> None:
    """Print the paper forms that are asked for under this id."""
    from reports import papers  # noqa: PLC0415 - WeasyPrint

    papers.make(shop, wanted)


@TASKS.task(MAKE_PRINT)
def make_print(shop: Workshop, wanted: str) -> None:
    """Print a report that was made in another variant."""
    from reports.printing import make as print_report  # noqa: PLC0415 - WeasyPrint

    print_report(shop.db, wanted, time.time)


@TASKS.task(piloting.MAKE_PILOT)
def make_pilot(shop: Workshop, wanted: str) -> None:
    """Work out how the items of a version behave."""
    from reports.pilot_making import make as make_figures  # noqa: PLC0415 - pandas

    make_figures(shop.db, wanted, time.time)


@TASKS.task("reports.tidy", every_minute=True)
def tidy(shop: Workshop) -> None:
    """Erase bundles and papers that have had their day, and find what the queue has lost."""
    now = int(time.time())
    for lost in bundle.tidy(shop.db, now):
        shop.queue.send(bundle.MAKE_BUNDLE, lost)
    for lost in printing.tidy(shop.db, now):
        shop.queue.send(PRINT_PAPERS, lost)
    with shop.db.read() as tx:
        unprinted, waiting = prints.lost(tx, now), pilots.lost(tx, now)
    for lost in unprinted:
        shop.queue.send(MAKE_PRINT, lost)
    for lost in waiting:
        shop.queue.send(piloting.MAKE_PILOT, lost)


@TASKS.preload
def warm_up() -> None:
    """What a worker does once, so that nobody waits for it."""
    from reports.making import warm_up as import_all  # noqa: PLC0415

    import_all()
