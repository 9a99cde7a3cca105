"""The rater's page as a draft would make it, to be looked at: nothing on it can be sent."""

from dataclasses import dataclass
from typing import Any

from flask import make_response, render_template, request, url_for
from flask_babel import force_locale, get_locale, gettext
from werkzeug.wrappers import Response

from survey.errors import NotFound
from survey.questionnaire import loader
from survey.questionnaire.asked import of_group
from survey.questionnaire.form import form_for
from survey.questionnaire.model import Questionnaire
from survey.questionnaire.types.question_type import Audience
from survey.questionnaire.words import fill
from survey.store import questionnaires, versions
from survey.store.questionnaires import Draft
from survey.web.editor_frame import Page, framed, the_draft
from survey.web.editor_sheet import language_name
from survey.web.headers import FRAMED
from survey.web.house import house
from survey.web.steps import Plan, Step

SUBJECT = "Alex Berg"
"""Who is assessed on a preview."""
WIDTHS = ("desktop", "phone")


@dataclass(frozen=True)
class View:
    """What of the questionnaire is shown."""

    questionnaire: Questionnaire
    old: bool
    """The draft has problems: this is how it was when it was right last."""
    number: int | None
    """Of the publication that is shown instead; None: the draft, as it is or was."""
    language: str
    group: str
    form: str
    width: str

    @property
    def audience(self) -> Audience:
        return "self" if self.questionnaire.group(self.group).kind == "self" else "other"

    @property
    def plan(self) -> Plan:
        return Plan(self.questionnaire, self.form, group=self.group)

    @property
    def chosen(self) -> dict[str, Any]:
        """For the addresses of other pages of the same view."""
        return {"language": self.language, "group": self.group, "form": self.form,
                "width": self.width}  # fmt: skip


def preview(questionnaire: str) -> Page:
    """The page with a frame around the rater's page, and what can be chosen."""
    draft = the_draft(questionnaire)
    return framed("editor/preview.html", draft, frames=True, errors=[], **panel(draft))


def page(questionnaire: str, step: str) -> Response:
    """A rater's page, for the frame. It may only be shown within our own pages."""
    return rater_page(questionnaire, step, ".page")


def rater_page(questionnaire: str, step: str, endpoint: str) -> Response:
    """The page for the frame; `endpoint` is where its steps lead."""
    draft = the_draft(questionnaire)
    view = view_of(draft)
    if view is None:
        raise NotFound("this draft has never been right")
    there = next((one for one in view.plan.steps if one.id == step), None)
    if there is None or there.kind == "check":
        raise NotFound("no such page")
    with force_locale(view.language):
        response = make_response(_rendered(draft, view, there, endpoint))
    response.headers["Content-Security-Policy"] = FRAMED
    return response


def panel(draft: Draft, page: str = "", endpoint: str = ".page") -> dict[str, Any]:
    """What a template needs to show the preview; `page`: the step to begin at."""
    view = view_of(draft)
    if view is None:
        return {"view": None}
    shown_in = str(get_locale())
    steps = [one for one in view.plan.steps if one.kind != "check"]
    wanted = request.args.get("page", page)
    begin = next((one for one in steps if one.id == wanted), steps[0])
    instrument = view.questionnaire.instrument
    return {
        "view": view,
        "frame": url_for(endpoint, questionnaire=draft.id, step=begin.id, **view.chosen),
        "languages": [(code, language_name(code, shown_in)) for code in instrument.languages],
        "groups": [(one.id, one.name.to(shown_in)) for one in instrument.groups],
        "forms": [(one.id, one.name.to(shown_in)) for one in instrument.forms],
        "pages": [(one.id, _name(view, one, shown_in)) for one in steps],
        "begin": begin.id,
    }


def view_of(draft: Draft) -> View | None:
    """By the address's query. While the draft has problems: as it was when it was right last, else
    what was published last; None where it has never been right."""
    number, old = None, bool(loader.problems_of(draft.files))
    files = (draft.sound or {}) if old else draft.files
    if loader.problems_of(files):
        with house().db.read() as tx:
            history = questionnaires.published(tx, draft.id)
            if not history:
                return None
            number, shown = history[-1].number, versions.get(tx, history[-1].version)
    else:
        shown = loader.of_files(files)
    instrument = shown.instrument
    return View(
        shown,
        old,
        number,
        _one_of(_arg("language"), instrument.languages),
        _one_of(_arg("group"), _others_first(shown)),
        _one_of(_arg("form"), tuple(one.id for one in instrument.forms)),
        _one_of(_arg("width"), WIDTHS),
    )


def _others_first(shown: Questionnaire) -> tuple[str, ...]:
    """Most who read a questionnaire rate somebody else."""
    groups = shown.instrument.groups
    return tuple(one.id for one in sorted(groups, key=lambda one: one.kind == "self"))


def _arg(name: str) -> str:
    return request.args.get(name, "")


def _one_of(wanted: str, there: tuple[str, ...]) -> str:
    return wanted if wanted in there else there[0]


def _rendered(draft: Draft, view: View, step: Step, endpoint: str) -> str:
    shown, language = view.questionnaire, view.language
    asked = of_group(shown, view.form, view.group).pages[step.id]
    form_class = form_for(
        shown, view.form, step.id, language, view.audience, asked=tuple(one.id for one in asked)
    )
    form = form_class()
    if view.audience == "other":
        for field in form:
            field.label.text = fill(field.label.text, SUBJECT)
    steps = [
        (one, _name(view, one, language), None if one.kind == "check" else url_for(
            endpoint, questionnaire=draft.id, step=one.id, **view.chosen))
        for one in view.plan.steps
    ]  # fmt: skip
    return render_template(
        "editor/page.html",
        kind=step.kind,
        step=step,
        steps=steps,
        action=url_for(endpoint, questionnaire=draft.id, step=step.id, **view.chosen),
        heading=shown.skill(step.id).name.to(language) if step.kind == "skill"
        else _name(view, step, language),
        minutes=view.plan.minutes_left(step),
        scale=shown.instrument.scale,
        own=view.audience == "self",
        rater=shown.group(view.group).rater.to(language),
        named=shown.group(view.group).kind == "named",
        content_language=language,
        csrf="", revision="0", saved="", saved_class="", open="",
        subject=SUBJECT, form=form, errors=[], told="",
    )  # fmt: skip


def _name(view: View, step: Step, language: str) -> str:
    if step.kind == "skill":
        return view.questionnaire.skill(step.id).short.to(language)
    if step.kind == "check":
        return str(gettext("Check and send"))
    return str(gettext("Before you begin") if step.kind == "first" else gettext("In your words"))


ROUTES = (
    ("/questionnaires/<questionnaire>/preview", "GET", preview),
    ("/questionnaires/<questionnaire>/preview/<step>", "GET", page),
)
