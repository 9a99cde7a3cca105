"""The example on the first page: a finished page of the demo's report. Nothing without the demo."""

from dataclasses import dataclass, replace
from functools import lru_cache

from flask import url_for
from markupsafe import Markup

from reports import html, snapshots
from reports.model import Report
from reports.words import Words
from survey import demo
from survey.store import reports
from survey.web.house import house

GLANCE = "at_a_glance"


@dataclass(frozen=True)
class Example:
    """The demo's report; `page` is its page "at a glance"."""

    id: str
    report: Report
    page: Markup


def example() -> Example | None:
    """None: this is no demo, or its report is still being made."""
    place = house()
    if not place.settings.demo:
        return None
    with place.db.read() as tx:
        found = demo.report_of(tx)
        snapshot = reports.snapshot(tx, found) if found else None
    if not found or not snapshot:
        return None
    return _drawn(found, snapshot)


@lru_cache(maxsize=2)
def _drawn(found: str, snapshot: str) -> Example:
    """Once a process: the first page asks in three places, and a made report never changes."""
    report = snapshots.from_text(snapshot)
    one_page = replace(report, sections=tuple(s for s in report.sections if s.id == GLANCE))
    page = html.render_body(
        one_page,
        words=Words(report.language),
        asset=lambda name: url_for("reports.figure", report=found, name=name.removesuffix(".svg")),
    )
    return Example(found, report, page)
