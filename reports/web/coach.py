"""The coach's rooms: the portfolio, a client's report before and after release, its comments."""

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import format_decimal, gettext
from werkzeug.wrappers import Response as AnyResponse

from reports.leaves import leaves
from reports.model import Report
from reports.web import client as beside
from reports.web import numbers, patience, rendering
from reports.web.access import Seen, seen
from reports.web.coach_forms import NoteForm, ReasonForm, WishForm, filter_form
from reports.web.coach_room import Head, bp, head, now, whose
from reports.web.portfolio import STATES, TAGS, Wanted, chosen, clients
from survey.anonymity import releasing
from survey.anonymity.remarks import Remark, remarks
from survey.errors import NotFound
from survey.store import bundles, notes, reports
from survey.store.database import Tx
from survey.web import talks
from survey.web.house import house


@bp.get("")
def portfolio() -> str:
    """Everybody this coach looks after, in all organisations."""
    with house().db.read() as tx:
        every = clients(tx, whose(), now())
        kept = bundles.of(tx, whose())
    form = filter_form(request.args, every)
    form.validate()  # what is nonsense in the address narrows nothing
    names = ("search", "organisation", "round", "state", "sort")
    wanted = Wanted(**{n: form[n].data or "" for n in names if not form[n].errors})
    return render_template(
        "coach/portfolio.html",
        form=form,
        clients=chosen(every, wanted),
        total=len(every),
        narrowed=wanted.is_narrowed,
        organisations=len({one.organisation_id for one in every}),
        states=STATES,
        tags=TAGS,
        bundles=kept,
        wish=WishForm(),
    )


@bp.get("/<participation>")
def client(participation: str) -> AnyResponse:
    """The report beside what to look at before its release."""
    return desk()


def desk(as_printed: bool = False) -> AnyResponse:
    """The client's page: the report as a web page, or its printed pages as pictures."""
    with house().db.read() as tx:
        found = head(tx)
        report = found.standing.report
        shown = seen(tx, report, "coach") if report else None
        if shown is None or shown.model is None or found.standing.state in {"making", "failed"}:
            return _not_there(tx, found, shown)
        return make_response(_report_page(tx, found, shown, as_printed))


def _report_page(tx: Tx, found: Head, shown: Seen, as_printed: bool) -> str:
    if shown.model is None:
        raise NotFound("not made yet")
    note = notes.get(tx, found.participation.id, whose())
    printed = reports.pdf(tx, shown.row.id)
    turned = leaves(printed) if printed and as_printed else None
    return render_template(
        "coach/client.html",
        has_numbers=numbers.there(tx, shown),
        head=found,
        row=shown.row,
        body="" if turned else rendering.body(tx, shown.row.id, beside.in_page(shown.model)),
        kind=shown.model.kind,
        places=beside.pages(turned) if turned else beside.places(shown.model),
        pages=turned.count if turned else 0,
        checks=beside.checks(
            shown.model, found.total, found.person.name, found.asked.self_group.id
        ),
        points=beside.worth_preparing(shown.model),
        withheld=sum(one.reason is not None for one in _remarks(tx, found)),
        note=NoteForm(data={"text": note.text, "revision": note.revision, "back": "client"}),
        talk=talks.shown(tx, found.participation),
        pdf_size=_size(len(printed)) if printed else "",
        pdf_pages=rendering.pages_of(printed) if printed else 0,
    )


def _size(n: int) -> str:
    if n < 100_000:
        return str(gettext("%(n)s kB", n=max(1, round(n / 1000))))
    return str(gettext("%(n)s MB", n=format_decimal(n / 1_000_000, "0.0")))


def _not_there(tx: Tx, found: Head, shown: Seen | None) -> AnyResponse:
    """Not asked for, being made, or failed: each says what helps."""
    state = found.standing.state
    page = render_template(
        "coach/no_report.html",
        head=found,
        row=shown.row if shown else None,
        enough=releasing.enough(tx, found.participation.id),
        more=patience.told(shown.row.state, shown.row.heartbeat) if shown else "",
        presentable=releasing.presentable(tx, found.participation.id),
    )
    return make_response(page, {"making": 202, "failed": 500}.get(state, 200))


@bp.post("/<participation>/report")
def prepare(participation: str) -> AnyResponse:
    """Take the first look, which freezes the answers; or let late ones join; or try again."""
    with house().db.write() as tx:
        house().shop.urn.empty(tx, [participation])
        report = releasing.ask_report(tx, participation, whose(), now())
    house().make_report(report)
    return _to("client", participation)


@bp.get("/<participation>/release")
def confirm(participation: str) -> str:
    """What releasing means, before it is done."""
    with house().db.read() as tx:
        found = head(tx)
    if found.standing.state != "previewed":
        raise NotFound("nothing to release")
    return render_template("coach/release.html", head=found)


@bp.post("/<participation>/release")
def release(participation: str) -> AnyResponse:
    with house().db.write() as tx:
        message = releasing.release(tx, participation, whose(), now())
    if message:
        house().send_mail(message)
        flash(gettext("Released. A mail with the link is on its way."))
    else:
        flash(gettext("Released."))
    return _to("client", participation)


@bp.post("/<participation>/take-back")
def take_back(participation: str) -> AnyResponse:
    with house().db.write() as tx:
        releasing.take_back(tx, participation, whose(), now())
    flash(gettext("Taken back. It is a preview again, for you alone."))
    return _to("client", participation)


@bp.get("/<participation>/comments")
def comments(participation: str) -> str:
    """What stands in the report, what is left out, and what is for the coach alone."""
    with house().db.read() as tx:
        found = head(tx)
        model = _model(tx, found)
        standing = _remarks(tx, found)
        basis = reports.basis(tx, found.standing.report.id) if found.standing.report else None
        own = beside.coach_only(tx, participation, basis, found.asked) if basis else ()
    printed = beside.printed_texts(model) if model else frozenset[str]()
    return render_template(
        "coach/comments.html",
        head=found,
        printed=[one for one in standing if one.reason is None and one.text in printed],
        withheld=[one for one in standing if one.reason is not None],
        for_coach=own,
        title=_titles(found),
    )


@bp.get("/<participation>/comments/<text_hash>")
def comment(participation: str, text_hash: str) -> str:
    """Leave one comment out: why."""
    return _reason_page(text_hash, ReasonForm())


@bp.post("/<participation>/comments/<text_hash>")
def withhold(participation: str, text_hash: str) -> str | AnyResponse:
    """The report is made anew from the same answers, without it."""
    form = ReasonForm(request.form)
    if not form.validate():
        return _reason_page(text_hash, form)
    with house().db.write() as tx:
        one = _remark(tx, head(tx), text_hash)
        report = releasing.withhold(
            tx,
            participation,
            one.question,
            one.text,
            reason=form.reason.data,
            account=whose(),
            now=now(),
        )
    house().make_report(report)
    flash(gettext("Left out. The report is made anew from the same answers."))
    return _to("comments", participation)


@bp.post("/<participation>/comments/<text_hash>/put-back")
def put_back(participation: str, text_hash: str) -> AnyResponse:
    with house().db.write() as tx:
        report = releasing.put_back(tx, participation, text_hash, whose(), now())
    house().make_report(report)
    flash(gettext("Put back. The report is made anew from the same answers."))
    return _to("comments", participation)


def _reason_page(text_hash: str, form: ReasonForm) -> str:
    with house().db.read() as tx:
        found = head(tx)
        one = _remark(tx, found, text_hash)
    return render_template(
        "coach/withhold.html", head=found, remark=one, form=form, title=_titles(found)
    )


def _remarks(tx: Tx, found: Head) -> list[Remark]:
    return remarks(tx, found.standing.release) if found.standing.release else []


def _remark(tx: Tx, found: Head, text_hash: str) -> Remark:
    """One that stands in the report: no other may be looked at. Raises NotFound."""
    model = _model(tx, found)
    printed = beside.printed_texts(model) if model else frozenset[str]()
    for one in _remarks(tx, found):
        if one.hash == text_hash and one.text in printed:
            return one
    raise NotFound("no such comment in the report")


def _model(tx: Tx, found: Head) -> Report | None:
    report = found.standing.report
    return seen(tx, report, "coach").model if report else None


def _titles(found: Head) -> dict[str, str]:
    """What each comment answers, in the client's language."""
    asked, person = found.asked, found.person
    questions = [one.id for one in asked.instrument.questions]
    questions += [skill.id for skill in asked.skills]
    return {q: beside.title_of(asked, q, person.language, person.name) for q in questions}


def _to(page: str, participation: str) -> Response:
    address = url_for(f".{page}", participation=participation)
    return Response(status=303, headers={"Location": address})
