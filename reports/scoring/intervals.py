"""Rules 5, 6 and 8: cell means, the total over all others, and how sure one may be of them.

All arrays are (U units, S scales, C cells) or (U, S); what is not published is NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from reports.scoring.form import ScoringForm
from reports.scoring.seats import NOWHERE, Ints, Roster, Seats

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CellMeans:
    """(U, S, C) rule 5. `sd` is NaN for a single rater; `se`, `low`, `high` for named cells too."""

    n: Floats
    mean: Floats
    sd: Floats
    se: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Totals:
    """(U, S) rules 6 and 8, over the published cells except self."""

    all_others: Floats
    n: Floats
    equal: Floats
    s_pooled: Floats
    df: Floats
    se: Floats
    low: Floats
    high: Floats


def t_quantile(confidence: float, df: Floats) -> Floats:
    """Two-sided t quantile for each entry of `df`, of any shape; NaN where df is NaN."""
    distinct, which = np.unique(df, return_inverse=True)
    quantiles: Floats = stdtrit(distinct, 0.5 + confidence / 2)
    return quantiles[which].reshape(df.shape)


def moderated(n: Floats, sd: Floats, prior_sd: float, prior_df: float) -> tuple[Floats, Floats]:
    """Pooled SD and its degrees of freedom over the last axis, moderated by the prior (rule 8).

    `n` and `sd` are NaN where a cell has no part in it; NaN comes out where no cell has.
    A prior of 0 degrees of freedom gives the plain pooled SD.
    """
    within = np.nansum((n - 1) * sd**2, axis=-1)
    df = np.nansum(n - 1, axis=-1) + prior_df
    df = np.where(np.isfinite(n).any(axis=-1), df, np.nan)
    return np.sqrt((within + prior_df * prior_sd**2) / df), df


def limits(mean: Floats, se: Floats, df: Floats, form: ScoringForm) -> tuple[Floats, Floats]:
    """The interval's ends, clipped to the scale."""
    reach = t_quantile(form.rules.confidence, df) * se
    return (
        np.clip(mean - reach, form.scale_min, form.scale_max),
        np.clip(mean + reach, form.scale_min, form.scale_max),
    )


def cell_means(scores: Floats, roster: Roster, seats: Seats, form: ScoringForm) -> CellMeans:
    """Rules 5 and 8 from rater x scale scores (R, S), NaN where a rater has none."""
    seated = seats.cell != NOWHERE
    seat = (roster.unit * len(form.cells) + seats.cell)[seated]
    shape = (roster.size, len(form.scales), len(form.cells))
    n, mean, sd = (np.full(shape, np.nan) for _ in range(3))
    for scale in range(len(form.scales)):
        n[:, scale], mean[:, scale], sd[:, scale] = _moments(
            scores[seated, scale], seat, (roster.size, len(form.cells))
        )
    published = n >= form.cell_minimum
    n, mean, sd = (np.where(published, each, np.nan) for each in (n, mean, sd))

    anonymous = form.cell_kinds == "anonymous"
    s_pooled, df = _moderated(np.where(anonymous, n, np.nan), sd, form)
    se = np.where(anonymous, s_pooled[..., None] / np.sqrt(n), np.nan)
    low, high = limits(mean, se, np.broadcast_to(df[..., None], shape), form)
    return CellMeans(n, mean, sd, se, low, high)


def _moments(scores: Floats, seat: Ints, shape: tuple[int, int]) -> tuple[Floats, Floats, Floats]:
    """Count, mean and SD (n - 1) of the valid scores on every seat; each rater counts once."""
    valid = np.isfinite(scores)
    scores, seat, size = scores[valid], seat[valid], shape[0] * shape[1]
    n = np.bincount(seat, minlength=size).astype(np.float64)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(seat, scores, minlength=size) / n
        # Around the mean, in a second pass: sums of squares would cancel.
        squares = np.bincount(seat, (scores - mean[seat]) ** 2, minlength=size)
        sd = np.sqrt(squares / np.where(n > 1, n - 1, np.nan))
    return n.reshape(shape), mean.reshape(shape), sd.reshape(shape)


def _moderated(n: Floats, sd: Floats, form: ScoringForm) -> tuple[Floats, Floats]:
    return moderated(n, sd, form.distance(form.rules.prior_sd), form.rules.prior_df)


def totals(cells: CellMeans, form: ScoringForm) -> Totals:
    """Rules 6 and 8 over published cells except self: each cell weighs as many as it has raters.

    NaN where fewer than k raters stand behind it; the interval also where no anonymous cell is
    published.
    """
    others = form.cell_kinds != "self"
    weight = np.where(others, np.nan_to_num(cells.n), 0.0)
    mean = np.nan_to_num(cells.mean)
    n = weight.sum(axis=-1)
    n = np.where(n >= form.k, n, np.nan)
    all_others = (weight * mean).sum(axis=-1) / n
    published = weight > 0
    lines = np.where(np.isfinite(n), published.sum(axis=-1), np.nan)
    equal = np.where(published, mean, 0.0).sum(axis=-1) / lines

    anonymous = form.cell_kinds == "anonymous"
    s_pooled, df = _moderated(np.where(anonymous, cells.n, np.nan), cells.sd, form)
    se = s_pooled / np.sqrt(n)
    low, high = limits(all_others, se, df, form)
    return Totals(all_others, n, equal, s_pooled, df, se, low, high)


def overall(cells: CellMeans, all_others: Floats, form: ScoringForm) -> tuple[Floats, Floats]:
    """Rule 7: (U, C) of each cell and (U) of all others, the mean of its skill means if all are
    published, else NaN."""
    skills = len(form.skill_order)
    return cells.mean[:, :skills].mean(axis=1), all_others[:, :skills].mean(axis=1)
