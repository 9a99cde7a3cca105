"""Published numbers at random, without scoring: what rules may meet, in a wink."""

import random
from dataclasses import replace
from math import sqrt

from reports.certainty import certainty, interval_of
from reports.published import SELF, Change, Gap, Moved, Value, tenth


def bounded(x):
    return min(5.0, max(1.0, x))


def mean(chance, level, spread, n):
    """A mean that `n` raters can have, here and there at the edge where it says "or more"."""
    value = round(bounded(chance.gauss(level, spread)) * n * 5) / (n * 5)
    if n > 1 and value > 4.9:
        return Value(4.9, n, "more")
    if n > 1 and value < 1.1:
        return Value(1.1, n, "less")
    return Value(value, n)


def gap_of(own, everyone, interval):
    """Decision 17 in the words of this file."""
    difference = own.stands - everyone.stands
    printed = tenth(own.drawn - everyone.drawn)
    if abs(difference) < 0.5 - 1e-9:
        return Gap(printed, "similar", "clear")
    view = "self_higher" if difference > 0 else "self_lower"
    return Gap(printed, view, certainty(difference, interval.se, interval.df))


def scale_of(chance, scale, cells, n, spread, lean):
    everyone = mean(chance, 3.4, spread, n)
    interval = interval_of(everyone, chance.uniform(0.2, 1.2), n + 3, 1, 5)
    own = mean(chance, everyone.stands + lean, 0.8, 1) if scale.own else None
    values = {c.id: mean(chance, everyone.stands, 0.6, c.n) for c in cells}
    anonymous = {c.id for c in cells if not c.named}
    intervals = {
        cell: interval_of(value, chance.uniform(0.2, 0.9), value.n + 3, 1, 5)
        for cell, value in values.items()
        if cell in anonymous
    }
    band = (tenth(interval.low), tenth(interval.high)) if n >= 8 else None
    return replace(
        scale,
        own=own,
        cells=values,
        intervals=intervals,
        all=everyone,
        interval=interval,
        band=band,
        gap=gap_of(own, everyone, interval) if own else None,
        agreement=chance.choice([None, "together", "apart"]),
    )


def item_of(chance, item, scale, n):
    everyone = mean(chance, scale.all.stands, 0.5, n)
    own = Value(float(round(bounded(scale.own.stands))), 1) if scale.own else None
    gap = tenth(own.drawn - everyone.drawn) if own else None
    spread = chance.uniform(0, 1.4) if n >= 8 else None
    return replace(item, own=own, cells={}, all=everyone, gap=gap, bins=(), spread=spread)


def published(base, seed, spread=0.7, lean=0.0):
    """`base` with other numbers everywhere; the groups and their sizes stay."""
    chance = random.Random(seed)
    cells = [cell for cell in base.cells if cell.id != SELF]
    scales = {
        id_: scale_of(chance, scale, cells, base.n, spread, lean)
        for id_, scale in base.scales.items()
    }
    items = {
        id_: item_of(chance, item, scales[f"skill:{item.skill}"], base.n)
        for id_, item in base.items.items()
    }
    return replace(base, scales=scales, items=items)


def changed(now, seed):
    """The round before at random, and what changed since."""
    chance = random.Random(seed)
    moved = {}
    for id_, scale in now.scales.items():
        before = mean(chance, scale.all.stands, 0.6, now.n)
        difference = scale.all.stands - before.stands
        printed = tenth(scale.all.drawn - before.drawn)
        sure = certainty(difference, sqrt(2) * scale.interval.se, 2 * scale.interval.df)
        direction = "same" if sure == "cannot_tell" else "higher" if difference > 0 else "lower"
        moved[id_] = Moved(id_, before, scale.all, printed, direction, sure, items=5, of=5)
    return Change(chance.random() < 0.5, moved, now.n, now.n)
