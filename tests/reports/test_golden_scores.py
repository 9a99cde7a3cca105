"""The golden files, whole: every key of expected.json, at the tolerances they state."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reports import answers, export
from reports.rounding import r1, shown
from reports.scoring import agreement, norms, sheet
from reports.scoring.careless import longest_run
from reports.scoring.form import ScoringForm
from reports.scoring.intervals import limits, moderated, t_quantile
from reports.scoring.scores import score
from tests.factories import questionnaire
from tests.nearly import differences

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = sorted(path.name for path in GOLDEN.glob("case*"))


def golden(name):
    return json.loads((GOLDEN / name).read_text("utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_a_golden_case_comes_out_whole(case):
    folder = GOLDEN / case
    wanted = golden(f"{case}/expected.json")
    read = answers.read(
        folder / "responses.csv",
        questionnaire(),
        items=folder / "items.csv",
        timings=folder / "timings.csv",
    )
    got = export.as_expected(score(read.sheets, read.form, read.seconds), read.form)
    tolerance = wanted.pop("tolerance")
    for note in ("spec", "title", "produced_by"):
        del wanted[note]
    assert differences(json.loads(json.dumps(got, allow_nan=False)), wanted, tolerance) == []


def test_the_golden_cases_are_all_there():
    assert CASES == ["case1_typical", "case2_small_groups", "case3_merge_reverse_retest"]


def form_of_one_skill(items, k=3):
    rows = [(f"item_{i}", "skill", "responsibility", False) for i in range(items)]
    return ScoringForm.of_items(rows, questionnaire(), k)


def sheets_of(raters, form):
    """`raters`: (group, answers) in turn."""
    index = pd.MultiIndex.from_tuples(
        [("Alice", 1, f"rater {i}", group) for i, (group, _) in enumerate(raters)],
        names=sheet.NAMES,
    )
    cells = np.array([given for _, given in raters], dtype=np.int8)
    return pd.DataFrame(cells, index=index, columns=list(form.items))


AGREEMENT = golden("agreement_small_groups.json")


@pytest.mark.parametrize("wanted", AGREEMENT["expected"], ids=lambda each: each["group"])
def test_agreement_of_small_groups(wanted):
    members = [
        given
        for group, given in zip(AGREEMENT["group"], AGREEMENT["data"], strict=True)
        if group == wanted["group"]
    ]
    form = form_of_one_skill(3)
    scores = score(sheets_of([("peers", given) for given in members], form), form)
    items = scores.items.xs("peers", level="cell")
    exactly = {"rel": 0, "abs": AGREEMENT["tolerance"]}
    assert items["n"].tolist() == [wanted["n"]] * 3
    assert items["rwg"].tolist() == pytest.approx(wanted["item_rwg"], **exactly)
    assert items["ad"].tolist() == pytest.approx(wanted["item_ad_mean"], **exactly)
    scale = scores.scales.loc[("Alice", 1, "skill:skill", "peers")]
    assert scale["rwg_j"] == pytest.approx(wanted["rwg_J"], **exactly)
    assert scale["j"] == 3
    # All others are these raters: their agreement is the mean of the items' AD.
    assert scores.agreement["ad"].tolist() == pytest.approx([wanted["ad_mean_J"]] * 2, **exactly)


def test_item_variances_are_those_of_the_golden_file():
    form = form_of_one_skill(3)
    for wanted in AGREEMENT["expected"]:
        members = [
            given
            for group, given in zip(AGREEMENT["group"], AGREEMENT["data"], strict=True)
            if group == wanted["group"]
        ]
        counts = np.array([(np.array(members) == value).sum(axis=0) for value in form.values])
        _, _, variance = agreement.size_mean_variance(counts, form)
        assert variance.tolist() == pytest.approx(wanted["item_var"], rel=0, abs=1e-9)


GAPS = golden("gap_edge_cases.json")


@pytest.mark.parametrize("case", GAPS["cases"], ids=lambda case: case["name"])
def test_a_gap_at_the_edge(case):
    """Every listed rater score is a mean of ten answers from 1 to 5, so answers are made of it."""
    form = form_of_one_skill(10)
    raters = [(group, ten_answers(x)) for group, xs in case["cells"].items() for x in xs]
    raters += [("manager", ten_answers(x)) for x in case["manager"]]
    if case["self"] is not None:
        raters.append(("self", ten_answers(case["self"])))
    scores = score(sheets_of(raters, form), form)
    plain = export.as_expected(scores, form)["rounds"]["1"]["scales"]["skill:skill"]
    names = {"N": "all_others_N", "se": "all_others_se", "ci": "all_others_ci"}
    got = {key: plain[names.get(key, key)] for key in case["expected"]}
    assert differences(got, case["expected"], GAPS["tolerance"]) == []


def ten_answers(mean):
    total = round(10 * mean)
    assert abs(total / 10 - mean) < 1e-12
    return [total // 10 + (i < total % 10) for i in range(10)]


def test_signs_of_careless_answering():
    told = golden("careless_14x12.json")
    form = form_of_one_skill(12)
    answers_ = [[0 if x is None else x for x in row] for row in told["data"]]
    raters = score(sheets_of([("peers", row) for row in answers_], form), form).raters
    raters = raters.loc[[("Alice", 1, f"rater {i}") for i in range(14)]]
    assert raters["longstring"].tolist() == told["expected"]["longstring"]
    wanted = pytest.approx(told["expected"]["irv"], rel=0, abs=told["tolerance"])
    assert raters["irv"].tolist() == wanted
    assert raters["irv"].iloc[3] == 0


def test_a_run_continues_over_a_gap():
    sheets = np.array([[4, 0, 4, -1, 4, 5], [0, 0, 0, 0, 0, 0], [1, 2, 2, 1, 1, 1]], dtype=np.int8)
    assert longest_run(sheets).tolist() == [3, 0, 3]


@pytest.mark.parametrize(("number", "text"), golden("display_rounding.json")["cases"])
def test_numbers_are_shown_half_away_from_zero(number, text):
    assert shown(number) == text
    assert shown(np.float64(number)) == text
    assert float(r1(number)) == float(text)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_shown_as_one(number):
    with pytest.raises(ValueError, match="cannot be shown"):
        shown(number)


NORMS = golden("ci_norms_shrinkage.json")
CLOSE = {"rel": 0, "abs": NORMS["tolerance"]}


def test_the_plain_t_interval():
    told = NORMS["t_interval"]
    n, sd = np.array([[float(len(told["x"]))]]), np.array([[np.std(told["x"], ddof=1)]])
    s_pooled, df = moderated(n, sd, prior_sd=0, prior_df=0)
    form = form_of_one_skill(1)
    low, high = limits(np.array([told["expected"]["mean"]]), s_pooled / np.sqrt(n[0]), df, form)
    assert float(t_quantile(told["conf"], df)[0]) == pytest.approx(told["expected"]["t"], **CLOSE)
    assert low[0] == pytest.approx(told["expected"]["low"], **CLOSE)
    assert high[0] == pytest.approx(told["expected"]["high"], **CLOSE)


def test_the_interval_from_the_pooled_sd():
    told, form = NORMS["pooled"], form_of_one_skill(1)
    groups = told["groups"]
    n = np.array([[float(len(x)) for x in groups.values()]])
    sd = np.array([[np.std(x, ddof=1) for x in groups.values()]])
    mean = np.array([[np.mean(x) for x in groups.values()]])
    s_pooled, df = moderated(n, sd, prior_sd=0.5, prior_df=0)
    assert s_pooled[0] == pytest.approx(told["expected"]["s_pooled"], **CLOSE)
    assert df[0] == told["expected"]["df"]
    se = s_pooled[:, None] / np.sqrt(n)
    low, high = limits(mean, se, np.broadcast_to(df[:, None], mean.shape), form)
    for place, wanted in enumerate(told["expected"]["cells"].values()):
        got = {"n": n, "mean": mean, "se": se, "low": low, "high": high}
        assert {k: v[0, place] for k, v in got.items()} == pytest.approx(wanted, **CLOSE)


@pytest.mark.parametrize("case", NORMS["percentile"]["cases"], ids=lambda case: str(case["x"]))
def test_percentile_by_mid_rank_with_wilson_interval(case):
    got = norms.percentile(case["x"], np.array(NORMS["percentile"]["reference"]))
    wanted = case["expected"]
    assert (got.n, got.below, got.equal) == (wanted["N"], wanted["below"], wanted["equal"])
    assert got.mid == pytest.approx(wanted["percentile_mid"], **CLOSE)
    assert [got.low, got.high] == pytest.approx(wanted["wilson90"], **CLOSE)
    assert 0 <= got.low <= got.mid <= got.high <= 100


def test_a_percentile_needs_a_reference():
    with pytest.raises(ValueError, match="reference"):
        norms.percentile(3.5, np.array([]))


@pytest.mark.parametrize("case", NORMS["kelley"])
def test_shrinkage_by_kelley(case):
    told, wanted = case["inputs"], case["expected"]
    got = norms.kelley(
        told["x"], told["M"], told["SD_of_observed_means"], told["n_raters"], told["icc1"]
    )
    assert got.reliability == pytest.approx(wanted["reliability_of_mean"], **CLOSE)
    assert got.value == pytest.approx(wanted["shrunken"], **CLOSE)
    assert got.se_estimation == pytest.approx(wanted["se_estimation"], **CLOSE)
    assert got.sem == pytest.approx(wanted["sem"], **CLOSE)
