"""One report from several batches of raters: score each, then pool what each of them may publish.

Pure. A batch is the raters whose answers joined the reports on somebody together
(survey.anonymity.batches). Its numbers are published by the ordinary rules, extremes included, as
if it were all there is; a number of the report is the mean over the batches, each counting by its
raters. So nothing in any report, or between two of them, is about a part of a batch. A number that
a batch is too small for stays what the other batches make it. With one batch, pooling changes
nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from reports.apart import (
    Counts,
    counts_that_stand,
    distance,
    least_within,
    nearly_unanimous,
    squares,
)
from reports.extremes import item_values, pooled, scale_values
from reports.published import SELF, Value
from reports.raw import Mean, Raw
from survey.cells import together

Values = Mapping[str, Value]
"""By cell."""


@dataclass(frozen=True)
class Batches:
    """What scoring found for each batch, oldest first; at least one.

    Named raters and the own form are in the first.
    """

    parts: Sequence[Raw]

    @property
    def first(self) -> Raw:
        """Also for all that is the same in each: scale, items, groups."""
        return self.parts[0]

    @property
    def is_one(self) -> bool:
        return len(self.parts) == 1

    @cached_property
    def members(self) -> Mapping[str, str | None]:
        """Group -> its cell; None where it is hidden."""
        return together(part.members for part in self.parts)

    @property
    def cell_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for g in self.first.groups if (c := self.members.get(g))))

    def answered(self, group: str) -> int:
        """Its usable raters."""
        return sum(part.answered.get(group, 0) for part in self.parts)

    def own(self, of: str) -> Mean | None:
        """The person's own mean of a scale or an item."""
        means = self.first.item_means if of in self.first.items else self.first.scale_means
        return means[of].get(SELF)

    def scale(self, scale: str) -> Values:
        """What each cell's mean of a scale stands for."""
        return self._pooled(self.scale_by_batch(scale))

    def item(self, item: str) -> Values:
        """Likewise of an item."""
        return self._pooled([item_values(part, item) for part in self.parts])

    def scale_by_batch(self, scale: str) -> list[dict[str, Value]]:
        return [scale_values(part, scale) for part in self.parts]

    def _pooled(self, batches: Iterable[Values]) -> Values:
        found: dict[str, list[Value]] = {cell: [] for cell in self.cell_ids}
        for values in batches:
            for cell, value in values.items():
                found[self.members.get(cell) or cell].append(value)
        return {cell: values[0] if len(values) == 1 else pooled([], values)
                for cell, values in found.items() if values}  # fmt: skip

    def fewest(self, batches: Iterable[Values]) -> int:
        """Raters of the smallest batch that has a part in a number, and the named ones."""
        named, anonymous = 0, []
        for values in batches:
            known = sum(v.n for cell, v in values.items() if cell in self.first.named)
            named += known
            anonymous.append(sum(v.n for v in values.values()) - known)
        return named + min((n for n in anonymous if n), default=0)

    def spread(self, scale: str) -> tuple[float | None, float]:
        """SD and degrees of freedom by rule 8, over the cells of all batches; the prior once."""
        there = [part for part in self.parts if scale in part.spread]
        if not there:
            return None, 0.0
        prior_sd, prior_df = self.first.prior
        within = sum(_within(part, scale) for part in there)
        df = sum(part.spread[scale][1] - prior_df for part in there) + prior_df
        return sqrt((within + prior_df * prior_sd**2) / df), df

    def ad(self, scale: str) -> Mean | None:
        """Mean distance between raters and the mean of their batch; `n` of the smallest batch."""
        there = [(part, part.ad[scale].n) for part in self.parts if scale in part.ad]
        if not there:
            return None
        n = sum(n for _, n in there)
        total = sum(n * _distance(part, scale) for part, n in there)
        return Mean(total / n, min(n for _, n in there))

    def counts(self, item: str) -> Sequence[int]:
        """How many gave each answer, as far apart as must be assumed; see reports.apart."""
        there = [_widest(part, item, squares) for part in self.parts if item in part.counts]
        return [sum(at) for at in zip(*there, strict=True)]


def _within(part: Raw, scale: str) -> float:
    """Sum of squares within the anonymous cells of a batch, without the prior."""
    sd, df = part.spread[scale]
    prior_sd, prior_df = part.prior
    cells = len(part.scale_means[scale].keys() - part.named - {SELF})
    least = least_within(len(part.items_of(scale)), cells)
    return max(sd**2 * df - prior_df * prior_sd**2, least)


def _distance(part: Raw, scale: str) -> float:
    """The mean over the items that have a total."""
    items = [item for item in part.items_of(scale) if sum(part.counts.get(item, ()))]
    return sum(distance(_widest(part, item, distance)) for item in items) / len(items)


def _widest(part: Raw, item: str, by: Callable[[Counts], float]) -> Counts:
    """The answers of a batch, or those there would be if a group were nearly unanimous."""
    counts, anonymous = part.counts[item], part.anonymous(item)
    named = [(m.mean, m.n) for cell, m in part.item_means[item].items() if cell in part.named]
    nearly = nearly_unanimous(named, anonymous, part.scale_min, len(counts))
    return max([counts_that_stand(counts, anonymous, part.scale_min), *nearly], key=by)
