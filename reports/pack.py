"""The coach's debrief pack: report, one-page guide, and every chart ready for a slide.

Heavy: imports matplotlib and WeasyPrint. Everything is made of a finished report: its model and
its PDF; nothing is scored, and no number is new.
"""

import json
from collections.abc import Mapping

from reports import html, pdf, slides
from reports.chart_files import CHARTS, as_picture, kept, names_of, zipped
from reports.charts.outlines import outlined
from reports.charts.slide import draw
from reports.guide import Guide, guide
from reports.leaves import leaves
from reports.model import Report
from reports.press import pressing
from reports.snapshots import from_text
from reports.versions import versions
from reports.words import Words

REPORT, GUIDE = "report.pdf", "guide.pdf"


def of_snapshot(snapshot: str, document: bytes) -> bytes:
    """The ZIP of a stored report."""
    return zipped(pack(from_text(snapshot), document))


def kept_charts(snapshot: str) -> tuple[bytes, str]:
    """The charts of a stored report as they are kept, and with what they were made, as JSON."""
    return kept(charts(from_text(snapshot))), json.dumps(versions())


def pack(report: Report, document: bytes) -> dict[str, bytes]:
    """All files by name. `document` is the report's PDF.

    A chart called NAME is charts/NAME.svg and charts/NAME.png.
    """
    words = Words(report.language)
    files = {REPORT: document, GUIDE: guide_pdf(guide(report, words), words)}
    made = charts(report)
    for at, name in enumerate(names_of(made)):
        files[f"charts/{name}.svg"] = made[f"{name}.svg"]
        if (drawn := as_picture(made[CHARTS], at)) is not None:
            files[f"charts/{name}.png"] = drawn
    return {**files, CHARTS: made[CHARTS]} if made else files


def charts(report: Report) -> dict[str, bytes]:
    """charts.pdf with a slide a page, and each by its name as SVG, in the order of the pages; none
    where the report has no chart. See `chart_files`."""
    words = Words(report.language)
    there = slides.charts(report, words)
    if not there:
        return {}
    with pressing():
        drawn = {one.name: draw(one.slide) for one in there}
    pages = [(one.name, one.title, one.alt) for one in there]
    printed = _printed(html.render_slides(report, pages, words=words), drawn)
    shapes = {f"{name}.svg": outlined(svg).encode() for name, svg in drawn.items()}
    return {CHARTS: printed, **shapes}


def guide_pdf(made: Guide, words: Words) -> bytes:
    """One page, A4: where it would run over, the last points are left out."""
    while True:
        printed = _printed(html.render_guide(made, words=words), {})
        found = leaves(printed)
        if found is None or found.count == 1 or not made.questions:
            return printed
        made = made.shorter()


def _printed(page: str, drawn: Mapping[str, str]) -> bytes:
    with pressing():
        return pdf.write(page, {f"{name}.svg": svg for name, svg in drawn.items()})
