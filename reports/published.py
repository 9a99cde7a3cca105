"""What may leave: means, gaps, distributions and states of one person's round, after all rules.

Plain frozen data, made by `reports.privacy.publish` and read by everything that words or draws.
Nothing here knows a rater; a missing value is a value that is not shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reports.rounding import r1
from survey.cells import MINIMUM
from survey.cells import SELF as SELF  # noqa: PLC0414 - a place of every number, as the cells are

Bound = Literal["", "more", "less"]
View = Literal["similar", "self_higher", "self_lower"]
Certainty = Literal["clear", "likely", "cannot_tell"]
Agreement = Literal["together", "apart"]
State = Literal["own", "named", "combined", "hidden", "nobody"]


def tenth(x: float) -> float:
    """`x` as printed and drawn: one decimal, half away from zero."""
    return float(r1(round(x, 9)))  # sums of floats end in noise: 3.3499999999999996 is 3.35


@dataclass(frozen=True)
class Value:
    """A mean. `stands` is unrounded, already at the edge where extremes must look alike."""

    stands: float
    n: int
    bound: Bound = ""

    @property
    def drawn(self) -> float:
        """The value on paper and in charts: one decimal."""
        return tenth(self.stands)


@dataclass(frozen=True)
class Interval:
    """Where an average could have landed with other raters; scale points, clipped to the scale."""

    se: float
    df: float
    low: float
    high: float
    low80: float
    high80: float


@dataclass(frozen=True)
class Gap:
    """You minus all others. `printed` is the difference of the two printed means."""

    printed: float
    view: View
    certainty: Certainty


@dataclass(frozen=True)
class Scale:
    """A skill ("skill:ID") or a responsibility ("resp:ID")."""

    id: str
    own: Value | None = None
    cells: Mapping[str, Value] = field(default_factory=dict)
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    all: Value | None = None
    interval: Interval | None = None
    band: tuple[float, float] | None = None
    """The interval as it may be drawn: one decimal; None with too few raters."""
    gap: Gap | None = None
    agreement: Agreement | None = None

    @property
    def is_skill(self) -> bool:
        return self.id.startswith("skill:")

    @property
    def plain_id(self) -> str:
        """The id in the questionnaire."""
        return self.id.partition(":")[2]


@dataclass(frozen=True)
class Bin:
    """How many chose an answer from `first` to `last` (merged where one alone would tell)."""

    first: int
    last: int
    count: int


@dataclass(frozen=True)
class Item:
    """One statement. `stands_out`: clear (90 %) of the person's own average, "" where it is not."""

    id: str
    skill: str
    responsibility: str
    own: Value | None = None
    cells: Mapping[str, Value] = field(default_factory=dict)
    all: Value | None = None
    gap: float | None = None
    kind: str = ""
    bins: tuple[Bin, ...] = ()
    spread: float | None = None
    """Mean distance between raters and their mean (AD), from eight raters, where they differ."""
    stands_out: Literal["", "above", "below"] = ""


@dataclass(frozen=True)
class Cell:
    """A line of its own in the report: one group, or several counted together."""

    id: str
    members: tuple[str, ...]
    named: bool
    n: int


@dataclass(frozen=True)
class GroupState:
    """What became of a rater group: `answered` usable forms, and how it is shown."""

    id: str
    answered: int
    state: State
    together_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published:
    """One person's round. `n` counts the raters behind all others; 0 in a self report."""

    kind: Literal["self", "360"]
    round: int
    scale_min: int
    scale_max: int
    k: int
    n: int
    cells: tuple[Cell, ...]
    groups: tuple[GroupState, ...]
    scales: Mapping[str, Scale]
    items: Mapping[str, Item]
    overall: Mapping[str, Value]
    """By cell id, and "self" and "all_others"."""
    batches: int = 1
    """Late answers are batches of their own; see reports.pooling."""

    @property
    def unit(self) -> float:
        """What one point of a five-point scale is on this scale (decision 7)."""
        return (self.scale_max - self.scale_min) / 4

    @property
    def skills(self) -> tuple[Scale, ...]:
        return tuple(s for s in self.scales.values() if s.is_skill)

    @property
    def responsibilities(self) -> tuple[Scale, ...]:
        return tuple(s for s in self.scales.values() if not s.is_skill)

    def items_of(self, scale: str) -> frozenset[str]:
        """Ids of the statements that a skill or responsibility is made of."""
        kind, _, own = scale.partition(":")
        return frozenset(
            item.id
            for item in self.items.values()
            if own == (item.skill if kind == "skill" else item.responsibility)
        )

    @property
    def has_self(self) -> bool:
        return any(scale.own for scale in self.scales.values())

    @property
    def has_bands(self) -> bool:
        """Whether any band is drawn."""
        return any(scale.band for scale in self.scales.values())

    @property
    def is_few(self) -> bool:
        """Too few raters for bands and for how often each answer was given; pages say so."""
        return self.n < MINIMUM.band

    @property
    def came_together(self) -> bool:
        """No answers joined later. Else it is not shown how often each answer was given."""
        return self.batches == 1


@dataclass(frozen=True)
class Moved:
    """A scale in two rounds. `printed` is the difference of the two printed means."""

    id: str
    before: Value
    now: Value
    printed: float
    direction: Literal["higher", "lower", "same"]
    certainty: Certainty
    items: int
    """Over so many statements, the same in each round …"""
    of: int
    """… of so many that this round asks of it."""
    first: Value | None = None
    """In the round before last."""

    @property
    def is_part(self) -> bool:
        """Its averages are not those of the scale, which this report prints elsewhere."""
        return self.items < self.of


@dataclass(frozen=True)
class LeftOut:
    """A scale that is not compared: of its `of` statements only `items` can be."""

    id: str
    items: int
    of: int


@dataclass(frozen=True)
class Change:
    """Two rounds beside each other; `same_cells` False: other groups stand behind the averages."""

    same_cells: bool
    scales: Mapping[str, Moved]
    n_before: int
    n_now: int
    left_out: tuple[LeftOut, ...] = ()
    unlike: int = 0
    """Statements of both rounds that do not mean the same: reworded, or counted differently."""
    n_first: int = 0
    """Raters in the round before last; 0: it is not shown."""
    first_same_cells: bool = True

    @property
    def has_first(self) -> bool:
        return self.n_first > 0
