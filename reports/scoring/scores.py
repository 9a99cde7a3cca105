"""From sheets to scores: the whole of SCORING_SPEC, for one person or a cohort in one pass."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reports.scoring.agreement import rwg_j, scale_average
from reports.scoring.careless import careless
from reports.scoring.change import change
from reports.scoring.form import ScoringForm
from reports.scoring.gaps import gaps
from reports.scoring.intervals import CellMeans, Floats, Totals, cell_means, overall, totals
from reports.scoring.items import count_answers, count_not_observed, item_cells, item_totals
from reports.scoring.raters import RaterScores, rater_scores
from reports.scoring.seats import Bools, Roster, Seats, assign, call_the_roll
from reports.scoring.tidy import Tables


@dataclass(frozen=True)
class Scores:
    """All results, unrounded, as tidy tables; every index begins with (subject, round).

    Scale ids are "skill:ID" and "resp:ID"; cells are ids of rater groups, "combined", and, where
    totals stand beside cells, "all_others". Means, SDs, errors and limits are in scale points.
    NaN (in columns of words: missing) is what the rules do not publish. These are numbers before
    release: what leaves the house goes through `reports.privacy` first.
    """

    cells: pd.DataFrame
    """(…, cell): `n` usable raters. Only cells that exist, self among them."""
    members: pd.DataFrame
    """(…, group): `cell` that the group is reported in, missing if hidden; `usable` raters.
    Groups with usable raters, except self."""
    scales: pd.DataFrame
    """(…, scale, cell) for every existing cell: `n`, `mean`, `sd`; of anonymous cells also `se`,
    `low`, `high` (90 % interval), `rwg_j`, `j` (items in it). Rules 5, 8, 11."""
    totals: pd.DataFrame
    """(…, scale): `all_others`, `n` raters, `equal` (plain mean of the cells), `s_pooled`, `df`,
    `se`, `low`, `high`, `self`, `gap`, `gap_class` (gaps.GAP_CLASSES), `certainty` of the gap
    (gaps.CERTAINTIES). Rules 6, 8, 9."""
    items: pd.DataFrame
    """(…, item, cell) for every existing cell: `n`, `mean`; of anonymous cells `rwg`, `ad`.
    Rules 10, 11."""
    item_totals: pd.DataFrame
    """(…, item): `all_others`, `n`, `self`, `class` (items.ITEM_CLASSES), `ad` over all others;
    `count_1` … `count_A`, how often each answer was given, lowest first, by the raters in `n`,
    reverse items recoded; `not_observed`, by all usable raters except self."""
    agreement: pd.DataFrame
    """(…, scale): `ad` over all others, the mean of its items'; `n` raters of the scale."""
    overall: pd.DataFrame
    """(…, cell), self and all_others included: `mean`. Rule 7."""
    raters: pd.DataFrame
    """(…, rater): `group`, `usable`, `valid` answers, `longstring`, `irv`, `sec_per_answer`,
    `long`, `flat`, `fast`, `suspect`. Rules 2, 12. For administrators only."""
    without_suspects: pd.DataFrame
    """(…, scale): `all_others` with suspects left out. Rule 12. For administrators only."""
    change: pd.DataFrame
    """(subject, scale, cell), without round: `change` between the subject's last two rounds, `se`,
    `df`, `reliable`, `certainty`. Rule 13; only what is published in both."""
    composition_changed: pd.DataFrame
    """(subject), those with two rounds: `before` and `now`, the rounds; `composition_changed`."""


def score(
    sheets: pd.DataFrame,
    form: ScoringForm,
    seconds: pd.Series | None = None,
    fast: pd.Series | None = None,
) -> Scores:
    """Scores everybody in `sheets` (see `reports.scoring.sheet`), in any order of rows.

    `seconds`, aligned by the same index: active time of the whole form, NaN or no entry unknown.
    `fast`, likewise: the flag that is stored instead of timings. ValueError: columns that are not
    the form's items in order, an unknown rater group, a rater twice in one subject and round.
    """
    if list(sheets.columns) != list(form.items):
        raise ValueError("the sheets' columns are not the form's items in order of presentation")
    if not isinstance(sheets.index, pd.MultiIndex) or sheets.index.nlevels != 4:
        raise ValueError("sheets are indexed by subject, round, rater and group")
    roster, order = call_the_roll(sheets.index, form)
    answers = sheets.to_numpy()[order]
    raters = rater_scores(answers, form)
    seats, cells, total = _aggregate(raters.scores, roster, raters.usable, form)

    counts = count_answers(answers, roster, seats, form)
    by_item = item_cells(counts, form)
    not_observed = count_not_observed(answers, roster, raters.usable, form)
    over_items = item_totals(counts, by_item, not_observed, form)

    times = _aligned(seconds, sheets.index, np.nan)[order].astype(np.float64)
    flags = None if fast is None else _aligned(fast, sheets.index, False)[order].astype(bool)
    signs = careless(answers, raters.shown, times, flags, form)
    cleared = _without(signs.suspect, roster, raters, total.all_others, form)

    own = cells.mean[..., form.self_cell]
    tables = Tables(roster, seats, form)
    changes, composition = tables.change(change(roster, seats, cells, total, form))
    return Scores(
        cells=tables.cells(),
        members=tables.members(),
        scales=tables.scales(cells, *rwg_j(by_item.variance, by_item.published, form)),
        totals=tables.totals(total, own, gaps(own, total, form)),
        items=tables.items(by_item),
        item_totals=tables.item_totals(over_items),
        agreement=tables.agreement(scale_average(over_items.ad, form), total.n),
        overall=tables.overall(*overall(cells, total.all_others, form)),
        raters=tables.raters(raters.usable, signs),
        without_suspects=tables.without_suspects(cleared),
        change=changes,
        composition_changed=composition,
    )


def _aggregate(
    scores: Floats, roster: Roster, usable: Bools, form: ScoringForm
) -> tuple[Seats, CellMeans, Totals]:
    """Rules 4 to 6 and 8, from rater x scale scores."""
    seats = assign(roster, usable, form)
    cells = cell_means(scores, roster, seats, form)
    return seats, cells, totals(cells, form)


def _without(
    suspect: Bools, roster: Roster, raters: RaterScores, all_others: Floats, form: ScoringForm
) -> Floats:
    """(U, S) all others once suspects are left out; rules 4 to 6 again where there are any."""
    touched, rows = np.unique(roster.unit[suspect]), np.isin(roster.unit, roster.unit[suspect])
    if not len(touched):
        return all_others
    part = Roster(
        units=roster.units[touched],
        raters=roster.raters[rows],
        unit=np.searchsorted(touched, roster.unit[rows]),
        group=roster.group[rows],
    )
    _, _, total = _aggregate(raters.scores[rows], part, (raters.usable & ~suspect)[rows], form)
    cleared = all_others.copy()
    cleared[touched] = total.all_others
    return cleared


def _aligned(series: pd.Series | None, index: pd.MultiIndex, missing: float) -> NDArray[Any]:
    """The series' values in the order of `index`."""
    if series is None:
        return np.full(len(index), missing)
    if series.index is index:
        return series.to_numpy()
    return series.reindex(index, fill_value=missing).to_numpy()
