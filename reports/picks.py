"""What was chosen from options: counts, words, or nothing (decision 14). Pure.

Bars count anonymous raters only, from eight on, and no bar stands for one or two of them: options
that few chose are put together, and where an option was chosen by nearly everybody there are no
bars at all, since those who did not choose it would be seen. With fewer raters, from five on, only
what most chose is said. A named group's choice is shown as its own, and so is the person's.

Anonymous raters are counted only in a report of one batch (survey.anonymity.batches). So of every
question one count at most ever leaves, over all who answered it in all cells that are shown, the
same in each report that has it; no other number is made of these answers. There is nothing to
subtract it from, and the ledger of published numbers, which is about averages, need not know of it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.cells import MINIMUM, Group
from survey.questionnaire.model import OpenQuestion, Questionnaire
from survey.questionnaire.types import TYPES


@dataclass(frozen=True)
class Picked:
    """One rater's choice; no options: left empty."""

    group: str
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """So many chose this option; of several options, so many choices went to them together."""

    options: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Choices:
    """What may be shown of one question. No `bars` and no `most`: nothing of anonymous raters."""

    question: str
    own: tuple[str, ...] = ()
    named: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(group, options chosen) of each rater who is named."""
    n: int = 0
    """Anonymous raters behind `bars`; 0 without bars."""
    bars: tuple[Bar, ...] = ()
    most: tuple[str, ...] = ()
    """The option chosen most often, or several alike."""

    @property
    def is_nothing(self) -> bool:
        return not (self.own or self.named or self.bars or self.most)


def publish_picks(
    picked: Iterable[Picked],
    questionnaire: Questionnaire,
    shown: Collection[str],
    *,
    k: int = MINIMUM.cell,
    batches: int = 1,
) -> tuple[Choices, ...]:
    """What may be shown, question by question, where there is anything.

    `picked`: of raters who count (SCORING_SPEC 2). `shown`: ids of the groups of which numbers are
    published (rule 4); others count in nothing here either. `k`: the round's minimum of a cell.
    `batches`: of how many batches of raters the report is made.
    """
    there = [one for one in picked if one.options]
    groups: Mapping[str, Group] = {group.id: group for group in questionnaire.instrument.groups}
    counted = [id_ for id_ in shown if batches == 1 or groups[id_].kind != "anonymous"]
    found = []
    for question in questionnaire.instrument.questions:
        if TYPES[question.type].kind == "options":
            said = [one for one in there if one.question == question.id]
            found.append(_of(question, said, groups, counted, max(k, MINIMUM.cell)))
    return tuple(one for one in found if not one.is_nothing)


def _of(
    question: OpenQuestion,
    said: Sequence[Picked],
    groups: Mapping[str, Group],
    shown: Collection[str],
    k: int,
) -> Choices:
    kind = {id_: group.kind for id_, group in groups.items()}
    own = next((one.options for one in said if kind[one.group] == "self"), ())
    others = [one for one in said if one.group in shown]
    named = sorted((o.group, o.options) for o in others if kind[o.group] == "named")
    anonymous = [one.options for one in others if kind[one.group] == "anonymous"]
    counts = Counter(option for options in anonymous for option in options)
    order = [option.id for option in question.options]
    bars = _bars({option: counts[option] for option in order}, len(anonymous), question.pick, k)
    return Choices(
        question=question.id,
        own=own,
        named=tuple(named),
        n=len(anonymous) if bars else 0,
        bars=bars,
        most=_most(counts, order, len(anonymous), k),
    )


def _bars(counts: Mapping[str, int], n: int, pick: int, k: int) -> tuple[Bar, ...]:
    """A bar for each option that enough chose, the rest together; () where that tells."""
    if n < MINIMUM.distribution or any(count > n - k for count in counts.values()):
        return ()
    small = [option for option, count in counts.items() if count < k]
    large = sorted((o for o in counts if o not in small), key=lambda option: counts[option])
    # One rater gives up to `pick` choices: so many come from at least k raters.
    while any(counts[o] for o in small) and sum(counts[o] for o in small) < k * pick and large:
        small.append(large.pop(0))
    apart = [Bar((o,), counts[o]) for o in counts if o in large]
    if not any(counts[o] for o in small):  # nobody chose them
        apart, small = [Bar((o,), counts[o]) for o in counts], []
    rest = [Bar(tuple(o for o in counts if o in small), sum(counts[o] for o in small))]
    bars = (*apart, *(rest if small else ()))
    return bars if sum(bar.count > 0 for bar in bars) > 1 else ()


def _most(counts: Mapping[str, int], order: Sequence[str], n: int, k: int) -> tuple[str, ...]:
    """What most chose, if that many are enough to be no single people."""
    most = max(counts.values(), default=0)
    if n < MINIMUM.chosen or most < k:
        return ()
    first = tuple(option for option in order if counts[option] == most)
    return first if len(first) < len(order) else ()
