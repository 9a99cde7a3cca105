"""The steps of answering and how far somebody has come. Pure: no request, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Literal

from survey.answering import progress
from survey.draft import Draft
from survey.errors import NotFound
from survey.questionnaire.form import WORDS, pages, questions
from survey.questionnaire.model import Questionnaire

Kind = Literal["skill", "words", "goals", "check"]


@dataclass(frozen=True)
class Step:
    """One page. `id` is the skill's id for a skill, else the kind; `number` counts from 1."""

    number: int
    kind: Kind
    id: str


@dataclass(frozen=True)
class Plan:
    """The steps of one form: a page for each skill, one for open questions if any, one for what
    was worked on since the last round, if that is asked, and the check."""

    questionnaire: Questionnaire
    form: str
    goals: bool = False

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        plan: list[tuple[Kind, str]] = [
            ("words" if page == WORDS else "skill", page) for page in pages(self.questionnaire)
        ]
        if self.goals:
            plan.append(("goals", "goals"))
        plan.append(("check", "check"))
        return tuple(Step(number, kind, id) for number, (kind, id) in enumerate(plan, start=1))

    @cached_property
    def asked_at(self) -> Mapping[str, int]:
        """Number of the step that asks each question, by its id."""
        return {
            question.id: step.number
            for step in self.steps
            if step.kind in ("skill", "words")
            for question in questions(self.questionnaire, self.form, step.id)
        }

    def step(self, id: str, kind: Kind) -> Step:
        """Raises NotFound."""
        for step in self.steps:
            if (step.id, step.kind) == (id, kind):
                return step
        raise NotFound("no such step")

    def minutes_left(self, step: Step) -> int:
        """Whole minutes from the start of `step`, at least 1."""
        minutes, rest = self.questionnaire.form(self.form).minutes, len(self.steps) - 1
        return max(1, ceil(minutes * (len(self.steps) - step.number) / rest))

    def reached(self, draft: Draft) -> int:
        """Number of the furthest step with something in it; 0 when the draft is empty."""
        asked_at = self.asked_at
        return max(
            max((asked_at.get(item, 0) for item in draft.answers), default=0),
            max((asked_at.get(question, 0) for question in draft.texts), default=0),
            len(self.steps) - 1 if self.goals and draft.goals else 0,
        )

    def next_open(self, draft: Draft) -> Step:
        """Where to go on: the first skill not fully answered, else the step after the furthest."""
        counted = progress(self.questionnaire, self.form, draft).pages
        for step, one in zip(self.steps, counted, strict=False):
            if one.answered < one.shown:
                return step
        return self.steps[min(self.reached(draft), len(self.steps) - 1)]
