"""Scores as plain data for other programs: the structure of the golden files' expected.json.

Unrounded numbers of the caller's own raw data, exempt from release rules (decision 11): only
`./run score` writes this.
"""

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from reports.scoring.form import ScoringForm
from reports.scoring.scores import Scores

Tree = dict[str, Any]

EMPTY: Tree = {"rounds": {}}


def as_expected(scores: Scores, form: ScoringForm, by_subject: bool = False) -> Tree:
    """`{"rounds": …}`, with two rounds also `"change"`; or `{"subjects": {NAME: those}}`.

    JSON-ready: rounds are text, what is not published is None. ValueError: several subjects,
    but not `by_subject`.
    """
    subjects = _empty(scores)
    kinds = dict(zip(form.cells, form.cell_kinds.tolist(), strict=True))
    _add_cells(subjects, scores)
    _add_scales(subjects, scores, kinds)
    _add_items(subjects, scores, kinds)
    _add_raters(subjects, scores)
    _add_change(subjects, scores, form)
    if by_subject:
        return {"subjects": subjects}
    if len(subjects) > 1:
        raise ValueError("several subjects: their results need their names")
    return next(iter(subjects.values()), {"rounds": {}})


def _rows(table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Index and columns of every row in one flat tuple, as Python numbers, missing as None."""
    plain = [_plain(table[name]) for name in table.columns]
    levels = [table.index.get_level_values(level).tolist() for level in range(table.index.nlevels)]
    return zip(*levels, *plain, strict=True)


def _plain(column: pd.Series) -> list[Any]:
    return [
        None if isinstance(value, float) and math.isnan(value) else value
        for value in column.astype(object).tolist()
    ]


def _empty(scores: Scores) -> dict[str, Tree]:
    """The frame of every subject's every round; everybody who answered has a line in `raters`."""
    subjects: dict[str, Tree] = {}
    for subject, round_, _ in scores.raters.index:
        if str(round_) in subjects.get(subject, EMPTY)["rounds"]:
            continue
        rounds = subjects.setdefault(subject, {"rounds": {}})["rounds"]
        rounds[str(round_)] = {
            "incomplete_raters": [],
            "cells": {},
            "scales": {},
            "items": {},
            "overall": {},
            "careless": {},
            "suspects": [],
            "all_others_without_suspects": {},
        }
    return subjects


def _add_cells(subjects: dict[str, Tree], scores: Scores) -> None:
    for subject, round_, cell, n in _rows(scores.cells):
        subjects[subject]["rounds"][str(round_)]["cells"][cell] = n
    for subject, round_, cell, mean in _rows(scores.overall):
        subjects[subject]["rounds"][str(round_)]["overall"][cell] = mean


def _add_scales(subjects: dict[str, Tree], scores: Scores, kinds: dict[str, str]) -> None:
    for row in _rows(scores.totals):
        subject, round_, scale, all_others, n, equal, s_pooled, df, se, low, high, *rest = row
        _, gap, gap_class, _ = rest
        subjects[subject]["rounds"][str(round_)]["scales"][scale] = {
            "cells": {},
            "all_others": all_others,
            "all_others_N": _whole(n),
            "all_others_equal": equal,
            "s_pooled": s_pooled,
            "df": _whole(df),
            "all_others_se": se,
            "all_others_ci": _pair(low, high),
            "gap": gap,
            "gap_class": gap_class,
        }
    for subject, round_, scale, cell, n, mean, sd, se, low, high, rwg_j, j in _rows(scores.scales):
        line: Tree | None = None
        if n is not None:
            line = {"n": _whole(n), "mean": mean, "sd": sd}
            if kinds[cell] == "anonymous":
                line |= {"se": se, "ci": _pair(low, high), "rwg_J": rwg_j, "J": _whole(j)}
        subjects[subject]["rounds"][str(round_)]["scales"][scale]["cells"][cell] = line
    for subject, round_, scale, all_others in _rows(scores.without_suspects):
        place = subjects[subject]["rounds"][str(round_)]["all_others_without_suspects"]
        place[scale] = all_others


def _add_items(subjects: dict[str, Tree], scores: Scores, kinds: dict[str, str]) -> None:
    for subject, round_, item, all_others, class_ in _rows(
        scores.item_totals[["all_others", "class"]]
    ):
        place = subjects[subject]["rounds"][str(round_)]["items"]
        place[item] = {"cells": {}, "all_others": all_others, "class": class_}
    for subject, round_, item, cell, n, mean, rwg, ad in _rows(scores.items):
        line: Tree | None = None
        if n is not None:
            line = {"n": _whole(n), "mean": mean}
            if kinds[cell] == "anonymous":
                line |= {"rwg": rwg, "ad": ad}
        subjects[subject]["rounds"][str(round_)]["items"][item]["cells"][cell] = line


SIGNS = ["valid", "longstring", "irv", "sec_per_answer", "long", "flat", "fast", "suspect"]


def _add_raters(subjects: dict[str, Tree], scores: Scores) -> None:
    for subject, round_, rater, usable, *signs in _rows(scores.raters[["usable", *SIGNS]]):
        place = subjects[subject]["rounds"][str(round_)]
        place["careless"][rater] = dict(zip(SIGNS, signs, strict=True))
        if not usable:
            place["incomplete_raters"].append(rater)
        if place["careless"][rater]["suspect"]:
            place["suspects"].append(rater)


def _add_change(subjects: dict[str, Tree], scores: Scores, form: ScoringForm) -> None:
    for subject, _, _, changed in _rows(scores.composition_changed):
        subjects[subject]["change"] = {
            "composition_changed": changed,
            "scales": {scale: {} for scale in form.scales},
        }
    for subject, scale, cell, change, se, df, reliable, _ in _rows(scores.change):
        subjects[subject]["change"]["scales"][scale][cell] = {
            "change": change,
            "se": se,
            "df": _whole(df),
            "reliable": reliable,
        }


def _whole(number: float | None) -> int | float | None:
    """5.0 as 5: counts are kept as floats where they can be missing."""
    return int(number) if number is not None and number == int(number) else number


def _pair(low: float | None, high: float | None) -> list[float] | None:
    return None if low is None or high is None else [low, high]
