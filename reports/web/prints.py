"""A report to print otherwise: short, on other paper, with a white first page. Made in the
background of the snapshot, kept once it is made."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Form, RadioField

from reports import variant as variants
from reports.shelf import Shelf, shelf_of
from reports.variant import MAKE_PRINT, Variant
from reports.web import patience
from reports.web.access import (
    Seen,
    note_opened,
    report_for_visitor,
    to_first_read,
    waits_for_first_read,
)
from reports.web.rendering import plain_name
from reports.web.variant_words import choices, said
from survey.errors import NotFound, NotNow
from survey.store import prints, reports
from survey.store.prints import Print
from survey.web.house import house

bp = Blueprint("prints", __name__, url_prefix="/report/<report>/prints")


class PrintForm(Form):  # type: ignore[misc]  # WTForms has no types
    """What may be chosen."""

    length = RadioField(lazy_gettext("How much"), choices=choices(variants.LENGTHS))
    paper = RadioField(lazy_gettext("Paper"), choices=choices(variants.PAPERS))
    cover = RadioField(lazy_gettext("First page"), choices=choices(variants.COVERS))


@bp.get("/")
def choose(report: str) -> str | AnyResponse:
    """The ways to print it, and what was made already."""
    seen = _ready(report)
    if waits_for_first_read(seen):
        return to_first_read(seen)
    shelf = _shelf(seen)
    return _chooser(seen, shelf, PrintForm(data=vars(shelf.own)))


@bp.post("/")
def ask(report: str) -> str | AnyResponse:
    """The wanted variant: at once if it is there, else made in the background."""
    seen = _ready(report)
    if waits_for_first_read(seen):
        return to_first_read(seen)
    shelf = _shelf(seen)
    form = PrintForm(request.form)
    if not form.validate():
        return _chooser(seen, shelf, form)
    variant = Variant(form.length.data, form.paper.data, form.cover.data)
    if variant == shelf.own and shelf.has_own:
        return _to(url_for("reports.pdf", report=report))
    with house().db.write() as tx:
        wanted = prints.ask(tx, report, variant.name, shelf.content)
    house().shop.queue.send(MAKE_PRINT, wanted)
    return _to(url_for(".state", report=report, variant=variant.name))


@bp.get("/<variant>")
def state(report: str, variant: str) -> AnyResponse:
    """How far it is: waiting, being printed, there, or failed with a number to tell us."""
    seen = _ready(report)
    found = _print(seen, variant)
    is_over = found.state in {"done", "failed"}
    page = render_template(
        "reports/print.html",
        report=seen.model,
        row=seen.row,
        found=found,
        over=is_over,
        more="" if is_over else patience.told(found.state, found.heartbeat),
        said=said(variants.named(found.variant)),
        chosen=variants.named(found.variant),
        lacks_pango=found.reference == reports.NO_PDF_HERE,
    )
    return make_response(page, 200 if is_over else 202)


@bp.get("/<variant>/pdf")
def pdf(report: str, variant: str) -> AnyResponse:
    """The print, as a download."""
    seen = _ready(report)
    if waits_for_first_read(seen):
        return to_first_read(seen)
    found = _print(seen, variant)
    with house().db.read() as tx:
        document = prints.pdf(tx, found.id)
    if document is None:
        return _to(url_for(".state", report=report, variant=variant))
    note_opened(seen)
    response = Response(document, mimetype="application/pdf")
    name = plain_name(f"{house().settings.product_name} {_subject(seen)} {variant}")
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.pdf")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _ready(report: str) -> Seen:
    """Raises NotFound and NotNow."""
    seen = report_for_visitor(report)
    if seen.model is None:
        raise NotNow("The report is still being made.")
    return seen


def _shelf(seen: Seen) -> Shelf:
    with house().db.read() as tx:
        return shelf_of(tx, seen.row)


def _print(seen: Seen, variant: str) -> Print:
    found = _shelf(seen).there.get(variant)
    if found is None:
        raise NotFound("nobody asked for this variant")
    return found


def _chooser(seen: Seen, shelf: Shelf, form: PrintForm) -> str:
    made = [(name, said(variants.named(name)), one) for name, one in shelf.there.items()]
    return render_template(
        "reports/prints.html",
        report=seen.model,
        row=seen.row,
        form=form,
        own=said(shelf.own) if shelf.has_own else "",
        made=made,
        errors=[],
    )


def _subject(seen: Seen) -> str:
    return seen.model.subject if seen.model else gettext("Report")


def _to(address: str) -> AnyResponse:
    return Response(status=303, headers={"Location": address})
