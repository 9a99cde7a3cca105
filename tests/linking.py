"""An attacker who has everything an installation keeps and wants to know who sent which answers.

What he knows of each person and of each answer is turned into clues: every column of every row, the
row's place and the transaction that wrote it, where it lies in the files, names and times of mail
files, lines of the log. Each clue about people is held against each about answers, in four ways:
same order within a group, near in the order of all, near in value, the same value; and all words of
both sides are compared. For the right assignment each comparison has a score; what it would be if
answers were dealt at random within each group about each manager (the group stands in the response,
so that much he knows) has a mean and a variance in closed form (Hoeffding 1951, A combinatorial
central limit theorem): with a(i,j) the score of giving person i the answer j and d its doubly
centred matrix, the variance is sum(d²)/(n-1) for each group. The largest z of all comparisons is
judged by Bonferroni's rule.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Score = Callable[[list[int]], np.ndarray]
"""Of people at these places with the answers of people at these places: a square."""
WORD = re.compile(r"[\w@.-]{6,}")
Clues = dict[str, dict[str, Any]]
"""What is known, by name of the clue: {id of a person or of an answer: value}."""


@dataclass
class Dump:
    """Two sides of one thing. `truth` leads from people to answers; the attacker has only `cells`,
    who may belong together: {participation and group: (people, answers)}."""

    truth: dict[str, str]
    cells: dict[Any, tuple[list[str], list[str]]]
    people: Clues = field(default_factory=lambda: defaultdict(dict))
    answers: Clues = field(default_factory=lambda: defaultdict(dict))
    words_of_people: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    words_of_answers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, side: str, name: str, whose: str, value: Any) -> None:
        """The first and the last value of a clue with several are two clues."""
        clues = self.people if side == "people" else self.answers
        clues[f"{name}, first"].setdefault(whose, value)
        clues[f"{name}, last"][whose] = value
        words = self.words_of_people if side == "people" else self.words_of_answers
        words[whose].update(WORD.findall(str(value)))


@dataclass(frozen=True)
class Finding:
    p: float
    """Chance that dealing at random would show anything as clear as this."""
    z: float
    clue: str
    comparisons: int


def attack(dump: Dump) -> Finding:
    """The clearest trace there is."""
    best, clue, count = 0.0, "", 0
    people = [_Side(name, found, dump.truth) for name, found in _telling(dump.people)]
    answers = [_Side(name, f, dump.truth.values()) for name, f in _telling(dump.answers)]
    place = {one: n for n, one in enumerate(dump.truth)}
    cells = [[place[one] for one in members] for members, _ in dump.cells.values()]
    pairs = [pair for a in people for b in answers for pair in _comparisons(a, b)]
    for name, score in [*pairs, ("the same words", _same_words(dump))]:
        z = _z(cells, score)
        if z is not None:
            count += 1
            if abs(z) > abs(best):
                best, clue = z, name
    return Finding(min(1.0, count * math.erfc(abs(best) / math.sqrt(2))), best, clue, count)


def _telling(clues: Clues) -> list[tuple[str, dict[str, Any]]]:
    """A clue that is the same for all tells nothing, and two that say the same are one."""
    found = {repr(sorted(values.items(), key=str)): name for name, values in clues.items()
             if len(set(map(repr, values.values()))) > 1}  # fmt: skip
    return [(name, clues[name]) for name in found.values()]


class _Side:
    """One clue about everybody: the i-th value is the i-th person's, or that of their answer."""

    def __init__(self, name: str, values: dict[str, Any], ids):
        self.name = name
        there = [values.get(one) for one in ids]
        self.texts = np.array([repr(value) for value in there])
        numeric = all(isinstance(value, int | float) for value in there)
        self.numbers = np.array(there, dtype=float) if numeric else None
        keys = [_sortable(value) for value in there]
        ranks = {key: n for n, key in enumerate(sorted(set(keys)))}
        self.ranks = np.array([ranks[key] for key in keys]) * (len(keys) / len(ranks))


def _sortable(value: Any):
    number = isinstance(value, int | float)
    return (value is not None, number, float(value) if number else 0.0, str(value))


def _comparisons(a: _Side, b: _Side) -> Iterator[tuple[str, Score]]:
    """Ways to hold one clue against another, as scores of some people with some answers."""
    both = f"{a.name} / {b.name}"
    yield f"order: {both}", lambda at: np.outer(a.ranks[at], b.ranks[at])
    yield f"near in order: {both}", lambda at: -np.abs(np.subtract.outer(a.ranks[at], b.ranks[at]))
    if np.isin(a.texts, b.texts).any():
        yield f"same value: {both}", lambda at: 1.0 * (a.texts[at][:, None] == b.texts[at][None, :])
    if a.numbers is not None and b.numbers is not None:
        x, y = a.numbers, b.numbers
        yield (
            f"near in value: {both}",
            lambda at: -np.log1p(np.abs(np.subtract.outer(x[at], y[at]))),
        )


def _same_words(dump: Dump) -> Score:
    people = [dump.words_of_people[one] for one in dump.truth]
    answers = [dump.words_of_answers[one] for one in dump.truth.values()]
    return lambda at: np.array([[1.0 * len(people[i] & answers[j]) for j in at] for i in at])


def _z(cells: list[list[int]], score: Score) -> float | None:
    """How far the right assignment stands out from dealing at random within each cell."""
    total = variance = 0.0
    for at in cells:
        if len(at) > 1:
            a = score(at)
            d = a - a.mean(0, keepdims=True) - a.mean(1, keepdims=True) + a.mean()
            total += float(np.trace(d))
            variance += float((d**2).sum()) / (len(at) - 1)
    return total / math.sqrt(variance) if variance > 1e-9 else None
