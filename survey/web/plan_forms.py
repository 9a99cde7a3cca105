"""The fields of a development plan: two goals alike, and what stands beside them."""

from collections.abc import Sequence
from datetime import date

from flask_babel import get_locale, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional

from survey.growth import development
from survey.growth.developing import LONGEST, Draft
from survey.growth.development import Action, Goal, Rest
from survey.questionnaire.model import Questionnaire

ROWS = range(1, 7)
"""Actions of a goal, at most."""
_TOO_LONG = lazy_gettext("Shorten this to %(max)d characters")


class Day(DateField):  # type: ignore[misc]  # WTForms has no types
    """A day, or none."""

    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Give a day, such as 2027-01-31")) from None
        if self.data and not date(2000, 1, 1) <= self.data < date(2200, 1, 1):
            self.data = None
            raise ValueError(gettext("Give a day, such as 2027-01-31"))


def _text(label: str, most: int = LONGEST, rows: int = 2) -> TextAreaField:
    return TextAreaField(label, [Length(max=most, message=_TOO_LONG)], render_kw={"rows": rows})


class _GoalForm(Form):  # type: ignore[misc]  # WTForms has no types
    """As the plan in the PDF; `goal_form` adds the rows of actions."""

    about = SelectField(lazy_gettext("What it is about"), [Optional()])
    title = _text(lazy_gettext("What I want to be seen doing more often"))
    why = _text(lazy_gettext("Why it matters to me and to the team"))
    obstacle = _text(lazy_gettext("What could get in the way, and what then"))
    support = StringField(
        lazy_gettext("Who will tell me what they notice"), [Length(max=200, message=_TOO_LONG)]
    )
    review_on = Day(lazy_gettext("I will look at this again on"), [Optional()])

    @property
    def idea_name(self) -> str:
        return f"{self._prefix}idea"


class RestForm(Form):  # type: ignore[misc]  # WTForms has no types
    strength = _text(lazy_gettext("A strength I will use on purpose: where, and for what"))
    talk_on = Day(lazy_gettext("I will talk about this with my manager on"), [Optional()])
    revision = HiddenField()


def _rows() -> dict[str, object]:
    rows: dict[str, object] = {}
    for n in ROWS:
        label = lazy_gettext("When … happens, I will …")
        rows[f"action_{n}"] = _text(label)
        rows[f"by_{n}"] = Day(lazy_gettext("By"), [Optional()])
        rows[f"done_{n}"] = BooleanField(lazy_gettext("Done"))
    return rows


GoalForm = type("GoalForm", (_GoalForm,), _rows())


def subjects(asked: Questionnaire, form: str, first: Sequence[str]) -> list[SelectChoice]:
    """What a goal may be about; what the report has ideas for stands first."""
    language = str(get_locale())

    def several(name: str, ids: Sequence[str]) -> list[SelectChoice]:
        return [
            SelectChoice(one, development.named(asked, one, language), optgroup=name) for one in ids
        ]

    items = [f"item:{item.id}" for item in asked.items(form)]
    skills = [f"skill:{one.id}" for one in asked.skills if f"skill:{one.id}" not in first]
    responsibilities = [
        f"resp:{one.id}"
        for one in asked.instrument.responsibilities
        if f"resp:{one.id}" not in first
    ]
    return [
        SelectChoice("", gettext("Nothing yet")),
        *several(gettext("Suggested by your report"), first),
        *several(gettext("Skills"), skills),
        *several(gettext("Responsibilities"), responsibilities),
        *several(gettext("Statements"), items),
    ]


def goal_form(
    number: int,
    choices: list[SelectChoice],
    data: MultiDict[str, str] | None,
    goal: Goal | None = None,
) -> Form:
    form = GoalForm(data, prefix=f"goal{number}-", data=_filled(goal) if goal else None)
    form.about.choices = choices
    return form


def _filled(goal: Goal) -> dict[str, object]:
    values = {
        name: getattr(goal, name)
        for name in ("about", "title", "why", "obstacle", "support", "review_on")
    }
    for n, action in zip(ROWS, goal.actions, strict=False):
        values |= {f"action_{n}": action.text, f"by_{n}": action.by, f"done_{n}": action.done}
    return values


def draft(form: Form, asked: Questionnaire, ideas: Sequence[str]) -> Draft:
    """The goal as it was sent; ideas that were ticked become actions while there is room."""
    about = form.about.data or ""
    actions = [
        Action(form[f"action_{n}"].data, form[f"by_{n}"].data, form[f"done_{n}"].data)
        for n in ROWS
        if (form[f"action_{n}"].data or "").strip()
    ]
    there = {action.text for action in actions}
    actions += [Action(text) for text in ideas if text not in there]
    title = (form.title.data or "").strip()
    return Draft(
        about=about,
        title=title or (development.named(asked, about, str(get_locale())) if about else ""),
        actions=actions[: len(ROWS)],
        review_on=form.review_on.data,
        support=form.support.data or "",
        why=form.why.data or "",
        obstacle=form.obstacle.data or "",
    )


def rest(form: RestForm) -> Rest:
    return Rest(form.strength.data or "", form.talk_on.data)
