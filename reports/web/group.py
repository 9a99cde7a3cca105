"""The group report of a round: what its admin may read of leadership in the organisation."""

from collections.abc import Callable

from babel.lists import format_list
from flask import Blueprint, flash, redirect, url_for
from flask_babel import format_decimal, get_locale, gettext
from werkzeug.wrappers import Response

from reports import cohort
from reports.group import LEAST, GroupReport, standing_out
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
        palest=_palest(asked),
        number=_number,
        message=_message(there.newest, asked) if there.newest else "",
        has_blanks=_has_blanks(there.newest) if there.newest else False,
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


def _number(value: float | None, *, signed: bool = False) -> str:
    """One decimal as the reader's language writes it."""
    if value is None:
        return "–"
    sign = ("−" if value < 0 else "+") if signed and value else ""
    return sign + str(format_decimal(abs(value), "0.0"))


def _message(made: GroupReport, asked: Questionnaire) -> str:
    """What stands out among the skills; never an order of what lies close together."""
    language = str(get_locale())
    names = {f"skill:{skill.id}": skill.short.to(language) for skill in asked.skills}
    known = [
        each.others
        for name, each in made.scales.items()
        if name in names and each.others is not None
    ]
    if not known:
        return str(
            gettext("No skill has numbers in the reports of %(least)s managers.", least=LEAST)
        )
    found = standing_out(made, "skill")
    if found is None:
        return str(
            gettext(
                "No skill stands out: all averages lie between %(low)s and %(high)s.",
                low=_number(min(known)),
                high=_number(max(known)),
            )
        )
    high, low = (format_list([names[one] for one in some], locale=get_locale()) for some in found)
    return str(gettext("Others rate highest: %(high)s. Lowest: %(low)s.", high=high, low=low))


def _has_blanks(made: GroupReport) -> bool:
    shown = [part for each in made.scales.values() for part in (each.others, each.own)]
    return None in (*shown, *made.squares.values())


def _palest(asked: Questionnaire) -> float:
    """The value up to which squares are of the palest colour."""
    scale = asked.instrument.scale
    return scale.min + _FROM * (scale.max - scale.min)


def _step(asked: Questionnaire) -> Callable[[float], int]:
    """The step of the heat ramp for a value, 0 the palest."""
    low, high = _palest(asked), asked.instrument.scale.max

    def step(value: float) -> int:
        share = (value - low) / (high - low)
        return round(min(max(share, 0.0), 1.0) * (_STEPS - 1))

    return step
