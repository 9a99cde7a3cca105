"""The group report of a round: what its admin may read of leadership in the organisation."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from reports import cohort
from reports.group import LEAST
from survey.questionnaire.model import Questionnaire
from survey.rights import leaving
from survey.store import organisations, versions
from survey.web.campaign_days import day_here
from survey.web.campaign_frame import framed, the_round
from survey.web.house import house
from survey.web.visit import account

bp = Blueprint("group", __name__, template_folder="templates")

_STEPS, _FROM = 6, 0.25
"""Of the heat ramp, and the share of the scale where it begins: 2 of 1 to 5 (design brief)."""


@bp.get("/rounds/<round>/group-report")
def shown(round: str) -> str:
    """The newest one, or what is still missing for it."""
    found = the_round(round)
    with house().db.read() as tx:
        there = cohort.standing(tx, found)
        asked = versions.get(tx, found.version)
    return framed(
        "group/shown.html",
        found,
        there=there,
        asked=asked,
        language=str(get_locale()),
        least=LEAST,
        step=_step(asked),
    )


@bp.post("/rounds/<round>/group-report")
def make(round: str) -> Response:
    found = the_round(round)
    with house().db.write() as tx:
        day = day_here(organisations.get(tx, found.organisation or ""))
        cohort.make(tx, found, account().id, day)
        shop = house().shop
        leaving.note_group(tx, shop.settings, shop.keys.record, round)
    flash(gettext("The group report is made. It will not change any more."))
    return redirect(url_for(".shown", round=round), 303)


def _step(asked: Questionnaire) -> Callable[[float], int]:
    """The step of the heat ramp for a value, 0 the palest."""
    scale = asked.instrument.scale

    def step(value: float) -> int:
        share = ((value - scale.min) / (scale.max - scale.min) - _FROM) / (1 - _FROM)
        return round(min(max(share, 0.0), 1.0) * (_STEPS - 1))

    return step
