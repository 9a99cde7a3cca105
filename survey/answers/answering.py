"""What may be answered, how far somebody is, and when it is enough. Pure.

Everything is judged by the pinned questionnaire and never by the form that came in.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from survey.answers.draft import NOT_OBSERVED, Answer, Changes, Draft, GoalAnswer, Show
from survey.errors import BadInput
from survey.questionnaire.asked import Asked, asked_of, of_group
from survey.questionnaire.model import OpenQuestion, Questionnaire
from survey.questionnaire.types import TYPES
from survey.questionnaire.types.question_type import Audience, Picked
from survey.questionnaire.words import clean_text

NEEDED_SHARE = 0.5  # of a skill's items, answered or not observed, before sending (decision 5)
USABLE_SHARE = 0.5  # of all items, with a valid answer, for the form to count (SCORING_SPEC 2)
SHOWS: tuple[Show, ...] = get_args(Show)
GOAL_ANSWERS: tuple[GoalAnswer, ...] = get_args(GoalAnswer)
FAST = 2.0  # seconds an answer; quicker than anyone reads


@dataclass(frozen=True)
class Page:
    """How far one skill's page is. "Not observed" is an answer here."""

    skill: str
    answered: int
    shown: int

    @property
    def needed(self) -> int:
        """So many must be answered before sending: 3 of 5, 5 of 10."""
        return math.ceil(NEEDED_SHARE * self.shown)

    @property
    def is_enough(self) -> bool:
        return self.answered >= self.needed


@dataclass(frozen=True)
class Progress:
    pages: tuple[Page, ...]
    """One for each skill, in the order of the questionnaire."""
    valid: int
    """Answers on the scale, without "not observed"."""

    @property
    def shown(self) -> int:
        return sum(page.shown for page in self.pages)

    @property
    def answered(self) -> int:
        return sum(page.answered for page in self.pages)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Ids of skills with too few answers to send."""
        return tuple(page.skill for page in self.pages if not page.is_enough)

    @property
    def can_be_sent(self) -> bool:
        return not self.lacking

    @property
    def can_count(self) -> bool:
        """False: it may be sent, but no number of the report will use it; say so before."""
        return self.valid >= USABLE_SHARE * self.shown


def progress(questionnaire: Questionnaire, form: str, draft: Draft, group: str = "") -> Progress:
    """How far `draft` is on the form with this id; `group` "" is asked all that anybody is."""
    asked = asked_of(questionnaire, form, group, draft.given)
    pages = []
    for skill in questionnaire.skills:
        items = asked.items(skill.id)
        answered = sum(item.id in draft.answers for item in items)
        pages.append(Page(skill.id, answered, len(items)))
    shown = {item.id for item in asked.every_item}
    valid = sum(value != NOT_OBSERVED for item, value in draft.answers.items() if item in shown)
    return Progress(tuple(pages), valid)


def as_asked(asked: Asked, draft: Draft) -> Draft:
    """The draft without what was answered before it was hidden by a change of another answer."""
    return replace(
        draft,
        answers={item: value for item, value in draft.answers.items() if item in asked.ids},
        texts={question: text for question, text in draft.texts.items() if question in asked.ids},
        shows={question: show for question, show in draft.shows.items() if question in asked.ids},
        picks={q: picked for q, picked in draft.picks.items() if q in asked.ids},
    )


def entries(
    questionnaire: Questionnaire, form: str, draft: Draft, group: str = ""
) -> list[tuple[str, Answer | None]]:
    """What is stored: each item shown, with its answer or None.

    In the order of the questionnaire, which is the order shown but where that is drawn for each
    rater: kept, that order would tell whose answers these are.
    """
    asked = asked_of(questionnaire, form, group, draft.given)
    return [(item.id, draft.answers.get(item.id)) for item in asked.every_item]


def picks(
    questionnaire: Questionnaire, form: str, draft: Draft, group: str = ""
) -> dict[str, Picked]:
    """Likewise, of each question with options that is shown: the ids chosen, () for none."""
    asked = asked_of(questionnaire, form, group, draft.given)
    return {one.id: draft.picks.get(one.id, ()) for one in asked.chosen}


def is_usable(answers: Collection[Answer | None]) -> bool:
    """Whether a sent form counts: half of what was shown has an answer on the scale."""
    valid = sum(value is not None and value != NOT_OBSERVED for value in answers)
    return valid > 0 and valid >= USABLE_SHARE * len(answers)


def is_fast(draft: Draft, valid: int) -> bool:
    """Less than two seconds an answer. Unknown times are not fast."""
    return draft.timed and valid > 0 and draft.seconds < FAST * valid


def check(
    questionnaire: Questionnaire,
    form: str,
    changes: Changes,
    audience: Audience = "other",
    goals: Collection[str] = (),
    *,
    group: str = "",
) -> Changes:
    """`changes` with clean texts. Raises BadInput: not asked, not on the scale or none of the
    options, or by the person assessed what only others may say. `goals`: ids of those that are
    asked about. What hangs on another answer may come before it: see `as_asked`."""
    asked = of_group(questionnaire, form, group)
    items = {item.id for item in asked.every_item}
    for item, value in changes.answers.items():
        if item not in items:
            raise BadInput("this form does not ask that; load the page again", _short(item))
        _check_value(questionnaire, item, value, audience)
    _check_picks(questionnaire, asked, changes.picks, audience)
    for question in {**changes.texts, **changes.shows}:
        if question not in asked.ids:
            raise BadInput("this form does not ask that; load the page again", _short(question))
    _check_shows(questionnaire, changes.shows, audience)
    for goal, said in changes.goals.items():
        if goal not in goals or audience == "self" or said not in (None, *GOAL_ANSWERS):
            raise BadInput("this form does not ask that; load the page again", _short(goal))
    return replace(changes, texts=_texts(questionnaire, changes.texts))


def _check_value(
    questionnaire: Questionnaire, item: str, value: object, audience: Audience
) -> None:
    if value is None or (value == NOT_OBSERVED and audience == "other"):
        return
    scale = questionnaire.instrument.scale
    # True is an int in Python, and 1.0 is in a range: neither is an answer.
    if type(value) is not int or value not in scale.values:
        raise BadInput(f"answers go from {scale.min} to {scale.max}; choose one of them", item)


def _check_picks(
    questionnaire: Questionnaire,
    asked: Asked,
    picked: Mapping[str, Picked | None],
    audience: Audience,
) -> None:
    questions: dict[str, OpenQuestion] = {one.id: one for one in asked.chosen}
    for id_, options in picked.items():
        if id_ not in questions:
            raise BadInput("this form does not ask that; load the page again", _short(id_))
        question = questions[id_]
        TYPES[question.type].parse(" ".join(options or ()), question, questionnaire, audience)


def _check_shows(
    questionnaire: Questionnaire, shows: Mapping[str, object], audience: Audience
) -> None:
    """One's own words have no group to stand with."""
    questions = commented(questionnaire)
    for question, show in shows.items():
        if audience == "self" or question not in questions or show not in (None, *SHOWS):
            raise BadInput("this form does not ask that; load the page again", _short(question))


def commented(questionnaire: Questionnaire) -> list[str]:
    """Ids of all that is answered in words, in the order asked: skills, then open questions."""
    skills = [skill.id for skill in questionnaire.skills]
    return skills + [one.id for one in worded(questionnaire)]


def worded(questionnaire: Questionnaire) -> list[OpenQuestion]:
    """The questions without a place in the matrix that are answered in words."""
    questions = questionnaire.instrument.questions
    return [one for one in questions if TYPES[one.type].kind == "words"]


def _texts(questionnaire: Questionnaire, texts: Mapping[str, str]) -> dict[str, str]:
    questions = commented(questionnaire)
    cleaned = {}
    for question, text in texts.items():
        if question not in questions:
            raise BadInput("this form does not ask that; load the page again", _short(question))
        cleaned[question] = clean_text(text)
    return cleaned


def _short(name: str) -> str:
    """A name that came from outside, fit to be printed."""
    return "".join(c if c.isprintable() else "?" for c in str(name)[:40])
