"""A page of a questionnaire as a WTForms class."""

from functools import lru_cache

from wtforms import Form

from survey.questionnaire.model import OpenQuestion, Questionnaire
from survey.questionnaire.types import TYPES
from survey.questionnaire.types.question_type import Audience, Question

FIRST, WORDS = "first", "words"
"""The pages of the first and of the open questions; no skill may have these ids."""


def pages(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The pages in order: first questions if there are any, one a skill, open questions if any."""
    instrument = questionnaire.instrument
    first = (FIRST,) if instrument.first_questions else ()
    last = (WORDS,) if instrument.open_questions else ()
    return (*first, *instrument.skills, *last)


def questions(questionnaire: Questionnaire, form_id: str, page: str) -> tuple[Question, ...]:
    """What a page asks, in order; a skill's comment comes last, under the skill's own id.

    KeyError: no such form or page.
    """
    if page == WORDS:
        return questionnaire.instrument.open_questions
    if page == FIRST:
        return questionnaire.instrument.first_questions
    skill = questionnaire.skill(page)
    comment = OpenQuestion(id=skill.id, self=skill.comment.self, other=skill.comment.other)
    return (*questionnaire.items_of(skill, form_id), comment)


@lru_cache(maxsize=512)
def form_for(
    questionnaire: Questionnaire,
    form_id: str,
    page: str,
    language: str,
    audience: Audience,
    *,
    asked: tuple[str, ...] | None = None,
) -> type[Form]:
    """The form class of one page; made once for each version, form, page, language and audience.

    `asked`: ids of what is asked, in the order shown; by default all of the page. Field names are
    `a_<item id>`, `t_<question id>` (words) and `c_<question id>` (options). Each field has
    `question` and `template` (a partial that shows it); after binding, `data` is the value to
    store. No answer is required. KeyError: no such form, page or question.
    """
    fields = {}
    there = {question.id: question for question in questions(questionnaire, form_id, page)}
    for question in there.values() if asked is None else [there[id_] for id_ in asked]:
        type_ = TYPES[question.type]
        name = type_.field_name(question.id)
        fields[name] = type_.field(question, questionnaire, language, audience)
    return type("PageForm", (Form,), fields)


def stored_name(page_field: str) -> tuple[str, str]:
    """From a field's name to where its answer is kept: ("answers" | "texts" | "picks", id)."""
    prefix, _, id_ = page_field.partition("_")
    return {"a": "answers", "t": "texts", "c": "picks"}[prefix], id_
