"""What is scored: the items of a form in order of presentation, their scales, and the rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from survey.cells import COMBINED, MINIMUM
from survey.questionnaire.model import Questionnaire, RaterGroup

SLACK = 1e-9
"""Floating noise that a comparison with a cut forgives (rule 9)."""


@dataclass(frozen=True)
class Rules:
    """The settings of SCORING_SPEC. Differences and positions are shares of the scale's width
    (maximum - minimum), so that they mean the same on every scale (decision 7)."""

    answered: float = 0.5
    """Least share of valid answers, of a form (rule 2) and of a scale (rule 3)."""
    confidence: float = 0.90
    """Two-sided confidence of intervals, and of what is called "clear"."""
    likely: float = 0.80
    """Two-sided confidence of what is called "likely" (decision 17)."""
    prior_sd: float = 1 / 8
    prior_df: float = 4.0
    """The moderated SD's prior: its size and what it is worth in degrees of freedom (rule 8)."""
    gap: float = 1 / 8
    """From here on self and all others differ on a scale (rule 9) …"""
    item_gap: float = 1 / 4
    """… and on one item (rule 10)."""
    high: float = 5 / 8
    """Position from which an item's value is high (rule 10)."""
    long: float = 1 / 2
    """A run of equal answers is long from this share of the items (rule 12)."""
    flat: float = 0.3 / 4
    """Answers whose SD lies below this are flat (rule 12)."""
    fast: float = 2.0
    """Seconds an answer; below it is fast (rule 12)."""


@dataclass(frozen=True)
class ScoringForm:
    """The items of a form, one entry each in `items`, `skills`, `responsibilities`, `reverse`.

    `k` is the fewest raters of an anonymous cell: 3, or higher by the round's setting.
    ValueError: lists of different lengths, repeated or no items, k below the floor.
    """

    items: tuple[str, ...]
    skills: tuple[str, ...]
    responsibilities: tuple[str, ...]
    reverse: tuple[bool, ...]
    scale_min: int
    scale_max: int
    groups: tuple[RaterGroup, ...]
    skill_order: tuple[str, ...]
    responsibility_order: tuple[str, ...]
    k: int = MINIMUM.cell
    rules: Rules = Rules()
    only_for: tuple[frozenset[str], ...] = ()
    """Of each item the groups that are asked it, empty for all; () where every item is for all."""

    def __post_init__(self) -> None:
        if len({*map(len, (self.items, self.skills, self.responsibilities, self.reverse))}) > 1:
            raise ValueError("every item needs a skill, a responsibility and a direction")
        if not self.items or len(set(self.items)) < len(self.items):
            raise ValueError("a form has at least one item, and none twice")
        if self.k < MINIMUM.cell:
            raise ValueError(f"k = {self.k} is below the floor of {MINIMUM.cell}")
        if [group.kind for group in self.groups].count("self") != 1:
            raise ValueError("one rater group, and only one, is the person assessed")

    @classmethod
    def of(cls, questionnaire: Questionnaire, form_id: str, k: int = MINIMUM.cell) -> "ScoringForm":
        """The form with this id. KeyError: the questionnaire has no such form."""
        rows = [
            (item.id, skill.id, item.responsibility, item.reverse)
            for skill in questionnaire.skills
            for item in questionnaire.items_of(skill, form_id)
        ]
        skills = [skill.id for skill in questionnaire.skills]
        responsibilities = [each.id for each in questionnaire.instrument.responsibilities]
        form = cls._from(rows, skills, responsibilities, questionnaire, k)
        asked = tuple(frozenset(item.only_for) for item in questionnaire.items(form_id))
        return replace(form, only_for=asked) if any(asked) else form

    @classmethod
    def of_items(
        cls,
        rows: Sequence[tuple[str, str, str, bool]],
        questionnaire: Questionnaire,
        k: int = MINIMUM.cell,
    ) -> "ScoringForm":
        """A form of one's own: (item, skill, responsibility, reverse) in order of presentation.

        Answer scale and rater groups are the questionnaire's.
        """
        skills = list(dict.fromkeys(row[1] for row in rows))
        responsibilities = list(dict.fromkeys(row[2] for row in rows))
        return cls._from(rows, skills, responsibilities, questionnaire, k)

    @classmethod
    def _from(
        cls,
        rows: Sequence[tuple[str, str, str, bool]],
        skills: Sequence[str],
        responsibilities: Sequence[str],
        questionnaire: Questionnaire,
        k: int,
    ) -> "ScoringForm":
        item_skills = tuple(row[1] for row in rows)
        item_responsibilities = tuple(row[2] for row in rows)
        return cls(
            items=tuple(row[0] for row in rows),
            skills=item_skills,
            responsibilities=item_responsibilities,
            reverse=tuple(row[3] for row in rows),
            scale_min=questionnaire.instrument.scale.min,
            scale_max=questionnaire.instrument.scale.max,
            groups=questionnaire.instrument.groups,
            # A form without any item of a skill does not have that skill.
            skill_order=tuple(s for s in skills if s in item_skills),
            responsibility_order=tuple(r for r in responsibilities if r in item_responsibilities),
            k=k,
        )

    # The answer scale

    @property
    def points(self) -> int:
        """A: how many answers there are to choose from."""
        return self.scale_max - self.scale_min + 1

    @property
    def values(self) -> NDArray[np.float64]:
        """(A,) the answers' values, lowest first."""
        return np.arange(self.scale_min, self.scale_max + 1, dtype=np.float64)

    def distance(self, share: float) -> float:
        """A difference, given as a share of the scale's width, in scale points."""
        return share * (self.scale_max - self.scale_min)

    def position(self, share: float) -> float:
        """A place on the scale, given as a share of its width from the minimum."""
        return self.scale_min + self.distance(share)

    @property
    def null_variance(self) -> float:
        """Variance of answers given at random, each equally often: (A^2 - 1)/12."""
        return (self.points**2 - 1) / 12

    # Scales and cells

    @property
    def scales(self) -> tuple[str, ...]:
        """Scale ids, skills first: "skill:ID", then "resp:ID"."""
        return tuple(f"skill:{s}" for s in self.skill_order) + tuple(
            f"resp:{r}" for r in self.responsibility_order
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """All reporting cells there can be: one for each group, and the combined one, last."""
        return (*(group.id for group in self.groups), COMBINED)

    @cached_property
    def membership(self) -> NDArray[np.bool_]:
        """(items, scales): which items a scale is made of; each item counts in two scales."""
        by_skill = np.array(self.skills)[:, None] == np.array(self.skill_order)[None, :]
        by_responsibility = (
            np.array(self.responsibilities)[:, None] == np.array(self.responsibility_order)[None, :]
        )
        return np.hstack([by_skill, by_responsibility])

    @cached_property
    def cell_kinds(self) -> NDArray[np.str_]:
        """(cells,) 'self', 'named' or 'anonymous'; the combined cell is anonymous."""
        return np.array([*(group.kind for group in self.groups), "anonymous"])

    @property
    def self_cell(self) -> int:
        """Position of the person assessed in `cells` and in `groups`."""
        return int(np.argmax(self.cell_kinds == "self"))

    @property
    def cell_minimum(self) -> NDArray[np.int64]:
        """(cells,) fewest raters behind a published number (rules 5 and 10)."""
        return np.where(self.cell_kinds == "anonymous", self.k, 1)
