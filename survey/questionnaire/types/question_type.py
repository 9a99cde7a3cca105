"""What every type of question owns: its field, the reading of one posted value, its summary, and
how it stands on paper and is typed in from there.

A new type is a pair of files beside this one and one line in the registry (`types/__init__.py`).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol

from survey.errors import BadInput
from survey.questionnaire.model import Item, OpenQuestion, Questionnaire

Audience = Literal["self", "other"]
"""Who is asked: the person assessed, or one who rates that person."""
Question = Item | OpenQuestion
Picked = tuple[str, ...]
"""Ids of the options chosen, in the question's order."""
Answer = int | str | Picked | None
"""A value as stored: a number of the scale, "NO" for not observed, words, options chosen, or None
for none."""
Kind = Literal["numbers", "words", "options"]
"""Items are answered in numbers, open questions in words or by choosing from options."""


class BadAnswer(BadInput):
    """A posted value that this question does not have. The message is a msgid for gettext."""


class QuestionType(Protocol):
    """One type of question. Types have no state: all they need comes with the call."""

    kind: Kind

    def field_name(self, question_id: str) -> str:
        """Name of the field in a form: always prefixed, so that no id reaches WTForms bare."""

    def field(
        self,
        question: Question,
        questionnaire: Questionnaire,
        language: str,
        audience: Audience,
    ) -> Any:
        """An unbound WTForms field. Bound, its `data` is an `Answer`, `template` its partial."""

    def parse(
        self, posted: str, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> Answer:
        """The value to store for one posted value. Raises `BadAnswer` or `TooLong`."""

    def keys(
        self, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> tuple[str, ...]:
        """What stands in its boxes on paper, and is typed for them, in order; () for words."""

    def typed(
        self, typed: str, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> Answer:
        """The value to store for what was typed in from paper; "" is no answer. Raises as `parse`
        does."""

    def summary(
        self, answers: Iterable[Answer], question: Question, questionnaire: Questionnaire
    ) -> Mapping[str, int]:
        """How many of these stored answers there are of each sort, every sort named."""


def N_(message: str) -> str:  # noqa: N802 - the name by which Babel finds messages
    """Marks a message for translation; the page that shows it translates it."""
    return message


def wording(question: Question, language: str, audience: Audience) -> str:
    """The question as this audience reads it; {subject} is still in it."""
    text = question.self if audience == "self" else question.other
    return text.to(language)


def only_one(posted: list[str]) -> str:
    """The one posted value. Raises `BadAnswer` for several: nobody can tell which was meant."""
    if len(posted) > 1:
        raise BadAnswer(N_("There are two answers to one question; choose one."))
    return posted[0] if posted else ""


def hint(question: Question, language: str, audience: Audience) -> str:
    """What helps this audience to answer; "" where the question has no such words."""
    if not isinstance(question, OpenQuestion):
        return ""
    text = question.hint_self if audience == "self" else question.hint_other
    return text.to(language) if text else ""
