"""Invented reports to print, no two alike: full ones, with a round before and comments."""

import random
from collections.abc import Iterator
from dataclasses import replace

from reports.build import build
from reports.comments import Comment
from reports.model import Report
from tests.reports.cases import MANY, answers, case

SEEN = (
    "goes through the priorities",
    "asks before deciding",
    "keeps promises",
    "explains why",
    "gives credit in front of others",
    "says what is missing",
    "shields the team",
    "admits mistakes",
    "follows up after meetings",
    "listens until the end",
    "plans one week ahead",
    "cuts meetings short",
)


def report(seed: int) -> Report:
    """The report of one invented manager."""
    chance = random.Random(seed)
    lean = chance.choice((-0.4, 0.0, 0.5))
    rounds = [answers(MANY, seed=2 * seed + which, lean=lean) for which in (1, 2)]
    invited = {group: count + 1 for group, count in MANY.items()}
    comments = list(_comments(chance))
    made = case(rounds, comments=comments, invited=invited)
    return build(replace(made, round_before="Autumn 2025"))


def _comments(chance: random.Random) -> Iterator[Comment]:
    for group, count in MANY.items():
        for question in ("keep", "different") * (count if group != "self" else 0):
            if chance.random() < 0.7:
                one, two, three = chance.sample(SEEN, 3)
                said = f"Often {one}, {two} and {three}; week {chance.randint(1, 52)} showed it."
                yield Comment(group, question, said)
