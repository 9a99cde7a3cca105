"""Views of a report: to wait for, to read, to print. Each asks `access` first."""

from flask import Blueprint, Flask, Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from reports import html
from reports.charts.narrow import shades
from reports.model import Report
from reports.web import (
    coach,
    coach_bundles,
    coach_charts,
    coach_debrief,
    coach_pages,
    coach_room,
    coach_talk,
    coach_work,
    group,
    numbers,
    patience,
    pilot,
    prints,
)
from reports.web.access import (
    Seen,
    note_opened,
    report_for_visitor,
    to_first_read,
    waits_for_first_read,
)
from reports.web.landing import example
from reports.web.paper import paper_css
from reports.web.rendering import addresses, body, plain_name
from survey.errors import NotFound
from survey.store import reports
from survey.web.house import house

bp = Blueprint(
    "reports",
    __name__,
    url_prefix="/report",
    template_folder="templates",
    static_folder="static",
)


COACH = (coach, coach_pages, coach_talk, coach_work, coach_bundles, coach_debrief, coach_charts)
"""Modules whose pages the coach's blueprint has."""


def init_app(app: Flask) -> None:
    """Give `app` the pages of reports, and the first page its example."""
    app.register_blueprint(bp)
    app.register_blueprint(coach_room.bp)
    app.register_blueprint(group.bp)
    app.register_blueprint(numbers.bp)
    app.register_blueprint(prints.bp)
    app.register_blueprint(pilot.bp)
    app.add_template_global(example, "example_report")


@bp.get("/<report>")
def result(report: str) -> str | AnyResponse:
    """The report to read; until it is there, a page that looks again by itself."""
    seen = report_for_visitor(report)
    if seen.model is None:
        return _not_there(seen)
    if waits_for_first_read(seen):
        return to_first_read(seen)
    note_opened(seen)
    with house().db.read() as tx:
        page = body(tx, report, seen.model)
        has_numbers = numbers.there(tx, seen)
    return render_template(
        "reports/result.html",
        report=seen.model,
        row=seen.row,
        body=page,
        has_numbers=has_numbers,
    )


@bp.post("/<report>/again")
def again(report: str) -> AnyResponse:
    """Try once more to make a report that could not be made."""
    seen = report_for_visitor(report)
    with house().db.write() as tx:
        reports.again(tx, seen.row.id)
    house().make_report(report)
    return Response(status=303, headers={"Location": url_for(".result", report=report)})


@bp.get("/paper.css")
def paper() -> AnyResponse:
    """The report's stylesheet, for pages that hold a report among other things."""
    response = Response(paper_css(), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@bp.get("/<report>/figures.css")
def figure_css(report: str) -> AnyResponse:
    seen = _shown(report)
    sheet = html.figure_css(seen, asset=addresses(report), root=".paper ")
    sheet += shades(tuple(html.figures(seen).values()), ".paper ")
    return _kept(Response(sheet, mimetype="text/css"))


@bp.get("/<report>/figures/<name>.svg")
def figure(report: str, name: str) -> AnyResponse:
    """One figure, as it was drawn when the report was made."""
    report_for_visitor(report)
    with house().db.read() as tx:
        svg = reports.figure(tx, report, name)
    if svg is None:
        raise NotFound("no such figure")
    return _kept(Response(svg, mimetype="image/svg+xml"))


@bp.get("/<report>/report.pdf")
def pdf(report: str) -> str | AnyResponse:
    """The PDF, as a download under the reader's name."""
    seen = report_for_visitor(report)
    if waits_for_first_read(seen):
        return to_first_read(seen)
    with house().db.read() as tx:
        document = reports.pdf(tx, report)
    if document is None:
        return _not_there(seen)
    note_opened(seen)
    response = Response(document, mimetype="application/pdf")
    response.headers.set(
        "Content-Disposition",
        "attachment",
        filename=_file_name(seen, house().settings.product_name),
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@bp.get("/<report>/printing")
def printing(report: str) -> AnyResponse:
    """How far the PDF is of a report that can be read already."""
    seen = report_for_visitor(report)
    if waits_for_first_read(seen):
        return to_first_read(seen)
    if seen.row.state != "done":
        return _not_there(seen)
    return make_response(_on_the_way(seen))


def _not_there(seen: Seen) -> AnyResponse:
    """Not yet, or not at all."""
    if seen.row.state == "failed":
        kind = "no_pdf" if seen.row.reference == reports.NO_PDF_HERE else "failed"
        page = render_template(f"reports/{kind}.html", row=seen.row, readable=bool(seen.model))
        return make_response(page, 503 if kind == "no_pdf" else 500)
    page = _waiting(seen) if seen.model is None else _on_the_way(seen)
    return make_response(page, 202)


def _waiting(seen: Seen) -> str:
    more = patience.told(seen.row.state, seen.row.heartbeat)
    return render_template("reports/waiting.html", row=seen.row, more=more)


def _on_the_way(seen: Seen) -> str:
    more = patience.told(seen.row.state, seen.row.heartbeat)
    return render_template("reports/printing.html", report=seen.model, row=seen.row, more=more)


def _shown(report: str) -> Report:
    model = report_for_visitor(report).model
    if model is None:
        raise NotFound("not made yet")
    return model


def _kept(response: Response) -> AnyResponse:
    """A figure of a report never changes, but belongs to its reader alone."""
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _file_name(seen: Seen, product: str) -> str:
    name = seen.model.subject if seen.model else ""
    return plain_name(f"{product} {name}") + ".pdf"
