"""Rule 12: signs of careless answering, of every rater, from raw answers before recoding.

Signs only: nobody is left out automatically. Arrays are (R).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.scoring.form import SLACK, ScoringForm
from reports.scoring.intervals import Floats
from reports.scoring.seats import Bools, Ints


@dataclass(frozen=True)
class Careless:
    """Of each rater."""

    valid: Ints
    """Valid answers."""
    longstring: Ints
    """Longest run of equal answers; a run continues over a gap."""
    irv: Floats
    """SD (n - 1) over the rater's answers, in scale points; NaN for fewer than two."""
    sec_per_answer: Floats
    """NaN if unknown or nothing was answered."""
    long: Bools
    flat: Bools
    fast: Bools

    @property
    def suspect(self) -> Bools:
        return self.fast | (self.long & self.flat)


def careless(
    sheets: NDArray[np.int8], shown: Ints, seconds: Floats, fast: Bools | None, form: ScoringForm
) -> Careless:
    """`sheets` (R, I) as `reports.scoring.sheet` says; `shown` items each rater was shown;
    `seconds` active time of the whole form, NaN unknown; `fast` the stored flag, where only
    that was kept of timings (decision 15): it then stands instead of seconds."""
    rules = form.rules
    valid, irv = _count_and_spread(sheets)
    longstring = longest_run(sheets)
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = np.where(valid > 0, seconds / valid, np.nan)
    return Careless(
        valid=valid,
        longstring=longstring,
        irv=irv,
        sec_per_answer=pace,
        long=longstring >= np.maximum(rules.long * shown - SLACK, 1),
        flat=irv < form.distance(rules.flat) - SLACK,
        fast=pace < rules.fast if fast is None else fast,
    )


def longest_run(sheets: NDArray[np.int8]) -> Ints:
    """(R) the longest run of equal valid answers in each row, invalid ones dropped first."""
    last = np.zeros(len(sheets), dtype=np.int8)
    run, longest = (np.zeros(len(sheets), dtype=np.int16) for _ in range(2))
    for answer in np.ascontiguousarray(sheets.T):
        valid = answer > 0
        run *= (answer == last) | ~valid
        run += valid
        last = np.where(valid, answer, last)
        np.maximum(longest, run, out=longest)
    return longest.astype(np.int64)


def _count_and_spread(sheets: NDArray[np.int8]) -> tuple[Ints, Floats]:
    """Valid answers of each row and their SD with n - 1, exact up to the last division."""
    answers = np.maximum(sheets, 0).astype(np.int16)
    n = (sheets > 0).sum(axis=1)
    total = answers.sum(axis=1, dtype=np.int64)
    squares = np.square(answers).sum(axis=1, dtype=np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (n * squares - total**2) / (n * (n - 1))
    return n, np.sqrt(np.where(n > 1, variance, np.nan))
