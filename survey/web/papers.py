"""Paper forms: asked for here, printed in the background, and kept for a day for who asked."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response as AnyResponse

from survey.answers.sheet import read_request
from survey.errors import BadInput, NotFound, NotNow
from survey.paper import printing
from survey.paper.printing import Wish
from survey.questionnaire import loader
from survey.questionnaire.model import Questionnaire
from survey.raters import listing
from survey.store import invitations, papers, questionnaires, rounds, versions
from survey.store.database import Tx
from survey.store.papers import Job
from survey.store.questionnaires import Draft
from survey.web import rater_forms, rater_list, told
from survey.web.editor_frame import Page, framed, the_draft
from survey.web.house import house
from survey.web.paper_forms import PaperForm, SpecimenForm, with_choices
from survey.web.rater_list import ListView
from survey.web.visit import account, may

bp = Blueprint("papers", __name__)

MOST = 200
"""Forms at once: some minutes of a worker."""


@bp.get("/questionnaires/<questionnaire>/paper")
def specimen(questionnaire: str) -> Page:
    return _specimen(the_draft(questionnaire), SpecimenForm(request.args))


@bp.post("/questionnaires/<questionnaire>/paper")
def print_specimen(questionnaire: str) -> Page:
    draft = the_draft(questionnaire)
    every, form = _versions(draft), SpecimenForm(request.form)
    asked = every.get(form.number.data)
    if asked is None:
        return _specimen(draft, form, gettext("Choose a version"))
    wish = Wish(
        form.group.data, form.language.data, form.size.data, form.form.data, form.number.data
    )
    try:
        printing.specimen(asked, wish, "")
    except BadInput:
        return _specimen(draft, form, gettext("This version has no such form, group or language"))
    with house().db.write() as tx:
        made = papers.add(tx, account().id, wish.to_json(), _until(), questionnaire=draft.id)
    return _wait(made)


@bp.get("/participations/<participation>/slips/paper")
def slips(participation: str) -> Page:
    with house().db.read() as tx:
        return _slips(tx, rater_list.view(tx, participation), PaperForm())


@bp.post("/participations/<participation>/slips/paper")
def print_slips(participation: str) -> Page:
    """It makes links, as printing slips does: asked for by a button, and the log says who did."""
    with house().db.write() as tx:
        found = rater_list.view(tx, participation)
        form = _choices(tx, found, PaperForm(request.form))
        if not form.validate():
            return _slips(tx, found, form), 422
        if found.round.state != "open":
            raise NotNow("Paper forms can be made while the round is open.")
        rows = printing.slips_of(tx, participation, form.group.data)
        if not rows:
            raise NotNow("This group has no slips yet; make them first.")
        if len(rows) > MOST:
            raise NotNow("At most %(most)s paper forms are made at once.", most=MOST)
        readers = _readers(tx, rows[0].invitation, form.language.data)
        wish = Wish(form.group.data, form.language.data, form.size.data, readers=readers)
        made = papers.add(
            tx, account().id, wish.to_json(), _until(), participation=participation, many=len(rows)
        )
        listing.note(tx, "papers.printed", participation, account().id)
    return _wait(made)


@bp.get("/papers/<paper>")
def made(paper: str) -> AnyResponse:
    """How far it is."""
    with house().db.read() as tx:
        job = _own(tx, paper)
    is_over = job.state in {"done", "failed"}
    page = render_template("paper/made.html", job=job, over=is_over, back=_back(job))
    return make_response(page, 200 if is_over else 202)


@bp.get("/papers/<paper>/file")
def file(paper: str) -> AnyResponse:
    with house().db.read() as tx:
        _own(tx, paper)
        sealed = papers.sealed(tx, paper)
    if sealed is None:
        raise NotFound("not made yet")
    printed = printing.opened(house().keys, paper, sealed)
    ending = "zip" if printed.startswith(b"PK") else "pdf"
    response = Response(printed, mimetype=f"application/{ending}")
    name = f"{house().settings.product_name} paper forms.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _specimen(draft: Draft, form: SpecimenForm, error: str = "") -> Page:
    every = _versions(draft)
    if not every:
        return framed("paper/specimen.html", draft, form=None, errors=[])
    form.number.choices = [(number, _called(number)) for number in every]
    newest = next(iter(every.values()))
    with_choices(form, newest, newest.instrument.groups)
    if error:
        form.number.errors = [error]
    errors = rater_forms.problems(form) if error else []
    status = 422 if error else 200
    return framed("paper/specimen.html", draft, form=form, errors=errors, status=status)


def _called(number: str) -> str:
    if number == "draft":
        return str(gettext("Draft"))
    return str(gettext("Version %(number)s", number=number))


def _versions(draft: Draft) -> dict[str, Questionnaire]:
    """What can be printed, the newest first: the draft if it has no problems, publications."""
    with house().db.read() as tx:
        published = questionnaires.published(tx, draft.id)
    files: list[tuple[str, Any]] = [("draft", draft.files)]
    files += [(str(one.number), one.files) for one in reversed(published)]
    return {
        number: loader.of_files(one) for number, one in files if not loader.problems_of(dict(one))
    }


def _slips(tx: Tx, found: ListView, form: PaperForm) -> str:
    counts = {
        group.id: len(printing.slips_of(tx, found.participation.id, group.id))
        for group in found.groups
    }
    return render_template(
        "paper/slips.html",
        found=found,
        form=_choices(tx, found, form),
        counts=counts,
        errors=rater_forms.problems(form),
    )


def _choices(tx: Tx, found: ListView, form: PaperForm) -> PaperForm:
    asked = versions.get(tx, rounds.get(tx, found.round.id).version)
    there = {group.id for group in found.groups if any(row.slip for row in group.rows)}
    groups = [one for one in found.choices if one.id in there]
    return with_choices(form, asked, groups)


def _readers(tx: Tx, invitation: str, language: str) -> str:
    """Who reads the report, as the pages say it."""
    asked = read_request(tx, invitations.get(tx, invitation), house().shop.clock())
    with force_locale(language):
        return told.readers(asked)


def _wait(made: str) -> AnyResponse:
    house().print_papers(made)
    return redirect(url_for("papers.made", paper=made), 303)


def _own(tx: Tx, paper: str) -> Job:
    """Raises NotFound: none, past its day, asked for by somebody else, or by somebody who may not
    print it any more: a client may have been handed over meanwhile."""
    found = papers.get(tx, paper)
    if found.account != account().id or found.until <= house().shop.clock():
        raise NotFound("not this account's paper forms")
    if found.participation:
        is_theirs = may(tx, "papers.print_slips", participation=found.participation)
    else:
        is_theirs = may(tx, "papers.print_specimen", questionnaire=found.questionnaire or "")
    if not is_theirs:
        raise NotFound("not this account's to print any more")
    return found


def _back(job: Job) -> str:
    if job.participation:
        return url_for("papers.slips", participation=job.participation)
    return url_for("papers.specimen", questionnaire=job.questionnaire)


def _until() -> int:
    return int(house().shop.clock()) + printing.KEPT
