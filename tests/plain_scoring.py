"""SCORING_SPEC in plain Python: one person, one number at a time, no arrays, nothing of ours.

Written from the spec alone, to disagree with `reports.scoring` where that is wrong.
"""

import math
from dataclasses import dataclass, field
from statistics import fmean, stdev

from scipy.stats import t as student

SLACK = 1e-9
HIDDEN = "HIDDEN"
"""Stands for an answer to an item that this rater was not shown (decision 21)."""


@dataclass
class Rater:
    name: str
    group: str
    answers: list  # one entry an item: a value, "NO", None or HIDDEN
    seconds: float | None = None


@dataclass
class Plain:
    """The form, as plain lists; kinds and merge_order by group id."""

    items: list  # (id, skill, responsibility, reverse)
    low: int
    high: int
    kinds: dict
    merge_order: dict
    k: int = 3
    width: float = field(init=False)

    def __post_init__(self):
        self.width = self.high - self.low

    def scales(self):
        skills = dict.fromkeys(f"skill:{item[1]}" for item in self.items)
        return [*skills, *dict.fromkeys(f"resp:{item[2]}" for item in self.items)]

    def places(self, scale):
        kind, _, name = scale.partition(":")
        which = 1 if kind == "skill" else 2
        return [i for i, item in enumerate(self.items) if item[which] == name]

    def own(self):
        return next(group for group, kind in self.kinds.items() if kind == "self")


def expected(form, rounds):
    """`rounds`: {number: [Rater]}; the JSON structure of the golden files."""
    out = {"rounds": {str(n): one_round(form, raters) for n, raters in sorted(rounds.items())}}
    if len(rounds) > 1:
        before, now = (out["rounds"][str(n)] for n in sorted(rounds)[-2:])
        out["change"] = {
            "composition_changed": set(before["cells"]) != set(now["cells"]),
            "scales": {s: changes(form, before, now, s) for s in form.scales()},
        }
    return out


def one_round(form, raters):
    usable = [rater for rater in raters if is_usable(form, rater)]
    seats, scales = scale_results(form, usable)
    signs = {rater.name: carelessness(form, rater) for rater in raters}
    suspects = [name for name, sign in signs.items() if sign["suspect"]]
    _, cleared = scale_results(form, [r for r in usable if r.name not in suspects])
    return {
        "incomplete_raters": [r.name for r in raters if not is_usable(form, r)],
        "cells": {cell: len(members) for cell, members in seats.items()},
        "scales": scales,
        "items": {item[0]: item_result(form, seats, i) for i, item in enumerate(form.items)},
        "overall": overall(seats, scales),
        "careless": signs,
        "suspects": suspects,
        "all_others_without_suspects": {s: cleared[s]["all_others"] for s in cleared},
    }


def recoded(form, rater, i):
    answer = rater.answers[i]
    if answer in (None, "NO", HIDDEN):
        return None
    return form.low + form.high - answer if form.items[i][3] else answer


def is_usable(form, rater):
    valid = [i for i in range(len(form.items)) if recoded(form, rater, i) is not None]
    return len(valid) > 0 and 2 * len(valid) >= shown(rater, range(len(form.items)))


def shown(rater, places):
    return sum(rater.answers[i] != HIDDEN for i in places)


def rater_score(form, rater, scale):
    places = form.places(scale)
    valid = [y for y in (recoded(form, rater, i) for i in places) if y is not None]
    return fmean(valid) if valid and len(valid) >= math.ceil(shown(rater, places) / 2) else None


def seating(form, usable):
    by_group = {g: [r for r in usable if r.group == g] for g in form.kinds}
    cells = {}
    for group, kind in form.kinds.items():
        if by_group[group] and (kind != "anonymous" or len(by_group[group]) >= form.k):
            cells[group] = by_group[group]
    pool = [
        rater
        for group, kind in form.kinds.items()
        if kind == "anonymous" and len(by_group[group]) < form.k
        for rater in by_group[group]
    ]
    if 0 < len(pool) < form.k:
        big = [g for g in cells if form.kinds[g] == "anonymous"]
        if not big:
            return cells
        host = min(big, key=lambda g: (len(cells[g]), form.merge_order[g]))
        pool += cells.pop(host)
    if pool:
        cells["combined"] = pool
    return cells


def kind_of(form, cell):
    return form.kinds.get(cell, "anonymous")


def enough(form, cell, n):
    return n >= (form.k if kind_of(form, cell) == "anonymous" else 1)


def scale_results(form, usable):
    seats = seating(form, usable)
    return seats, {scale: scale_result(form, seats, scale) for scale in form.scales()}


def scale_result(form, seats, scale):
    scores = {
        cell: [y for y in (rater_score(form, r, scale) for r in members) if y is not None]
        for cell, members in seats.items()
    }
    published = {c: ys for c, ys in scores.items() if enough(form, c, len(ys))}
    anonymous = {c: ys for c, ys in published.items() if kind_of(form, c) == "anonymous"}
    pooled, df = pooled_sd(form, anonymous)
    cells = {}
    for cell in scores:
        cells[cell] = None
        if cell in published:
            ys = published[cell]
            cells[cell] = {"n": len(ys), "mean": fmean(ys), "sd": spread(ys)}
        if cell in anonymous:
            se = pooled / math.sqrt(len(ys))
            agreed, j = rwg_j(form, seats[cell], scale)
            cells[cell] |= {"se": se, "ci": interval(form, fmean(ys), se, df)}
            cells[cell] |= {"rwg_J": agreed, "J": j}
    return {"cells": cells} | total(form, published, pooled, df)


def total(form, published, pooled, df):
    others = {c: ys for c, ys in published.items() if kind_of(form, c) != "self"}
    n = sum(len(ys) for ys in others.values())
    mean = se = None
    if n >= form.k:
        mean = sum(len(ys) * fmean(ys) for ys in others.values()) / n
        se = pooled / math.sqrt(n) if pooled is not None else None
    own = published.get(form.own())
    gap = fmean(own) - mean if own and mean is not None else None
    return {
        "all_others": mean,
        "all_others_N": n if mean is not None else None,
        "all_others_equal": (
            fmean(fmean(ys) for ys in others.values()) if mean is not None else None
        ),
        "s_pooled": pooled,
        "df": df,
        "all_others_se": se,
        "all_others_ci": interval(form, mean, se, df),
        "gap": gap,
        "gap_class": gap_class(form, gap, se, df),
    }


def pooled_sd(form, anonymous):
    if not anonymous:
        return None, None
    df = sum(len(ys) - 1 for ys in anonymous.values()) + 4
    within = sum((len(ys) - 1) * spread(ys) ** 2 for ys in anonymous.values())
    return math.sqrt((within + 4 * (0.5 * form.width / 4) ** 2) / df), df


def spread(ys):
    return stdev(ys) if len(ys) > 1 else None


def interval(form, mean, se, df):
    if mean is None or se is None:
        return None
    reach = float(student.ppf(0.95, df)) * se
    return [
        min(max(mean - reach, form.low), form.high),
        min(max(mean + reach, form.low), form.high),
    ]


def gap_class(form, gap, se, df):
    if gap is None:
        return None
    if abs(gap) < 0.5 * form.width / 4 - SLACK:
        return "similar"
    if se is not None and abs(gap) > float(student.ppf(0.95, df)) * se + SLACK:
        return "self_higher" if gap > 0 else "self_lower"
    return "uncertain"


def item_answers(form, members, i):
    return [y for y in (recoded(form, r, i) for r in members) if y is not None]


def item_result(form, seats, i):
    answers = {cell: item_answers(form, members, i) for cell, members in seats.items()}
    published = {c: ys for c, ys in answers.items() if enough(form, c, len(ys))}
    cells = {}
    for cell in answers:
        cells[cell] = None
        if cell in published:
            ys = published[cell]
            cells[cell] = {"n": len(ys), "mean": fmean(ys)}
            if kind_of(form, cell) == "anonymous":
                mean = fmean(ys)
                cells[cell] |= {
                    "rwg": max(0.0, 1 - spread(ys) ** 2 / null_variance(form)),
                    "ad": fmean(abs(y - mean) for y in ys),
                }
    others = [len(ys) * fmean(ys) for c, ys in published.items() if kind_of(form, c) != "self"]
    n = sum(len(ys) for c, ys in published.items() if kind_of(form, c) != "self")
    mean = sum(others) / n if n >= form.k else None
    own = fmean(published[form.own()]) if form.own() in published else None
    return {"cells": cells, "all_others": mean, "class": item_class(form, own, mean)}


def null_variance(form):
    return ((form.high - form.low + 1) ** 2 - 1) / 12


def item_class(form, own, others):
    if own is None or others is None:
        return None
    cut = form.low + 2.5 * form.width / 4 - SLACK
    apart = abs(own - others) >= form.width / 4 - SLACK
    if (own >= cut) == (others >= cut):
        return "shared_strength" if own >= cut else "shared_development"
    if not apart:
        return "mixed"
    return "blind_spot" if own >= cut else "hidden_strength"


def rwg_j(form, members, scale):
    answers = [item_answers(form, members, i) for i in form.places(scale)]
    variances = [spread(ys) ** 2 for ys in answers if len(ys) >= form.k]
    j = len(variances)
    if j < 2:
        return None, j
    m = min(1.0, fmean(variances) / null_variance(form))
    return j * (1 - m) / (j * (1 - m) + m), j


def overall(seats, scales):
    skills = [result for scale, result in scales.items() if scale.startswith("skill:")]
    out = {}
    for cell in seats:
        lines = [result["cells"][cell] for result in skills]
        out[cell] = fmean(line["mean"] for line in lines) if all(lines) else None
    totals = [result["all_others"] for result in skills]
    return out | {"all_others": None if None in totals else fmean(totals)}


def carelessness(form, rater):
    raw = [answer for answer in rater.answers if answer not in (None, "NO", HIDDEN)]
    longest = run = 0
    for i, answer in enumerate(raw):
        run = run + 1 if i and answer == raw[i - 1] else 1
        longest = max(longest, run)
    irv = stdev(raw) if len(raw) > 1 else None
    pace = rater.seconds / len(raw) if raw and rater.seconds is not None else None
    sign = {
        "valid": len(raw),
        "longstring": longest,
        "irv": irv,
        "sec_per_answer": pace,
        "long": 2 * longest >= max(shown(rater, range(len(form.items))), 1),
        "flat": irv is not None and irv < 0.3 * form.width / 4 - SLACK,
        "fast": pace is not None and pace < 2,
    }
    return sign | {"suspect": sign["fast"] or (sign["long"] and sign["flat"])}


def changes(form, before, now, scale):
    one, two = before["scales"][scale], now["scales"][scale]
    lines = {}
    if one["all_others_se"] is not None and two["all_others_se"] is not None:
        keys = ("all_others", "all_others_se")
        lines["all_others"] = [*(one[key] for key in keys), *(two[key] for key in keys)]
    for cell in one["cells"]:
        first, second = one["cells"][cell], two["cells"].get(cell)
        if first and second and kind_of(form, cell) == "anonymous":
            lines[cell] = [first["mean"], first["se"], second["mean"], second["se"]]
    df = (one["df"] or 0) + (two["df"] or 0)
    out = {}
    for name, (mean1, se1, mean2, se2) in lines.items():
        se = math.sqrt(se1**2 + se2**2)
        reliable = abs(mean2 - mean1) > float(student.ppf(0.95, df)) * se + SLACK
        out[name] = {"change": mean2 - mean1, "se": se, "df": df, "reliable": reliable}
    return out
