"""Arrays to tables: every result as a tidy DataFrame, one row a fact, sorted by its index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reports.scoring.careless import Careless
from reports.scoring.change import Change
from reports.scoring.form import ScoringForm
from reports.scoring.gaps import CERTAINTIES, GAP_CLASSES, Codes, Gaps
from reports.scoring.intervals import CellMeans, Floats, Totals
from reports.scoring.items import ITEM_CLASSES, ItemCells, ItemTotals
from reports.scoring.seats import Bools, Ints, Roster, Seats, multi_index
from survey.cells import ALL_OTHERS


def table(
    units: pd.MultiIndex,
    axes: Mapping[str, Sequence[str]],
    columns: Mapping[str, Any],
    keep: Bools | None = None,
) -> pd.DataFrame:
    """One row for each entry of arrays (U, *axes), or of those that `keep` marks.

    The index is (subject, round, *axes), in the order of the arrays. Columns are arrays, or pairs
    (codes, categories) for words.
    """
    shape = (len(units), *map(len, axes.values()))
    flat = np.arange(int(np.prod(shape))) if keep is None else np.flatnonzero(keep)
    unit, *places = np.unravel_index(flat, shape)
    index = multi_index(
        [*units.levels, *(pd.Index(labels) for labels in axes.values())],
        [units.codes[0][unit], units.codes[1][unit], *places],
        ["subject", "round", *axes],
    )
    return pd.DataFrame({name: _column(each, flat) for name, each in columns.items()}, index=index)


def _column(column: Any, flat: Ints) -> Any:
    if isinstance(column, tuple):
        codes, categories = column
        return categorical(codes.ravel()[flat], categories)
    return column.ravel()[flat]


def words(codes: Codes, categories: Sequence[str]) -> tuple[Codes, Sequence[str]]:
    """A column of words; code -1 is missing."""
    return codes, categories


def categorical(codes: Codes, categories: Sequence[str]) -> "pd.Categorical[str]":
    """Words by their codes."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(categories))


@dataclass(frozen=True)
class Tables:
    """The tables of `reports.scoring.scores.Scores`, where each one is described."""

    roster: Roster
    seats: Seats
    form: ScoringForm

    @property
    def has_cell(self) -> Bools:
        """(U, C)"""
        return self.seats.sizes > 0

    def cells(self) -> pd.DataFrame:
        axes = {"cell": self.form.cells}
        return table(self.roster.units, axes, {"n": self.seats.sizes}, self.has_cell)

    def members(self) -> pd.DataFrame:
        axes = {"group": [group.id for group in self.form.groups]}
        is_self = np.arange(len(self.form.groups)) == self.form.self_cell
        columns = {
            "cell": words(self.seats.cell_of_group, self.form.cells),
            "usable": self.seats.counts,
        }
        return table(self.roster.units, axes, columns, (self.seats.counts > 0) & ~is_self)

    def scales(self, cells: CellMeans, rwg_j: Floats, j: Floats) -> pd.DataFrame:
        anonymous = np.isfinite(cells.n) & (self.form.cell_kinds == "anonymous")
        columns = {
            "n": cells.n,
            "mean": cells.mean,
            "sd": cells.sd,
            "se": cells.se,
            "low": cells.low,
            "high": cells.high,
            "rwg_j": np.where(anonymous, rwg_j, np.nan),
            "j": np.where(anonymous, j, np.nan),
        }
        axes = {"scale": self.form.scales, "cell": self.form.cells}
        keep = np.broadcast_to(self.has_cell[:, None, :], cells.n.shape)
        return table(self.roster.units, axes, columns, keep)

    def totals(self, totals: Totals, own: Floats, gaps: Gaps) -> pd.DataFrame:
        columns = {
            "all_others": totals.all_others,
            "n": totals.n,
            "equal": totals.equal,
            "s_pooled": totals.s_pooled,
            "df": totals.df,
            "se": totals.se,
            "low": totals.low,
            "high": totals.high,
            "self": own,
            "gap": gaps.gap,
            "gap_class": words(gaps.gap_class, GAP_CLASSES),
            "certainty": words(gaps.certainty, CERTAINTIES),
        }
        return table(self.roster.units, {"scale": self.form.scales}, columns)

    def items(self, cells: ItemCells) -> pd.DataFrame:
        columns = {"n": cells.n, "mean": cells.mean, "rwg": cells.rwg, "ad": cells.ad}
        axes = {"item": self.form.items, "cell": self.form.cells}
        keep = np.broadcast_to(self.has_cell[:, None, :], cells.n.shape)
        return table(self.roster.units, axes, columns, keep)

    def item_totals(self, totals: ItemTotals) -> pd.DataFrame:
        columns = {
            "all_others": totals.all_others,
            "n": totals.n,
            "self": totals.own,
            "class": words(totals.classes, ITEM_CLASSES),
            "ad": totals.ad,
            "not_observed": totals.not_observed,
        }
        columns |= {f"count_{place}": count for place, count in enumerate(totals.counts, start=1)}
        return table(self.roster.units, {"item": self.form.items}, columns)

    def agreement(self, ad: Floats, n: Floats) -> pd.DataFrame:
        known = {"ad": np.where(np.isfinite(n), ad, np.nan), "n": n}
        return table(self.roster.units, {"scale": self.form.scales}, known)

    def overall(self, cells: Floats, all_others: Floats) -> pd.DataFrame:
        mean = np.column_stack([cells, all_others])
        keep = np.column_stack([self.has_cell, np.ones(self.roster.size, dtype=bool)])
        axes = {"cell": [*self.form.cells, ALL_OTHERS]}
        return table(self.roster.units, axes, {"mean": mean}, keep)

    def without_suspects(self, all_others: Floats) -> pd.DataFrame:
        axes = {"scale": self.form.scales}
        return table(self.roster.units, axes, {"all_others": all_others})

    def raters(self, usable: Bools, signs: Careless) -> pd.DataFrame:
        units, unit = self.roster.units, self.roster.unit
        # Codes, not labels: people may be called anything.
        raters, codes = np.unique(self.roster.raters.to_numpy(), return_inverse=True)
        index = multi_index(
            [*units.levels, pd.Index(raters, dtype=self.roster.raters.dtype)],
            [units.codes[0][unit], units.codes[1][unit], codes],
            ["subject", "round", "rater"],
        )
        columns = {
            "group": categorical(self.roster.group, [group.id for group in self.form.groups]),
            "usable": usable,
            "valid": signs.valid,
            "longstring": signs.longstring,
            "irv": signs.irv,
            "sec_per_answer": signs.sec_per_answer,
            "long": signs.long,
            "flat": signs.flat,
            "fast": signs.fast,
            "suspect": signs.suspect,
        }
        return pd.DataFrame(columns, index=index)

    def change(self, change: Change) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The changes, and whether the cells are others than before."""
        later = self.roster.units[change.now]
        columns = {
            "change": change.change,
            "se": change.se,
            "df": change.df,
            "reliable": change.reliable,
            "certainty": words(change.certainty, CERTAINTIES),
        }
        axes = {"scale": self.form.scales, "cell": [ALL_OTHERS, *self.form.cells]}
        changes = table(later, axes, columns, np.isfinite(change.change)).droplevel("round")
        composition = pd.DataFrame(
            {
                "before": self.roster.units[change.now - 1].get_level_values("round"),
                "now": later.get_level_values("round"),
                "composition_changed": change.composition_changed,
            },
            index=later.get_level_values("subject"),
        )
        return changes, composition
