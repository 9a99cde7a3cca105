"""One person's scores as the rules of privacy read them: plain dictionaries, unrounded.

The bridge from the tables of `reports.scoring`; nothing but `reports.privacy` reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    ad: Mapping[str, Mean] = field(default_factory=dict)
    """Item or scale -> mean distance between raters and their mean, over all others."""
    only_for: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Item -> the groups that are asked it, where not all are."""

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

    def asks(self, item: str, cell: str) -> bool:
        """Whether anybody in the cell is asked the item."""
        groups = self.only_for.get(item)
        return not groups or any(self.members.get(group) == cell for group in groups)

    def anonymous(self, item: str) -> list[tuple[float, int]]:
        """Mean and number of raters of the anonymous cells of an item."""
        return [(m.mean, m.n) for cell, m in self.item_means[item].items()
                if cell in self.cell_ids and cell not in self.named]  # fmt: skip


def raw_of(scores: Scores, form: ScoringForm, subject: str, round_: int) -> Raw:
    """What `scores` hold for one subject and round. KeyError: nobody of that name answered."""
    at = (subject, round_)
    members = _of(scores.members, at)
    totals = _of(scores.totals, at).dropna(subset=["s_pooled", "df"])
    items = _of(scores.item_totals, at)
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
            str(name): (float(row["s_pooled"]), float(row["df"])) for name, row in totals.iterrows()
        },
        item_means=_means(_of(scores.items, at), form.items, own),
        counts={str(i): [int(n) for n in row] for i, row in counts.iterrows()},
        ad=_distances(items) | _distances(_of(scores.agreement, at)),
        only_for={i: asked for i, asked in zip(form.items, form.only_for, strict=False) if asked},
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
    for key, row in table.dropna(subset=["mean"]).iterrows():
        assert isinstance(key, tuple)  # noqa: S101
        name, cell = map(str, key)
        found[name][SELF if cell == own else cell] = Mean(float(row["mean"]), int(row["n"]))
    return found


def _distances(table: pd.DataFrame) -> dict[str, Mean]:
    return {
        str(name): Mean(float(row["ad"]), int(row["n"]))
        for name, row in table.dropna(subset=["ad"]).iterrows()
    }
