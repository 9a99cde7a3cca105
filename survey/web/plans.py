"""The development plan: what to work on, by when, with whom; its calendar file and looks back.

One form that works without script. Its fields are those of the plan in the PDF.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Form

from survey.anonymity import releasing
from survey.errors import BadInput, NotNow, Stale
from survey.growth import developing, development, first_look, following
from survey.growth.development import CheckIn, Goal, Plan
from survey.questionnaire.model import Idea, Questionnaire
from survey.store import participations, rounds, versions
from survey.store.database import Tx
from survey.web import plan_forms, timeline
from survey.web.days import written
from survey.web.house import house

Page = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Part:
    """One goal's part of the page."""

    number: int
    form: Form
    ideas: Sequence[Idea]
    goal: Goal | None
    rows: int
    """So many actions are shown: those there are, and room for more."""
    last: str
    """The newest look back in words."""


def plan(participation: str) -> Page:
    with house().db.read() as tx:
        return _page(tx, participation)


def keep_plan(participation: str) -> Page:
    """Write it all; what is chosen and nothing more is a plan already."""
    sent = _sent(participation, request.form)
    if not sent.is_valid:
        with house().db.read() as tx:
            return _page(tx, participation, sent.forms, sent.rest), 422
    try:
        _keep(participation, sent, [_ticked(form) for form in sent.forms])
    except Stale:
        return _two_windows(participation, sent)
    flash(gettext("Your plan is saved."))
    return redirect(url_for("home.plan", participation=participation), 303)


def autosave_plan(participation: str) -> Page:
    """The same by the page's script, for goals that were chosen and saved before: to choose another
    goal takes the button, since the looks back on the old one go with it."""
    fields = request.get_json().get("fields")
    if not isinstance(fields, dict):
        raise BadInput("a plan is a list of fields")
    sent = _sent(participation, MultiDict({str(k): str(v) for k, v in fields.items()}))
    if not sent.is_valid:
        return _unsaved(gettext("Not saved yet. Press “Save the plan” to see why."))
    with house().db.read() as tx:
        there = [goal.about for goal in developing.plan_of(tx, participation).goals]
    if there != sent.about:
        return _unsaved(gettext("Press “Save the plan” to keep what you chose."))
    try:
        _keep(participation, sent, [(), ()])
    except Stale:
        words = gettext("Not saved: another window saved this plan. Press “Save the plan” here.")
        return _unsaved(words, is_stale=True)
    with house().db.read() as tx:
        saved = development.revision(developing.plan_of(tx, participation))
    return jsonify(revision=saved)


def _unsaved(words: str, is_stale: bool = False) -> Page:
    return make_response(jsonify(message=words, stale=is_stale), 409 if is_stale else 422)


@dataclass(frozen=True)
class _Sent:
    forms: Sequence[Form]
    rest: Form
    is_valid: bool

    @property
    def about(self) -> list[str]:
        return [form.about.data for form in self.forms if form.about.data]


def _sent(participation: str, data: MultiDict[str, str]) -> _Sent:
    forms, rest = _forms(participation, data), plan_forms.RestForm(data)
    valid = [form.validate() for form in (*forms, rest)]
    found = _Sent(forms, rest, all(valid))
    if len(set(found.about)) < len(found.about):
        forms[1].about.errors = [gettext("Choose something else than in the first goal")]
        return replace(found, is_valid=False)
    return found


def _keep(participation: str, sent: _Sent, ticked: Sequence[Collection[int]]) -> None:
    with house().db.write() as tx:
        asked = _asked(tx, participation)
        drafts = [
            plan_forms.draft(form, asked, _taken(form, asked, numbers))
            for form, numbers in zip(sent.forms, ticked, strict=True)
        ]
        read = sent.rest.revision.data or ""
        developing.keep_plan(tx, participation, drafts, plan_forms.rest(sent.rest), read)


def _two_windows(participation: str, sent: _Sent) -> Page:
    """What was typed stays in the form; saving it once more is a choice."""
    with house().db.read() as tx:
        now = development.revision(developing.plan_of(tx, participation))
        sent.rest.revision.data = now
        return _page(tx, participation, sent.forms, sent.rest, two_windows=True), 409


def _forms(participation: str, data: MultiDict[str, str]) -> list[Form]:
    with house().db.read() as tx:
        asked, first = _asked(tx, participation), _suggested(tx, participation)
        form = rounds.of(tx, participation).form
    choices = plan_forms.subjects(asked, form, first)
    return [plan_forms.goal_form(n, choices, data) for n in (1, 2)]


def _ticked(form: Form) -> set[int]:
    return {int(n) for n in request.form.getlist(form.idea_name) if n.isdecimal()}


def _taken(form: Form, asked: Questionnaire, ticked: Collection[int]) -> list[str]:
    """Ideas that were ticked, as actions."""
    there = development.ideas(asked, form.about.data) if form.about.data else ()
    language = str(get_locale())
    return [
        f"{idea.when.to(language)} → {idea.do.to(language)}"
        for n, idea in enumerate(there)
        if n in ticked
    ]


def _page(
    tx: Tx,
    participation: str,
    forms: Sequence[Form] = (),
    rest: Form | None = None,
    two_windows: bool = False,
) -> str:
    found = timeline.find(tx, participations.get(tx, participation))
    if not found.facts.opened:
        raise NotNow("A plan begins with your report. Open that first.")
    asked = _asked(tx, participation)
    choices = plan_forms.subjects(asked, found.round.form, _suggested(tx, participation))
    by_place = {goal.position: goal for goal in found.plan.goals}
    forms = forms or [plan_forms.goal_form(n, choices, None, by_place.get(n)) for n in (1, 2)]
    rest = rest or plan_forms.RestForm(
        data={**vars(found.plan.rest), "revision": development.revision(found.plan)}
    )
    parts = [
        _part(n, form, by_place.get(n), asked, found.plan) for n, form in enumerate(forms, start=1)
    ]
    wrong = [one for form in (*forms, rest) for one in form if one.errors]
    return render_template(
        "home/plan.html",
        here=found.participation,
        plan_parts=parts,
        rest=rest,
        two_windows=two_windows,
        language=str(get_locale()),
        pulse=found.pulse,
        pulse_days=following.PULSE_DAYS,
        pulse_day=written(found.pulse.opens_on) if found.pulse else "",
        has_goals=bool(found.plan.goals),
        errors=[(str(one.errors[0]), f"#{one.id}") for one in wrong],
    )


def _part(number: int, form: Form, goal: Goal | None, asked: Questionnaire, plan: Plan) -> Part:
    about = form.about.data
    last = plan.last(goal.id) if goal else None
    filled = [n for n in plan_forms.ROWS if form[f"action_{n}"].data]
    said = f"{written(last.day)}: {progress_words()[last.progress]}" if last else ""
    return Part(
        number=number,
        form=form,
        ideas=development.ideas(asked, about) if goal and goal.about == about else (),
        goal=goal,
        rows=min(max(filled, default=1) + 1, len(plan_forms.ROWS)),
        last=said,
    )


def plan_ics(participation: str) -> Page:
    """Every day of the plan, for a calendar; nothing of the report stands in it."""
    with house().db.read() as tx:
        plan = developing.plan_of(tx, participation)
    settings = house().settings
    wording: development.Wording = {
        "action": "{title}",
        "review": gettext("Look back: {title}"),
        "talk": gettext("Talk about my plan with my manager"),
    }
    text = development.calendar(
        development.events(plan, participation, wording),
        settings.product_name,
        urlsplit(settings.base_url).hostname or "localhost",
        datetime.fromtimestamp(house().shop.clock(), UTC),
    )
    response = Response(text, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename="plan.ics")
    return response


def plan_pulse(participation: str) -> Page:
    """A pulse on another day than the round's, or where the round has none."""
    days = request.form.get("days", "")
    if days not in {str(one) for one in following.PULSE_DAYS}:
        raise NotNow("Choose in how many days the pulse should go out.")
    with house().db.write() as tx:
        if not developing.plan_of(tx, participation).goals:
            raise NotNow("Choose a goal first: the pulse asks about your goals.")
        today = timeline.today_of(tx, rounds.of(tx, participation))
        following.plan_pulse(tx, participation, today, int(days))
    flash(gettext("The pulse is planned."))
    return redirect(url_for("home.plan", participation=participation), 303)


def check_in(participation: str) -> Page:
    """How far each goal has come, and what was said before."""
    here, round_ = timeline.here()
    with house().db.read() as tx:
        plan = developing.plan_of(tx, participation)
        today = timeline.today_of(tx, round_)
    waiting = {goal.id for goal in development.waiting(plan, today)}
    words = progress_words()
    return render_template(
        "home/check_in.html",
        here=here,
        goals=[
            (
                goal,
                [
                    (written(one.day), words[one.progress], one.text)
                    for one in reversed(plan.check_ins)
                    if one.goal == goal.id
                ],
                goal.id in waiting,
            )
            for goal in plan.goals
        ],
        progress=words,
        longest=developing.LONGEST,
        errors=[],
    )


def keep_check_in(participation: str) -> Page:
    form = request.form
    progress = next((p for p in development.PROGRESS if p == form.get("progress")), None)
    if progress is None:
        flash(gettext("Choose how far you have come."), "warn")
        return redirect(url_for("home.check_in", participation=participation), 303)
    with house().db.write() as tx:
        today: date = timeline.today_of(tx, rounds.of(tx, participation))
        said = CheckIn(form.get("goal", ""), today, progress, form.get("text", ""))
        developing.check_in(tx, participation, said)
    flash(gettext("Noted."))
    return redirect(url_for("home.check_in", participation=participation), 303)


def progress_words() -> Mapping[development.Progress, str]:
    return {
        "behind": gettext("Behind"),
        "on_way": gettext("On the way"),
        "reached": gettext("Reached"),
    }


def _asked(tx: Tx, participation: str) -> Questionnaire:
    return versions.get(tx, rounds.of(tx, participation).version)


def _suggested(tx: Tx, participation: str) -> tuple[str, ...]:
    """What the released report itself has ideas for."""
    report = releasing.released(tx, participation)
    return first_look.suggested(timeline.snapshot_of(tx, report)) if report else ()
