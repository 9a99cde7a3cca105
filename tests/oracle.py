"""The plain way to what survey.anonymity.auditor finds: slow, and easy to see that it is right."""

from fractions import Fraction
from itertools import combinations


def naive(published, k):
    """Leave out the columns of every small set of raters and compare ranks."""
    raters = sorted(frozenset().union(*published))
    whole, found = rank(published, raters), []
    for size in range(1, k):
        for chosen in map(frozenset, combinations(raters, size)):
            rest = [rater for rater in raters if rater not in chosen]
            if rank(published, rest) < whole and not any(one <= chosen for one in found):
                found.append(chosen)
    return found


def rank(published, raters):
    rows, found = [[Fraction(r in one) for r in raters] for one in published], 0
    for at in range(len(raters)):
        pivot = next((row for row in rows[found:] if row[at]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for n, row in enumerate(rows):
            if n != found and row[at]:
                factor = row[at] / pivot[at]
                rows[n] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        found += 1
    return found
