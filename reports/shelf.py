"""Which PDFs there are of a report: its own, and prints of it in other variants. Light."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports import snapshots
from reports import variant as variants
from reports.chart_files import SLIDES
from reports.variant import Variant
from survey.rounds.programme import paper_and_cover
from survey.store import prints, reports
from survey.store.database import Tx
from survey.store.prints import WHOLE, Print
from survey.store.reports import Report


@dataclass(frozen=True)
class Shelf:
    """What can be had of a report."""

    own: Variant
    """How its own PDF is printed, or would be."""
    has_own: bool
    content: str
    """Content id of its snapshot; "" where there is none yet."""
    there: Mapping[str, Print]
    """Asked for already, by name of variant."""


def shelf_of(tx: Tx, row: Report) -> Shelf:
    snapshot = reports.snapshot(tx, row.id)
    content = snapshots.content_of(snapshot) if snapshot else ""
    is_made = row.state == "done"
    usual = variants.usual(*paper_and_cover(tx, row.participation))
    own = variants.named(row.variant or WHOLE) if is_made else usual
    every = prints.of(tx, row.id, content)
    there = {name: one for name, one in every.items() if name != SLIDES}  # those are the coach's
    return Shelf(own, is_made, content, there)
