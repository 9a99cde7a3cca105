"""Random programmes: who is asked about one person, who answers when, and what they say.

`draw(seed)` is the same programme for ever. Three anonymous groups of 0 to 8, a line manager and
the person's own form; statements left out or not observed; late raters, up to three reports;
raters who withdrew before they were counted, some of them replaced by somebody else.
"""

from dataclasses import dataclass

import numpy as np

SELF, MANAGER, ANONYMOUS = "self", "manager", ("peers", "reports", "others")
NOTHING, NOT_OBSERVED = 0, -1
"""In the place of an answer: left out, and not observed. Both are no valid answer."""
LOOKS = 3
"""How often, at most, somebody asks for a report."""


@dataclass(frozen=True)
class Programme:
    """One person's raters. Arrays have a row a rater; `answers` are 1 to 5, more is better."""

    seed: int
    groups: tuple[str, ...]
    arrived: np.ndarray
    """Before which look (0, 1, 2) the form was there; LOOKS: it was withdrawn before any."""
    answers: np.ndarray
    looks: int
    invited: dict[str, int]

    @property
    def raters(self):
        return range(len(self.groups))

    @property
    def anonymous(self):
        return np.array([group in ANONYMOUS for group in self.groups], dtype=bool)

    def there(self, look):
        """The raters whose form is there when somebody looks."""
        return [r for r in self.raters if self.arrived[r] <= look]


def draw(seed, items, skewed=None):
    """A programme of `items` statements. Every other one is skewed as real answers are."""
    dice = np.random.default_rng([4, seed])
    sizes = {group: int(dice.integers(0, 9)) for group in ANONYMOUS}
    groups = [SELF] * int(dice.random() < 0.9) + [MANAGER] * int(dice.choice([0, 1, 1, 2]))
    groups += [group for group, size in sizes.items() for _ in range(size)]
    many = len(groups)
    arrived = _arrivals(dice, many)
    withdrawn = dice.random(many) < dice.choice([0.0, 0.15])
    replaced = withdrawn & (dice.random(many) < 0.5)
    arrived[withdrawn] = LOOKS
    extra = [groups[r] for r in np.flatnonzero(replaced)]
    arrived = np.concatenate([arrived, dice.integers(0, LOOKS, len(extra))])
    groups += extra
    skewed = seed % 2 == 0 if skewed is None else skewed
    invited = {g: groups.count(g) + int(dice.integers(0, 2)) for g in dict.fromkeys(groups)}
    return Programme(
        seed=seed,
        groups=tuple(groups),
        arrived=arrived,
        answers=_answers(dice, len(groups), items, skewed),
        looks=int(dice.choice([1, 2, 3])),
        invited=invited,
    )


def _arrivals(dice, many):
    """All at once, a few stragglers, or a group that comes later as a whole."""
    late = dice.choice([0.0, 0.15, 0.5])
    return np.where(dice.random(many) < late, dice.integers(1, LOOKS, many), 0)


def _answers(dice, many, items, skewed):
    if skewed:
        level = dice.normal(4.2, 0.5, items) + dice.normal(0, 0.3, (many, 1))
        given = np.clip(np.rint(dice.normal(level, 0.6)), 1, 5).astype(int)
    else:
        given = dice.integers(1, 6, (many, items))
    hard = dice.choice([0.0, 0.05, 0.2]) * dice.uniform(0, 2, items)
    given[dice.random(given.shape) < hard] = NOT_OBSERVED
    given[dice.random(given.shape) < dice.choice([0.0, 0.02])] = NOTHING
    given[dice.random(many) < 0.03, : items - 1] = NOTHING  # forms that cannot count
    return given


def given(rows):
    """A programme of one's own. `rows`: (group, before which look, answers) of each rater."""
    groups, arrived, answers = zip(*rows, strict=True)
    return Programme(
        seed=0,
        groups=tuple(groups),
        arrived=np.array(arrived),
        answers=np.array(answers),
        looks=LOOKS,
        invited={group: groups.count(group) for group in groups},
    )
