"""An organisation's settings, and its log: what its staff did, in sentences."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_datetime, gettext
from werkzeug.wrappers import Response

from survey import accounts
from survey.store import accounts as rows
from survey.store import log as entries
from survey.store import organisations
from survey.store.log import Entry
from survey.web import deeds
from survey.web.house import house
from survey.web.people import problems
from survey.web.people_forms import OrganisationForm
from survey.web.visit import account

bp = Blueprint("organisation", __name__)
SHOWN = 300  # the newest deeds


@bp.get("/admin/<organisation>/settings")
def settings(organisation: str) -> str:
    return _settings(organisation, None)


@bp.post("/admin/<organisation>/settings")
def save(organisation: str) -> str | Response:
    form = _form(organisation, OrganisationForm(request.form))
    if not form.validate():
        return _settings(organisation, form)
    with house().db.write() as tx:
        accounts.change_organisation(
            tx,
            organisation,
            account(),
            name=form.name.data,
            time_zone=form.time_zone.data,
            language=form.language.data,
            paper=form.paper.data,
            cover=form.cover.data,
        )
    flash(gettext("Saved."))
    return redirect(url_for("organisation.settings", organisation=organisation), 303)


def _settings(organisation: str, form: OrganisationForm | None) -> str:
    with house().db.read() as tx:
        firm = organisations.get(tx, organisation)
    form = form or _form(organisation, OrganisationForm(obj=firm))
    return render_template(
        "people/settings.html", organisation=firm, form=form, errors=problems(form)
    )


def _form(organisation: str, form: OrganisationForm) -> OrganisationForm:
    with house().db.read() as tx:
        firm = organisations.get(tx, organisation)
    return form.offer(firm.language, firm.time_zone)


@bp.get("/admin/<organisation>/log")
def log(organisation: str) -> str:
    with house().db.read() as tx:
        firm = organisations.get(tx, organisation)
        found = entries.of_organisation(tx, organisation, SHOWN)
        about = deeds.names(tx, [one.target for one in found])
        staff = rows.named(tx, {one.account for one in found if one.account})
    zone = ZoneInfo(firm.time_zone)

    def line(entry: Entry) -> tuple[str, str, str, str]:
        at = datetime.fromtimestamp(entry.at, zone)
        by = staff[entry.account].name if entry.account in staff else gettext("The system")
        told = deeds.sentence(entry.action, about.get(entry.target, ""))
        return format_datetime(at, "medium", rebase=False), by, told, entry.detail

    return render_template(
        "people/log.html", organisation=firm, lines=[line(one) for one in found], shown=SHOWN
    )
