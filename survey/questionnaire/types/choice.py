"""One of several options."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms.fields import Choice as Radio
from wtforms.fields import RadioField, SelectChoice

from survey.questionnaire.model import OpenQuestion, Questionnaire
from survey.questionnaire.types.question_type import (
    N_,
    Answer,
    Audience,
    BadAnswer,
    Kind,
    Picked,
    Question,
    hint,
    wording,
)

NOT_ONE_OF_THEM = N_("This is not one of the answers; choose one.")


class OptionsField(RadioField):  # type: ignore[misc]
    """Options whose `data` is a tuple of the ids chosen, or None for none."""

    def __init__(
        self, *args: Any, question: Question, hint: str, most: int, parse: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, coerce=str, validate_choice=False, **kwargs)
        self.question = question
        self.hint = hint
        self.most = most
        self._parse = parse

    @property
    def template(self) -> str:
        """The partial of the question's type: radios, or boxes to tick."""
        return f"questions/{self.question.type}.html"

    def process_data(self, value: Answer) -> None:
        """A stored value; one that the question does not have (any more) shows as no answer."""
        try:
            self.data = self._parse(" ".join(value)) if isinstance(value, tuple | list) else None
        except BadAnswer:
            self.data = None

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        posted = " ".join(one for one in valuelist if one)  # boxes come with an empty one
        self.data = None  # a wrong value must not leave the earlier one in its place
        try:
            self.data = self._parse(posted)
        except BadAnswer as error:
            # What was ticked stays ticked, to be mended; it is not valid.
            self.data = tuple(one for one in posted.split(" ") if one)
            raise ValueError(error.message) from error

    def iter_choices(self) -> Any:
        chosen = self.data or ()
        for one in self.choices:
            yield Radio(one.value, one.label, one.value in chosen, one.render_kw)


class Choice:
    """One of the question's options. Posted is its id."""

    kind: Kind = "options"

    def field_name(self, question_id: str) -> str:
        return f"c_{question_id}"

    def field(
        self,
        question: Question,
        questionnaire: Questionnaire,
        language: str,
        audience: Audience,
    ) -> Any:
        return OptionsField(
            wording(question, language, audience),
            choices=[SelectChoice(one.id, one.name.to(language)) for one in _options(question)],
            question=question,
            hint=hint(question, language, audience),
            most=self.most(question),
            parse=lambda posted: self.parse(posted, question, questionnaire, audience),
        )

    def most(self, question: Question) -> int:
        """How many options one may choose."""
        return 1

    def parse(
        self, posted: str, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> Answer:
        """Ids with a blank between them; "" is no answer. Raises `BadAnswer`: an id that is not
        the question's, one twice, or too many."""
        chosen = posted.split(" ") if posted else []
        known: Picked = tuple(one.id for one in _options(question))
        if len(set(chosen)) < len(chosen) or not set(chosen) <= set(known):
            raise BadAnswer(NOT_ONE_OF_THEM)
        if len(chosen) > self.most(question):
            raise BadAnswer(self.too_many)
        return tuple(one for one in known if one in chosen) or None

    def keys(
        self, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> tuple[str, ...]:
        """The options are numbered."""
        return tuple(str(number) for number, _ in enumerate(_options(question), start=1))

    def typed(
        self, typed: str, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> Answer:
        """Numbers of options, with blanks or commas between."""
        ids = dict(
            zip(self.keys(question, questionnaire, audience),
                (one.id for one in _options(question)), strict=True)
        )  # fmt: skip
        chosen = typed.replace(",", " ").split()
        if not set(chosen) <= set(ids):
            raise BadAnswer(NOT_ONE_OF_THEM)
        posted = " ".join(ids[key] for key in chosen)
        return self.parse(posted, question, questionnaire, audience)

    too_many = N_("There are two answers to one question; choose one.")

    def summary(
        self, answers: Iterable[Answer], question: Question, questionnaire: Questionnaire
    ) -> Mapping[str, int]:
        """How often each option was chosen, and "" for no answer."""
        counts: Counter[str] = Counter()
        for answer in answers:
            counts.update(answer if isinstance(answer, tuple) else [""])
        return {one: counts[one] for one in (*(o.id for o in _options(question)), "")}


def _options(question: Question) -> tuple[Any, ...]:
    return question.options if isinstance(question, OpenQuestion) else ()
