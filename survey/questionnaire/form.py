"""A page of a questionnaire as a WTForms class."""

from functools import lru_cache

from wtforms import Form

from survey.questionnaire.model import OpenQuestion, Questionnaire
from survey.questionnaire.types import TYPES
from survey.questionnaire.types.question_type import Audience, Question

WORDS = "words"
"""The page of open questions; no skill may have this id."""


def pages(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The pages in order: one a skill, then the open questions if there are any."""
    skills = tuple(questionnaire.instrument.skills)
    return (*skills, WORDS) if questionnaire.instrument.open_questions else skills


def questions(questionnaire: Questionnaire, form_id: str, page: str) -> tuple[Question, ...]:
    """What a page asks, in order; a skill's comment comes last, under the skill's own id.

    KeyError: no such form or page.
    """
    if page == WORDS:
        return questionnaire.instrument.open_questions
    skill = questionnaire.skill(page)
    comment = OpenQuestion(id=skill.id, self=skill.comment.self, other=skill.comment.other)
    return (*questionnaire.items_of(skill, form_id), comment)


@lru_cache(maxsize=512)
def form_for(
    questionnaire: Questionnaire, form_id: str, page: str, language: str, audience: Audience
) -> type[Form]:
    """The form class of one page; made once for each version, form, page, language and audience.

    Field names are `a_<item id>` and `t_<question id>`. Each field has `question` and `template`
    (a partial that shows it); after binding, `data` is the value to store. No answer is required.
    KeyError: no such form or page.
    """
    fields = {}
    for question in questions(questionnaire, form_id, page):
        type_ = TYPES[question.type]
        name = type_.field_name(question.id)
        fields[name] = type_.field(question, questionnaire, language, audience)
    return type("PageForm", (Form,), fields)


def stored_name(page_field: str) -> tuple[str, str]:
    """From a field's name to where its answer is kept: ("answers" | "texts", id)."""
    prefix, _, id_ = page_field.partition("_")
    return {"a": "answers", "t": "texts"}[prefix], id_
