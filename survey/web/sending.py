"""The last page before sending: what is there, what is missing, and the receipt's code."""

from dataclasses import dataclass
from typing import Any, Literal

from flask import current_app, render_template
from flask_babel import get_locale, gettext, ngettext
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict
from wtforms import Form

from survey import links
from survey.answers.answering import worded
from survey.answers.draft import NOT_OBSERVED
from survey.answers.respond import Contact
from survey.answers.sheet import Request, Sheet
from survey.errors import BadInput
from survey.questionnaire.asked import of_group
from survey.questionnaire.model import OpenQuestion
from survey.questionnaire.types.question_type import Question, wording
from survey.questionnaire.words import fill
from survey.web import hints, rating, saving, standing, told
from survey.web.steps import Step


@dataclass(frozen=True)
class Reviewed:
    """One row of the check page. `missing`: statement and address of each unanswered one."""

    number: int
    name: str
    address: str
    answered: int
    shown: int
    needed: int
    not_observed: int
    missing: tuple[tuple[str, str], ...]

    @property
    def enough(self) -> bool:
        return self.answered >= self.needed


def new_receipt(invitation: str) -> str:
    """A receipt code, signed for this form. It is kept nowhere: the form alone carries it."""
    return str(_signer().dumps([invitation, links.receipt()]))


def receipt_of(invitation: str, signed: str) -> str:
    """The code that `new_receipt` made for this invitation. Raises BadInput."""
    try:
        owner, code = _signer().loads(signed)
    except (BadSignature, ValueError):
        raise BadInput("the receipt code was changed") from None
    if owner != invitation:
        raise BadInput("the receipt code belongs to another form")
    return str(code)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="receipt")


def page(
    sheet: Sheet, asked: Request, form: Form, receipt: str, errors: list[tuple[str, str]]
) -> str:
    """The check page. `asked` says what will be shown to whom."""
    plan = rating.plan_of(sheet)
    step = plan.steps[-1]
    return render_template(
        "answer/check.html",
        **rating.fixed(sheet, step, step.number),
        invitation=sheet.invitation.id,
        csrf=generate_csrf(),
        revision=sheet.revision,
        saved="",
        saved_class="",
        told="",
        form=form,
        receipt=receipt,
        errors=errors,
        review=review(sheet),
        before=_questions(sheet, "first"),
        words=_questions(sheet, "words"),
        hidden=_hidden(sheet),
        since=_since(sheet),
        alone=asked.is_alone,
        own_name=sheet.names_itself,
        subject=sheet.person.name,
        numbers=[] if sheet.is_own else told.numbers(asked),
        readers=told.readers(asked),
        comments=[] if sheet.is_own else standing.comments(asked, sheet.counted, _titles(sheet)),
        note=standing.note(asked),
        hints_lead=hints.lead(),
        counts=sheet.progress.can_count or bool(sheet.progress.lacking),
        back=rating.address(sheet.invitation.id, plan.beside(step, -1, sheet.asked)),
    )


def problems(sheet: Sheet, form: Form) -> list[tuple[str, str]]:
    """Lines of the error summary; [] when all can be sent. Checks `form` where it is asked."""
    if sheet.names_itself:
        form.validate()
    lines = []
    for row in review(sheet):
        if not row.enough:
            more = row.needed - row.answered
            answers = ngettext("%(num)s more answer", "%(num)s more answers", more)
            text = gettext("%(skill)s: %(answers)s needed", skill=row.name, answers=answers)
            lines.append((text, row.missing[0][1]))
    return lines + [(str(one.errors[0]), f"#{one.id}") for one in form if one.errors]


def contact(form: Form) -> Contact:
    """What a checked `form` says of oneself."""
    return Contact(form.name.data, form.email.data or "")


def shows(sheet: Sheet, sent: MultiDict[str, str]) -> dict[str, Any]:
    """How the comments of this form are to stand, as the page sent it."""
    if sheet.is_own:
        return {}
    chosen = {q: sent.get(f"s_{q}", "") for q in sheet.counted.texts}
    return saving.shows_of({q: show for q, show in chosen.items() if show})


def review(sheet: Sheet) -> list[Reviewed]:
    """A row for each skill of which something is asked."""
    language = str(get_locale())
    steps = {step.id: step for step in rating.plan_of(sheet).steps}
    pages = [one for one in sheet.progress.pages if one.shown]
    return [_reviewed(sheet, steps[one.skill], one, language) for one in pages]


def _reviewed(sheet: Sheet, step: Step, counted: Any, language: str) -> Reviewed:
    answers, skill = sheet.draft.answers, sheet.questionnaire.skill(step.id)
    items = sheet.asked.items(step.id)
    address = rating.address(sheet.invitation.id, step)
    return Reviewed(
        number=step.number,
        name=skill.name.to(language),
        address=address,
        answered=counted.answered,
        shown=counted.shown,
        needed=counted.needed,
        not_observed=sum(answers.get(item.id) == NOT_OBSERVED for item in items),
        missing=tuple(
            ((item.self if sheet.is_own else item.other).to(language), f"{address}#a_{item.id}-0")
            for item in items
            if item.id not in answers
        ),
    )


def _questions(sheet: Sheet, page: Literal["first", "words"]) -> dict[str, Any] | None:
    """The row of a page of questions without a place in the matrix, and what was chosen there."""
    questions = sheet.asked.pages.get(page)
    if not questions:
        return None
    draft, language = sheet.draft, str(get_locale())
    answered = sum(one.id in draft.texts or one.id in draft.picks for one in questions)
    chosen = [
        (_wording(sheet, one, language), [option.name.to(language) for option in one.options
                                          if option.id in draft.picks.get(one.id, ())])
        for one in questions if isinstance(one, OpenQuestion) and one.options
    ]  # fmt: skip
    row = _row(sheet, rating.plan_of(sheet).step(page, page), answered, len(questions))
    return row | {"chosen": chosen}


def _hidden(sheet: Sheet) -> list[str]:
    """What was answered and is not asked any more, after a change of an earlier answer."""
    draft, language = sheet.draft, str(get_locale())
    every = of_group(sheet.questionnaire, sheet.round.form, sheet.invitation.group).pages
    given = {**draft.given, **draft.texts}
    return [
        _wording(sheet, one, language)
        for asked in every.values()
        for one in asked
        if one.id in given and one.id not in sheet.asked.ids
    ]


def _wording(sheet: Sheet, question: Question, language: str) -> str:
    text = wording(question, language, "self" if sheet.is_own else "other")
    return fill(text, sheet.person.name)


def _since(sheet: Sheet) -> dict[str, Any] | None:
    if not sheet.goals:
        return None
    said = sum(goal in sheet.draft.goals for goal, _ in sheet.goals)
    return _row(sheet, rating.plan_of(sheet).step("goals", "goals"), said, len(sheet.goals))


def _row(sheet: Sheet, step: Step, answered: int, shown: int) -> dict[str, Any]:
    return {
        "number": step.number,
        "name": rating.name_of(sheet, step),
        "address": rating.address(sheet.invitation.id, step),
        "answered": answered,
        "shown": shown,
    }


def _titles(sheet: Sheet) -> list[tuple[str, str, str]]:
    """(question, how it is called, where it is asked) of all that is answered in words."""
    language, name, plan = str(get_locale()), sheet.person.name, rating.plan_of(sheet)
    called = [(skill.id, skill.name.to(language)) for skill in sheet.questionnaire.skills]
    open_ones = worded(sheet.questionnaire)
    called += [(one.id, fill(one.other.to(language), name)) for one in open_ones]
    steps = {question: plan.steps[number - 1] for question, number in plan.asked_at.items()}
    return [
        (question, title, f"{rating.address(sheet.invitation.id, steps[question])}#t_{question}")
        for question, title in called
        if question in steps
    ]
