"""Decision 13: unanimity gives everybody's answer away, so the extremes look alike.

Pure arithmetic on published means of anonymous raters; named cells and self stay exact.
"""

from collections.abc import Sequence

from reports.published import Bound, Value, tenth

_SLACK = 1e-9
_STEP = 0.1
"""The printed step."""


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
