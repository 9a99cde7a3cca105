"""Standing in a cohort: percentile with its uncertainty, and shrinkage towards the cohort's mean.

Which comparison is earned (none below 30 subjects, quarters below 100) is for the report to decide.
"""

import math
from dataclasses import dataclass

from scipy.special import ndtri

from reports.scoring.intervals import Floats


@dataclass(frozen=True)
class Percentile:
    """Where a value stands in a reference of `n` subjects. Percentiles run from 0 to 100."""

    n: int
    below: int
    equal: int
    mid: float
    """Mid-rank: those below and half of those equal."""
    low: float
    high: float
    """Wilson interval of `mid`."""


@dataclass(frozen=True)
class Shrunken:
    """A mean drawn towards the cohort's, as far as too few raters make it unreliable (Kelley)."""

    reliability: float
    """Of a mean over this many raters, 0 to 1."""
    value: float
    se_estimation: float
    """Standard error of the shrunken value as an estimate of the true one."""
    sem: float
    """Standard error of measurement of the value as observed."""


def percentile(x: float, reference: Floats, confidence: float = 0.90) -> Percentile:
    """Mid-rank percentile of `x` among `reference` (1-dimensional, without NaN).

    ValueError: an empty reference.
    """
    n = len(reference)
    if n == 0:
        raise ValueError("a percentile needs a reference")
    below, equal = int((reference < x).sum()), int((reference == x).sum())
    share = (below + equal / 2) / n
    low, high = wilson(share, n, confidence)
    return Percentile(n, below, equal, 100 * share, 100 * low, 100 * high)


def wilson(share: float, n: int, confidence: float) -> tuple[float, float]:
    """Wilson's interval of a share (0 to 1) observed in `n`."""
    z = float(ndtri(0.5 + confidence / 2))
    centre = share + z * z / (2 * n)
    reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)


def reliability_of_mean(icc1: float, raters: int) -> float:
    """Spearman-Brown: reliability of a mean over `raters`, from that of one rater."""
    return raters * icc1 / (1 + (raters - 1) * icc1)


def kelley(x: float, mean: float, sd: float, raters: int, icc1: float) -> Shrunken:
    """Shrinks `x`, a mean over `raters`, towards the cohort's `mean`; `sd` is the SD of the
    observed means of the cohort."""
    r = reliability_of_mean(icc1, raters)
    return Shrunken(
        reliability=r,
        value=mean + r * (x - mean),
        se_estimation=sd * math.sqrt(r * (1 - r)),
        sem=sd * math.sqrt(1 - r),
    )
