"""The debrief pack: the guide to read, and everything to take along as files.

What is read here is made of the report's snapshot at once; files are made in the background, since
a web worker neither draws nor prints.
"""

import io
import zipfile

from flask import Response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from reports import bundle as job
from reports import html
from reports.guide import guide as guide_of
from reports.model import Report
from reports.web.access import Seen, seen
from reports.web.coach_room import Head, bp, head, now, whose
from reports.web.rendering import plain_name
from reports.words import Words
from survey.errors import NotFound, NotNow
from survey.store import bundles, log, reports
from survey.store.bundles import Bundle
from survey.store.database import Tx
from survey.web.house import house

GUIDE = "guide.pdf"


@bp.get("/<participation>/guide")
def guide(participation: str) -> str:
    """What to open with, what may sting, what to ask: from what the report says."""
    with house().db.read() as tx:
        found = head(tx)
        shown = readable(tx, found)
        body = None
        if shown and shown.model:
            words = Words(shown.model.language)
            body = html.guide_body(guide_of(shown.model, words), words=words)
        return page(tx, "coach/guide.html", found, shown, body=body)


def page(tx: Tx, template: str, found: Head, shown: Seen | None, **more: object) -> str:
    """With the pack beside it."""
    pack = bundles.pack_of(tx, whose(), shown.row.id) if shown else None
    return render_template(
        template,
        head=found,
        row=shown.row if shown else None,
        pack=pack if pack and pack.until > now() else None,
        raters=int(shown.model.meta.get("raters", 0)) if shown and shown.model else 0,
        spoken=shown.model.language if shown and shown.model else "",
        **more,
    )


@bp.post("/<participation>/pack")
def make_pack(participation: str) -> AnyResponse:
    """Ask for the files: report, guide, and each chart as SVG and PNG, in one ZIP."""
    with house().db.write() as tx:
        found = head(tx)
        shown = readable(tx, found)
        if shown is None or reports.pdf(tx, shown.row.id) is None:
            raise NotNow("There is no finished report to make a pack of yet.")
        until = int(now()) + job.KEPT
        made = bundles.add(tx, whose(), [found.participation.id], until, shown.row.id)
        log.write(
            tx,
            "report.bundled",
            organisation=found.round.organisation,
            account=whose(),
            target=f"participation:{found.participation.id}",
        )
    house().shop.queue.send(job.MAKE_BUNDLE, made)
    return Response(status=303, headers={"Location": url_for(".bundle", bundle=made)})


@bp.get("/<participation>/guide.pdf")
def guide_pdf(participation: str) -> AnyResponse:
    """Out of the pack of the report that is there now. Raises NotFound."""
    with house().db.read() as tx:
        found = head(tx)
        shown = readable(tx, found)
        pack = bundles.pack_of(tx, whose(), shown.row.id) if shown else None
        packed = bundles.file(tx, pack.id) if pack and _is_there(pack) else None
    if packed is None or shown is None or shown.model is None:
        raise NotFound("not made yet")
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        data = files.read(GUIDE)
    return as_file(data, "application/pdf", f"guide {shown.model.subject}", "pdf")


def as_file(data: bytes, mimetype: str, name: str, suffix: str) -> AnyResponse:
    """A download that no browser runs or keeps."""
    response = Response(data, mimetype=mimetype)
    file_name = f"{plain_name(name)}.{suffix}"
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_there(pack: Bundle) -> bool:
    return pack.state == "done" and pack.until > now()


def readable(tx: Tx, found: Head) -> Seen | None:
    """The report that stands in the ledger, if it can be read already."""
    report = found.standing.report
    if report is None or found.standing.state in {"making", "failed"}:
        return None
    shown = seen(tx, report, "coach")
    return shown if isinstance(shown.model, Report) else None
