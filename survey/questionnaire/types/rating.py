"""A statement answered on the scale, or as not observed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms.fields import Choice, RadioField, SelectChoice

from survey.questionnaire.model import Questionnaire
from survey.questionnaire.types.question_type import (
    N_,
    Answer,
    Audience,
    BadAnswer,
    Kind,
    Question,
    only_one,
    wording,
)

NOT_AN_ANSWER = N_("This is not one of the answers; choose one.")
NOT_OBSERVED = "NO"
NOT_OBSERVED_KEY = "N"
"""On paper, in every language: a number could be one of the scale."""


class RatingField(RadioField):  # type: ignore[misc]
    """Radios whose `data` is a whole number of the scale, "NO", or None for no answer."""

    template = "questions/rating.html"

    def __init__(self, *args: Any, question: Question, parse: Any, **kwargs: Any) -> None:
        super().__init__(*args, coerce=str, validate_choice=False, **kwargs)
        self.question = question
        self._parse = parse

    def process_data(self, value: Answer) -> None:
        """A stored value; one that the question does not have (any more) shows as no answer."""
        try:
            self.data = None if value is None else self._parse(str(value))
        except BadAnswer:
            self.data = None

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = None  # a wrong value must not leave the earlier one in its place
            try:
                self.data = self._parse(only_one(valuelist))
            except BadAnswer as error:
                raise ValueError(error.message) from error  # what WTForms understands

    def iter_choices(self) -> Any:
        chosen = "" if self.data is None else str(self.data)
        for choice in self.choices:
            selected = choice.value == chosen
            yield Choice(choice.value, choice.label, selected, choice.render_kw)

    @property
    def scale_choices(self) -> list[Any]:
        """The radios of the scale, lowest first."""
        return [radio for radio in self if radio.choice.value != NOT_OBSERVED]

    @property
    def apart(self) -> Any | None:
        """The radio for not observed; None where the question has none."""
        return next((radio for radio in self if radio.choice.value == NOT_OBSERVED), None)


class Rating:
    """Numbers of the scale; others may say that they have not observed it, oneself may not."""

    kind: Kind = "numbers"

    def field_name(self, question_id: str) -> str:
        return f"a_{question_id}"

    def field(
        self,
        question: Question,
        questionnaire: Questionnaire,
        language: str,
        audience: Audience,
    ) -> Any:
        scale = questionnaire.instrument.scale
        choices = [
            SelectChoice(str(value), label.to(language))
            for value, label in zip(scale.values, scale.labels, strict=True)
        ]
        if audience == "other":
            choices.append(SelectChoice(NOT_OBSERVED, scale.not_observed.to(language)))
        return RatingField(
            wording(question, language, audience),
            choices=choices,
            question=question,
            parse=lambda posted: self.parse(posted, question, questionnaire, audience),
        )

    def parse(
        self, posted: str, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> Answer:
        """ "" is no answer. Raises `BadAnswer` for all that no radio of the form can send."""
        if posted == "":
            return None
        if posted == NOT_OBSERVED and audience == "other":
            return NOT_OBSERVED
        # Compared as text: int() would also read " 3", "+3", "３" and "0_3".
        for value in questionnaire.instrument.scale.values:
            if posted == str(value):
                return value
        raise BadAnswer(NOT_AN_ANSWER)

    def keys(
        self, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> tuple[str, ...]:
        """The numbers of the scale; others have a box apart."""
        apart = (NOT_OBSERVED_KEY,) if audience == "other" else ()
        return (*map(str, questionnaire.instrument.scale.values), *apart)

    def typed(
        self, typed: str, question: Question, questionnaire: Questionnaire, audience: Audience
    ) -> Answer:
        """As `keys`; for not observed 0 does as well, where it is no number of the scale."""
        key, keys = typed.strip().upper(), self.keys(question, questionnaire, audience)
        if key == "0" and key not in keys:
            key = NOT_OBSERVED_KEY
        if key and key not in keys:
            raise BadAnswer(NOT_AN_ANSWER)
        posted = NOT_OBSERVED if key == NOT_OBSERVED_KEY else key
        return self.parse(posted, question, questionnaire, audience)

    def summary(
        self, answers: Iterable[Answer], question: Question, questionnaire: Questionnaire
    ) -> Mapping[str, int]:
        """Counts by value of the scale ("1" …), "NO" for not observed and "" for no answer."""
        counts = Counter("" if answer is None else str(answer) for answer in answers)
        sorts = [*map(str, questionnaire.instrument.scale.values), NOT_OBSERVED, ""]
        return {sort: counts[sort] for sort in sorts}
