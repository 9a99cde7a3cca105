"""Rule 13: what changed between the last two rounds of each subject.

Arrays are (P pairs, S scales, 1 + C): all others first, then the cells in the form's order.
"""

from dataclasses import dataclass

import numpy as np

from reports.scoring.form import SLACK, ScoringForm
from reports.scoring.gaps import Codes, certainty
from reports.scoring.intervals import CellMeans, Floats, Totals, t_quantile
from reports.scoring.seats import Bools, Ints, Roster, Seats


@dataclass(frozen=True)
class Change:
    """`now` (P) is the position of the later unit; the earlier one stands just before it."""

    now: Ints
    composition_changed: Bools
    """(P) the sets of cells differ."""
    change: Floats
    """NaN where all others or the anonymous cell is not published in both rounds."""
    se: Floats
    df: Floats
    reliable: Bools
    certainty: Codes


def change(
    roster: Roster, seats: Seats, cells: CellMeans, totals: Totals, form: ScoringForm
) -> Change:
    """For all others and each anonymous cell of the same name, on every scale."""
    now = last_of_two(roster)
    df_of_cells = np.broadcast_to(totals.df[..., None], cells.mean.shape)
    mean = _lines(totals.all_others, cells.mean)
    se = _lines(totals.se, cells.se)
    df = _lines(totals.df, df_of_cells)

    difference = mean[now] - mean[now - 1]
    both_se = np.hypot(se[now], se[now - 1])
    both_df = df[now] + df[now - 1]
    known = np.isfinite(difference) & np.isfinite(both_se)
    difference, both_se, both_df = (
        np.where(known, each, np.nan) for each in (difference, both_se, both_df)
    )
    reach = t_quantile(form.rules.confidence, both_df) * both_se
    has_cell = seats.sizes > 0
    return Change(
        now=now,
        composition_changed=(has_cell[now] != has_cell[now - 1]).any(axis=1),
        change=difference,
        se=both_se,
        df=both_df,
        reliable=np.abs(difference) > reach + SLACK,
        certainty=certainty(difference, both_se, both_df, form),
    )


def last_of_two(roster: Roster) -> Ints:
    """Positions of the last unit of every subject that has an earlier one."""
    subject = np.asarray(roster.units.codes[0])
    same_as_before = np.append(False, subject[1:] == subject[:-1])
    last = np.append(subject[1:] != subject[:-1], True)
    return np.flatnonzero((same_as_before & last)[: len(subject)])


def _lines(total: Floats, cells: Floats) -> Floats:
    return np.concatenate([total[..., None], cells], axis=-1)
