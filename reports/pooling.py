"""One report from several batches of raters: score each, then pool what each of them may publish.

Pure. A batch is the raters whose answers joined the reports on somebody together (survey.batches).
Its numbers are published by the ordinary rules, extremes included, as if it were all there is; a
number of the report is the mean over the batches, each counting by its raters. So nothing in any
report, or between two of them, is about a part of a batch. A number that a batch is too small for
stays what the other batches make it. With one batch, pooling changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from reports.extremes import counts_that_stand, item_values, pooled, scale_values
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
        there = [part.spread[scale] for part in self.parts if scale in part.spread]
        if len(there) < 2:
            return there[0] if there else (None, 0.0)
        prior_sd, prior_df = self.first.prior
        again = (len(there) - 1) * prior_df
        df = sum(own_df for _, own_df in there) - again
        squares = sum(sd**2 * own_df for sd, own_df in there) - again * prior_sd**2
        return sqrt(squares / df), df

    def ad(self, of: str) -> Mean | None:
        """Mean distance between raters and the mean of their batch; `n` of the smallest batch."""
        there = [ad for part in self.parts if (ad := part.ad.get(of))]
        if not there:
            return None
        n = sum(ad.n for ad in there)
        return Mean(sum(ad.n * ad.mean for ad in there) / n, min(ad.n for ad in there))

    def counts(self, item: str) -> Sequence[int] | None:
        """How many gave each answer, unanimous extremes a step inside; see extremes."""
        there = [
            counts_that_stand(counts, part.anonymous(item), part.scale_min)
            for part in self.parts
            if (counts := part.counts.get(item)) is not None
        ]
        return [sum(at) for at in zip(*there, strict=True)] if there else None
