"""From draft to closed and back: each move has a page before it that says what it means."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Response as Answer
from flask import flash, redirect, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from survey.errors import NotFound, NotNow
from survey.rounds import overview, programme, rehearsal
from survey.rounds.campaign import may_move
from survey.rounds.rehearsal import Words
from survey.store import organisations, reports, versions
from survey.store.rounds import Round
from survey.web import campaign_forms
from survey.web.campaign_days import day_here
from survey.web.campaign_forms import LastDayForm
from survey.web.campaign_frame import framed, the_round
from survey.web.house import house
from survey.web.visit import account


def opening(round: str) -> str:
    """What opening means, and what to look at before."""
    found = the_round(round)
    _refuse_unless(found, "open")
    with house().db.read() as tx:
        here = organisations.get(tx, found.organisation or "")
        asked = versions.get(tx, found.version)
        rules = programme.rules_of(tx, round)
        seen = overview.outlook(tx, found)
    groups = [one.name.to(str(get_locale())) for one in asked.instrument.groups]
    return framed(
        "campaigns/opening.html",
        found,
        rules=rules,
        seen=seen,
        groups=groups,
        today=day_here(here),
    )


def open_now(round: str) -> Response:
    found = the_round(round)
    with house().db.write() as tx:
        here = organisations.get(tx, found.organisation or "")
        programme.open_round(tx, house().keys, round, account().id, day_here(here))
    flash(gettext("The round is open. Its mails are on their way."))
    return _back(round)


def schedule(round: str) -> Response:
    found = the_round(round)
    with house().db.write() as tx:
        here = organisations.get(tx, found.organisation or "")
        programme.schedule(tx, round, day_here(here), account().id)
    flash(gettext("The round opens by itself on its first day."))
    return _back(round)


def unschedule(round: str) -> Response:
    the_round(round)
    with house().db.write() as tx:
        programme.unschedule(tx, round, account().id)
    flash(gettext("The round is a draft again."))
    return _back(round)


def close(round: str) -> str | Response:
    found = the_round(round)
    _refuse_unless(found, "closed")
    if request.method != "POST":
        with house().db.read() as tx:
            rules = programme.rules_of(tx, round)
        return framed("campaigns/close.html", found, rules=rules)
    with house().db.write() as tx:
        to_make = programme.close_round(tx, house().keys, round, account().id)
    for report in to_make:
        house().make_report(report)
    flash(gettext("The round is closed. No more answers are taken."))
    return _back(round)


def extend(round: str) -> str | Response:
    found = the_round(round)
    if found.state != "open":
        raise NotNow("Only an open round can be extended")
    said = gettext("The round is open until its new last day.")
    return _later(found, "campaigns/extend.html", programme.extend, said)


def reopen(round: str) -> str | Response:
    found = the_round(round)
    if found.state != "closed" or found.practice:
        raise NotNow("Only a closed round can be reopened")
    said = gettext("The round takes answers again, from those who have not sent theirs.")
    return _later(found, "campaigns/reopen.html", programme.reopen, said)


def _later(found: Round, template: str, move: Callable[..., None], said: str) -> str | Response:
    """A page with one date on it."""
    with house().db.read() as tx:
        here = organisations.get(tx, found.organisation or "")
        rules = programme.rules_of(tx, found.id)
    least = max(day_here(here), found.closes_on or day_here(here))
    usual = least + timedelta(days=7)
    form: Any = LastDayForm(
        request.form if request.method == "POST" else None, data={"closes_on": usual}
    )
    if request.method == "POST" and form.validate():
        today = day_here(here)
        first = today if found.state == "closed" else least
        if form.closes_on.data and form.closes_on.data >= first:
            with house().db.write() as tx:
                move(tx, found.id, form.closes_on.data, today, account().id)
            flash(said)
            return _back(found.id)
        form.closes_on.errors = [gettext("Choose a later day")]
    errors = campaign_forms.summary(form)
    return framed(template, found, form=form, rules=rules, errors=errors)


def rehearse(round: str) -> str | Response:
    """A practice copy with invented people, up to its report."""
    found = the_round(round)
    if request.method != "POST":
        return framed("campaigns/rehearse.html", found)
    words = Words(
        title=gettext("Practice: %(title)s", title=found.title),
        mark=gettext("practice"),
        role=gettext("Invented for practice"),
        comments=(
            gettext("Invented: explains early what will change and why."),
            gettext("Invented: asks the quiet ones for their view, too."),
            gettext("Invented: could say sooner when a date will not hold."),
            gettext("Invented: gives credit where it is due."),
        ),
    )
    made = rehearsal.rehearse(house().db, round, words, account().id)
    house().make_report(made.report)
    return redirect(url_for("campaigns.practice", round=made.round), 303)


def practice(round: str) -> str:
    """A practice round: its report, and the end of it."""
    found = _practice(round)
    with house().db.read() as tx:
        report = rehearsal.report_of(tx, round)
    return framed("campaigns/practice.html", found, report=report)


def practice_pdf(round: str) -> Response:
    """The report on somebody invented; the only one that an admin can see here."""
    _practice(round)
    with house().db.read() as tx:
        report = rehearsal.report_of(tx, round)
        document = reports.pdf(tx, report.id) if report else None
    if document is None:
        raise NotFound("not made yet")
    response = Answer(document, mimetype="application/pdf")
    name = f"{house().settings.product_name} practice.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def throw_away(round: str) -> Response:
    found = _practice(round)
    with house().db.write() as tx:
        rehearsal.throw_away(tx, round)
    flash(gettext("Nothing of the practice round is left."))
    return redirect(url_for("campaigns.board", organisation=found.organisation), 303)


def _practice(round_: str) -> Round:
    found = the_round(round_)
    if not found.practice:
        raise NotFound("not a practice round")
    return found


def _refuse_unless(found: Round, to: Any) -> None:
    if found.practice or not may_move(found.state, to):
        raise NotNow("The round is not in a state in which this can be done")


def _back(round_: str) -> Response:
    return redirect(url_for("campaigns.round", round=round_), 303)


ROUTES: tuple[tuple[str, list[str], Callable[..., Any]], ...] = (
    ("/rounds/<round>/open", ["GET"], opening),
    ("/rounds/<round>/open", ["POST"], open_now),
    ("/rounds/<round>/schedule", ["POST"], schedule),
    ("/rounds/<round>/unschedule", ["POST"], unschedule),
    ("/rounds/<round>/close", ["GET", "POST"], close),
    ("/rounds/<round>/extend", ["GET", "POST"], extend),
    ("/rounds/<round>/reopen", ["GET", "POST"], reopen),
    ("/rounds/<round>/rehearse", ["GET", "POST"], rehearse),
    ("/rounds/<round>/practice", ["GET"], practice),
    ("/rounds/<round>/practice.pdf", ["GET"], practice_pdf),
    ("/rounds/<round>/throw-away", ["POST"], throw_away),
)
