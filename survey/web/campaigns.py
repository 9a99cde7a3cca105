"""Rounds as the admin sees them: the board, the year, making, copying and changing rounds.

What leads from one state to the next stands in campaign_moves, who takes part in
campaign_people; all are pages of this one blueprint.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from survey.questionnaire.model import Questionnaire
from survey.rounds import overview, planning, programme
from survey.rounds.campaign import RoundDraft
from survey.rounds.planning import Finding
from survey.store import organisations, versions
from survey.store.rounds import Round
from survey.web import campaign_asked, campaign_forms, campaign_moves, campaign_people
from survey.web.campaign_days import calendar, day_here, the_year
from survey.web.campaign_forms import CopyForm
from survey.web.campaign_frame import framed, the_round
from survey.web.house import house
from survey.web.visit import account

bp = Blueprint("campaigns", __name__)


@bp.get("/admin/<organisation>/")
def board(organisation: str) -> str:
    """All rounds with their state, response rate, what is late and what comes next."""
    with house().db.read() as tx:
        here = organisations.get(tx, organisation)
        rows = overview.board(tx, organisation, day_here(here))
        practice = overview.practice_rounds(tx, organisation)
    return render_template("campaigns/board.html", organisation=here, rows=rows, practice=practice)


@bp.get("/admin/<organisation>/year")
def year(organisation: str) -> str:
    """Twelve months, and which rounds are open in them."""
    with house().db.read() as tx:
        here = organisations.get(tx, organisation)
        today = day_here(here)
        rows = overview.board(tx, organisation, today)
    shown = the_year(request.args.get("year", ""), today.year)
    return render_template(
        "campaigns/year.html",
        organisation=here,
        year=shown,
        today=today,
        months=[date(shown, month, 1) for month in range(1, 13)],
        lines=calendar([row.round for row in rows], shown),
    )


@bp.get("/admin/<organisation>/rounds/new")
@bp.post("/admin/<organisation>/rounds/new")
def new(organisation: str) -> str | Response:
    """A new round as a draft."""
    with house().db.read() as tx:
        here = organisations.get(tx, organisation)
        offered = campaign_asked.offered(tx, organisation)
        asked = campaign_asked.chosen(tx, organisation, request.args.get("version", ""))
    today = day_here(here)
    first, last = campaign_forms.first_dates(today)
    usual = RoundDraft("", asked.instrument.forms[0].id, first, last)
    usual = replace(usual, rules=replace(usual.rules, languages=asked.instrument.languages))
    sent = request.form if request.method == "POST" else None
    form = campaign_forms.settings_form(asked, usual, (), str(get_locale()), sent)
    findings: list[Finding] = []
    if sent is not None and form.validate():
        draft = campaign_forms.draft_of(form, usual, asked)
        if draft is not None:
            findings = planning.check(draft, asked, today)
            if not findings:
                made = programme.create(house().db, organisation, asked, draft, account().id)
                flash(gettext("The round is a draft. Nobody has been written to."))
                return redirect(url_for(".participants", round=made), 303)
    apart = campaign_forms.tell(form, findings)
    return render_template(
        "campaigns/new.html",
        organisation=here,
        form=form,
        asked=asked,
        offered=offered,
        kept=(),
        errors=[*campaign_forms.summary(form), *apart],
    )


@bp.get("/rounds/<round>/")
def round(round: str) -> str | Response:
    """How one round stands: totals, days, what is late, what was promised."""
    found = the_round(round)
    if found.practice:
        return redirect(url_for(".practice", round=round), 303)
    with house().db.read() as tx:
        here = organisations.get(tx, found.organisation or "")
        row = overview.row(tx, found, day_here(here))
    return framed("campaigns/round.html", found, row=row, today=day_here(here))


@bp.get("/rounds/<round>/settings")
@bp.post("/rounds/<round>/settings")
def settings(round: str) -> str | Response:
    """Change what may still be changed. Raises SettingsChanged: another admin was quicker."""
    found = the_round(round)
    with house().db.read() as tx:
        here = organisations.get(tx, found.organisation or "")
        before = programme.settings_of(tx, round)
        asked = versions.get(tx, found.version)
    kept = planning.kept(found.state, found.frozen)
    sent = request.form if request.method == "POST" else None
    form = campaign_forms.settings_form(asked, before, kept, str(get_locale()), sent)
    apart: list[tuple[str, str]] = []
    if sent is not None and form.validate():
        draft = campaign_forms.draft_of(form, before, asked)
        if draft is not None:
            findings = _findings(found, before, draft, asked, day_here(here))
            if not findings:
                programme.change(house().db, round, draft, form.seen.data or "", account().id)
                flash(gettext("The settings are saved."))
                return redirect(url_for(".settings", round=round), 303)
            apart = campaign_forms.tell(form, findings)
    return framed(
        "campaigns/settings.html",
        found,
        form=form,
        asked=asked,
        before=before,
        kept=kept,
        errors=[*campaign_forms.summary(form), *apart],
    )


def _findings(
    found: Round, before: RoundDraft, draft: RoundDraft, asked: Questionnaire, today: date
) -> list[Finding]:
    planned = found.state in ("draft", "scheduled") and draft.opens_on != before.opens_on
    findings = planning.check(draft, asked, today if planned else None)
    if found.frozen and draft.rules.pulse_after > before.rules.pulse_after:
        findings.append(
            planning.wrong(
                "pulse_after", "Raters were promised that their addresses go earlier than that"
            )
        )
    if found.state == "open" and draft.closes_on and draft.closes_on < today:
        findings.append(planning.wrong("closes_on", "This day has passed; close the round instead"))
    return findings


@bp.get("/rounds/<round>/clone")
@bp.post("/rounds/<round>/clone")
def clone(round: str) -> str | Response:
    """A new draft with the same settings and people."""
    found = the_round(round)
    with house().db.read() as tx:
        here = organisations.get(tx, found.organisation or "")
        before = programme.settings_of(tx, round)
        asked = campaign_asked.newest(tx, here.id, found.version)
    today = day_here(here)
    first, last = campaign_forms.first_dates(today)
    title = gettext("%(title)s, again", title=found.title)
    form: Any = CopyForm(
        request.form if request.method == "POST" else None,
        data={"title": title, "opens_on": first, "closes_on": last},
    )
    apart: list[tuple[str, str]] = []
    if request.method == "POST" and form.validate() and form.opens_on.data:
        draft = _copied(before, form, asked)
        findings = planning.check(draft, asked, today)
        if not findings:
            made = programme.clone(
                house().db,
                house().keys,
                round,
                asked,
                draft,
                account=account().id,
                raters=form.raters.data,
            )
            flash(gettext("The copy is a draft. Nobody has been written to."))
            return redirect(url_for(".round", round=made), 303)
        apart = campaign_forms.tell(form, findings)
    errors = [*campaign_forms.summary(form), *apart]
    return framed("campaigns/clone.html", found, form=form, errors=errors)


def _copied(before: RoundDraft, form: Any, asked: Questionnaire) -> RoundDraft:
    """The old settings under new days, as far as today's questionnaire still has them."""
    forms = [one.id for one in asked.instrument.forms]
    groups = {g.id for g in asked.instrument.groups}
    spoken = tuple(x for x in before.rules.languages if x in asked.instrument.languages)
    rules = replace(
        before.rules,
        groups={g: numbers for g, numbers in before.rules.groups.items() if g in groups},
        languages=spoken or asked.instrument.languages,
    )
    return replace(
        before,
        title=form.title.data or "",
        form=before.form if before.form in forms else forms[0],
        opens_on=form.opens_on.data,
        closes_on=form.closes_on.data,
        rules=rules,
    )


for _rule, _methods, _view in (*campaign_moves.ROUTES, *campaign_people.ROUTES):
    for _method in _methods:  # a rule each: one that takes both would be neither safe nor asked
        bp.add_url_rule(_rule, view_func=_view, methods=[_method])
