"""Rule 10: items, all from one table of counts: who gave which answer how often.

Arrays are (A answers, U units, I items, C cells) and what sums over some of these leave.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.scoring import agreement
from reports.scoring.form import SLACK, ScoringForm
from reports.scoring.gaps import NULL, Codes
from reports.scoring.intervals import Floats
from reports.scoring.seats import NOWHERE, Bools, Ints, Roster, Seats
from reports.scoring.sheet import NOT_OBSERVED

ITEM_CLASSES = (
    "shared_strength",
    "shared_development",
    "blind_spot",
    "hidden_strength",
    "mixed",
)


@dataclass(frozen=True)
class ItemCells:
    """(U, I, C); NaN where not published. `rwg` and `ad` of anonymous cells only.

    `variance` (n - 1) is known for every cell, published or not: agreement of scales needs it.
    """

    published: Bools
    n: Floats
    mean: Floats
    rwg: Floats
    ad: Floats
    variance: Floats


@dataclass(frozen=True)
class ItemTotals:
    """(U, I), over the published cells of the item except self; NaN below k raters."""

    all_others: Floats
    n: Floats
    own: Floats
    classes: Codes
    ad: Floats
    """Average deviation of the pooled answers: for agreement in words (decisions 14, 18)."""
    counts: Ints
    """(A, U, I) how often each answer was given by the raters in `n`, reverse items recoded.
    All 0 where `all_others` is NaN."""
    not_observed: Ints
    """(U, I) how many usable raters except self, in any cell, said "not observed"."""


def count_answers(
    sheets: NDArray[np.int8], roster: Roster, seats: Seats, form: ScoringForm
) -> Ints:
    """(A, U, I, C) recoded answers of the raters who have a seat."""
    seated = seats.cell != NOWHERE
    shape = (form.points + 1, roster.size, len(form.items), len(form.cells))
    _, _, items, cells = shape
    # One whole number an answer: its place in the table. 32 bits are half the memory to move.
    width = np.int32 if np.prod(shape, dtype=np.float64) < 2**31 else np.int64
    place = np.maximum(sheets[seated], 0).astype(width)
    place *= width(roster.size * items * cells)
    place += (roster.unit[seated] * (items * cells) + seats.cell[seated]).astype(width)[:, None]
    place += np.arange(0, items * cells, cells, dtype=width)
    table = np.bincount(place.ravel(), minlength=int(np.prod(shape))).reshape(shape)[1:]
    reverse = np.array(form.reverse)
    if reverse.any():
        table[:, :, reverse] = table[::-1, :, reverse]  # rule 1
    return table


def item_cells(counts: Ints, form: ScoringForm) -> ItemCells:
    """Rules 10 and 11 for every cell."""
    n, mean, variance = agreement.size_mean_variance(counts, form)
    published = n >= form.cell_minimum
    anonymous = published & (form.cell_kinds == "anonymous")
    return ItemCells(
        published=published,
        n=np.where(published, n, np.nan),
        mean=np.where(published, mean, np.nan),
        rwg=np.where(anonymous, agreement.rwg(variance, form), np.nan),
        ad=np.where(anonymous, agreement.average_deviation(counts, mean, form), np.nan),
        variance=variance,
    )


def item_totals(
    counts: Ints, cells: ItemCells, not_observed: Ints, form: ScoringForm
) -> ItemTotals:
    """Rule 10 over all others: the weighted mean of published cells is their answers' mean."""
    others = cells.published & (form.cell_kinds != "self")
    pooled = np.where(others, counts, 0).sum(axis=-1)
    enough = pooled.sum(axis=0) >= form.k
    pooled *= enough
    n, mean, _ = agreement.size_mean_variance(pooled, form)
    own = cells.mean[..., form.self_cell]
    return ItemTotals(
        all_others=mean,
        n=np.where(enough, n, np.nan),
        own=own,
        classes=classify(own, mean, form),
        ad=agreement.average_deviation(pooled, mean, form),
        counts=pooled,
        not_observed=not_observed,
    )


def classify(own: Floats, others: Floats, form: ScoringForm) -> Codes:
    """Codes into ITEM_CLASSES; NULL if either is missing."""
    cut, apart = form.position(form.rules.high) - SLACK, form.distance(form.rules.item_gap) - SLACK
    own_high, others_high = own >= cut, others >= cut
    return np.select(
        [
            np.isnan(own) | np.isnan(others),
            own_high & others_high,
            ~own_high & ~others_high,
            own_high & ~others_high & (own - others >= apart),
            ~own_high & others_high & (others - own >= apart),
        ],
        [NULL, 0, 1, 2, 3],
        default=4,
    ).astype(np.int8)


def count_not_observed(
    sheets: NDArray[np.int8], roster: Roster, usable: Bools, form: ScoringForm
) -> Ints:
    """(U, I) "not observed" among usable raters except self."""
    kinds = np.array([group.kind for group in form.groups])
    row, item = np.nonzero(sheets == NOT_OBSERVED)
    counted = (usable & (kinds[roster.group] != "self"))[row]
    place = roster.unit[row[counted]] * len(form.items) + item[counted]
    size = (roster.size, len(form.items))
    return np.bincount(place, minlength=size[0] * size[1]).reshape(size)
