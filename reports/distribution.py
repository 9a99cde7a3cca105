"""How many chose each answer, so that no bar stands for one or two people (decision 14)."""

from collections.abc import Sequence

from reports.published import Bin

_SLACK = 1e-9

Means = Sequence[tuple[float, int]]
"""Mean and number of raters of each anonymous cell behind the counts."""


def bins(
    counts: Sequence[int],
    lowest: int,
    least: int,
    *,
    known: Sequence[int] = (),
    unplaced: int = 0,
    means: Means = (),
) -> tuple[Bin, ...]:
    """Neighbouring points merged until each bin holds nobody or at least `least` raters.

    `counts` are the raters at each point from `lowest` up. `known`, likewise: those among them
    whose answer stands elsewhere in the report (a named rater's), `unplaced`: named raters whose
    own answer is not known exactly. The rest of a bin must be nobody or `least` too. `means` are
    printed beside the bins: together they must not tell what a whole cell said, nor take a merged
    bar apart. An empty tuple: one bar only would be left, which says no more than the average
    does, or too much.
    """
    open_ = [count - k for count, k in zip(counts, known or [0] * len(counts), strict=True)]
    merged = [Bin(lowest + i, lowest + i, count) for i, count in enumerate(counts)]
    _blunt_ends(merged, means)

    def rest(b: Bin) -> int:
        return sum(open_[b.first - lowest : b.last - lowest + 1])

    while len(merged) > 1:
        enough = least + unplaced
        small = [
            i for i, b in enumerate(merged) if 0 < b.count < enough or 0 < rest(b) < enough
        ] or _solvable(merged)
        if not small:
            break
        at = min(small, key=lambda i: merged[i].count)
        _join(merged, at, _neighbour(merged, at))
    several = sum(b.count > 0 for b in merged) > 1
    tells = _tells([b for b in merged if rest(b)], means, merged[0].first, merged[-1].last)
    return tuple(merged) if several and not tells else ()


def _blunt_ends(merged: list[Bin], means: Means) -> None:
    """At the ends of the scale a mean may stand for unanimity or nearly so: so must the bars."""
    if len(merged) > 1 and _at_top(means, merged[-1].last):
        _join(merged, -1, -2)
    if len(merged) > 1 and _at_bottom(means, merged[0].first):
        _join(merged, 0, 1)


def _solvable(merged: Sequence[Bin]) -> list[int]:
    """Two points merged, and no others: the average would tell how many stand at each."""
    wide = [i for i, b in enumerate(merged) if b.count and b.last > b.first]
    two = len(wide) == 1 and merged[wide[0]].last == merged[wide[0]].first + 1
    return wide if two else []


def _tells(there: Sequence[Bin], means: Means, lowest: int, highest: int) -> bool:
    """Whether a mean lies at the end of what anonymous raters said: then all of a cell said it.

    The empty bars beyond say so. At the ends of the scale itself means are vague.
    """
    if not there:
        return False
    low, high = there[0].first, there[-1].last
    return (high < highest and _at_top(means, high)) or (low > lowest and _at_bottom(means, low))


def _at_top(means: Means, highest: int) -> bool:
    return any(mean * n >= highest * n - 1 - _SLACK for mean, n in means)


def _at_bottom(means: Means, lowest: int) -> bool:
    return any(mean * n <= lowest * n + 1 + _SLACK for mean, n in means)


def _join(merged: list[Bin], at: int, other: int) -> None:
    first, last = sorted((at % len(merged), other % len(merged)))
    count = merged[first].count + merged[last].count
    merged[first : last + 1] = [Bin(merged[first].first, merged[last].last, count)]


def _neighbour(merged: Sequence[Bin], at: int) -> int:
    """The neighbour to merge with: the smaller one that holds somebody, else an empty one."""
    near = [i for i in (at - 1, at + 1) if 0 <= i < len(merged)]
    return min(near, key=lambda i: (merged[i].count == 0, merged[i].count))
