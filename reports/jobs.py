"""The background tasks of this room. Light: a worker has hands for what is heavy (see `hands`)."""

import time

from reports import bundle, making, papers, pilot_making, piloting, printing
from reports.hands import APART, HERE, Hands
from reports.variant import MAKE_PRINT
from survey.jobs import MAKE_REPORT, PRINT_PAPERS, send_again
from survey.queue import Tasks
from survey.rights import leaving
from survey.store import bundles, pilots, prints
from survey.store import papers as papers_asked
from survey.store.database import Tx
from survey.workshop import Workshop

TASKS = Tasks()


def _hands(shop: Workshop) -> Hands:
    """A worker has processes for it; who wants it done at once does it in this one."""
    return HERE if shop.queue.is_immediate else APART


@TASKS.task(MAKE_REPORT)
def make(shop: Workshop, report: str) -> None:
    """Make the report that is asked for under this id."""

    def note(tx: Tx, participation: str) -> None:
        leaving.note(tx, shop.settings, shop.keys.record, [participation])

    making.make(shop.db, shop.settings.product_name, report, note=note, hands=_hands(shop))


@TASKS.task(bundle.MAKE_BUNDLE)
def make_bundle(shop: Workshop, wanted: str) -> None:
    """Put the PDFs that this bundle is to hold into one ZIP, or make a debrief pack."""

    def packing(snapshot: str, document: bytes) -> bytes:
        packed: bytes = _hands(shop).binder.do("reports.pack:of_snapshot", snapshot, document)
        return packed

    def printing(asked: str) -> None:
        make_print(shop, asked)

    bundle.make(bundle.Work(shop.db, time.time, packing, printing), wanted)


@TASKS.task(PRINT_PAPERS)
def print_papers(shop: Workshop, wanted: str) -> None:
    """Print the paper forms that are asked for under this id."""
    papers.make(shop, wanted, _hands(shop))


@TASKS.task(MAKE_PRINT)
def make_print(shop: Workshop, wanted: str) -> None:
    """Print a report that was made in another variant, or its charts for slides."""
    printing.make(shop.db, wanted, time.time, _hands(shop))


@TASKS.task(piloting.MAKE_PILOT)
def make_pilot(shop: Workshop, wanted: str) -> None:
    """Work out how the items of a version behave."""
    pilot_making.make(shop.db, wanted, time.time, _hands(shop))


@TASKS.task("reports.tidy", every_minute=True)
def tidy(shop: Workshop) -> None:
    """Erase bundles and papers that have had their day, and find what the queue has lost."""
    now = int(time.time())
    with shop.db.write() as tx:
        bundles.erase_old(tx, now)
        papers_asked.erase_old(tx, now)
    send_again(shop, bundles, bundle.MAKE_BUNDLE)
    send_again(shop, papers_asked, PRINT_PAPERS)
    send_again(shop, prints, MAKE_PRINT)
    send_again(shop, pilots, piloting.MAKE_PILOT)


@TASKS.preload
def warm_up() -> None:
    """What a worker begins as it starts, so that nobody waits for it."""
    APART.desk.wake()
    APART.press.wake()
