"""How items and scales behave in real answers: what the author of a questionnaire looks at.

Over all sheets of a pilot, self and others apart; never about a person. Below `LEAST` sheets
nothing is told: alpha of a few raters says nothing, and counts of a few could tell who they are.

Alpha: Cronbach (1951), from the covariances of pairs that are both answered. Its interval: Feldt
(1965), which takes sheets for independent; the bootstrap of omega draws whole subjects, since
sheets about one person are alike. Omega: McDonald (1999), total, one factor, maximum likelihood
on the same covariances. None of them measures the error of a report; see SCORING_SPEC rule 8.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import fdtri

from reports.items_told import FEWEST
from reports.items_told import LEAST as LEAST  # noqa: PLC0414 - of sheets; told here, too
from reports.scoring.form import ScoringForm
from reports.scoring.sheet import NOT_OBSERVED

Floats = NDArray[np.float64]

DRAWS = 400
"""Samples of the bootstrap."""
STEPS = 2000
"""Of the search for one factor, at most."""
EXACT, ROUGH = 1e-9, 1e-4
"""Shares of variance below which a step of the search is its last; rough in the bootstrap."""
SMALLEST = 1e-3
"""Least share of its variance that an item keeps for itself: beyond it the search runs away."""


@dataclass(frozen=True)
class ItemFigures:
    """One item. NaN where fewer than `FEWEST` answered; `item_rest` also if all answered alike."""

    item: str
    n: int
    """Valid answers."""
    not_observed: float
    """Share of those who were shown it and answered something, 0 to 1."""
    mean: float
    """On the scale, reverse items turned round."""
    ceiling: float
    """Share of valid answers at the best end of the scale."""
    high: float
    """Share of valid answers on one of its two best points."""
    item_rest: float
    """Correlation with the mean of the skill's other items."""


@dataclass(frozen=True)
class ScaleFigures:
    """One skill. Limits are those of a 95 % interval."""

    skill: str
    items: int
    sheets: int
    """With at least one valid answer."""
    alpha: float
    alpha_low: float
    alpha_high: float
    omega: float
    omega_low: float
    omega_high: float


@dataclass(frozen=True)
class Pilot:
    sheets: int
    items: tuple[ItemFigures, ...]
    scales: tuple[ScaleFigures, ...]


def pilot(sheets: pd.DataFrame, form: ScoringForm, *, own: bool, seed: int = 0) -> Pilot | None:
    """Of the sheets of self (`own`) or of all others; None below `LEAST` of them.

    `sheets` as in `reports.scoring.sheet`. The same seed draws the same bootstrap samples.
    """
    self_group = next(group.id for group in form.groups if group.kind == "self")
    is_own = sheets.index.get_level_values("group") == self_group
    chosen = sheets[is_own if own else ~is_own]
    if len(chosen) < LEAST:
        return None
    codes = chosen[list(form.items)].to_numpy()
    values = recoded(codes, form)
    subjects = pd.factorize(chosen.index.get_level_values("subject"))[0]
    items: dict[str, ItemFigures] = {}
    scales = []
    for skill in form.skill_order:
        columns = [at for at, one in enumerate(form.skills) if one == skill]
        if columns:
            part = values[:, columns]
            for at, rest in zip(columns, item_rest(part), strict=True):
                items[form.items[at]] = _item(form, at, codes[:, at], values[:, at], float(rest))
            scales.append(_scale(skill, part, subjects, seed))
    return Pilot(len(chosen), tuple(items[each] for each in form.items), tuple(scales))


def recoded(codes: NDArray[np.integer], form: ScoringForm) -> Floats:
    """Values of the scale, reverse items turned round; NaN where there is no valid answer."""
    answered = np.where(codes > 0, codes, np.nan).astype(float)
    width = form.scale_max - form.scale_min
    turned = np.where(np.array(form.reverse), width + 2 - answered, answered)
    return turned + form.scale_min - 1


def alpha(values: Floats) -> float:
    """Cronbach's alpha of sheets (rows) by items (columns); NaN for fewer than two items."""
    found = covariances(values)
    count = len(found)
    whole = found.sum()
    if count < 2 or not whole > 0:
        return float("nan")
    return float(count / (count - 1) * (1 - np.trace(found) / whole))


def alpha_limits(
    estimate: float, sheets: int, items: int, level: float = 0.95
) -> tuple[float, float]:
    """Feldt's interval for alpha of so many sheets and items."""
    if not np.isfinite(estimate) or sheets < 2 or items < 2:
        return float("nan"), float("nan")
    first, second, tail = sheets - 1, (sheets - 1) * (items - 1), (1 - level) / 2
    high, low = (fdtri(first, second, p) for p in (tail, 1 - tail))
    return float(1 - (1 - estimate) * low), float(1 - (1 - estimate) * high)


def item_rest(values: Floats) -> Floats:
    """For each item the correlation with the mean of the others, over sheets that have both."""
    return np.array(
        [_correlation(values[:, at], _rest(values, at)) for at in range(values.shape[1])]
    )


def omega(values: Floats, nearly: float = EXACT) -> float:
    """McDonald's omega total: (sum of loadings)² over that and the residual variances of one
    factor. NaN for fewer than three items or where there is nothing in common to be found."""
    found = covariances(values)
    spread = np.diag(found)
    if len(found) < 3 or not np.isfinite(found).all() or not (spread > 0).all():
        return float("nan")
    own = spread / 2  # residual variances, from which the search begins
    loadings = np.zeros(len(found))
    for _ in range(STEPS):
        root = np.sqrt(own)
        sizes, vectors = np.linalg.eigh(found / np.outer(root, root))
        loadings = root * vectors[:, -1] * np.sqrt(max(sizes[-1] - 1, 0))
        nearer = np.maximum(spread - loadings**2, SMALLEST * spread)
        if np.abs(nearer - own).max() < nearly * spread.max():
            break
        own = nearer
    common = loadings.sum() ** 2
    return float(common / (common + own.sum()))


def bootstrap(
    values: Floats, subjects: NDArray[np.integer], of: Callable[[Floats], float], seed: int
) -> tuple[float, float]:
    """95 % percentile limits of a figure, drawing whole subjects with replacement; if all sheets
    are about one subject, the sheets."""
    chance = np.random.default_rng(seed)
    if len(np.unique(subjects)) < 2:
        subjects = np.arange(len(values))
    rows = [np.flatnonzero(subjects == one) for one in np.unique(subjects)]
    drawn = []
    for _ in range(DRAWS):
        picked = chance.integers(len(rows), size=len(rows))
        drawn.append(of(values[np.concatenate([rows[one] for one in picked])]))
    known = np.array([one for one in drawn if np.isfinite(one)])
    if len(known) < DRAWS / 2:
        return float("nan"), float("nan")
    return float(np.percentile(known, 2.5)), float(np.percentile(known, 97.5))


def _omega_roughly(values: Floats) -> float:
    return omega(values, ROUGH)


def covariances(values: Floats) -> Floats:
    """(items, items), each over the sheets that answered both; NaN where fewer than two did."""
    frame = pd.DataFrame(values)
    return frame.cov(min_periods=2).to_numpy()


def _scale(skill: str, values: Floats, subjects: NDArray[np.integer], seed: int) -> ScaleFigures:
    answered = ~np.isnan(values).all(axis=1)
    part, about = values[answered], subjects[answered]
    estimate = alpha(part)
    low, high = alpha_limits(estimate, len(part), part.shape[1])
    total = omega(part)
    known = np.isfinite(total)
    omega_low, omega_high = (
        bootstrap(part, about, _omega_roughly, seed) if known else (total, total)
    )
    return ScaleFigures(
        skill, part.shape[1], len(part), estimate, low, high, total, omega_low, omega_high
    )


def _item(
    form: ScoringForm, at: int, codes: NDArray[np.integer], values: Floats, rest: float
) -> ItemFigures:
    valid = values[~np.isnan(values)]
    unseen = int((codes == NOT_OBSERVED).sum())
    said = len(valid) + unseen
    enough = len(valid) >= FEWEST
    return ItemFigures(
        item=form.items[at],
        n=len(valid),
        not_observed=unseen / said if said else float("nan"),
        mean=float(valid.mean()) if enough else float("nan"),
        ceiling=float((valid == form.scale_max).mean()) if enough else float("nan"),
        high=float((valid >= form.scale_max - 1).mean()) if enough else float("nan"),
        item_rest=rest if enough else float("nan"),
    )


def _rest(values: Floats, at: int) -> Floats:
    others = np.delete(values, at, axis=1)
    count = (~np.isnan(others)).sum(axis=1)
    sums = np.nansum(others, axis=1)
    return np.where(count > 0, sums / np.maximum(count, 1), np.nan)


def _correlation(one: Floats, other: Floats) -> float:
    both = ~(np.isnan(one) | np.isnan(other))
    if both.sum() < 3 or one[both].std() == 0 or other[both].std() == 0:
        return float("nan")
    return float(np.corrcoef(one[both], other[both])[0, 1])
