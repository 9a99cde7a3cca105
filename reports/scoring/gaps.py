"""Rule 9: self beside all others, and in how far a difference can be told from chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.scoring.form import SLACK, ScoringForm
from reports.scoring.intervals import Floats, Totals, t_quantile

GAP_CLASSES = ("similar", "self_higher", "self_lower", "uncertain")
CERTAINTIES = ("clear", "likely", "cannot_tell")
"""Beyond the 90 % interval, beyond the 80 % one, neither (decision 17)."""

Codes = NDArray[np.integer]
"""Positions in a tuple of class names; NULL where there is none."""

NULL = -1


@dataclass(frozen=True)
class Gaps:
    """(U, S)"""

    gap: Floats
    gap_class: Codes
    certainty: Codes


def gaps(own: Floats, totals: Totals, form: ScoringForm) -> Gaps:
    """`own` is self's published mean (U, S), NaN without one.

    A gap that is no small one and has no interval (nobody anonymous is published) is "uncertain".
    """
    gap = own - totals.all_others
    reach = t_quantile(form.rules.confidence, totals.df) * totals.se
    small = np.abs(gap) < form.distance(form.rules.gap) - SLACK
    told = np.abs(gap) > reach + SLACK
    classes = np.select(
        [np.isnan(gap), small, told & (gap > 0), told], [NULL, 0, 1, 2], default=3
    ).astype(np.int8)
    return Gaps(gap, classes, certainty(gap, totals.se, totals.df, form))


def certainty(difference: Floats, se: Floats, df: Floats, form: ScoringForm) -> Codes:
    """How sure it is that a difference is not chance: codes into CERTAINTIES, of the same shape.

    NULL where there is no difference to judge; without a standard error one cannot tell.
    """
    size = np.abs(difference)
    clear = size > t_quantile(form.rules.confidence, df) * se + SLACK
    likely = size > t_quantile(form.rules.likely, df) * se + SLACK
    return np.select([np.isnan(difference), clear, likely], [NULL, 0, 1], default=2).astype(np.int8)
