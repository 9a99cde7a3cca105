"""Scoring 1,000,000 answers beside the same work in long pandas, as a ratio of processor time.

`python -m tests.bench.scoring`. Both start from what they would keep in memory: sheets here, one
row an answer there. Ours does more than is compared: items' agreement, intervals, gaps, signs of
careless answering, change.
"""

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from reports.scoring import sheet
from reports.scoring.form import ScoringForm
from reports.scoring.scores import score
from tests.factories import questionnaire

RATERS, SUBJECTS = 20_000, 1_500
SHARES = [0.075, 0.085, 0.29, 0.35, 0.2]  # of self, manager, peers, reports, others


def cohort(form: ScoringForm, raters: int = RATERS, subjects: int = SUBJECTS) -> pd.DataFrame:
    """Sheets of a made-up cohort, 1 in 20 answers missing; about 13 raters a subject."""
    dice = np.random.default_rng(1)
    groups = [group.id for group in form.groups]
    subject = np.arange(raters) % subjects
    index = pd.MultiIndex.from_arrays(
        [
            [f"subject {n:05}" for n in subject],
            np.ones(raters, dtype=int),
            [f"rater {n:06}" for n in range(raters)],
            np.array(groups)[dice.choice(len(groups), raters, p=SHARES)],
        ],
        names=sheet.NAMES,
    )
    answers = dice.integers(1, form.points + 1, (raters, len(form.items)), dtype=np.int8)
    answers[dice.random(answers.shape) < 0.05] = sheet.SKIPPED
    return pd.DataFrame(answers, index=index, columns=list(form.items))


def long_rows(sheets: pd.DataFrame, form: ScoringForm) -> pd.DataFrame:
    """One row an answer, in texts, as a file or a table of answers is read."""
    rows = sheets.rename_axis(columns="item").stack().rename("value").reset_index()
    rows["value"] = rows["value"].where(rows["value"] > 0).astype("float64")
    for name, ids in (("skill", form.skills), ("resp", form.responsibilities)):
        rows[name] = rows["item"].map(dict(zip(form.items, ids, strict=True)))
    return rows


def as_categories(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows in the form that groupby likes best, made beforehand."""
    texts = ["subject", "rater", "group", "item", "skill", "resp"]
    return rows.astype(dict.fromkeys(texts, "category"))


def score_long(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """The same core as groupby over rows: usable raters, scale scores, cells, totals, items."""
    grouped = {"observed": True, "sort": False}
    out = []
    valid = rows.groupby(["subject", "round", "rater"], **grouped)["value"].transform("count")
    rows = rows[valid >= 25]
    for scale in ("skill", "resp"):
        rater = rows.groupby(["subject", "round", "rater", "group", scale], **grouped)["value"]
        scores = rater.agg(["mean", "count"])
        scores = scores.loc[scores["count"] >= 5, "mean"].reset_index()
        cells = scores.groupby(["subject", "round", "group", scale], **grouped)["mean"].agg(
            ["count", "mean", "std"]
        )
        others = cells[cells.index.get_level_values("group") != "self"].reset_index()
        others["sum"] = others["count"] * others["mean"]
        totals = others.groupby(["subject", "round", scale], **grouped)[["count", "sum"]].sum()
        totals["all_others"] = totals["sum"] / totals["count"]
        out += [cells, totals]
    items = rows.groupby(["subject", "round", "group", "item"], **grouped)["value"]
    return [*out, items.agg(["count", "mean"])]


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Least processor time of a few runs."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> dict[str, float]:
    """Prints and returns the processor seconds and their ratio."""
    form = ScoringForm.of(questionnaire(), "extended")
    sheets = cohort(form)
    rows = long_rows(sheets, form)
    categories = as_categories(rows)
    ours, theirs = seconds(lambda: score(sheets, form)), seconds(lambda: score_long(rows), 3)
    best = seconds(lambda: score_long(categories), 3)
    pivot = seconds(lambda: score(sheet.from_rows(rows, form), form), 3)
    few = sheets[sheets.index.get_level_values("subject") == "subject 00000"]
    one = seconds(lambda: score(few, form), 20)
    print(f"scoring {sheets.size:,} answers: {ours:.3f} s, long pandas {theirs:.3f} s")
    print(f"  ratio to long pandas            {ours / theirs:.2f}")
    print(f"  ratio to long pandas at best    {ours / best:.2f} (categories, made beforehand)")
    print(f"  from long rows, pivot included  {pivot / theirs:.2f}")
    print(f"  one subject, {len(few)} raters: {1000 * one:.1f} ms")
    return {"ours": ours, "long_pandas": theirs, "ratio": ours / theirs, "one_subject": one}


if __name__ == "__main__":
    main()
