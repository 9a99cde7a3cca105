"""Who sits where: the rows of the sheets in order, their subject and round, their reporting cell.

A "unit" is one subject in one round: what one report is about. Arrays are named by their axes:
R raters (rows), U units, G groups, C cells (`form.cells`), S scales, I items, A answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reports.scoring.form import ScoringForm
from survey.cells import partition

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOWHERE = -1


@dataclass(frozen=True)
class Roster:
    """The rows of the sheets, ordered by subject, round, group and rater."""

    units: pd.MultiIndex
    """(U) subject and round, sorted."""
    raters: pd.Index
    """(R) rater ids."""
    unit: Ints
    """(R) position in `units`."""
    group: Ints
    """(R) position in `form.groups`."""

    @property
    def size(self) -> int:
        return len(self.units)


@dataclass(frozen=True)
class Seats:
    """Rule 4 for every unit at once."""

    cell: Ints
    """(R) position in `form.cells`; NOWHERE for raters who count in nothing."""
    cell_of_group: Ints
    """(U, G) position in `form.cells`; NOWHERE: hidden, or nobody usable."""
    counts: Ints
    """(U, G) usable raters."""
    sizes: Ints
    """(U, C) usable raters of each cell; 0: there is no such cell."""


def call_the_roll(index: pd.MultiIndex, form: ScoringForm) -> tuple[Roster, Ints]:
    """The roster, and the order (R) of the sheets' rows that it is in.

    `index` has the levels subject, round, rater, group. ValueError: a group that the form does not
    have, or one rater twice about the same subject in the same round.
    """
    index = index.remove_unused_levels()
    subject, round_, rater, group = (_ranked(index, level) for level in range(4))
    known = {each.id: place for place, each in enumerate(form.groups)}
    if strangers := [g for g in group.labels if g not in known]:
        raise ValueError(f"no such rater group: {strangers[0]!r}")
    seat = np.array([known[g] for g in group.labels], dtype=np.int64)[group.codes]

    rounds = max(len(round_.labels), 1)
    key, unit = np.unique(subject.codes * rounds + round_.codes, return_inverse=True)
    order = np.lexsort((rater.codes, seat, unit))
    person = np.sort(unit * max(len(rater.labels), 1) + rater.codes)
    if (person[1:] == person[:-1]).any():
        raise ValueError("a rater has more than one sheet about the same subject and round")
    units = multi_index(
        [subject.labels, round_.labels], [key // rounds, key % rounds], ["subject", "round"]
    )
    return Roster(units, rater.labels[rater.codes[order]], unit[order], seat[order]), order


def multi_index(
    levels: Iterable[pd.Index], codes: Iterable[NDArray[np.integer]], names: Iterable[str]
) -> pd.MultiIndex:
    """An index by the codes of its labels, which must fit: nothing is looked up or compared."""
    return pd.MultiIndex(
        levels=list(levels),  # type: ignore[arg-type]  # the stubs know sequences of labels only
        codes=list(codes),  # type: ignore[arg-type]
        names=list(names),
        verify_integrity=False,
    )


@dataclass(frozen=True)
class _Ranked:
    labels: pd.Index
    codes: Ints


def _ranked(index: pd.MultiIndex, level: int) -> _Ranked:
    """A level's labels, sorted, and each row's place among them."""
    labels, codes = index.levels[level], np.asarray(index.codes[level], dtype=np.int64)
    if labels.is_monotonic_increasing:
        return _Ranked(labels, codes)
    order = np.asarray(labels.argsort())
    return _Ranked(labels[order], np.argsort(order)[codes])


def assign(roster: Roster, usable: Bools, form: ScoringForm) -> Seats:
    """Seats every usable rater (`usable`, (R)) in a cell; asks `partition` once for each distinct
    pattern of counts, however many units there are."""
    groups = len(form.groups)
    places = np.bincount(
        roster.unit[usable] * groups + roster.group[usable], minlength=roster.size * groups
    )
    counts = places.reshape(roster.size, groups)
    patterns, which = np.unique(counts, axis=0, return_inverse=True)
    plans = np.array([_plan(pattern, form) for pattern in patterns.tolist()], dtype=np.int64)
    cell_of_group = plans.reshape(-1, groups)[which.ravel()]

    cell = np.where(usable, cell_of_group[roster.unit, roster.group], NOWHERE)
    sizes = np.zeros((roster.size, len(form.cells)), dtype=np.int64)
    seated = cell != NOWHERE
    np.add.at(sizes, (roster.unit[seated], cell[seated]), 1)
    return Seats(cell, cell_of_group, counts, sizes)


def _plan(pattern: list[int], form: ScoringForm) -> list[int]:
    """One pattern of counts: where each group goes, as positions in `form.cells`."""
    counts = {group.id: n for group, n in zip(form.groups, pattern, strict=True) if n}
    cells: dict[str, str | None] = {g.id: g.id for g in form.groups if g.kind == "self"}
    cells |= partition(counts, form.groups, form.k)
    places: dict[str | None, int] = {cell: place for place, cell in enumerate(form.cells)}
    return [
        places.get(cells.get(g.id), NOWHERE) if g.id in counts else NOWHERE for g in form.groups
    ]
