"""Answering, page by page, to the receipt. How one comes in stands in `arriving`.

Addresses of fixed pages have a hyphen, which no skill's id has.
"""

from dataclasses import replace
from typing import Any

from flask import current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext

from survey.answers import respond
from survey.answers.draft import Changes
from survey.answers.sheet import Request, Sheet
from survey.errors import NotFound, TooOften
from survey.raters.requests import ask_digest
from survey.store import reports
from survey.store.invitations import Invitation
from survey.store.rounds import Round
from survey.web import rating, saving, sending, since, told, visit
from survey.web.access import visitor_invitation, visitor_secret
from survey.web.arriving import Page, bp, read_sheet, request_of
from survey.web.entry_forms import ContactForm, MailForm
from survey.web.house import house
from survey.web.language import STAY, choose
from survey.web.steps import Step


@bp.get("/answer/<invitation>/<skill>")
def skill(invitation: str, skill: str) -> Page:
    sheet = _sheet(invitation)
    return rating.page(sheet, rating.plan_of(sheet).step(skill, "skill"), _told())


@bp.post("/answer/<invitation>/<skill>")
def save_skill(invitation: str, skill: str) -> Page:
    sheet = _sheet(invitation)
    return _save(sheet, rating.plan_of(sheet).step(skill, "skill"))


@bp.get("/answer/<invitation>/in-your-words")
def words(invitation: str) -> Page:
    sheet = _sheet(invitation)
    return rating.page(sheet, rating.plan_of(sheet).step("words", "words"), _told())


@bp.post("/answer/<invitation>/in-your-words")
def save_words(invitation: str) -> Page:
    sheet = _sheet(invitation)
    return _save(sheet, rating.plan_of(sheet).step("words", "words"))


@bp.get("/answer/<invitation>/first-questions")
def first(invitation: str) -> Page:
    sheet = _sheet(invitation)
    return rating.page(sheet, rating.plan_of(sheet).step("first", "first"), _told())


@bp.post("/answer/<invitation>/first-questions")
def save_first(invitation: str) -> Page:
    sheet = _sheet(invitation)
    return _save(sheet, rating.plan_of(sheet).step("first", "first"))


@bp.post("/answer/<invitation>/save-answer")
def autosave(invitation: str) -> Page:
    changes, revision = saving.from_script(saving.body_of(request))
    saved = saving.save(invitation, visitor_secret(invitation), changes, revision)
    return jsonify(revision=saved.revision, told=_elsewhere() if saved.elsewhere else "")


@bp.get("/answer/<invitation>/since-last-time")
def goals(invitation: str) -> Page:
    sheet = _sheet(invitation)
    step = rating.plan_of(sheet).step("goals", "goals")
    return since.page(sheet, step, since.form_of(sheet), _told())


@bp.post("/answer/<invitation>/since-last-time")
def save_goals(invitation: str) -> Page:
    sheet = _sheet(invitation)
    step = rating.plan_of(sheet).step("goals", "goals")
    form = since.form_of(sheet, request.form)
    if not form.validate():
        return since.page(sheet, step, form), 422
    changes = since.changes_of(sheet, form)
    elsewhere = bool(changes.goals) and _keep(sheet, changes)
    return redirect(_next_address(sheet, step, elsewhere), 303)


@bp.get("/answer/<invitation>/check-answers")
def check(invitation: str) -> Page:
    sheet, asked = _sheet(invitation), request_of(invitation)
    form = ContactForm(data={"name": sheet.person.name, "email": sheet.person.email or ""})
    return sending.page(sheet, asked, form, sending.new_receipt(invitation), [])


@bp.post("/answer/<invitation>/check-answers")
def send(invitation: str) -> Page:
    secret, clock = visitor_secret(invitation), house().shop.clock
    receipt = sending.receipt_of(invitation, request.form.get("receipt", ""))
    sheet = respond.read_unsent(house().db, invitation, secret, clock=clock)
    contact, shows = None, {}
    if sheet:
        shows = sending.shows(sheet, request.form)
        go = request.form.get("go", "")
        if go in ("back", "later"):
            return _leave_check(sheet, shows)
        if go.startswith(STAY):
            return _check_in_another_language(sheet, go.removeprefix(STAY), shows)
        form = ContactForm(request.form)
        problems = sending.problems(sheet, form)
        if problems:
            page = sending.page(
                sheet, request_of(invitation), form, request.form["receipt"], problems
            )
            return page, 422
        contact = sending.contact(form) if sheet.names_itself else None
    done = respond.send(
        house().db, invitation, secret, receipt, contact,
        shows=shows, urn=house().shop.urn, clock=clock,
    )  # fmt: skip
    if done.report:
        house().make_report(done.report)
    if done.message:
        house().send_mail(done.message)
    return _sent_page(request_of(invitation), done.report, receipt)


def _check_in_another_language(sheet: Sheet, language: str, shows: dict[str, Any]) -> Page:
    """The same page; a name and an address that were typed stay on it."""
    choose(language)
    if not sheet.names_itself:
        return _leave_check(sheet, shows)
    asked = request_of(sheet.invitation.id)
    return sending.page(sheet, asked, ContactForm(request.form), request.form["receipt"], [])


def _leave_check(sheet: Sheet, shows: dict[str, Any]) -> Page:
    """Keep how the comments are to stand, and go where the button points."""
    changes = Changes(shows=shows)
    elsewhere = not sheet.draft.says(changes) and _keep(sheet, changes)
    return redirect(_next_address(sheet, rating.plan_of(sheet).steps[-1], elsewhere), 303)


@bp.get("/answer/<invitation>/thank-you")
def sent(invitation: str) -> Page:
    asked = request_of(invitation)
    if asked.invitation.state != "done":
        raise NotFound("nothing was sent yet")
    made = []
    if asked.is_own and asked.round.organisation is None:
        with house().db.read() as tx:
            made = reports.of(tx, asked.participation.id)
    return _sent_page(asked, made[-1].id if made else None, "")


@bp.post("/answer/<invitation>/mail-requests")
def mail_requests(invitation: str) -> Page:
    """The link to all that this rater is asked goes to the address that this link went to."""
    found = visitor_invitation(invitation)
    told_so = "requests"
    try:
        with house().db.write() as tx:
            message = ask_digest(tx, found)
        house().send_mail(message)
    except TooOften:  # said on the page itself: there is nothing else to do
        told_so = "often"
    # Not only from the thanks: that somebody asked for it must not mean that answers were sent.
    back = "answer.sent" if found.state == "done" else "answer.later"
    return redirect(url_for(back, invitation=invitation, mailed=told_so), 303)


@bp.get("/answer/<invitation>/finish-later")
def later(invitation: str) -> Page:
    sheet = _sheet(invitation)
    return _later_page(sheet, MailForm(data={"email": sheet.person.email or ""}))


@bp.post("/answer/<invitation>/finish-later")
def mail_link(invitation: str) -> Page:
    sheet = _sheet(invitation)
    form = MailForm(request.form)
    if not form.validate():
        return _later_page(sheet, form), 422
    secret, clock = visitor_secret(invitation), house().shop.clock
    try:
        message = respond.set_email(house().db, invitation, secret, form.email.data, clock=clock)
    except TooOften:  # the page itself has what helps: the link, to be copied
        return _later_page(sheet, form, too_often=True), 429
    house().send_mail(message)
    return _later_page(sheet, form, address=form.email.data)


def _sheet(invitation: str) -> Sheet:
    """The visitor's form. Raises NotFound for anyone without the link's cookie."""
    return read_sheet(invitation, visitor_secret(invitation))


def _save(sheet: Sheet, step: Step) -> Page:
    """Keep what the page sent and go where its button points; stay when something is wrong."""
    form = rating.form_of(sheet, step, request.form)
    if not form.validate():
        return rating.rendered(sheet, step, form), 422
    changes = saving.from_form(sheet, form, request.form.get("revision", ""))
    anything = changes.answers or changes.texts or changes.picks
    elsewhere = bool(anything) and _keep(sheet, changes)
    now = replace(sheet, draft=sheet.draft.with_(changes))  # may open or close the pages ahead
    return redirect(_next_address(now, step, elsewhere), 303)


def _keep(sheet: Sheet, changes: Changes) -> bool:
    """Whether another tab or device had saved in between."""
    revision = saving.revision_of(request.form.get("revision", ""))
    invitation = sheet.invitation.id
    return saving.save(invitation, visitor_secret(invitation), changes, revision).elsewhere


def _next_address(sheet: Sheet, step: Step, elsewhere: bool) -> str:
    invitation, go = sheet.invitation.id, request.form.get("go")
    if go == "later":
        return url_for("answer.later", invitation=invitation)
    if go and go.startswith(STAY):
        choose(go.removeprefix(STAY))
        onto = step
    else:
        onto = rating.plan_of(sheet).beside(step, -1 if go == "back" else 1, sheet.asked)
    return rating.address(invitation, onto) + ("?told=elsewhere" if elsewhere else "")


def _told() -> str:
    return _elsewhere() if request.args.get("told") == "elsewhere" else ""


def _elsewhere() -> str:
    return str(
        gettext(
            "Something was also saved in another tab or on another device. "
            "The newest answers count; load the page again to see them all."
        )
    )


def _sent_page(asked: Request, report: str | None, receipt: str) -> str:
    """The thanks. `report`: id of the own one that is being made."""
    invitation = asked.invitation.id
    return render_template(
        "answer/sent.html",
        invitation=invitation,
        asked=asked,
        last_day=told.last_day(asked),
        result=url_for("reports.result", report=report) if report else None,
        home=_home(asked) if asked.is_own else None,
        receipt=receipt,
        **_others(asked.invitation, asked.round),
    )


def _others(found: Invitation, round_: Round) -> dict[str, Any]:
    """For the offer to mail the link to all requests; a slip has no address."""
    offered = round_.organisation is not None and not round_.practice and not found.slip
    return {"offered": offered, "mailed": request.args.get("mailed", "")}


def _home(asked: Request) -> str | None:
    """The manager's own page, if this browser came in by its link before."""
    if "home.participation" not in current_app.view_functions:
        return None
    with house().db.read() as tx:
        if not visit.holds(tx, "home", asked.person.id):
            return None
    return url_for("home.participation", participation=asked.participation.id)


def _later_page(sheet: Sheet, form: MailForm, address: str = "", too_often: bool = False) -> str:
    path = url_for("answer.link", secret=visitor_secret(sheet.invitation.id))
    return render_template(
        "answer/later.html",
        invitation=sheet.invitation.id,
        own=sheet.names_itself,
        link=house().settings.base_url + path,
        last_day=sheet.round.closes_on,
        form=form,
        address=address,
        **_others(sheet.invitation, sheet.round),
        too_often=too_often,
        errors=[(str(one.errors[0]), f"#{one.id}") for one in form if one.errors],
    )
