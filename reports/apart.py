"""How far answers lie apart, for words about it: never so narrow that it tells of unanimity.

Pure. The means of cells are printed. Where one stands at a whole point its raters may all have said
just that, or two of them a point more and a point less. So that no word tells which, answers count
as apart at least as far as in the second case, with all cells as close together as their means
allow; and one rater of a cell at an end of the scale counts a step inside (decision 13).
"""

from collections.abc import Sequence
from math import floor

Counts = Sequence[int]
"""How often each answer was given, from the lowest point up."""
Means = Sequence[tuple[float, int]]
"""Mean and number of raters of each cell."""


def counts_that_stand(counts: Counts, means: Means, lowest: int) -> list[int]:
    """How often each answer was given, with one rater of every unanimous extreme a step inside.

    `means`: of the anonymous cells behind `counts`.
    """
    stand, highest = list(counts), lowest + len(counts) - 1
    for mean, _ in means:
        if mean in (lowest, highest):
            end, inside = (0, 1) if mean == lowest else (-1, -2)
            stand[end] -= 1
            stand[inside] += 1
    return stand


def nearly_unanimous(named: Means, anonymous: Means, lowest: int, points: int) -> list[list[int]]:
    """Counts with all cells as close together as their means allow, but for one whose mean is a
    whole point: two of it are a point apart from that. One for each such cell."""
    close = [0] * points
    for mean, n in [*named, *anonymous]:
        total = round((mean - lowest) * n)
        at, above = divmod(total, n)
        close[at] += n - above
        if above:
            close[at + 1] += above
    stand, found = counts_that_stand(close, anonymous, lowest), []
    for mean, _ in anonymous:
        at = floor(mean) - lowest
        if mean.is_integer() and 0 < at < points - 1:
            loosened = list(stand)
            loosened[at] -= 2
            loosened[at - 1] += 1
            loosened[at + 1] += 1
            found.append(loosened)
    return found


def squares(counts: Counts) -> float:
    """Sum of the squared distances from the mean; 0 without answers."""
    n = sum(counts) or 1
    mean = sum(i * c for i, c in enumerate(counts)) / n
    return sum(c * (i - mean) ** 2 for i, c in enumerate(counts))


def distance(counts: Counts) -> float:
    """Mean distance from the mean (AD); 0 without answers."""
    n = sum(counts) or 1
    mean = sum(i * c for i, c in enumerate(counts)) / n
    return sum(c * abs(i - mean) for i, c in enumerate(counts)) / n


def least_within(items: int, cells: int) -> float:
    """Sum of squares within so many cells over a scale of so many items, if in each of them one
    rater said a point more to one item than the others did, and one a point less."""
    return cells * 2 / items**2
