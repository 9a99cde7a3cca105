"""The auditor: can published averages be combined so that fewer than k raters are left? Exact.

Every published average, times its n, is a sum over a set of raters: a row of ones. What somebody
with all the reports can work out are the linear combinations of these rows; one that touches fewer
than k raters tells of them.

The rows could be left out one set of raters at a time and their rank compared, but that is slow. A
combination that touches only the raters S exists exactly where, in a basis of the null space of
the rows, the columns of S are linearly dependent: the row space is what stands at right angles on
the null space (the dual code; its short words are what is looked for). For k = 3 that is a column
of nothing but zeros, or two that are parallel. Raters who are always together are one column.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

Row = tuple[int, ...]
Place = tuple[str, str]
"""Scale ("item:ID", "skill:ID", "resp:ID", "goal:ID", OVERALL) and cell of a published number."""
OVERALL = "overall"
"""The mean of the skills, where all of them have one."""
Sets = Mapping[Place, frozenset[str]]
"""Raters behind each number of a report."""


@dataclass(frozen=True)
class Number:
    """A number as it is printed."""

    n: int | None
    """Raters behind it; None: the page does not say."""
    printed: str


@dataclass(frozen=True)
class _Column:
    """Raters who are always together, and their column of the null space."""

    raters: frozenset[str]
    entries: Row


def leaks(reports: Iterable[Sets], k: int) -> dict[str, list[frozenset[str]]]:
    """Minimal sets of fewer than `k` raters that all these reports tell of together, by scale.

    Empty: none. Only anonymous raters may be in the sets.
    """
    by_scale: dict[str, set[frozenset[str]]] = defaultdict(set)
    for report in reports:
        for (scale, _cell), raters in report.items():
            by_scale[scale].add(raters)
    found: dict[frozenset[frozenset[str]], list[frozenset[str]]] = {}
    for published in map(frozenset, by_scale.values()):  # many scales are published alike
        if published not in found:
            found[published] = disclosed(published, k)
    return {scale: told for scale, p in by_scale.items() if (told := found[frozenset(p)])}


def disclosed(published: Collection[frozenset[str]], k: int) -> list[frozenset[str]]:
    """Minimal sets of fewer than `k` raters that a linear combination of these sums touches."""
    columns = [one for one in _null_space(published) if len(one.raters) < k]
    found: list[frozenset[str]] = []
    for raters in sorted(_dependent(columns, k - 1), key=lambda s: (len(s), sorted(s))):
        if not any(smaller <= raters for smaller in found):
            found.append(raters)
    return found


def _dependent(columns: Sequence[_Column], most: int) -> Iterator[frozenset[str]]:
    """Raters of linearly dependent columns, `most` at most; among them are all minimal ones."""
    parallel: dict[Row, list[_Column]] = defaultdict(list)
    there = []
    for one in columns:
        if any(one.entries):
            parallel[one.entries].append(one)
            there.append(one)
        elif len(one.raters) <= most:
            yield one.raters
    for alike in parallel.values():
        for at, one in enumerate(alike):
            yield from (
                one.raters | other.raters
                for other in alike[at + 1 :]
                if len(one.raters) + len(other.raters) <= most
            )
    for at, one in enumerate(there):  # three and more: those that are dependent modulo this one
        left = most - len(one.raters)
        if left >= 2:
            later = [c for c in there[at + 1 :] if len(c.raters) < left]
            for raters in _dependent(_modulo(one, later), left):
                yield one.raters | raters


def _modulo(one: _Column, others: Iterable[_Column]) -> list[_Column]:
    """The other columns without their part along `one`."""
    at = next(i for i, entry in enumerate(one.entries) if entry)
    return [_Column(c.raters, _without(c.entries, one.entries, at)) for c in others]


def _null_space(published: Collection[frozenset[str]]) -> list[_Column]:
    """Each group of raters who are always together, with its column of a null-space basis."""
    rows = sorted(published, key=sorted)
    together: dict[Row, set[str]] = defaultdict(set)
    for rater in frozenset[str]().union(*rows):
        together[tuple(int(rater in row) for row in rows)].add(rater)
    blocks = sorted(together.items())
    reduced = _reduced([tuple(block[0][at] for block in blocks) for at in range(len(rows))])
    free = [at for at in range(len(blocks)) if at not in reduced]
    columns = []
    for at, (_, raters) in enumerate(blocks):
        if at in reduced:  # how much of it a step along each free column takes
            entries = _plain(tuple(reduced[at][f] for f in free))
        else:
            entries = tuple(int(at == f) for f in free)
        columns.append(_Column(frozenset(raters), entries))
    return columns


def _reduced(rows: Iterable[Row]) -> dict[int, Row]:
    """The rows in reduced echelon form, by the place of their leading entry. Whole numbers."""
    found: dict[int, Row] = {}
    for row in rows:
        left = row
        for at, pivot in found.items():
            left = _without(left, pivot, at)
        lead = next((at for at, entry in enumerate(left) if entry), None)
        if lead is not None:
            found = {at: _without(pivot, left, lead) for at, pivot in found.items()}
            found[lead] = left
    return found


def _without(row: Row, pivot: Row, at: int) -> Row:
    """A multiple of `row` less a multiple of `pivot`, such that nothing is left at `at`."""
    if not row[at]:
        return row
    here, there = pivot[at], row[at]
    return _plain(tuple(here * a - there * b for a, b in zip(row, pivot, strict=True)))


def _plain(row: Row) -> Row:
    """The smallest whole numbers in the same direction, the first one positive."""
    lead = next((entry for entry in row if entry), 0)
    by = gcd(*row) * (1 if lead > 0 else -1)
    return tuple(entry // by for entry in row) if by not in (0, 1) else row
