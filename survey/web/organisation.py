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


@bp.route("/admin/<organisation>/settings", methods=["GET", "POST"])
def settings(organisation: str) -> str | Response:
    with house().db.read() as tx:
        firm = organisations.get(tx, organisation)
    form = OrganisationForm(request.form, obj=firm).offer(firm.language, firm.time_zone)
    if request.method == "GET" or not form.validate():
        return render_template(
            "people/settings.html", organisation=firm, form=form, errors=problems(form)
        )
    with house().db.write() as tx:
        accounts.change_organisation(
            tx,
            organisation,
            account(),
            name=form.name.data,
            time_zone=form.time_zone.data,
            language=form.language.data,
        )
    flash(gettext("Saved."))
    return redirect(url_for("organisation.settings", organisation=organisation), 303)


@bp.get("/admin/<organisation>/log")
def log(organisation: str) -> str:
    with house().db.read() as tx:
        firm = organisations.get(tx, organisation)
        found = entries.of_organisation(tx, organisation, SHOWN)
        about = {one.target.removeprefix("account:") for one in found}
        known = rows.named(tx, about | {one.account for one in found if one.account})
    zone = ZoneInfo(firm.time_zone)

    def line(entry: Entry) -> tuple[str, str, str, str]:
        at = datetime.fromtimestamp(entry.at, zone)
        by = known[entry.account].name if entry.account in known else gettext("The system")
        whom = known.get(entry.target.removeprefix("account:"))
        told = deeds.sentence(entry.action, whom.name if whom else "")
        return format_datetime(at, "medium", rebase=False), by, told, entry.detail

    return render_template(
        "people/log.html", organisation=firm, lines=[line(one) for one in found], shown=SHOWN
    )
