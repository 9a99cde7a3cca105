"""Decision 13: unanimity gives everybody's answer away, so the extremes look alike.

Pure. Anonymous cells only; named cells and self stay exact. What is computed from how far answers
lie apart has its rule in reports.apart.
"""

from collections.abc import Sequence

from reports.published import Bound, Value, tenth
from reports.raw import Mean, Raw

_SLACK = 1e-9
_STEP = 0.1
"""The printed step."""


def item_values(raw: Raw, item: str) -> dict[str, Value]:
    """What every cell's mean of an item stands for."""
    return {
        cell: Value(m.mean, m.n)
        if cell in raw.named
        else item_value(m.mean, m.n, raw.scale_min, raw.scale_max)
        for cell in raw.cell_ids
        if (m := raw.item_means[item].get(cell))
    }


def scale_values(raw: Raw, scale: str) -> dict[str, Value]:
    """What every cell's mean of a scale stands for."""
    items = raw.items_of(scale)
    found = {}
    for cell in raw.cell_ids:
        m = raw.scale_means[scale].get(cell)
        if m and cell in raw.named:
            found[cell] = Value(m.mean, m.n)
        elif m:
            there = [i for item in items if (i := raw.item_means[item].get(cell))]
            if there:
                found[cell] = scale_of_items(m.n, there, raw.scale_min, raw.scale_max)
    return found


def item_value(mean: float, n: int, lowest: int, highest: int) -> Value:
    """The two highest attainable item means of `n` raters look alike, and the two lowest."""
    edge_up, edge_down = highest - 1 / n, lowest + 1 / n
    if mean >= edge_up - _SLACK:
        return Value(edge_up, n, "more")
    if mean <= edge_down + _SLACK:
        return Value(edge_down, n, "less")
    return Value(mean, n)


def scale_value(mean: float, n: int, lowest: int, highest: int) -> Value:
    """A mean that would print above max - 0.1 (or below min + 0.1) stands at that edge."""
    if tenth(mean) > highest - _STEP + _SLACK:
        return Value(highest - _STEP, n, "more")
    if tenth(mean) < lowest + _STEP - _SLACK:
        return Value(lowest + _STEP, n, "less")
    return Value(mean, n)


def scale_of_items(n: int, items: Sequence[Mean], lowest: int, highest: int) -> Value:
    """A scale's mean as its items let it stand, over `n` raters.

    `items` are those that are published. The scale is the mean of what they stand for: where
    everybody answered every item, that is the mean over raters. Where somebody left one out it is
    not, and the two together would tell what that one said elsewhere (4 raters, one of them
    without item 2: her answer to item 1 is 8 M - S1 - S2). A unanimous item counts as its edge
    here too, for the same reason. Where all stand at one edge, so does the scale.
    """
    stand = [item_value(each.mean, each.n, lowest, highest) for each in items]
    mean = sum(value.stands for value in stand) / len(stand)
    value = scale_value(mean, n, lowest, highest)
    bounds: set[Bound] = {each.bound for each in stand}
    return Value(value.stands, n, bounds.pop() if len(bounds) == 1 else value.bound)


def pooled(named: Sequence[Value], anonymous: Sequence[Value]) -> Value:
    """The mean over all raters, from the values that stand; ValueError when there are none.

    Where every anonymous cell stands at the same edge, so does the whole: "4.6 or more" is true.
    """
    parts = [*named, *anonymous]
    n = sum(part.n for part in parts)
    if not n:
        raise ValueError("no raters")
    mean = sum(part.n * part.stands for part in parts) / n
    bounds: set[Bound] = {part.bound for part in anonymous}
    return Value(mean, n, bounds.pop() if len(bounds) == 1 else "")
