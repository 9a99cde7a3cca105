"""Who is asked what: by group, by earlier answers, in which order. Pure.

The same for pages, counting and sending, so that nothing is sent that was not asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

from survey.questionnaire.form import FIRST, WORDS, pages, questions
from survey.questionnaire.model import Item, OpenQuestion, Questionnaire, ShowIf
from survey.questionnaire.types import TYPES
from survey.questionnaire.types.question_type import Question

Given = Mapping[str, object]
"""Answers by the id of item or question: a number, "NO", or the ids of the options chosen."""


@dataclass(frozen=True)
class Asked:
    """What one rater is asked, page by page, in the questionnaire's order."""

    pages: Mapping[str, tuple[Question, ...]]
    """A page on which nothing is asked is there, and empty."""
    has_conditions: bool

    def items(self, page: str) -> tuple[Item, ...]:
        """The statements of a page."""
        return tuple(one for one in self.pages[page] if isinstance(one, Item))

    @property
    def every_item(self) -> tuple[Item, ...]:
        return tuple(item for page in self.pages for item in self.items(page))

    @property
    def chosen(self) -> tuple[OpenQuestion, ...]:
        """The questions that are answered with options."""
        return tuple(
            one
            for asked in self.pages.values()
            for one in asked
            if isinstance(one, OpenQuestion) and TYPES[one.type].kind == "options"
        )

    @cached_property
    def ids(self) -> frozenset[str]:
        """Of all that is asked; a skill's id stands for its comment."""
        return frozenset(one.id for asked in self.pages.values() for one in asked)


def asked_of(questionnaire: Questionnaire, form: str, group: str, given: Given) -> Asked:
    """What a rater of `group` ("" for anybody) who has answered `given` is asked.

    KeyError: no such form.
    """
    every = of_group(questionnaire, form, group)
    return _after(questionnaire, every, given) if every.has_conditions else every


@lru_cache(maxsize=256)
def of_group(questionnaire: Questionnaire, form: str, group: str = "") -> Asked:
    """What a rater of `group` ("" for anybody) may be asked, whatever the answers are."""
    found = {
        page: tuple(
            one
            for one in questions(questionnaire, form, page)
            if not (group and one.only_for) or group in one.only_for
        )
        for page in pages(questionnaire)
    }
    conditional = any(one.show_if for asked in found.values() for one in asked)
    return Asked(found, conditional or any(skill.show_if for skill in questionnaire.skills))


def _after(questionnaire: Questionnaire, every: Asked, given: Given) -> Asked:
    """Page by page: what is not asked has no answer for what depends on it."""
    counted: dict[str, object] = {}
    left: dict[str, tuple[Question, ...]] = {}
    for page, asked in every.pages.items():
        of_page = None if page in (FIRST, WORDS) else questionnaire.skill(page).show_if
        is_open = _holds(of_page, counted)
        left[page] = tuple(one for one in asked if is_open and _holds(one.show_if, counted))
        counted |= {one.id: given[one.id] for one in left[page] if one.id in given}
    return Asked(left, True)


def _holds(rule: ShowIf | None, answers: Given) -> bool:
    if rule is None:
        return True
    answer = answers.get(rule.question)
    if isinstance(answer, int):
        return answer == rule.equals or (rule.at_least is not None and answer >= rule.at_least)
    if isinstance(answer, tuple | list):
        return any(option in answer for option in rule.one_of)
    return False


def in_order(
    questionnaire: Questionnaire, asked: tuple[Question, ...], seed: str
) -> tuple[Question, ...]:
    """A page's questions as this rater sees them, always alike for one `seed`."""
    if not questionnaire.instrument.random_order:
        return asked
    items = [one for one in asked if isinstance(one, Item)]
    items.sort(key=lambda item: sha256(f"{seed}\0{item.id}".encode()).digest())
    return (*items, *(one for one in asked if not isinstance(one, Item)))
