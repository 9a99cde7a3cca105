"""Choosing raters: the manager, whoever approves, and a self-assessment that asks others.

Staff in the manager's place, late changes and printed slips: see `tending`.
"""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import get_locale, gettext

from survey import doors
from survey.errors import NotNow, PlumblineError
from survey.raters import asking, nominating
from survey.rounds import campaign
from survey.web import doorstep, rater_forms, rater_list, rater_pages, rater_words, tending
from survey.web.access import visitor_invitation
from survey.web.house import house
from survey.web.rater_forms import AskForm, WordForm
from survey.web.rater_list import Checked, ListView
from survey.web.rater_pages import Page

bp = Blueprint("nominate", __name__)
tending.add_to(bp)


@bp.get("/mine/<participation>/raters")
def mine(participation: str) -> Page:
    with house().db.read() as tx:
        found = rater_list.view(tx, participation)
    return _mine(found)


@bp.post("/mine/<participation>/raters")
def add(participation: str) -> Page:
    with house().db.write() as tx:
        found = _changeable(rater_list.view(tx, participation))
        form = rater_pages.add_form(found, request.form)
        if not form.validate():
            return _mine(found, form), 422
        checked = rater_pages.take(tx, found, form)
        nominating.invite_listed(tx, house().keys, participation)
        found = rater_list.view(tx, participation)
    rater_pages.tell_added(checked)
    if checked.findings:
        return _mine(found, form, checked=checked), 422
    return redirect(url_for("nominate.mine", participation=participation), 303)


@bp.post("/mine/<participation>/raters/remove")
def remove(participation: str) -> Page:
    with house().db.write() as tx:
        _changeable(rater_list.view(tx, participation))
        one = rater_pages.rater(tx, participation, request.form.get("invitation", ""))
        nominating.remove_rater(tx, one.id)
    return redirect(url_for("nominate.mine", participation=participation), 303)


@bp.post("/mine/<participation>/raters/submit")
def submit(participation: str) -> Page:
    """Below the minimum only after its consequences were looked at."""
    with house().db.write() as tx:
        found = _changeable(rater_list.view(tx, participation))
        if found.is_low and found.rows and "even_so" not in request.form:
            return _mine(found, low=True), 422
        messages = nominating.submit(tx, house().keys, participation)
    if found.rules.approver != "nobody":
        for message in messages:
            house().send_mail(message)
    return redirect(url_for("nominate.mine", participation=participation), 303)


@bp.get("/approve/link/<secret>")
def approval_link(secret: str) -> Page:
    with house().db.read() as tx:
        found = rater_list.view(tx, doors.open_door(tx, "approval", secret))
    lead = gettext(
        "%(name)s has chosen whom to ask for feedback. Please look at the list before anybody is "
        "written to.",
        name=found.person.name,
    )
    title, button = gettext("A list to approve"), gettext("Look at the list")
    return doorstep.page(url_for(".open_approval", secret=secret), title, lead, button)


@bp.post("/approve/link/<secret>")
def open_approval(secret: str) -> Page:
    return doorstep.enter("approval", secret, "nominate.approval", "participation")


@bp.get("/approve/<participation>")
def approval(participation: str) -> Page:
    with house().db.read() as tx:
        found = rater_list.view(tx, participation)
    return _approval(found, WordForm())


@bp.post("/approve/<participation>")
def approve(participation: str) -> Page:
    with house().db.write() as tx:
        nominating.approve(tx, house().keys, participation)
    flash(gettext("Thank you. The list is approved."))
    return redirect(url_for("nominate.approval", participation=participation), 303)


@bp.post("/approve/<participation>/back")
def send_back(participation: str) -> Page:
    form = WordForm(request.form)
    with house().db.write() as tx:
        if not form.validate():
            return _approval(rater_list.view(tx, participation), form), 422
        message = nominating.send_back(tx, participation, form.word.data)
    if message:
        house().send_mail(message)
    flash(gettext("Thank you. The list has gone back with your word."))
    return redirect(url_for("nominate.approval", participation=participation), 303)


@bp.get("/answer/<invitation>/ask-others")
def ask_others(invitation: str) -> Page:
    found = _growing(invitation)
    closes_on = found.round.closes_on or _today() + asking.USUAL
    told = {"name": found.person.name, "email": found.person.email or "", "closes_on": closes_on}
    return _ask(invitation, found, AskForm(data=told))


@bp.post("/answer/<invitation>/ask-others")
def ask(invitation: str) -> Page:
    found = _growing(invitation)
    form = rater_forms.with_groups(AskForm(request.form), found.choices, str(get_locale()))
    checked = None
    if form.validate() and _day_fits(form):
        checked = rater_list.check(found, form.group.data, form.text.data, rater_pages.sure())
        if not (checked.good or checked.findings or found.rows):
            form.text.errors = [gettext("Give the address of at least one person")]
    if checked is None or checked.findings or form.errors:
        return _ask(invitation, found, form, checked), 422
    if "look" in request.form:
        return _ask(invitation, found, form, checked)
    with house().db.write() as tx:
        messages = asking.ask_others(
            tx, house().keys, invitation, checked.good, name=form.name.data,
            email=form.email.data, closes_on=form.closes_on.data, today=_today(),
        )  # fmt: skip
    for message in messages:
        house().send_mail(message)
    if checked.good:
        told = rater_words.added(len(checked.good))
        flash(told + " " + gettext("The invitations are on their way."))
    return redirect(url_for("nominate.ask_others", invitation=invitation), 303)


@bp.app_template_global()
def ask_others_address() -> str | None:
    """Where this visitor's self-assessment asks others; None: it cannot, or this is none."""
    invitation = (request.view_args or {}).get("invitation")
    try:
        _growing(invitation or "")
    except PlumblineError:
        return None
    return url_for("nominate.ask_others", invitation=invitation)


def _growing(invitation: str) -> ListView:
    visitor_invitation(invitation)
    with house().db.read() as tx:
        about, _, _ = asking.growing(tx, invitation)
        return rater_list.view(tx, about.id)


def _day_fits(form: Any) -> bool:
    if asking.check_day(form.closes_on.data, _today()):
        return True
    form.closes_on.errors = [gettext("Choose a day after today, within twelve weeks")]
    return False


def _today() -> date:
    return campaign.today(asking.TIME_ZONE, house().shop.clock())


def _ask(invitation: str, found: ListView, form: Any, checked: Checked | None = None) -> str:
    rater_forms.with_groups(form, found.choices, str(get_locale()))
    if checked:
        found = rater_list.with_typed(found, checked.good)
    return rater_pages.page(
        "nominate/ask.html", found, form, checked=checked, invitation=invitation
    )


def _changeable(found: ListView) -> ListView:
    if not found.is_managers:
        raise NotNow("This list cannot be changed by the manager now.")
    return found


def _mine(found: ListView, form: Any = None, **more: Any) -> str:
    form = form if form is not None else rater_pages.add_form(found)
    return rater_pages.page("nominate/mine.html", found, form, **more)


def _approval(found: ListView, form: Any) -> str:
    return rater_pages.page("nominate/approval.html", found, form)
