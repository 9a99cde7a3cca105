"""Scoring on random data: beside plain Python, alone and together, in any order, on any scale.

SCORING_EXAMPLES sets how many data sets are tried (200 unless it is set).
"""

import json
import os
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import export
from reports.scoring import sheet
from reports.scoring.form import ScoringForm
from reports.scoring.scores import score
from tests.factories import GROUPS, questionnaire
from tests.nearly import differences
from tests.plain_scoring import HIDDEN, Plain, Rater, expected

EXAMPLES = int(os.environ.get("SCORING_EXAMPLES", "200"))
KINDS = {group["id"]: group["kind"] for group in GROUPS}
MERGE_ORDER = {group["id"]: group.get("merge_order", 0) for group in GROUPS}


@st.composite
def worlds(draw, most_subjects=3):
    """A form, and answers about one or several subjects in one or several rounds.

    The shape is hypothesis' to shrink; the answers come from a seed.
    """
    scale_min, points = draw(st.integers(0, 3)), draw(st.integers(2, 11))
    k, items = draw(st.sampled_from([3, 3, 3, 4, 5])), draw(st.integers(1, 14))
    dice = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311
    skills, responsibilities = dice.randint(1, 4), dice.randint(1, 3)
    rows = [
        (
            f"item_{i}",
            f"s{dice.randrange(skills)}",
            f"r{dice.randrange(responsibilities)}",
            dice.random() < 0.25,
        )
        for i in range(items)
    ]
    plain = Plain(rows, scale_min, scale_min + points - 1, KINDS, MERGE_ORDER, k)
    people = {
        f"subject {n}": {
            number: raters_of(plain, dice)
            for number in dice.sample([1, 2, 3, 7], dice.choice([1, 1, 2, 3]))
        }
        for n in range(draw(st.integers(1, most_subjects)))
    }
    form = ScoringForm.of_items(rows, questionnaire(scale_min=scale_min, points=points), k)
    return plain, form, people


def raters_of(plain, dice):
    most = {"self": 1, "manager": 5, "peers": 6, "reports": 8, "others": 5}
    raters = []
    for group, kind in plain.kinds.items():
        number = dice.randint(0, most[group]) if kind != "anonymous" else dice.choice(
            [0, 1, 2, 3, dice.randint(0, most[group])]
        )  # fmt: skip
        raters += [one_rater(f"{group} {i}", group, plain, dice) for i in range(number)]
    # A round that nobody answered does not occur.
    return raters or [one_rater("self 0", "self", plain, dice)]


def one_rater(name, group, plain, dice):
    values = range(plain.low, plain.high + 1)
    missing = dice.choice([0, 0, 0.1, 0.4, 0.7, 1])
    style = dice.choice(["free", "free", "narrow", "line"])
    near = dice.choice(values)

    hidden = dice.choice([0, 0, 0, 0.3])  # items that other groups, or after other answers, see

    def answer():
        if dice.random() < hidden:
            return HIDDEN
        if dice.random() < missing:
            return dice.choice(["NO", None])
        if style == "line":
            return near
        if style == "narrow":
            return min(max(near + dice.choice([0, 0, 0, 1]), plain.low), plain.high)
        return dice.choice(values)

    seconds = dice.choice([None, round(dice.uniform(0, 6 * len(plain.items)), 1)])
    return Rater(name, group, [answer() for _ in plain.items], seconds)


def sheets_and_seconds(people, form):
    coded = sheet.codes_by_value(form) | {HIDDEN: sheet.NOT_SHOWN}
    rows = [
        ((subject, number, rater.name, rater.group), rater)
        for subject, rounds in people.items()
        for number, raters in rounds.items()
        for rater in raters
    ]
    index = pd.MultiIndex.from_tuples([key for key, _ in rows], names=sheet.NAMES)
    cells = np.array([[coded[a] for a in rater.answers] for _, rater in rows], dtype=np.int8)
    seconds = [np.nan if rater.seconds is None else rater.seconds for _, rater in rows]
    return (
        pd.DataFrame(cells, index=index, columns=list(form.items)),
        pd.Series(seconds, index=index, dtype=float),
    )


def assert_same_scores(one, two):
    for name, table in vars(one).items():
        pd.testing.assert_frame_equal(table, vars(two)[name], rtol=0, atol=1e-12, obj=name)


@settings(max_examples=EXAMPLES, deadline=None)
@given(worlds())
def test_it_agrees_with_plain_python(world):
    plain, form, people = world
    sheets, seconds = sheets_and_seconds(people, form)
    got = export.as_expected(score(sheets, form, seconds), form, by_subject=True)["subjects"]
    got = json.loads(json.dumps(got, allow_nan=False))
    assert got.keys() == people.keys()
    for subject, rounds in people.items():
        wanted = json.loads(json.dumps(expected(plain, rounds)))
        for found in (got[subject], wanted):  # lists of raters have no order
            for each in found["rounds"].values():
                each["incomplete_raters"].sort()
                each["suspects"].sort()
        assert differences(got[subject], wanted, 1e-8) == []


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(worlds(most_subjects=4))
def test_many_subjects_at_once_score_as_each_one_alone(world):
    _, form, people = world
    sheets, seconds = sheets_and_seconds(people, form)
    together = score(sheets, form, seconds)
    for subject in people:
        mine = sheets.index.get_level_values("subject") == subject
        alone = score(sheets[mine], form, seconds[mine])
        for name, table in vars(alone).items():
            whole = vars(together)[name]
            part = whole[whole.index.get_level_values("subject") == subject]
            assert part.index.tolist() == table.index.tolist(), name
            pd.testing.assert_frame_equal(
                part.reset_index(drop=True), table.reset_index(drop=True), rtol=0, atol=1e-12
            )


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(worlds(), st.integers(0, 2**32))
def test_the_order_of_rows_is_irrelevant(world, seed):
    _, form, people = world
    sheets, seconds = sheets_and_seconds(people, form)
    shuffled = np.random.default_rng(seed).permutation(len(sheets))
    moved = score(sheets.iloc[shuffled], form, seconds.iloc[shuffled[::-1]])
    assert_same_scores(score(sheets, form, seconds), moved)


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(worlds())
def test_the_counts_of_answers_agree_with_the_means(world):
    _, form, people = world
    sheets, seconds = sheets_and_seconds(people, form)
    totals = score(sheets, form, seconds).item_totals
    counts = totals[[f"count_{place}" for place in range(1, form.points + 1)]].to_numpy()
    n = totals["n"].fillna(0).to_numpy()
    assert (counts.sum(axis=1) == n).all()
    known = n > 0
    means = counts[known] @ form.values / n[known]
    assert means == pytest.approx(totals["all_others"].to_numpy()[known], abs=1e-12)


@settings(max_examples=EXAMPLES // 4, deadline=None)
@given(worlds(most_subjects=1))
def test_another_scale_of_the_same_width_moves_only_positions(world):
    """Shifted by three points, every difference, class and sign stays as it is (decision 7)."""
    plain, form, people = world
    higher = ScoringForm.of_items(
        plain.items, questionnaire(scale_min=form.scale_min + 3, points=form.points), form.k
    )
    pair = sheets_and_seconds(people, form)  # codes are places on the scale: the same for both
    one, two = score(pair[0], form, pair[1]), score(pair[0], higher, pair[1])
    for name, column in [
        ("scales", "sd"), ("scales", "se"), ("scales", "rwg_j"), ("totals", "gap"),
        ("totals", "se"), ("items", "ad"), ("raters", "irv"),
    ]:  # fmt: skip
        np.testing.assert_allclose(vars(one)[name][column], vars(two)[name][column], atol=1e-9)
    np.testing.assert_allclose(one.totals["all_others"] + 3, two.totals["all_others"], atol=1e-9)
    for name, column in [
        ("totals", "gap_class"),
        ("totals", "certainty"),
        ("item_totals", "class"),
    ]:
        assert vars(one)[name][column].equals(vars(two)[name][column])
