"""Before and after a report is opened: the guess, guess beside results, a first read.

The guess is kept before anything is shown. Numbers come from the report as it was made; nothing is
worked out anew.
"""

from flask import redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response
from wtforms import Form, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from survey.anonymity import releasing
from survey.errors import NotNow
from survey.growth import developing, first_look
from survey.questionnaire.model import Questionnaire
from survey.store import participations, versions
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.web import timeline
from survey.web.house import house

Page = str | tuple[str, int] | Response


def guess(participation: str) -> Page:
    here, round_ = timeline.here()
    if here.opened:
        return _to("first_page", participation)
    with house().db.read() as tx:
        asked = versions.get(tx, round_.version)
        kept = developing.guess_of(tx, participation) or {}
        released = releasing.released(tx, participation) is not None
    form = _guess_form(asked)(data={skill: str(value) for skill, value in kept.items()})
    return _guess_page(here, asked, form, released)


def keep_guess(participation: str) -> Page:
    """Keep it, or go on without; a report that is released is opened by it."""
    here, round_ = timeline.here()
    with house().db.read() as tx:
        asked = versions.get(tx, round_.version)
        released = releasing.released(tx, participation) is not None
    form = _guess_form(asked)(request.form)
    skip = request.form.get("go") == "skip"
    if not skip and not form.validate():
        return _guess_page(here, asked, form, released), 422
    given = {one.name: int(one.data) for one in form if one.data} if not skip else {}
    with house().db.write() as tx:
        developing.keep_guess(tx, participation, given)
        if releasing.released(tx, participation) is None:
            return redirect(url_for("home.participation", participation=participation), 303)
        releasing.open_released(tx, participation)
        return _onward(tx, participation)


def _guess_page(here: Participation, asked: Questionnaire, form: Form, released: bool) -> str:
    scale, language = asked.instrument.scale, str(get_locale())
    labels = [(value, label.to(language)) for value, label in zip(scale.values, scale.labels,
                                                                  strict=True)]  # fmt: skip
    return render_template(
        "home/guess.html",
        here=here,
        form=form,
        skills=[(skill.id, skill.definition.to(language)) for skill in asked.skills],
        labels=labels,
        released=released,
        errors=[(str(one.errors[0]), f"#{one.id}-0") for one in form if one.errors],
    )


def _guess_form(asked: Questionnaire) -> type[Form]:
    """One row of radios for each skill of the questionnaire; each may be left out."""
    language = str(get_locale())
    values = asked.instrument.scale.values
    rows = {
        skill.id: RadioField(
            skill.name.to(language),
            [Optional()],
            choices=[SelectChoice(str(value), str(value)) for value in values],
        )
        for skill in asked.skills
    }
    return type("GuessForm", (Form,), rows)


def open_report(participation: str) -> Page:
    """The first step into a released report: to the guess, if that is still to be asked."""
    with house().db.write() as tx:
        if releasing.released(tx, participation) is None:
            raise _not_released()
        if developing.guess_of(tx, participation) is None:
            return _to("guess", participation)
        releasing.open_released(tx, participation)
        return _onward(tx, participation)


def _onward(tx: Tx, participation: str) -> Response:
    """What comes after opening: the first page; without a guess, what comes after that."""
    if developing.guess_of(tx, participation):
        return _to("first_page", participation)
    return redirect(_after_first_page(tx, participation), 303)


def _after_first_page(tx: Tx, participation: str) -> str:
    found = timeline.find(tx, participations.get(tx, participation))
    if not found.facts.first_read:
        return url_for("home.first_read", participation=participation)
    return url_for("reports.result", report=found.report)


def first_page(participation: str) -> Page:
    """Guess, self and others side by side, from the released report's own numbers."""
    here, round_ = timeline.here()
    with house().db.read() as tx:
        report = _opened(tx, here)
        asked = versions.get(tx, round_.version)
        kept = developing.guess_of(tx, participation) or {}
        snapshot = timeline.snapshot_of(tx, report)
        onward = _after_first_page(tx, participation)
    by_number = {n: kept[s.id] for n, s in enumerate(asked.skills, start=1) if s.id in kept}
    lines = first_look.lines(snapshot, by_number)
    scale = asked.instrument.scale
    return render_template(
        "home/first_page.html",
        here=here,
        lines=lines,
        widest=first_look.widest(lines),
        near=first_look.NEAR,
        has_guess=bool(kept),
        ends=(scale.labels[0].to(str(get_locale())), scale.labels[-1].to(str(get_locale()))),
        steps=len(scale.values) - 1,
        onward=onward,
    )


class FirstReadForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Labels stand in the page, beside what the report suggests."""

    strength = TextAreaField(validators=[Length(max=developing.LONGEST)])
    surprise = TextAreaField(validators=[Length(max=developing.LONGEST)])
    question = TextAreaField(validators=[Length(max=developing.LONGEST)])


def first_read(participation: str) -> Page:
    here, _round = timeline.here()
    with house().db.read() as tx:
        report = _opened(tx, here)
        kept = developing.first_read_of(tx, participation) or {}
        hints = first_look.hints(timeline.snapshot_of(tx, report))
    return _first_read_page(here, report, FirstReadForm(data=kept), hints, bool(kept))


def keep_first_read(participation: str) -> Page:
    here, _round = timeline.here()
    form = FirstReadForm(request.form)
    with house().db.read() as tx:
        report = _opened(tx, here)
        hints = first_look.hints(timeline.snapshot_of(tx, report))
    if not form.validate():
        return _first_read_page(here, report, form, hints, False), 422
    with house().db.write() as tx:
        developing.keep_first_read(tx, participation, form.data)
    return redirect(url_for("reports.result", report=report), 303)


def _first_read_page(
    here: Participation, report: str, form: FirstReadForm, hints: first_look.Hints, kept: bool
) -> str:
    too_long = gettext("Shorten this to %(most)s characters", most=developing.LONGEST)
    return render_template(
        "home/first_read.html",
        here=here,
        report=report,
        form=form,
        hints=hints,
        kept=kept,
        errors=[(too_long, f"#{one.id}") for one in form if one.errors],
    )


def _not_released() -> NotNow:
    return NotNow("Your report has not been opened for you yet. We write to you when it is.")


def _opened(tx: Tx, here: Participation) -> str:
    """Id of the released report. Raises NotNow: none is, or it was not opened by the button."""
    report = releasing.released(tx, here.id)
    if report is None:
        raise _not_released()
    if not here.opened:
        raise NotNow("Open your report from your home first.")
    return report


def _to(page: str, participation: str) -> Response:
    return redirect(url_for(f"home.{page}", participation=participation), 303)
