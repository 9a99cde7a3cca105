"""What one person's report is made of, as `gather` reads it, and what comes of it. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from survey.anonymity.auditor import Number, Place
from survey.growth.development import Plan
from survey.questionnaire.model import Questionnaire
from survey.store.rows import Person, Response, Round


@dataclass(frozen=True)
class Part:
    """One person in one round: what was asked and what came back."""

    round: Round
    role: str
    responses: tuple[Response, ...]
    invited: Mapping[str, int]
    batches: Mapping[str, int]
    """The batch that each response joined in, by its key, 0 for the first."""


@dataclass(frozen=True)
class Earlier(Part):
    """A round before."""

    questionnaire: Questionnaire
    """By which it asked."""
    same: frozenset[str]
    """Ids of the items whose answers mean the same in all rounds from then until now."""


@dataclass(frozen=True)
class Gathered:
    """One person's round, with the one before it if some of the two can be compared."""

    person: Person
    questionnaire: Questionnaire
    now: Part
    before: Earlier | None
    guess: Mapping[str, int] = field(default_factory=dict)
    """What the person expected of others, by skill."""
    last_plan: Plan | None = None
    """Of the newest round before that has one; whether or not its numbers can be compared."""
    earlier: int | None = None
    """Reports on the same round that this one is checked against; None: it is checked by nobody."""
    first: Earlier | None = None
    """The round before that one, if some of all three can be compared."""


class Made(NamedTuple):
    """A report, not yet printed."""

    snapshot: str
    figures: dict[str, str]
    """SVG by name."""
    numbers: dict[Place, Number]
    """Those of others, as the ledger keeps them."""
