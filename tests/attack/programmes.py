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


def draw(seed, items):
    """A programme of `items` statements; how answers and arrivals fall depends on the seed."""
    dice = np.random.default_rng([4, seed])
    sizes = {group: int(dice.integers(0, 9)) for group in ANONYMOUS}
    groups = [SELF] * int(dice.random() < 0.9) + [MANAGER] * int(dice.choice([0, 1, 1, 2]))
    groups += [group for group, size in sizes.items() for _ in range(size)]
    in_waves = seed % 2 == 0
    arrived = _waves(dice, groups) if in_waves else _stragglers(dice, len(groups))
    withdrawn = dice.random(len(groups)) < dice.choice([0.0, 0.1])
    replaced = withdrawn & (dice.random(len(groups)) < 0.5)
    extra = np.flatnonzero(replaced)
    same_time = arrived[extra] if in_waves else dice.integers(0, LOOKS, len(extra))
    arrived[withdrawn] = LOOKS
    arrived = np.concatenate([arrived, same_time])
    groups += [groups[r] for r in extra]
    invited = {g: groups.count(g) + int(dice.integers(0, 2)) for g in dict.fromkeys(groups)}
    return Programme(
        seed=seed,
        groups=tuple(groups),
        arrived=arrived,
        answers=_answers(dice, groups, items, HABITS[seed // 2 % len(HABITS)]),
        looks=LOOKS if in_waves else int(dice.choice([1, 2, 3])),
        invited=invited,
    )


def _stragglers(dice, many):
    """All at once, or a few who come later."""
    late = dice.choice([0.0, 0.15, 0.5])
    return np.where(dice.random(many) < late, dice.integers(1, LOOKS, many), 0)


def _waves(dice, groups):
    """Groups come in waves of three or more, so that later reports have batches of their own; what
    is fewer waits for a wave of its group, or is hidden. Named raters come when they like."""
    arrived = dice.integers(0, LOOKS, len(groups))
    for group in ANONYMOUS:
        rest = [r for r, own in enumerate(groups) if own == group]
        look = int(dice.choice([0, 0, 1, 2]))
        while rest:
            wave = rest[: 3 + int(dice.integers(0, 3))]
            rest = rest[len(wave) :]
            if len(rest) < 3:
                wave, rest = wave + rest, []
            arrived[wave] = min(look, LOOKS - 1)
            look += int(dice.choice([1, 1, 2]))
    return arrived


HABITS = ("skewed", "uniform", "unanimous", "nearly unanimous")
"""How people answer: most agree, as in real rounds; anyhow; all of a group alike on most
statements; likewise, with one who differs now and then."""


def _answers(dice, groups, items, habit):
    many = len(groups)
    if habit == "uniform":
        given = dice.integers(1, 6, (many, items))
    elif habit == "skewed":
        level = dice.normal(4.2, 0.5, items) + dice.normal(0, 0.3, (many, 1))
        given = np.clip(np.rint(dice.normal(level, 0.6)), 1, 5).astype(int)
    else:
        said = {g: dice.choice([1, 2, 3, 4, 4, 5, 5], items) for g in (SELF, MANAGER, *ANONYMOUS)}
        given = np.array([said[group] for group in groups]).reshape(many, items)
        apart = 0.02 if habit == "unanimous" else 0.12
        moved = dice.random(given.shape) < apart
        given = np.where(moved, np.clip(given + dice.choice([-1, 1], given.shape), 1, 5), given)
    hard = dice.choice([0.0, 0.0, 0.05, 0.2]) * dice.uniform(0, 2, items)
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
