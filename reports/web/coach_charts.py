"""The charts of a report, and each of them for a slide: made in the background when they are asked
for the first time, kept with the report and gone with it.
"""

from flask import Response, make_response, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from reports import chart_files, html, snapshots
from reports.chart_files import SLIDES
from reports.variant import MAKE_PRINT
from reports.web.access import Seen
from reports.web.coach_debrief import as_file, page, readable
from reports.web.coach_room import bp, head, whose
from survey.errors import NotFound, NotNow
from survey.store import log, prints, reports
from survey.store.database import Tx
from survey.store.prints import Print
from survey.web.house import house


@bp.get("/<participation>/charts")
def charts(participation: str) -> AnyResponse:
    """Every larger chart of the report, and its files for slides once they are made."""
    with house().db.read() as tx:
        found = head(tx)
        shown = readable(tx, found)
        model = shown.model if shown else None
        drawn = reports.figure_texts(tx, shown.row.id) if shown else {}
        there = html.main_figures(model) if model else []
        made = [
            {"name": f.name, "title": s.title, "alt": f.alt, "svg": Markup(drawn[f.name]),  # noqa: S704  ours
             "signs": html.legend_of(model, f)}
            for s, f in there
            if model and f.name in drawn
        ]  # fmt: skip
        slides = _slides(tx, shown) if shown else None
        text = page(tx, "coach/charts.html", found, shown, charts=made, slides=slides,
                    lacks_pango=slides and slides.reference == reports.NO_PDF_HERE)  # fmt: skip
    is_at_work = slides is not None and slides.state in {"queued", "running"}
    return make_response(text, 202 if is_at_work else 200)


@bp.post("/<participation>/charts")
def make_charts(participation: str) -> AnyResponse:
    """Ask for every chart as a slide; those that were made once are there at once."""
    with house().db.write() as tx:
        found = head(tx)
        shown = readable(tx, found)
        if shown is None:
            raise NotNow("There is no finished report to make a pack of yet.")
        wanted = prints.ask(tx, shown.row.id, SLIDES, _content(tx, shown))
        log.write(
            tx,
            "report.bundled",
            organisation=found.round.organisation,
            account=whose(),
            target=f"participation:{found.participation.id}",
        )
    house().shop.queue.send(MAKE_PRINT, wanted)
    address = url_for(".charts", participation=participation)
    return Response(status=303, headers={"Location": address})


@bp.get("/<participation>/charts/<chart>.<kind>")
def chart(participation: str, chart: str, kind: str) -> AnyResponse:
    """One chart, ready for a slide. Raises NotFound."""
    with house().db.read() as tx:
        shown = readable(tx, head(tx))
        slides = _slides(tx, shown) if shown else None
        kept = prints.pdf(tx, slides.id) if slides else None
    data = chart_files.one(kept, chart, kind) if kept else None
    if data is None or shown is None or shown.model is None:
        raise NotFound("no such file")
    return as_file(data, chart_files.KINDS[kind], f"{chart} {shown.model.subject}", kind)


def _slides(tx: Tx, shown: Seen) -> Print | None:
    """How far the slides of what is read now are; None: nobody has asked for them."""
    return prints.of(tx, shown.row.id, _content(tx, shown)).get(SLIDES)


def _content(tx: Tx, shown: Seen) -> str:
    return snapshots.content_of(reports.snapshot(tx, shown.row.id) or "")
