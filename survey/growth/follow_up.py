"""What a pulse or a question back may say: never what one or two people answered. Pure.

Three answers stand in a row, less, same, more. A number is shown only if it and what is left
beside it stand on enough raters; neighbours are put together until that is so. Where no number can
be shown the middle answer stands in words, as it is called even when all said the same: so nobody
learns from it what every single one said (decisions 12 to 14).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from survey.cells import MINIMUM, Group

Change = Literal["less", "same", "more"]
CHANGES: tuple[Change, ...] = ("less", "same", "more")
UNKNOWN = "unknown"
"""\"I cannot say\"."""
OPEN = "open"
"""Id of the question that is answered in words."""
GOAL = "goal:"
"""Before a goal's id: the id of the question about it."""
DAYS = 14
"""For so many days a follow-up takes answers."""
LONGEST = 1000
"""Characters of an answer in words."""


@dataclass(frozen=True)
class Share:
    """How many said one of these neighbouring answers."""

    answers: tuple[Change, ...]
    count: int


@dataclass(frozen=True)
class Said:
    """What came back on one goal. Nothing of it: too few answered."""

    shares: tuple[Share, ...] = ()
    """At least two, or none at all."""
    middle: Change | None = None
    """In words, where no numbers can be shown."""

    @property
    def is_nothing(self) -> bool:
        return not self.shares and self.middle is None

    @property
    def n(self) -> int | None:
        """How many answered, as far as it is said."""
        return sum(share.count for share in self.shares) or None

    @property
    def printed(self) -> str:
        """In short, for the ledger."""
        return "+".join(str(share.count) for share in self.shares) or self.middle or ""


NOTHING = Said()


def said(answers: Iterable[str], least: int = MINIMUM.cell) -> Said:
    """What anonymous raters answered, as it may be shown. `least` is at least 3.

    Other answers than less, same and more are no answers.
    """
    least = max(least, MINIMUM.cell)
    there = [answer for answer in answers if answer in CHANGES]
    if len(there) < least:
        return NOTHING
    less, same, more = (there.count(answer) for answer in CHANGES)
    for shares in (
        (Share(("less",), less), Share(("same",), same), Share(("more",), more)),
        (Share(("less", "same"), less + same), Share(("more",), more)),
        (Share(("less",), less), Share(("same", "more"), same + more)),
    ):
        if all(share.count >= least for share in shares):
            return Said(shares=shares)
    return Said(middle=_middle(less, same, more))


def _middle(less: int, same: int, more: int) -> Change:
    """The answer in the middle of all; between two, the one that claims less."""
    n = less + same + more
    if 2 * less > n:
        return "less"
    return "more" if 2 * more > n else "same"


@dataclass(frozen=True)
class Answered:
    """One rater's answers by question."""

    group: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Named:
    """What a named group's members said; they agreed to be named."""

    group: str
    answer: str


@dataclass(frozen=True)
class GoalSaid:
    goal: str
    title: str
    others: Said
    named: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Results:
    """What a closed pulse or question back says."""

    goals: tuple[GoalSaid, ...]
    texts: tuple[str, ...]
    """Word for word, in an order that follows from the texts alone."""
    named_texts: tuple[Named, ...]


def enough(answers: Sequence[Answered], groups: Sequence[Group], threshold: int) -> bool:
    """Whether enough anonymous raters answered for anything to be shown."""
    return len(_anonymous(answers, groups)) >= max(threshold, MINIMUM.comments_pooled)


def results(
    answers: Sequence[Answered],
    questions: Mapping[str, str],
    groups: Sequence[Group],
    threshold: int,
) -> Results:
    """What may be shown once it is closed and there are enough."""
    anonymous = _anonymous(answers, groups)
    named = [one for one in answers if one not in anonymous]
    goals = goals_said(
        [answers], {q: t for q, t in questions.items() if q != OPEN}, groups, threshold
    )
    texts = [one.answers[OPEN] for one in anonymous if one.answers.get(OPEN, "").strip()]
    return Results(
        goals=goals,
        texts=tuple(sorted(texts, key=lambda text: sha256(f"{OPEN}\0{text}".encode()).digest())),
        named_texts=tuple(
            Named(one.group, one.answers[OPEN]) for one in named if one.answers.get(OPEN)
        ),
    )


def goals_said(
    batches: Sequence[Sequence[Answered]],
    questions: Mapping[str, str],
    groups: Sequence[Group],
    threshold: int,
) -> tuple[GoalSaid, ...]:
    """What came back on each goal; `questions` are their titles by id.

    Of batches that joined one after another, the first in which enough said something is shown,
    and never counted anew: two counts would tell of the difference.
    """
    anonymous = [_anonymous(answers, groups) for answers in batches]
    named_groups = {group.id for group in groups if group.kind == "named"}
    named = [one for answers in batches for one in answers if one.group in named_groups]
    return tuple(
        GoalSaid(
            question.removeprefix(GOAL),
            title,
            _first_said(anonymous, question, threshold),
            tuple(
                Named(one.group, one.answers[question])
                for one in named
                if one.answers.get(question) in CHANGES
            ),
        )
        for question, title in questions.items()
    )


def _first_said(batches: Sequence[Sequence[Answered]], question: str, threshold: int) -> Said:
    for answers in batches:
        found = said((one.answers.get(question, "") for one in answers), threshold)
        if not found.is_nothing:
            return found
    return NOTHING


def _anonymous(answers: Sequence[Answered], groups: Sequence[Group]) -> list[Answered]:
    kinds = {group.id: group.kind for group in groups}
    return [one for one in answers if kinds.get(one.group) == "anonymous"]


def needed(asked: Sequence[str], groups: Sequence[Group], threshold: int) -> int:
    """Answers in words that must be in before any is shown: more if only one group was asked, as
    with comments (decision 14)."""
    anonymous = [g for g in groups if g.kind == "anonymous" and g.id in asked]
    alone = len(anonymous) == 1
    return max(threshold, MINIMUM.comments_by_group if alone else MINIMUM.comments_pooled)


def can_be_asked(
    invited: Mapping[str, int], groups: Sequence[Group], threshold: int
) -> list[tuple[str, ...]]:
    """Sets of groups that a question may go to: all anonymous ones, or one that is large enough
    for its answers to be shown. Counts those invited, never those who answered."""
    anonymous = tuple(g.id for g in groups if g.kind == "anonymous" and invited.get(g.id))
    found: list[tuple[str, ...]] = [
        (g,) for g in anonymous if invited[g] >= needed((g,), groups, threshold)
    ]
    pooled = sum(invited[g] for g in anonymous)
    if len(anonymous) > 1 and pooled >= needed(anonymous, groups, threshold):
        found.insert(0, anonymous)
    return found
