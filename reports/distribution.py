"""How many chose each answer, so that no bar stands for one or two people (decision 14).

Whoever is counted in one cell may have given any of the cell's answers, so bars tell nothing about
one of them unless all gave the same. So there are bars only where the printed averages say that no
cell was unanimous: none stands at a whole point or at an end of the scale.
"""

from collections.abc import Iterable, Sequence

from reports.published import Bin, Value


def may_be_unanimous(cells: Iterable[Value]) -> bool:
    """Whether all of one of these cells may have given the same answer, for all that is printed."""
    return any(value.bound or value.drawn.is_integer() for value in cells)


def bins(
    counts: Sequence[int],
    lowest: int,
    least: int,
    *,
    known: Sequence[int] = (),
    unplaced: int = 0,
) -> tuple[Bin, ...]:
    """Neighbouring points merged until each bin holds nobody or at least `least` raters.

    `counts` are the raters at each point from `lowest` up. `known`, likewise: those among them
    whose answer stands elsewhere in the report (a named rater's), `unplaced`: named raters whose
    own answer is not known exactly. The rest of a bin must be nobody or `least` too. An empty
    tuple: one bar only would be left, which says no more than the average does.
    """
    open_ = [count - k for count, k in zip(counts, known or [0] * len(counts), strict=True)]
    merged = [Bin(lowest + i, lowest + i, count) for i, count in enumerate(counts)]
    enough = least + unplaced

    def is_small(b: Bin) -> bool:
        rest = sum(open_[b.first - lowest : b.last - lowest + 1])
        return 0 < b.count < enough or 0 < rest < enough

    while len(merged) > 1:
        small = [i for i, b in enumerate(merged) if is_small(b)] or _solvable(merged)
        if not small:
            break
        at = min(small, key=lambda i: merged[i].count)
        _join(merged, at, _neighbour(merged, at))
    return tuple(merged) if sum(b.count > 0 for b in merged) > 1 else ()


def _solvable(merged: Sequence[Bin]) -> list[int]:
    """Two points merged, and no others: the average would tell how many stand at each."""
    wide = [i for i, b in enumerate(merged) if b.count and b.last > b.first]
    two = len(wide) == 1 and merged[wide[0]].last == merged[wide[0]].first + 1
    return wide if two else []


def _join(merged: list[Bin], at: int, other: int) -> None:
    first, last = sorted((at, other))
    count = merged[first].count + merged[last].count
    merged[first : last + 1] = [Bin(merged[first].first, merged[last].last, count)]


def _neighbour(merged: Sequence[Bin], at: int) -> int:
    """The neighbour to merge with: the smaller one that holds somebody, else an empty one."""
    near = [i for i in (at - 1, at + 1) if 0 <= i < len(merged)]
    return min(near, key=lambda i: (merged[i].count == 0, merged[i].count))
