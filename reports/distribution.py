"""How many chose each answer, so that no bar stands for one or two people (decision 14)."""

from collections.abc import Sequence

from reports.published import Bin


def bins(
    counts: Sequence[int], lowest: int, least: int, known: Sequence[int] = (), unplaced: int = 0
) -> tuple[Bin, ...]:
    """Neighbouring points merged until each bin holds nobody or at least `least` raters.

    `counts` are the raters at each point from `lowest` up. `known`, likewise: those among them
    whose answer stands elsewhere in the report (a named rater's), `unplaced`: named raters whose
    own answer is not known exactly. The rest of a bin must be nobody or `least` too. An empty
    tuple: one bar only would be left, which says no more than the average does, or too much.
    """
    open_ = [count - k for count, k in zip(counts, known or [0] * len(counts), strict=True)]
    merged = [Bin(lowest + i, lowest + i, count) for i, count in enumerate(counts)]
    while len(merged) > 1:
        rest = [sum(open_[b.first - lowest : b.last - lowest + 1]) for b in merged]
        small = [
            i
            for i, b in enumerate(merged)
            if 0 < b.count < least + unplaced or 0 < rest[i] < least + unplaced
        ]
        if not small:
            break
        at = min(small, key=lambda i: merged[i].count)
        other = _neighbour(merged, at)
        first, last = sorted((at, other))
        joined = Bin(
            merged[first].first, merged[last].last, merged[first].count + merged[last].count
        )
        merged[first : last + 1] = [joined]
    return tuple(merged) if sum(b.count > 0 for b in merged) > 1 else ()


def _neighbour(merged: Sequence[Bin], at: int) -> int:
    """The neighbour to merge with: the smaller one that holds somebody, else an empty one."""
    near = [i for i in (at - 1, at + 1) if 0 <= i < len(merged)]
    return min(near, key=lambda i: (merged[i].count == 0, merged[i].count))
