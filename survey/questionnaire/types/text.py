"""A question answered in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms.fields import TextAreaField

from survey.questionnaire.model import Questionnaire
from survey.questionnaire.types.question_type import (
    N_,
    Answer,
    Audience,
    BadAnswer,
    Kind,
    Question,
    hint,
    only_one,
    wording,
)
from survey.questionnaire.words import LONGEST, TooLong, clean_text

TOO_LONG = N_("This text is too long; shorten it.")


class WordsField(TextAreaField):  # type: ignore[misc]
    """A text area whose `data` is clean text, or None for no words."""

    template = "questions/text.html"
    longest = LONGEST

    def __init__(
        self, *args: Any, question: Question, hint: str, parse: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.hint = hint
        self._parse = parse

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        try:
            self.data = self._parse(only_one(valuelist))
        except TooLong as error:
            # What was typed stays on the page, to be shortened; it is not valid.
            self.data = valuelist[0][: 4 * LONGEST]
            raise ValueError(TOO_LONG) from error
        except BadAnswer as error:
            raise ValueError(error.message) from error

    def _value(self) -> str:
        return self.data or ""


class Text:
    """Words of up to `words.LONGEST` characters, cleaned."""

    kind: Kind = "words"

    def field_name(self, question_id: str) -> str:
        return f"t_{question_id}"

    def field(
        self,
        question: Question,
        questionnaire: Questionnaire,
        language: str,
        audience: Audience,
    ) -> Any:
        return WordsField(
            wording(question, language, audience),
            question=question,
            hint=hint(question, language, audience),
            parse=lambda posted: self.parse(posted, question, questionnaire, audience),
        )

    def parse(
        self, posted: str, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> Answer:
        """Clean text; None if nothing is left of it. Raises `TooLong`."""
        return clean_text(posted) or None

    def keys(
        self, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> tuple[str, ...]:
        """None: words are typed as they are."""
        return ()

    def typed(
        self, typed: str, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> Answer:
        return self.parse(typed, question, questionnaire, audience)

    def summary(
        self, answers: Iterable[Answer], question: Question, questionnaire: Questionnaire
    ) -> Mapping[str, int]:
        """How many wrote something ("words") and how many did not ("")."""
        written = [answer not in (None, "") for answer in answers]
        return {"words": sum(written), "": len(written) - sum(written)}
