"""The ways in and out: a link, a printed code, the first page; welcome, decline, come back.

A link's GET only shows a page; its POST gives the browser the link's secret in a cookie and leads
to addresses without it. Addresses of fixed pages have a hyphen, which no skill's id has.
"""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as Answer

from survey.answers import respond
from survey.answers.sheet import Request, Sheet
from survey.answers.start import start_self_assessment
from survey.errors import LinkUnknown
from survey.raters import nominating
from survey.store.invitations import Invitation
from survey.web import pages, rating, told
from survey.web.access import let_in, visitor_invitation, visitor_secret
from survey.web.entry_forms import CodeForm
from survey.web.house import house

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
        today=datetime.fromtimestamp(house().shop.clock(), UTC).date(),
    )
    plan = house().plan(questionnaire, form_id, group=questionnaire.self_group.id)
    first = rating.address(started.invitation, plan.steps[0])
    return let_in(redirect(first, 303), started.invitation, started.secret)


@bp.get("/link/<secret>")
def link(secret: str) -> Page:
    found = respond.open_link(house().db, secret)
    if found.state == "done":
        return _link_page(secret, gettext("These answers were sent"), "", gettext("Go on"))
    if found.state == "declined":
        lead = gettext("You can still change your mind while the round is open.")
        return _link_page(secret, gettext("You declined this request"), lead, gettext("Go on"))
    sheet = read_sheet(found.id, secret)
    if sheet.revision == 0:
        return _first_page(sheet, secret)
    plan = rating.plan_of(sheet)
    step = plan.next_open(sheet.draft)
    lead = gettext(
        "You are at step %(number)s of %(total)s: %(name)s.",
        number=step.number,
        total=len(plan.steps),
        name=rating.name_of(sheet, step),
    )
    if not sheet.is_own:
        about = gettext("What you answered about %(name)s is saved.", name=sheet.person.name)
        lead = f"{about} {lead}"
    return _link_page(secret, gettext("Welcome back"), lead, gettext("Continue"))


@bp.post("/link/<secret>")
def open_link(secret: str) -> Page:
    found = respond.open_link(house().db, secret)
    wish = request.form.get("go")
    said_no = found.state == "open" and wish in ("decline", "wrong_person")
    onward = url_for(f"answer.{wish}", invitation=found.id) if said_no else _onward(found, secret)
    return let_in(redirect(onward, 303), found.id, secret)


@bp.get("/code")
def code() -> Page:
    return render_template("answer/code.html", form=CodeForm(), errors=[])


@bp.get("/code/<printed>")
def scanned(printed: str) -> Page:
    """From a slip's QR code, which does what typing it does, but for the typing."""
    return render_template("answer/code.html", form=CodeForm(data={"code": printed}), errors=[])


@bp.post("/code")
def enter_code() -> Page:
    form = CodeForm(request.form)
    secret = _secret_of(form.code.data or "") if form.validate() else None
    if secret is None:
        error = gettext("There is no slip with this code; type it as it is printed")
        form.code.errors = [error]
        page = render_template("answer/code.html", form=form, errors=[(error, "#code")])
        return page, 422
    found = respond.open_link(house().db, secret)
    return let_in(redirect(url_for("answer.resume", invitation=found.id), 303), found.id, secret)


@bp.get("/answer/<invitation>")
def resume(invitation: str) -> Page:
    return redirect(_onward(visitor_invitation(invitation), visitor_secret(invitation)), 303)


@bp.get("/answer/<invitation>/before-you-start")
def welcome(invitation: str) -> Page:
    secret = visitor_secret(invitation)
    return _welcome_page(read_sheet(invitation, secret), secret, inside=True)


@bp.get("/answer/<invitation>/say-no")
def decline(invitation: str) -> Page:
    asked = _asked_still(invitation)
    return render_template("answer/decline.html", invitation=invitation, asked=asked)


@bp.post("/answer/<invitation>/say-no")
def confirm_decline(invitation: str) -> Page:
    respond.decline(house().db, invitation, visitor_secret(invitation), clock=house().shop.clock)
    return redirect(url_for("answer.declined", invitation=invitation), 303)


@bp.get("/answer/<invitation>/wrong-person")
def wrong_person(invitation: str) -> Page:
    asked = _asked_still(invitation)
    return render_template("answer/wrong_person.html", invitation=invitation, asked=asked)


@bp.get("/answer/<invitation>/no-thanks")
def declined(invitation: str) -> Page:
    asked = request_of(invitation)
    if asked.invitation.state != "declined":
        return redirect(url_for("answer.resume", invitation=invitation), 303)
    return render_template(
        "answer/declined.html", invitation=invitation, asked=asked, last_day=told.last_day(asked)
    )


@bp.post("/answer/<invitation>/no-thanks")
def undo_decline(invitation: str) -> Page:
    secret = visitor_secret(invitation)
    respond.undo_decline(house().db, invitation, secret, clock=house().shop.clock)
    return redirect(url_for("answer.resume", invitation=invitation), 303)


def read_sheet(invitation: str, secret: str) -> Sheet:
    return respond.read_draft(house().db, invitation, secret, clock=house().shop.clock)


def request_of(invitation: str) -> Request:
    """What the visitor is asked. Raises NotFound, LinkUnknown, NewerLink."""
    secret = visitor_secret(invitation)
    return respond.request_of(house().db, invitation, secret, clock=house().shop.clock)


def _asked_still(invitation: str) -> Request:
    """Raises AlreadySent, Declined, Withdrawn, RoundClosed."""
    read_sheet(invitation, visitor_secret(invitation))
    return request_of(invitation)


def _onward(found: Invitation, secret: str) -> str:
    """Where somebody goes on who has just come in."""
    if found.state == "done":
        return url_for("answer.sent", invitation=found.id)
    if found.state == "declined":
        return url_for("answer.declined", invitation=found.id)
    sheet = read_sheet(found.id, secret)
    if sheet.revision == 0 and not sheet.names_itself and request.method == "GET":
        return url_for("answer.welcome", invitation=found.id)
    return rating.address(found.id, rating.plan_of(sheet).next_open(sheet.draft))


def _secret_of(printed: str) -> str | None:
    try:
        with house().db.read() as tx:
            return nominating.by_code(tx, house().keys, printed)
    except LinkUnknown:
        return None


def _first_page(sheet: Sheet, secret: str) -> str:
    if sheet.names_itself:
        purpose = sheet.questionnaire.instrument.intro.purpose.to(str(get_locale()))
        return _link_page(secret, gettext("Welcome"), purpose, gettext("Start"))
    return _welcome_page(sheet, secret)


def _welcome_page(sheet: Sheet, secret: str, inside: bool = False) -> str:
    """`inside`: the browser has the cookie, so that links do; else a form brings it in."""
    invitation, clock = sheet.invitation.id, house().shop.clock
    asked = respond.request_of(house().db, invitation, secret, clock=clock)
    plan = rating.plan_of(sheet)
    return render_template(
        "answer/welcome.html",
        invitation=invitation,
        secret=None if inside else secret,
        asked=asked,
        rater=told.rater(asked),
        minutes=told.minutes(asked),
        last_day=told.last_day(asked),
        privacy=told.privacy(asked),
        readers=told.readers(asked),
        kept=told.kept(asked),
        start=rating.address(invitation, plan.next_open(sheet.draft)),
        purpose=sheet.questionnaire.instrument.intro.purpose.to(str(get_locale())),
    )


def _link_page(secret: str, heading: str, lead: str, button: str) -> str:
    return render_template(
        "answer/link.html", secret=secret, heading=heading, lead=lead, button=button
    )
