"""Answering: from the first click, page by page, to the receipt.

A link's GET only shows a page; its POST gives the browser the link's secret in a cookie and leads
to addresses without it. Addresses of fixed pages have a hyphen, which no skill's id has.
"""

from datetime import UTC, datetime

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as Answer

from survey import respond
from survey.errors import NotFound
from survey.sheet import Sheet
from survey.start import start_self_assessment
from survey.store import reports
from survey.web import pages, rating, saving, sending
from survey.web.access import let_in, visitor_invitation, visitor_secret
from survey.web.entry_forms import ContactForm, MailForm
from survey.web.house import house
from survey.web.steps import Step

bp = Blueprint("answer", __name__)

Page = str | tuple[str, int] | Answer


@bp.post("/start")
def start() -> Page:
    form = pages.start_form(request.form)
    if not form.validate():
        return pages.landing_page(form), 422
    questionnaire = house().questionnaire
    form_id = form.length.data
    started = start_self_assessment(
        house().db,
        house().keys,
        questionnaire,
        form_id,
        name=form.name.data or "",
        language=str(get_locale()),
        today=datetime.now(UTC).date(),
    )
    first = rating.address(started.invitation, house().plan(questionnaire, form_id).steps[0])
    return let_in(redirect(first, 303), started.invitation, started.secret)


@bp.get("/link/<secret>")
def link(secret: str) -> Page:
    found = respond.open_link(house().db, secret)
    if found.state != "open":
        return _link_page(secret, gettext("These answers were sent"), "", gettext("Go on"))
    sheet = respond.read_draft(house().db, found.id, secret)
    if sheet.revision == 0:
        return _link_page(secret, gettext("Welcome"), _purpose(sheet), gettext("Start"))
    step = rating.plan_of(sheet).next_open(sheet.draft)
    lead = gettext(
        "You are at step %(number)s of %(total)s: %(name)s.",
        number=step.number,
        total=len(rating.plan_of(sheet).steps),
        name=rating.name_of(sheet, step),
    )
    return _link_page(secret, gettext("Welcome back"), lead, gettext("Continue"))


@bp.post("/link/<secret>")
def open_link(secret: str) -> Page:
    found = respond.open_link(house().db, secret)
    return let_in(redirect(url_for("answer.resume", invitation=found.id), 303), found.id, secret)


@bp.get("/answer/<invitation>")
def resume(invitation: str) -> Page:
    if visitor_invitation(invitation).state == "done":
        return redirect(url_for("answer.sent", invitation=invitation), 303)
    sheet = _sheet(invitation)
    step = rating.plan_of(sheet).next_open(sheet.draft)
    return redirect(rating.address(invitation, step), 303)


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


@bp.post("/answer/<invitation>/save-answer")
def autosave(invitation: str) -> Page:
    changes, revision = saving.from_script(saving.body_of(request))
    saved = saving.save(invitation, visitor_secret(invitation), changes, revision)
    return jsonify(revision=saved.revision, told=_elsewhere() if saved.elsewhere else "")


@bp.get("/answer/<invitation>/check-answers")
def check(invitation: str) -> Page:
    sheet = _sheet(invitation)
    form = ContactForm(data={"name": sheet.person.name, "email": sheet.person.email or ""})
    return sending.page(sheet, form, sending.new_receipt(invitation), [])


@bp.post("/answer/<invitation>/check-answers")
def send(invitation: str) -> Page:
    secret = visitor_secret(invitation)
    receipt = sending.receipt_of(invitation, request.form.get("receipt", ""))
    sheet, contact = respond.read_unsent(house().db, invitation, secret), None
    if sheet:
        form = ContactForm(request.form)
        problems = sending.problems(sheet, form)
        if problems:
            return sending.page(sheet, form, request.form["receipt"], problems), 422
        contact = sending.contact(form) if sheet.is_own else None
    sent = respond.send(house().db, invitation, secret, receipt, contact)
    if sent.report:
        house().make_report(sent.report)
    if sent.message:
        house().send_mail(sent.message)
    return _sent_page(sent.report, receipt)


@bp.get("/answer/<invitation>/thank-you")
def sent(invitation: str) -> Page:
    found = visitor_invitation(invitation)
    if found.state != "done":
        raise NotFound("nothing was sent yet")
    with house().db.read() as tx:
        made = reports.of(tx, found.participation)
    return _sent_page(made[-1].id if made else None, "")


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
    secret = visitor_secret(invitation)
    house().send_mail(respond.set_email(house().db, invitation, secret, form.email.data))
    return _later_page(sheet, form, mailed=form.email.data)


def _sheet(invitation: str) -> Sheet:
    """The visitor's form. Raises NotFound for anyone without the link's cookie."""
    return respond.read_draft(house().db, invitation, visitor_secret(invitation))


def _save(sheet: Sheet, step: Step) -> Page:
    """Keep what the page sent and go where its button points; stay when something is wrong."""
    form = rating.form_of(sheet, step, request.form)
    if not form.validate():
        return rating.rendered(sheet, step, form), 422
    invitation = sheet.invitation.id
    changes, revision = saving.from_form(sheet, form, request.form.get("revision", ""))
    elsewhere = False
    if changes.answers or changes.texts:
        secret = visitor_secret(invitation)
        elsewhere = saving.save(invitation, secret, changes, revision).elsewhere
    return redirect(_next_address(sheet, step, elsewhere), 303)


def _next_address(sheet: Sheet, step: Step, elsewhere: bool) -> str:
    invitation, steps = sheet.invitation.id, rating.plan_of(sheet).steps
    go = request.form.get("go")
    if go == "later":
        return url_for("answer.later", invitation=invitation)
    # Numbers count from 1, so the step after this one stands at its number.
    onto = steps[max(step.number - 2, 0)] if go == "back" else steps[step.number]
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


def _purpose(sheet: Sheet) -> str:
    return sheet.questionnaire.instrument.intro.purpose.to(str(get_locale()))


def _link_page(secret: str, heading: str, lead: str, button: str) -> str:
    return render_template(
        "answer/link.html", secret=secret, heading=heading, lead=lead, button=button
    )


def _sent_page(report: str | None, receipt: str) -> str:
    result = url_for("reports.result", report=report) if report else None
    return render_template("answer/sent.html", result=result, receipt=receipt)


def _later_page(sheet: Sheet, form: MailForm, mailed: str = "") -> str:
    path = url_for("answer.link", secret=visitor_secret(sheet.invitation.id))
    return render_template(
        "answer/later.html",
        invitation=sheet.invitation.id,
        own=sheet.is_own,
        link=house().settings.base_url + path,
        form=form,
        mailed=mailed,
        errors=[(str(one.errors[0]), f"#{one.id}") for one in form if one.errors],
    )
