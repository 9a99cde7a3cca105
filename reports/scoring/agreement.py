"""Rule 11: in how far raters agree, from counts of answers; nothing here sees a single rater.

`counts` is always (A, …): how often each answer was given, lowest first, whole numbers, after
reverse items were recoded; the other axes are kept. Where nobody answered, NaN comes out.
"""

import numpy as np

from reports.scoring.form import ScoringForm
from reports.scoring.intervals import Floats
from reports.scoring.seats import Bools, Ints


def size_mean_variance(counts: Ints, form: ScoringForm) -> tuple[Ints, Floats, Floats]:
    """Number of answers, their mean, and their variance with n - 1 (NaN for fewer than two)."""
    n, total, squares = (np.zeros(counts.shape[1:], dtype=np.int64) for _ in range(3))
    for value, count in enumerate(counts, start=form.scale_min):
        n += count
        total += value * count
        squares += value**2 * count
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / n
        # Whole numbers up to the last division: identical answers have a variance of exactly 0.
        variance = (n * squares - total**2) / (n * (n - 1))
    return n, mean, np.where(n > 1, variance, np.nan)


def average_deviation(counts: Ints, mean: Floats, form: ScoringForm) -> Floats:
    """AD: the mean distance of the answers from their mean, in scale points."""
    distance = np.zeros(mean.shape)
    for value, count in zip(form.values, counts, strict=True):
        distance += count * np.abs(value - mean)
    with np.errstate(invalid="ignore"):
        deviation: Floats = distance / counts.sum(axis=0)
    return deviation


def rwg(variance: Floats, form: ScoringForm) -> Floats:
    """r_wg of one item: 1 - variance / null variance, at least 0."""
    return np.maximum(0.0, 1 - variance / form.null_variance)


def rwg_j(variance: Floats, published: Bools, form: ScoringForm) -> tuple[Floats, Floats]:
    """r_wg(J) and J of every scale: (U, I, C) in, (U, S, C) out.

    J is the number of published items; r_wg(J) is NaN for J < 2.
    """
    u, _, c = variance.shape
    known = np.where(published, variance, 0.0)
    j, total = (np.zeros((u, len(form.scales), c)) for _ in range(2))
    for scale, members in enumerate(form.membership.T):
        j[:, scale] = published[:, members].sum(axis=1)
        total[:, scale] = known[:, members].sum(axis=1)
    with np.errstate(invalid="ignore"):
        m = np.minimum(1.0, total / j / form.null_variance)
    agreed = j * (1 - m)
    return np.where(j >= 2, agreed / (agreed + m), np.nan), j


def scale_average(ad: Floats, form: ScoringForm) -> Floats:
    """AD of every scale: the mean over those of its items that have one; (U, I) in, (U, S) out."""
    known = np.isfinite(ad)
    filled = np.where(known, ad, 0.0)
    average = np.full((len(ad), len(form.scales)), np.nan)
    for scale, members in enumerate(form.membership.T):
        items = known[:, members].sum(axis=1)
        np.divide(filled[:, members].sum(axis=1), items, out=average[:, scale], where=items > 0)
    return average
