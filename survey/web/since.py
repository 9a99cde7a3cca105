"""Since last time: whether others see a change in what the person chose to work on."""

from typing import Any

from flask import render_template
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from survey.answers.draft import Changes
from survey.answers.sheet import Sheet
from survey.web import rating
from survey.web.steps import Step


def form_of(sheet: Sheet, sent: MultiDict[str, str] | None = None) -> Form:
    """A question for each goal; none needs an answer."""
    choices = [
        SelectChoice("less", gettext("Less")),
        SelectChoice("same", gettext("The same")),
        SelectChoice("more", gettext("More than before")),
        SelectChoice("unknown", gettext("I did not know %(name)s then", name=sheet.person.name)),
    ]
    fields = {
        f"g_{goal}": RadioField(title, [Optional()], choices=choices) for goal, title in sheet.goals
    }
    form: Form = type("GoalsForm", (Form,), fields)(
        sent, data={f"g_{goal}": said for goal, said in sheet.draft.goals.items()}
    )
    return form


def changes_of(sheet: Sheet, form: Form) -> Changes:
    """What a valid form changes."""
    said: dict[str, Any] = {goal: form[f"g_{goal}"].data for goal, _ in sheet.goals}
    before = sheet.draft.goals
    new = {goal: one for goal, one in said.items() if one and one != before.get(goal)}
    return Changes(goals=new)


def page(sheet: Sheet, step: Step, form: Form, told: str = "") -> str:
    """Rendered anew each time: every person has other goals."""
    return render_template(
        "answer/goals.html",
        **rating.fixed(sheet, step, rating.reach(sheet, step)),
        **rating.changing(sheet, step),
        invitation=sheet.invitation.id,
        subject=sheet.person.name,
        form=form,
        errors=[(str(one.errors[0]), f"#{one.id}-0") for one in form if one.errors],
        told=told,
    )
