"""The printed pages of a client's report, to turn over before its release."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from reports.leaves import picture
from reports.web.coach import desk
from reports.web.coach_room import bp, head
from survey.errors import NotFound
from survey.store import reports
from survey.web.house import house

_NUMBERS = frozenset(str(n) for n in range(1, 200))


@bp.get("/<participation>/pages")
def pages(participation: str) -> AnyResponse:
    """The client's page with the PDF's pages; as a web page where there is no PDF."""
    return desk(as_printed=True)


@bp.get("/<participation>/pages/<leaf>.png")
def page(participation: str, leaf: str) -> AnyResponse:
    """One page, drawn from the PDF that there is now."""
    with house().db.read() as tx:
        report = head(tx).standing.report
        printed = reports.pdf(tx, report.id) if report else None
    drawn = picture(printed, int(leaf)) if printed and leaf in _NUMBERS else None
    if drawn is None:
        raise NotFound("no such page")
    return Response(drawn, mimetype="image/png")
