"""Paper forms are printed in the background: HTML from `survey.paper`, PDF from the press.

Light, as `making` is.
"""

import io
import logging
import zipfile
from collections.abc import Callable, Sequence
from functools import partial

from reports.hands import HERE, Hands
from survey.errors import Stale
from survey.paper import printing
from survey.paper.page import Paper, assets, render
from survey.paper.printing import House
from survey.store import papers
from survey.store.papers import Job
from survey.workshop import Workshop

AT_ONCE = 20
"""Forms in one PDF: laying out takes about 10 MB each. More of them come as a ZIP of PDFs."""

_log = logging.getLogger("plumbline.reports")


def make(shop: Workshop, wanted: str, hands: Hands = HERE) -> None:
    """Harmless when it is made already, or another worker is at it. A worker that dies leaves it
    to the next; after three of them it has failed."""
    with shop.db.write() as tx:
        claimed = papers.claim(tx, wanted, int(shop.clock()))
    if claimed is None:
        return
    try:
        _make(shop, claimed, hands)
    except Stale:
        _log.warning("another worker took over paper forms %s", wanted)
    except Exception:
        _log.exception("paper forms %s could not be made", wanted)
        with shop.db.write() as tx:
            papers.finish(tx, claimed, None)


def _make(shop: Workshop, claimed: Job, hands: Hands) -> None:
    house = House(shop.settings.product_name, shop.settings.base_url, shop.keys)
    with shop.db.read() as tx:
        wanted = printing.papers_of(tx, house, claimed, shop.clock())

    def note(done: int) -> None:
        with shop.db.write() as tx:
            papers.progress(tx, claimed, done, int(shop.clock()))

    sealed = printing.seal(shop.keys, claimed.id, printed(wanted, note, hands))
    hands.press.rest()  # many forms in one file took much memory
    with shop.db.write() as tx:
        papers.finish(tx, claimed, sealed)


def printed(
    wanted: Sequence[Paper],
    progress: Callable[[int], None] = lambda _n: None,
    hands: Hands = HERE,
) -> bytes:
    """One PDF, or of more than `AT_ONCE` forms a ZIP of several. ValueError: none are wanted."""
    starts = range(0, len(wanted), AT_ONCE)
    files: list[bytes] = [
        hands.press.do(
            "reports.press:printed_all",
            [render(one) for one in wanted[start : start + AT_ONCE]],
            assets(),
            progress=partial(_on, progress, start),
        )
        for start in starts
    ]
    if len(files) == 1:
        return files[0]
    if not files:
        raise ValueError("no forms are wanted")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as together:  # PDFs are packed
        for number, file in enumerate(files, start=1):
            # A day of its own would tell when it was made.
            entry = zipfile.ZipInfo(f"paper-forms-{number}.pdf", (1980, 1, 1, 0, 0, 0))
            together.writestr(entry, file)
    return packed.getvalue()


def _on(progress: Callable[[int], None], before: int, done: int) -> None:
    progress(before + done)
