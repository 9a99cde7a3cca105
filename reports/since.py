"""What changed since last time, over the statements that mean the same in each round. Pure.

A scale is compared as it was printed where all of its statements are the same. Where some are not,
an average over the others is another number than the printed one; so it is worked out of nothing
but what the two reports print of these statements, as rounded there. It tells nothing that they do
not tell, and needs no row in the ledger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean
from typing import Literal

from reports.certainty import certainty
from reports.published import Bound, Change, LeftOut, Moved, Published, Value, tenth
from survey.questionnaire.compare.comparable import enough


@dataclass(frozen=True)
class Then:
    """An earlier round. `same`: the items whose answers mean the same in all rounds from then until
    now; None: all that are in each."""

    published: Published
    same: frozenset[str] | None = None
    title: str = ""


@dataclass(frozen=True)
class _Average:
    value: Value
    se: float
    df: float


def publish_change(now: Published, then: Sequence[Then]) -> Change | None:
    """All others in two rounds, scale by scale, and in the one before where all three can be
    compared. `then`: newest first. None: nothing can be compared."""
    if not then:
        return None
    last, first = then[0], then[1] if len(then) > 1 else None
    scales: dict[str, Moved] = {}
    left_out = []
    for name in now.scales:
        common = _common(name, now, last)
        found = _moved(name, now, last, common)
        if found:
            scales[name] = _with_first(found, first, common)
        elif now.scales[name].all:
            left_out.append(LeftOut(name, len(common), len(now.items_of(name))))
    if not scales:
        return None
    has_first = any(one.first for one in scales.values())
    shown = [now, last.published, *([first.published] if first and has_first else [])]
    return Change(
        same_cells=_same_cells(shown[:2]),
        scales=scales,
        n_before=last.published.n,
        n_now=now.n,
        left_out=tuple(left_out),
        unlike=len(_both(now.items, last) - _same(now.items, last)),
        n_first=shown[2].n if has_first else 0,
        first_same_cells=_same_cells(shown),
    )


def _same_cells(rounds: Iterable[Published]) -> bool:
    return len({frozenset((c.id, c.members) for c in one.cells) for one in rounds}) == 1


def _both(items: Iterable[str], then: Then) -> frozenset[str]:
    return frozenset(items) & then.published.items.keys()


def _same(items: Iterable[str], then: Then) -> frozenset[str]:
    both = _both(items, then)
    return both if then.same is None else both & then.same


def _common(scale: str, now: Published, then: Then) -> frozenset[str]:
    """The statements of a scale that mean the same and have a number in both rounds."""
    items = _same(now.items_of(scale) & then.published.items_of(scale), then)
    return frozenset(i for i in items if now.items[i].all and then.published.items[i].all)


def _moved(scale: str, now: Published, then: Then, items: frozenset[str]) -> Moved | None:
    """None: too few statements to compare, or no number."""
    asked = now.items_of(scale)
    if not enough(len(items), len(then.published.items_of(scale)), len(asked)):
        return None
    old, new = (_average(one, scale, items) for one in (then.published, now))
    if not (old and new):
        return None
    difference = new.value.stands - old.value.stands
    sure = certainty(difference, sqrt(old.se**2 + new.se**2), old.df + new.df)
    printed = tenth(new.value.drawn - old.value.drawn)
    direction: Literal["higher", "lower", "same"] = "higher" if difference > 0 else "lower"
    if sure == "cannot_tell" or not printed or abs(difference) < 0.1 * now.unit:
        direction = "same"
    return Moved(scale, old.value, new.value, printed, direction, sure, len(items), len(asked))


def _with_first(moved: Moved, first: Then | None, items: frozenset[str]) -> Moved:
    """With the round before last, if it has a number for each of these statements, too."""
    if first is None:
        return moved
    known = {i for i in _same(items, first) if first.published.items[i].all}
    there = first.published.items_of(moved.id)
    if not (items <= known & there and enough(len(items), len(there), moved.of)):
        return moved
    found = _average(first.published, moved.id, items)
    return replace(moved, first=found.value if found else None)


def _average(round_: Published, scale: str, items: frozenset[str]) -> _Average | None:
    """Of all others over these statements of a scale; None: it has no number, or no range.

    The range of an average over fewer statements is wider: at most as if a rater's answers to two
    of them had nothing in common but the statement, which is what it is taken for.
    """
    found, asked = round_.scales[scale], round_.items_of(scale)
    if not (found.all and found.interval):
        return None
    if items == asked:
        return _Average(found.all, found.interval.se, found.interval.df)
    values = [value for item in sorted(items) if (value := round_.items[item].all)]
    bounds: set[Bound] = {value.bound for value in values}
    value = Value(
        fmean(value.drawn for value in values),
        min(value.n for value in values),
        bounds.pop() if len(bounds) == 1 else "",
    )
    return _Average(value, found.interval.se * sqrt(len(asked) / len(items)), found.interval.df)
