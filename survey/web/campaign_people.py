"""Who takes part in a round, as the admin sees it: never who has answered."""

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from survey.errors import NotFound, NotNow
from survey.rounds import overview, programme
from survey.store import accounts, participations
from survey.store.accounts import Account
from survey.store.rounds import Round
from survey.web import campaign_forms
from survey.web.campaign_forms import ParticipantForm
from survey.web.campaign_frame import framed, the_round
from survey.web.house import house
from survey.web.visit import account


def participants(round: str) -> str:
    """The list, and a form to add somebody."""
    found = _real(round)
    return _page(found, _form(found))


def add_participant(round: str) -> str | Response:
    found = _real(round)
    form = _form(found, request.form)
    if not form.validate():
        return _page(found, form)
    with house().db.write() as tx:
        programme.add_participant(
            tx,
            round,
            form.name.data,
            form.email.data,
            form.role.data or "",
            coach=form.coach.data or None,
            keys=house().keys,
            account=account().id,
        )
    flash(gettext("%(name)s takes part.", name=form.name.data))
    return _back(round)


def remove_participant(round: str) -> Response:
    _real(round)
    with house().db.write() as tx:
        one = _taking_part(tx, round)
        programme.remove_participant(tx, one, account().id)
    flash(gettext("Removed from the round."))
    return _back(round)


def change_coach(round: str) -> Response:
    _real(round)
    with house().db.write() as tx:
        one = _taking_part(tx, round)
        programme.assign_coach(tx, one, request.form.get("coach") or None, account().id)
    flash(gettext("The coach is changed. Private notes stay with whoever wrote them."))
    return _back(round)


def _real(round_: str) -> Round:
    found = the_round(round_)
    if found.practice:
        raise NotNow("A practice round stays as it is. It can only be thrown away")
    return found


def _taking_part(tx: Any, round_: str) -> str:
    """The participation that a form names, if it is one of this round."""
    one = participations.get(tx, request.form.get("participation", ""))
    if one.round != round_:
        raise NotFound("not in this round")
    return one.id


def _coaches(found: Round) -> list[Account]:
    with house().db.read() as tx:
        return accounts.staff(tx, found.organisation or "", "coach")


def _form(found: Round, sent: Any = None) -> Any:
    form = ParticipantForm(sent)
    form.coach.choices = campaign_forms.coach_choices(_coaches(found))
    return form


def _page(found: Round, form: Any) -> str:
    with house().db.read() as tx:
        listed = overview.participants(tx, found)
    return framed(
        "campaigns/participants.html",
        found,
        listed=listed,
        coaches=_coaches(found),
        form=form,
        addresses={each.participation.id: _raters_page(each.participation.id) for each in listed},
        errors=campaign_forms.summary(form),
    )


def _raters_page(participation: str) -> str:
    """Where the list of raters is; empty while that room is not there."""
    if "nominate.raters" not in current_app.view_functions:
        return ""
    return url_for("nominate.raters", participation=participation)


def _back(round_: str) -> Response:
    return redirect(url_for("campaigns.participants", round=round_), 303)


ROUTES: tuple[tuple[str, list[str], Callable[..., Any]], ...] = (
    ("/rounds/<round>/participants", ["GET"], participants),
    ("/rounds/<round>/participants", ["POST"], add_participant),
    ("/rounds/<round>/participants/remove", ["POST"], remove_participant),
    ("/rounds/<round>/participants/coach", ["POST"], change_coach),
)
