"""Many reports at once: a ZIP made in the background, with its progress and what failed."""

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from reports import bundle as job
from reports import variant as variants
from reports.variant import Wish
from reports.web import patience
from reports.web.coach_forms import WishForm
from reports.web.coach_room import bp, now, whose
from reports.web.variant_words import said
from survey.errors import NotFound, NotNow
from survey.store import bundles, log, participations, reports, rounds
from survey.store.bundles import Bundle
from survey.store.database import Tx
from survey.web.house import house

WHY: Mapping[str, Any] = {
    job.NO_REPORT: lazy_gettext("no report has been prepared yet"),
    job.NOT_MADE: lazy_gettext("the report is still being made"),
    job.FAILED: lazy_gettext("the PDF could not be made"),
    job.NOT_YOURS: lazy_gettext("a client of somebody else by now"),
}


@bp.post("/bundles")
def make_bundle() -> AnyResponse:
    """Ask for a ZIP of the clients that were ticked, as far as they are one's own."""
    wanted = set(request.form.getlist("client"))
    form = WishForm(request.form)
    if not form.validate():
        raise NotNow("Choose among the ways to print that are offered.")
    with house().db.write() as tx:
        mine = [one for one in participations.of_coach(tx, whose()) if one.id in wanted]
        if not mine:
            raise NotNow("Tick the clients whose reports you want first.")
        if len(mine) > job.MOST:
            raise NotNow("At most %(most)s reports go into one ZIP.", most=job.MOST)
        until, wish = int(now()) + job.KEPT, form.wish().name
        made = bundles.add(tx, whose(), [one.id for one in mine], until, wish=wish)
        for one in mine:
            log.write(
                tx,
                "report.bundled",
                organisation=rounds.get(tx, one.round).organisation,
                account=whose(),
                target=f"participation:{one.id}",
            )
    house().shop.queue.send(job.MAKE_BUNDLE, made)
    return Response(status=303, headers={"Location": url_for(".bundle", bundle=made)})


@bp.get("/bundles/<bundle>")
def bundle(bundle: str) -> AnyResponse:
    """How far it is; what is missing, by name."""
    with house().db.read() as tx:
        found = _own(tx, bundle)
    if found is None:
        return _gone()
    is_over = found.state in {"done", "failed"}
    wish = variants.wished(found.wish) if found.wish else None
    page = render_template(
        "coach/bundle.html",
        bundle=found,
        over=is_over,
        more="" if is_over else patience.told(found.state, found.heartbeat),
        why=WHY,
        said=said(wish) if wish else "",
        form=WishForm(data=vars(wish or Wish())),
        again=_again(found),
        no_pdf=reports.NO_PDF_HERE,
    )
    return make_response(page, 200 if is_over else 202)


@bp.get("/bundles/<bundle>/zip")
def bundle_zip(bundle: str) -> AnyResponse:
    with house().db.read() as tx:
        found = _own(tx, bundle)
        file = bundles.file(tx, bundle) if found else None
    if found is None:
        return _gone()
    if file is None:
        return Response(status=303, headers={"Location": url_for(".bundle", bundle=bundle)})
    response = Response(file, mimetype="application/zip")
    name = f"{house().settings.product_name} reports.zip"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _again(found: Bundle) -> list[str]:
    """Clients whose reports may be tried once more: the missing ones, or all of a ZIP that never
    came to be."""
    if found.state == "failed" and not found.failures:
        return list(found.participations)
    return [one.participation for one in found.failures if one.participation]


def _own(tx: Tx, bundle: str) -> Bundle | None:
    """None: none, past its day, erased, or another coach's."""
    try:
        found = bundles.get(tx, bundle)
    except NotFound:
        return None
    return found if found.account == whose() and found.until > now() else None


def _gone() -> AnyResponse:
    """The same for each of these, so that nobody learns of another coach's."""
    return make_response(render_template("coach/no_bundle.html"), 404)
