"""Decision 13: unanimity gives everybody's answer away, so the extremes look alike.

Pure. Anonymous cells only; named cells and self stay exact.
"""

from collections.abc import Iterable, Sequence

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
            of = sum(raw.asks(item, cell) for item in items)
            found[cell] = scale_of_items(m, there, of, raw.scale_min, raw.scale_max)
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


def scale_of_items(whole: Mean, items: Sequence[Mean], of: int, lowest: int, highest: int) -> Value:
    """A scale's mean as its items let it stand.

    `items` are those of its `of` items that are published. A
    unanimous one counts as its edge here too: else the scale's mean less the other items would
    tell what "4.7 or more" keeps vague. Where all stand at one edge, so does the scale.
    """
    stand = [item_value(each.mean, each.n, lowest, highest) for each in items]
    shift = sum((v.stands - each.mean) * v.n for v, each in zip(stand, items, strict=True))
    value = scale_value(whole.mean + shift / (whole.n * of), whole.n, lowest, highest)
    bounds: set[Bound] = {each.bound for each in stand}
    return Value(value.stands, whole.n, bounds.pop() if len(bounds) == 1 else value.bound)


def counts_that_stand(
    counts: Sequence[int], means: Iterable[tuple[float, int]], lowest: int
) -> list[int]:
    """How often each answer was given, with one rater of every unanimous extreme a step inside.

    `means` are mean and number of raters of the anonymous cells behind `counts`. For what is
    computed from the spread of answers: it must not tell unanimity from nearly so.
    """
    stand, highest = list(counts), lowest + len(counts) - 1
    for mean, _ in means:
        if mean in (lowest, highest):
            end, inside = (0, 1) if mean == lowest else (-1, -2)
            stand[end] -= 1
            stand[inside] += 1
    return stand


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
