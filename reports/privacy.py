"""From scores to what may leave: decisions 5, 11, 13, 14, 17 and 18, applied once and here only.

Pure. The report and every chart are built from `Published`; nothing behind it is shown. Each batch
of raters is scored by itself, and what it may publish is pooled with that of the others.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Literal

from reports.apart import squares
from reports.certainty import certainty, interval_of
from reports.distribution import bins, may_be_unanimous
from reports.extremes import pooled
from reports.pooling import Batches
from reports.published import (
    SELF,
    Agreement,
    Bin,
    Bound,
    Cell,
    Gap,
    GroupState,
    Interval,
    Item,
    Published,
    Scale,
    State,
    Value,
    View,
    tenth,
)
from reports.raw import Mean, Raw, raw_of
from reports.scoring.form import ScoringForm
from reports.scoring.scores import Scores
from survey.cells import ALL_OTHERS, COMBINED, MINIMUM

SIMILAR, WIDE, HIGH = 0.5, 1.0, 2.5
"""Gaps that count, of a scale and of an item, and the cut of high above the lowest point; in
points of a five-point scale."""
ITEM_PRIOR_SD, PRIOR_DF = 0.9, 4
"""Single answers spread more than averages of many, so the prior of an item is wider."""
_SLACK = 1e-9


def publish(scores: Scores, form: ScoringForm, batches: Sequence[str], round_: int) -> Published:
    """What may leave of one person's round.

    `batches`: under which names the batches of the person's raters were scored, oldest first.
    """
    return publish_raw([raw_of(scores, form, name, round_) for name in batches])


def publish_raw(batches: Sequence[Raw]) -> Published:
    """Everything of a round that may leave."""
    there = Batches(batches)
    raw = there.first
    scales = {scale: _scale(there, scale) for scale in raw.scales}
    if not any(s.all for s in scales.values() if s.is_skill):
        return _self_only(raw)
    overall = _overall(scales)
    average = _average([s.all for s in scales.values() if s.is_skill])
    cells = tuple(_cell(there, cell) for cell in there.cell_ids)
    return Published(
        kind="360",
        round=raw.round,
        scale_min=raw.scale_min,
        scale_max=raw.scale_max,
        k=raw.k,
        n=sum(cell.n for cell in cells),
        cells=cells,
        groups=tuple(_state(there, group) for group in raw.groups),
        scales=scales,
        items={item: _item(there, item, average) for item in raw.items},
        overall=overall,
        batches=len(batches),
    )


def _self_only(raw: Raw) -> Published:
    """Decision 5: with fewer raters than the rules can show, nothing of the others' data."""
    own = {s: Scale(s, own=_exact(raw.scale_means[s].get(SELF))) for s in raw.scales}
    items = {
        item: Item(item, skill, responsibility, own=_exact(raw.item_means[item].get(SELF)))
        for item, (skill, responsibility) in raw.items.items()
    }
    return Published(
        kind="self",
        round=raw.round,
        scale_min=raw.scale_min,
        scale_max=raw.scale_max,
        k=raw.k,
        n=0,
        cells=(),
        groups=(),
        scales=own,
        items=items,
        overall=_overall(own),
    )


def _exact(mean: Mean | None) -> Value | None:
    return Value(mean.mean, mean.n) if mean else None


def _all_others(raw: Raw, cells: Mapping[str, Value]) -> Value | None:
    named = [value for cell, value in cells.items() if cell in raw.named]
    anonymous = [value for cell, value in cells.items() if cell not in raw.named]
    if sum(value.n for value in cells.values()) < raw.k:
        return None
    return pooled(named, anonymous)


def _scale(there: Batches, scale: str) -> Scale:
    raw, cells = there.first, there.scale(scale)
    own = _exact(there.own(scale))
    everyone = _all_others(raw, cells)
    sd, df = there.spread(scale)
    interval = interval_of(everyone, sd, df, raw.scale_min, raw.scale_max)
    band, fewest = None, there.fewest(there.scale_by_batch(scale))
    if everyone and interval and fewest >= MINIMUM.band and not everyone.bound:
        band = (tenth(interval.low), tenth(interval.high))
    intervals = {c: i for c, v in cells.items() if c not in raw.named
                 and (i := interval_of(v, sd, df, raw.scale_min, raw.scale_max))}  # fmt: skip
    return Scale(
        id=scale,
        own=own,
        cells=cells,
        intervals=intervals,
        all=everyone,
        interval=interval,
        band=band,
        gap=_gap(raw, own, everyone, interval),
        agreement=_agreement(there, scale),
    )


def _gap(raw: Raw, own: Value | None, others: Value | None, at: Interval | None) -> Gap | None:
    if own is None or others is None:
        return None
    difference = own.stands - others.stands
    printed = tenth(own.drawn - others.drawn)
    if abs(difference) < SIMILAR * raw.unit - _SLACK:
        return Gap(printed, "similar", "clear")
    view: View = "self_higher" if difference > 0 else "self_lower"
    return Gap(printed, view, certainty(difference, at.se, at.df) if at else "cannot_tell")


def _agreement(there: Batches, of: str) -> Agreement | None:
    """Decision 14 and 18: in words only, from five raters in each batch."""
    ad = there.ad(of)
    if ad is None or ad.n < MINIMUM.agreement:
        return None
    return "apart" if ad.mean > _points(there.first) / 6 else "together"


def _item(there: Batches, item: str, average: float) -> Item:
    raw, cells = there.first, there.item(item)
    skill, responsibility = raw.items[item]
    own = _exact(there.own(item))
    everyone = _all_others(raw, cells)
    anonymous = (value for cell, value in cells.items() if cell not in raw.named)
    counts_may_stand = there.is_one and not may_be_unanimous(anonymous)
    return Item(
        id=item,
        skill=skill,
        responsibility=responsibility,
        own=own,
        cells=cells,
        all=everyone,
        gap=tenth(own.drawn - everyone.drawn) if own and everyone else None,
        kind=_kind(raw, own, everyone),
        bins=_bins(raw, item, everyone) if everyone and counts_may_stand else (),
        spread=_spread(raw, raw.ad.get(item)) if everyone and counts_may_stand else None,
        stands_out=_stands_out(there, item, everyone, average),
    )


def _spread(raw: Raw, ad: Mean | None) -> float | None:
    """Only where raters differ: below that the exact value would tell of unanimity."""
    if ad is None or ad.n < MINIMUM.spread or ad.mean <= _points(raw) / 6:
        return None
    return ad.mean


def _points(raw: Raw) -> int:
    return raw.scale_max - raw.scale_min + 1


def _kind(raw: Raw, own: Value | None, others: Value | None) -> str:
    """Rule 10 of the scoring rules, from the values that stand."""
    if own is None or others is None:
        return ""
    cut = raw.scale_min + HIGH * raw.unit - _SLACK
    mine, theirs = own.stands >= cut, others.stands >= cut
    if mine == theirs:
        return "shared_strength" if mine else "shared_development"
    if abs(own.stands - others.stands) < WIDE * raw.unit - _SLACK:
        return "mixed"
    return "blind_spot" if mine else "hidden_strength"


def _bins(raw: Raw, item: str, everyone: Value) -> tuple[Bin, ...]:
    counts = raw.counts.get(item)
    if counts is None or everyone.n < MINIMUM.distribution:
        return ()
    named = [m for cell, m in raw.item_means[item].items() if cell in raw.named]
    known = [0] * len(counts)
    for mean in named:
        if mean.n == 1:
            known[round(mean.mean) - raw.scale_min] += 1
    unplaced = sum(mean.n for mean in named if mean.n > 1)
    return bins(counts, raw.scale_min, raw.k, known=known, unplaced=unplaced)


def _stands_out(
    there: Batches, item: str, everyone: Value | None, average: float
) -> Literal["", "above", "below"]:
    """Decision 6: only what stands clear of the person's own average carries weight."""
    counts = there.counts(item)
    if everyone is None or (n := sum(counts)) < 1:
        return ""
    df = n - 1 + PRIOR_DF
    sd = sqrt((squares(counts) + PRIOR_DF * (ITEM_PRIOR_SD * there.first.unit) ** 2) / df)
    difference = everyone.stands - average
    if certainty(difference, sd / sqrt(n), df) != "clear":
        return ""
    return "above" if difference > 0 else "below"


def _average(values: Sequence[Value | None]) -> float:
    there = [value.stands for value in values if value]
    return sum(there) / len(there)


def _overall(scales: Mapping[str, Scale]) -> dict[str, Value]:
    """Rule 7: the mean of the skill means, where all skills have one; from values that stand."""
    skills = [scale for scale in scales.values() if scale.is_skill]
    columns: dict[str, list[Value | None]] = {
        SELF: [s.own for s in skills],
        ALL_OTHERS: [s.all for s in skills],
    }
    for cell in dict.fromkeys(c for s in skills for c in s.cells):
        columns[cell] = [s.cells.get(cell) for s in skills]
    found = {}
    for name, values in columns.items():
        there = [value for value in values if value]
        if len(there) == len(skills):
            bounds: set[Bound] = {value.bound for value in there}
            bound = bounds.pop() if len(bounds) == 1 else ""
            found[name] = Value(_average(there), min(v.n for v in there), bound)
    return found


def _cell(there: Batches, cell: str) -> Cell:
    members = tuple(g for g in there.first.groups if there.members.get(g) == cell)
    n = sum(there.answered(g) for g in members)
    return Cell(cell, members, cell in there.first.named, n)


def _state(there: Batches, group: str) -> GroupState:
    answered, cell = there.answered(group), there.members.get(group)
    if not answered:
        return GroupState(group, 0, "nobody")
    if cell is None:
        return GroupState(group, answered, "hidden")
    groups, named = there.first.groups, there.first.named
    others = tuple(g for g in groups if g != group and there.members.get(g) == cell)
    state: State = "named" if group in named else "combined" if cell == COMBINED else "own"
    return GroupState(group, answered, state, others)
