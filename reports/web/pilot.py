"""How the statements of a published version behave in real answers, beside their words."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from reports import piloting
from reports.group import LEAST
from reports.items_told import LEAST as LEAST_FORMS
from reports.items_told import MOST, SETTLED, Item, Told
from survey.questionnaire.model import Questionnaire
from survey.rights import leaving
from survey.store import organisations, pilots, questionnaires, versions
from survey.store.database import Tx
from survey.store.pilots import Place
from survey.store.questionnaires import Draft, Publication
from survey.web.campaign_days import day_here
from survey.web.editor_frame import framed, the_draft
from survey.web.house import house
from survey.web.visit import account

bp = Blueprint("pilot", __name__, template_folder="templates")


@dataclass(frozen=True)
class _Chosen:
    """A published version and one of its forms."""

    number: int
    asked: Questionnaire
    form: str
    place: Place


@bp.get("/questionnaires/<questionnaire>/pilot")
def shown(questionnaire: str) -> Response:
    """The newest figures of a version, or what is still missing for them."""
    draft = the_draft(questionnaire)
    with house().db.read() as tx:
        history = questionnaires.published(tx, draft.id)
        chosen = _chosen(tx, draft, history)
        there = piloting.standing(tx, chosen.place) if chosen else None
    is_waiting = bool(there and there.newest and there.newest.state in {"queued", "running"})
    told = there.told if there else None
    return framed(
        "pilot/shown.html",
        draft,
        status=202 if is_waiting else 200,
        history=history,
        chosen=chosen,
        there=there,
        waiting=is_waiting,
        told=told,
        flags={one.item: _flags(one, chosen.asked) for one in told.items.values()}
        if told and chosen
        else {},
        apart=_apart(told),
        language=str(get_locale()),
        least=LEAST,
        least_forms=LEAST_FORMS,
        settled=SETTLED,
    )


@bp.post("/questionnaires/<questionnaire>/pilot")
def make(questionnaire: str) -> Response:
    draft = the_draft(questionnaire)
    with house().db.write() as tx:
        chosen = _chosen(tx, draft, questionnaires.published(tx, draft.id))
        asked = None
        if chosen:
            day = day_here(organisations.get(tx, draft.organisation))
            asked = piloting.ask(tx, chosen.place, account().id, day)
            shop = house().shop
            leaving.note_pilots(tx, shop.settings, shop.keys.record, draft.organisation)
    if asked and chosen:
        house().shop.queue.send(piloting.MAKE_PILOT, asked)
        flash(gettext("The figures are being worked out. They will not change any more."))
    number, form = (chosen.number, chosen.form) if chosen else (None, None)
    address = url_for(".shown", questionnaire=questionnaire, version=number, form=form)
    return redirect(address, 303)


def _chosen(tx: Tx, draft: Draft, history: list[Publication]) -> _Chosen | None:
    """As the address says; by default the newest version with figures, or the newest of all, and
    the form that most managers were rated by. None: nothing is published."""
    if not history:
        return None
    number = request.values.get("version", "")
    found = next((one for one in history if str(one.number) == number), None)
    if found is None:
        made = {one.version for one in pilots.of_organisation(tx, draft.organisation)}
        found = next((one for one in reversed(history) if one.version in made), history[-1])
    asked = versions.get(tx, found.version)
    forms = [one.id for one in asked.instrument.forms]
    places = {form: Place(draft.organisation, found.version, form) for form in forms}
    form = request.values.get("form", "")
    if form not in places:
        form = max(forms, key=lambda one: len(piloting.managers(tx, places[one])))
    return _Chosen(found.number, asked, form, places[form])


def _flags(one: Item, asked: Questionnaire) -> list[str]:
    """What an author should look at, in words."""
    words = {
        "few": gettext("Too few answers to say anything."),
        "unseen": gettext("9 of 10 or more could not observe this.") if one.unseen == MOST
                  else gettext("%(n)s of 10 could not observe this.", n=one.unseen),
        "high": gettext("Nearly everybody chose one of the two highest answers: it tells hardly "
                        "anybody apart."),
        "apart": gettext("Does not go with the rest of its skill."),
        "against": gettext("Goes against the rest of its skill. Is it counted the right way "
                           "round?"),
    }  # fmt: skip
    return [words[flag] for flag in one.flags]


def _apart(told: Told | None) -> int:
    """How many statements have something to look at."""
    return sum(bool(one.flags) for one in told.items.values()) if told else 0
