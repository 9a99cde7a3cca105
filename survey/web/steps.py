"""The steps of answering and how far somebody has come. Pure: no request, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Literal

from survey.answers.answering import progress
from survey.answers.draft import Draft
from survey.errors import NotFound
from survey.questionnaire.asked import Asked, of_group
from survey.questionnaire.form import FIRST, WORDS
from survey.questionnaire.model import Questionnaire
from survey.questionnaire.types.question_type import Question

Kind = Literal["first", "skill", "words", "goals", "check"]


@dataclass(frozen=True)
class Step:
    """One page. `id` is the skill's id for a skill, else the kind; `number` counts from 1."""

    number: int
    kind: Kind
    id: str


@dataclass(frozen=True)
class Plan:
    """The steps of one form: a page of first questions if any, one for each skill, one for open
    questions if any, one for what was worked on since the last round, if that is asked, and the
    check. A page of which a rater's `group` is asked nothing is none of its steps."""

    questionnaire: Questionnaire
    form: str
    goals: bool = False
    group: str = ""

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        plan: list[tuple[Kind, str]] = [
            (_KINDS.get(page, "skill"), page) for page, asked in self._pages.items() if asked
        ]
        if self.goals:
            plan.append(("goals", "goals"))
        plan.append(("check", "check"))
        return tuple(Step(number, kind, id) for number, (kind, id) in enumerate(plan, start=1))

    @property
    def _pages(self) -> Mapping[str, tuple[Question, ...]]:
        return of_group(self.questionnaire, self.form, self.group).pages

    @cached_property
    def asked_at(self) -> Mapping[str, int]:
        """Number of the step that asks each question, by its id."""
        return {
            question.id: step.number
            for step in self.steps
            if step.id in self._pages
            for question in self._pages[step.id]
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
            max((asked_at.get(question, 0) for question in draft.picks), default=0),
            len(self.steps) - 1 if self.goals and draft.goals else 0,
        )

    def next_open(self, draft: Draft) -> Step:
        """Where to go on: the first skill not fully answered, else the step after the furthest."""
        reached = self.reached(draft)
        counted = progress(self.questionnaire, self.form, draft, self.group).pages
        for one in counted if reached else ():
            if one.answered < one.shown:
                return self.step(one.skill, "skill")
        return self.steps[min(reached, len(self.steps) - 1)]

    def beside(self, step: Step, way: Literal[-1, 1], asked: Asked) -> Step:
        """The next step in this direction on which something is asked; at the ends, the last."""
        there = [one for one in self.steps if asked.pages.get(one.id, (one,)) or one == step]
        at = there.index(step) + way
        return there[min(max(at, 0), len(there) - 1)]


_KINDS: Mapping[str, Kind] = {FIRST: "first", WORDS: "words"}
