"""What is told of how statements and skills behave in the answers of many. Pure, and light.

Coarse on purpose: a share stands in tenths, of which the two ends take in their neighbours, since
"all of them" would be everybody's answer.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

LEAST = 50
"""Forms below which nothing is told."""
FEWEST = 20
"""Answers to a statement below which nothing but their number is told of it."""
SETTLED = 100
"""Forms from which on alpha and omega are more than a first look (README; measurement)."""
UNSEEN, HIGH = 3, 9
"""Tenths from which on it is said that many could not observe it, and that nearly all chose the two
highest answers."""
TOGETHER, AGAINST = 0.3, -0.2
"""Correlation with the rest below which a statement does not go with its skill, a rule of thumb
(Nunnally and Bernstein, 1994), and from which down it goes against it by more than chance."""

FEW, MOST = 1, 9
"""The tenths that stand for their neighbours at the ends, too."""

Flag = Literal["few", "unseen", "high", "apart", "against"]


@dataclass(frozen=True)
class Item:
    """One statement. None: too few answers, or nothing to be worked out."""

    item: str
    n: int
    """Answers that count."""
    unseen: int | None
    """Tenths of those who said anything: could not observe it."""
    highest: int | None
    """Tenths of the answers: the highest."""
    high: int | None
    """Likewise: one of the two highest."""
    rest: float | None
    """Correlation with the rest of its skill, to one decimal."""

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What an author should look at."""
        found: list[Flag] = ["few"] if self.n < FEWEST else []
        if self.unseen is not None and self.unseen >= UNSEEN:
            found.append("unseen")
        if self.high is not None and self.high >= HIGH:
            found.append("high")
        if self.rest is not None and self.rest < TOGETHER:
            found.append("against" if self.rest <= AGAINST else "apart")
        return tuple(found)


@dataclass(frozen=True)
class Skill:
    """One skill; two decimals, with the limits of a 95 % interval."""

    skill: str
    items: int
    forms: int
    alpha: tuple[float, float, float] | None
    """Estimate, lower, upper."""
    omega: tuple[float, float, float] | None


@dataclass(frozen=True)
class Told:
    forms: int
    managers: int
    items: Mapping[str, Item]
    skills: Mapping[str, Skill]

    @property
    def is_settled(self) -> bool:
        return self.forms >= SETTLED

    def as_plain(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Told":
        """The one that `as_plain` gave, also after a journey through JSON."""
        items = {name: Item(**one) for name, one in plain["items"].items()}
        skills = {name: Skill(**{**one, "alpha": _triple(one["alpha"]),
                                 "omega": _triple(one["omega"])})
                  for name, one in plain["skills"].items()}  # fmt: skip
        return cls(plain["forms"], plain["managers"], items, skills)


def _triple(found: Any) -> Any:
    return None if found is None else tuple(found)


def tenths(share: float) -> int:
    """1 to 9: what is nearer to none or all counts as its neighbour."""
    return min(max(int(share * 10 + 0.5), FEW), MOST)
