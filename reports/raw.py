"""One person's scores as the rules of privacy read them: plain dictionaries, unrounded.

The bridge from the tables of `reports.scoring`; nothing but `reports.privacy` and what it rests on
reads it. A subject of the scores is one batch of raters of one person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

import pandas as pd

from reports.published import SELF
from reports.scoring.form import ScoringForm
from reports.scoring.scores import Scores


@dataclass(frozen=True)
class Mean:
    """An unrounded mean over `n` raters."""

    mean: float
    n: int


@dataclass(frozen=True)
class Raw:
    """What scoring found for one person and round, unrounded and before any rule of this file."""

    round: int
    scale_min: int
    scale_max: int
    k: int
    groups: Sequence[str]
    """Ids of all groups but self, in the instrument's order."""
    named: frozenset[str]
    items: Mapping[str, tuple[str, str]]
    """Item id -> skill and responsibility, in order of presentation."""
    scales: Sequence[str]
    answered: Mapping[str, int]
    members: Mapping[str, str | None]
    """Group -> its cell; None where it is hidden."""
    scale_means: Mapping[str, Mapping[str, Mean]]
    """Scale -> cell (also "self") -> mean of published cells."""
    spread: Mapping[str, tuple[float, float]]
    """Scale -> pooled SD and degrees of freedom, where there is an anonymous cell."""
    item_means: Mapping[str, Mapping[str, Mean]]
    counts: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Item -> how many of all others chose each point of the scale."""
    prior: tuple[float, float] = (0.0, 0.0)
    """SD and degrees of freedom that `spread` was moderated by."""
    ad: Mapping[str, Mean] = field(default_factory=dict)
    """Item or scale -> mean distance between raters and their mean, over all others."""

    @property
    def unit(self) -> float:
        return (self.scale_max - self.scale_min) / 4

    @property
    def cell_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for g in self.groups if (c := self.members.get(g))))

    def items_of(self, scale: str) -> tuple[str, ...]:
        """The items of "skill:ID" or "resp:ID"."""
        kind, _, own = scale.partition(":")
        at = 0 if kind == "skill" else 1
        return tuple(item for item, places in self.items.items() if places[at] == own)

    def anonymous(self, item: str) -> list[tuple[float, int]]:
        """Mean and number of raters of the anonymous cells of an item."""
        return [(m.mean, m.n) for cell, m in self.item_means[item].items()
                if cell in self.cell_ids and cell not in self.named]  # fmt: skip


def raw_of(scores: Scores, form: ScoringForm, subject: str, round_: int) -> Raw:
    """What `scores` hold for one subject and round. KeyError: nobody of that name answered."""
    at = (subject, round_)
    members = _of(scores.members, at)
    totals, items = _of(scores.totals, at), _of(scores.item_totals, at)
    counts = items[[f"count_{i + 1}" for i in range(form.points)]]
    others = [group for group in form.groups if group.kind != "self"]
    own = next(group.id for group in form.groups if group.kind == "self")
    return Raw(
        round=round_,
        scale_min=form.scale_min,
        scale_max=form.scale_max,
        k=form.k,
        groups=[group.id for group in others],
        named=frozenset(group.id for group in others if group.kind == "named"),
        items={
            item: (skill, responsibility)
            for item, skill, responsibility in zip(
                form.items, form.skills, form.responsibilities, strict=True
            )
        },
        scales=form.scales,
        answered={str(g): int(n) for g, n in members["usable"].items()},
        members={
            str(g): None if pd.isna(cell) else str(cell) for g, cell in members["cell"].items()
        },
        scale_means=_means(_of(scores.scales, at), form.scales, own),
        spread={
            str(name): (sd, df)
            for name, sd, df in zip(totals.index, totals["s_pooled"], totals["df"], strict=True)
            if isfinite(sd) and isfinite(df)
        },
        item_means=_means(_of(scores.items, at), form.items, own),
        counts=dict(zip(map(str, items.index), counts.to_numpy().tolist(), strict=True)),
        prior=(form.distance(form.rules.prior_sd), form.rules.prior_df),
        ad=_distances(items) | _distances(_of(scores.agreement, at)),
    )


def _of(table: pd.DataFrame, at: tuple[str, int]) -> pd.DataFrame:
    """The rows of one subject and round, without these two levels."""
    try:
        found = table.xs(at, level=("subject", "round"))
    except KeyError:
        return table.iloc[:0].droplevel(["subject", "round"])
    assert isinstance(found, pd.DataFrame)  # noqa: S101
    return found


def _means(table: pd.DataFrame, names: Sequence[str], own: str) -> dict[str, dict[str, Mean]]:
    """Scale or item -> cell -> mean, where it is published; the cell of the person is "self"."""
    found: dict[str, dict[str, Mean]] = {name: {} for name in names}
    for (name, cell), mean, n in zip(table.index, table["mean"], table["n"], strict=True):
        if isfinite(mean):
            found[str(name)][SELF if cell == own else str(cell)] = Mean(float(mean), int(n))
    return found


def _distances(table: pd.DataFrame) -> dict[str, Mean]:
    return {
        str(name): Mean(float(ad), int(n))
        for name, ad, n in zip(table.index, table["ad"], table["n"], strict=True)
        if isfinite(ad)
    }
