"""Rules 1 to 3: which raters are usable, and every rater's score on every scale."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.scoring.form import SLACK, ScoringForm
from reports.scoring.intervals import Floats
from reports.scoring.seats import Bools, Ints
from reports.scoring.sheet import NOT_SHOWN


@dataclass(frozen=True)
class RaterScores:
    """Of every row of the sheets."""

    shown: Ints
    """(R) items shown."""
    usable: Bools
    """(R) rule 2: enough valid answers to count at all."""
    scores: Floats
    """(R, S) rule 3: mean of the valid recoded answers, in scale values; NaN where too few."""


def rater_scores(sheets: NDArray[np.int8], form: ScoringForm) -> RaterScores:
    """Rules 1 to 3, `sheets` (R, I) as `reports.scoring.sheet` says."""
    valid = sheets > 0
    sums = per_scale(recoded(sheets, form), form)
    answered = per_scale(valid, form)
    was_shown = sheets != NOT_SHOWN
    shown = was_shown.sum(axis=1)

    enough = (answered > 0) & (answered >= needed(per_scale(was_shown, form), form))
    scores = np.full(sums.shape, np.nan)
    np.divide(sums, answered, out=scores, where=enough, dtype=np.float64)
    in_all = valid.sum(axis=1)
    usable = (in_all > 0) & (in_all >= needed(shown, form))
    return RaterScores(shown, usable, scores + (form.scale_min - 1))


def recoded(sheets: NDArray[np.int8], form: ScoringForm) -> NDArray[np.int8]:
    """Rule 1: places on the scale 1 … A after reverse items were turned; 0 for no valid answer."""
    answers = np.maximum(sheets, 0)
    reverse = np.array(form.reverse)
    if reverse.any():
        turned = answers[:, reverse]
        answers[:, reverse] = np.where(turned > 0, form.points + 1 - turned, 0)
    return answers


def per_scale(values: NDArray[np.generic], form: ScoringForm) -> Ints:
    """(R, I) small whole numbers or marks, summed over the items of every scale: (R, S)."""
    # Columns in one piece: a scale is then a few long additions, whatever its items.
    columns = np.ascontiguousarray(values.T)
    small = np.int16 if values.shape[1] < 2**11 else np.int32  # at most 11 points an item
    sums = np.empty((len(values), len(form.scales)), dtype=np.int64)
    for scale, members in enumerate(form.membership.T):
        sums[:, scale] = columns[members].sum(axis=0, dtype=small)
    return sums


def needed(shown: NDArray[np.number], form: ScoringForm) -> Floats:
    """Fewest valid answers out of `shown` items."""
    fewest: Floats = np.ceil(form.rules.answered * shown - SLACK)
    return fewest
