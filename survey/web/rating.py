"""The question pages: first questions, a skill's statements, and the open questions.

A page has two ways to the same bytes: `rendered` runs the template with WTForms, `page` joins the
compiled page with this visitor's answers. Errors and notices always take the first.
"""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask_babel import get_locale, gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import escape
from werkzeug.datastructures import MultiDict
from wtforms import Form

from survey.answers.draft import Draft
from survey.answers.sheet import Sheet
from survey.questionnaire.asked import in_order
from survey.questionnaire.form import form_for
from survey.questionnaire.types.question_type import Audience
from survey.questionnaire.words import fill
from survey.web.compiled import CHECKED, Compiled, Marks, choice, mark_fields
from survey.web.house import house
from survey.web.steps import Plan, Step

MOST_PAGES = 500
OPEN = " open"
"""Attribute of a comment's <details> that has something to show."""


def page(sheet: Sheet, step: Step, told: str = "") -> str:
    """The page as this visitor left it; `told` is a notice to show above it."""
    # An order of one's own would be a compiled page of one's own.
    if told or sheet.questionnaire.instrument.random_order:
        return rendered(sheet, step, form_of(sheet, step), told=told)
    return compiled(sheet, step).fill(values(sheet, step))


def rendered(sheet: Sheet, step: Step, form: Form, told: str = "") -> str:
    """The page by its template; `form` may hold errors."""
    return render_template(
        f"answer/{step.kind}.html",
        **fixed(sheet, step, reach(sheet, step)),
        **changing(sheet, step) | ({"open": OPEN} if has_words(form) else {}),
        invitation=sheet.invitation.id,
        subject=sheet.person.name,
        form=form,
        errors=problems(form),
        told=told,
    )


def compiled(sheet: Sheet, step: Step) -> Compiled:
    """The page with holes, made on first use for each thing that its fixed text depends on."""
    pages = house().pages
    key = (
        sheet.questionnaire.version,
        sheet.round.form,
        step.id,
        str(get_locale()),
        sheet.invitation.group,
        reach(sheet, step),
        bool(sheet.goals),
        shown(sheet, step),
    )
    if key not in pages:
        if len(pages) >= MOST_PAGES:
            pages.clear()
        pages[key] = _compile(sheet, step)
    return pages[key]


def _compile(sheet: Sheet, step: Step) -> Compiled:
    marks = Marks()
    form = form_of(sheet, step, draft=Draft(), subject=marks.mark("subject"))
    mark_fields(form, marks)
    html = render_template(
        f"answer/{step.kind}.html",
        **fixed(sheet, step, reach(sheet, step), marks.mark("invitation")),
        **{name: marks.mark(name) for name in changing(sheet, step)},
        invitation=marks.mark("invitation"),
        subject=marks.mark("subject"),
        form=form,
        errors=[],
        told="",
    )
    return marks.cut(html)


def fixed(sheet: Sheet, step: Step, reach: int, invitation: str = "") -> dict[str, Any]:
    """What a page shows that is the same for everybody who is as far."""
    questionnaire, language, plan = sheet.questionnaire, str(get_locale()), plan_of(sheet)
    invitation = invitation or sheet.invitation.id
    return {
        "step": step,
        "steps": [
            (one, short_name(sheet, one), address(invitation, one) if one.number <= reach else None)
            for one in plan.steps
        ],
        "action": address(invitation, step),
        "heading": name_of(sheet, step),
        "minutes": plan.minutes_left(step),
        "scale": questionnaire.instrument.scale,
        "own": sheet.is_own,
        "identified": _identified(questionnaire.group(sheet.invitation.group).kind, step),
        "rater": questionnaire.group(sheet.invitation.group).rater.to(language),
        "named": questionnaire.group(sheet.invitation.group).kind == "named",
        "content_language": language,
    }


def _identified(kind: str, step: Step) -> str:
    """Whose answers are known by nature is told so wherever one is asked: "self" or "named"."""
    return kind if kind != "anonymous" and step.kind != "check" else ""


def changing(sheet: Sheet, step: Step) -> dict[str, str]:
    """What differs between visitors, apart from answers and names; safe in HTML as it is."""
    saved = sheet.revision > 0
    return {
        "csrf": generate_csrf(),
        "revision": str(sheet.revision),
        "saved": gettext("Saved") if saved else "",
        "saved_class": " ok" if saved else "",
        "open": OPEN if step.id in sheet.draft.texts else "",
    }


def values(sheet: Sheet, step: Step) -> Mapping[str, str]:
    """What goes into the holes of the compiled page."""
    filled = changing(sheet, step)
    filled["invitation"] = sheet.invitation.id
    filled["subject"] = str(escape(sheet.person.name))
    for item, value in sheet.draft.answers.items():
        filled[choice(f"a_{item}", str(value))] = CHECKED
    for question, options in sheet.draft.picks.items():
        for option in options:
            filled[choice(f"c_{question}", option)] = CHECKED
    for question, text in sheet.draft.texts.items():
        filled[f"t_{question}"] = str(escape(text))
    return filled


def form_of(
    sheet: Sheet,
    step: Step,
    sent: MultiDict[str, str] | None = None,
    draft: Draft | None = None,
    subject: str | None = None,
) -> Form:
    """The page's form, filled with what was `sent`, else with the draft."""
    audience: Audience = "self" if sheet.is_own else "other"
    form_class = form_for(
        sheet.questionnaire,
        sheet.round.form,
        step.id,
        str(get_locale()),
        audience,
        asked=shown(sheet, step),
    )
    form = form_class(sent, data=given(draft or sheet.draft))
    if not sheet.is_own:
        for field in form:
            field.label.text = fill(field.label.text, subject or sheet.person.name)
    return form


def shown(sheet: Sheet, step: Step) -> tuple[str, ...]:
    """Ids of what this page asks this rater, in the order shown."""
    asked = sheet.asked.pages[step.id]
    return tuple(one.id for one in in_order(sheet.questionnaire, asked, sheet.invitation.id))


def given(draft: Draft) -> dict[str, Any]:
    """Field names to values."""
    answers = {f"a_{item}": value for item, value in draft.answers.items()}
    picks = {f"c_{question}": options for question, options in draft.picks.items()}
    return answers | picks | {f"t_{question}": text for question, text in draft.texts.items()}


def problems(form: Form) -> list[tuple[str, str]]:
    """Lines of the error summary: which field, what to do; and where it is."""
    lines = []
    for number, field in enumerate(form, start=1):
        for error in map(gettext, field.errors[:1]):  # the pure room's errors are message ids
            if field.name.startswith("t_"):
                lines.append((str(error), f"#{field.id}"))
                continue
            name = gettext("Statement %(number)s", number=number)
            if field.name.startswith("c_"):
                name = field.label.text
            lines.append((f"{name}: {error}", f"#{field.id}-0"))
    return lines


def has_words(form: Form) -> bool:
    """Whether the comment has text, or an error that must be seen."""
    return any(field.name.startswith("t_") and (field.data or field.errors) for field in form)


def reach(sheet: Sheet, step: Step) -> int:
    """Number of the furthest step to link to."""
    return max(step.number, plan_of(sheet).reached(sheet.draft))


def plan_of(sheet: Sheet) -> Plan:
    group = sheet.invitation.group
    return house().plan(sheet.questionnaire, sheet.round.form, bool(sheet.goals), group)


def address(invitation: str, step: Step) -> str:
    """Where a step is shown."""
    if step.kind == "skill":
        return url_for("answer.skill", invitation=invitation, skill=step.id)
    return url_for(f"answer.{step.kind}", invitation=invitation)


def name_of(sheet: Sheet, step: Step) -> str:
    if step.kind == "skill":
        return sheet.questionnaire.skill(step.id).name.to(str(get_locale()))
    return _page_name(sheet, step, gettext("Check your answers"))


def short_name(sheet: Sheet, step: Step) -> str:
    if step.kind == "skill":
        return sheet.questionnaire.skill(step.id).short.to(str(get_locale()))
    return _page_name(sheet, step, gettext("Check and send"))


def _page_name(sheet: Sheet, step: Step, check: str) -> str:
    if step.kind == "check":
        return str(check)
    if step.kind == "goals":
        return str(gettext("Since last time"))
    if step.kind == "first":
        return str(gettext("Before you begin"))
    options = {one.id for one in sheet.asked.chosen}
    mixed = any(one.id in options for one in sheet.asked.pages[step.id])
    return str(gettext("To round it off") if mixed else gettext("In your words"))
