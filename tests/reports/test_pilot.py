"""Figures of items and scales: the golden files, the formulas where they are seen, the limits."""

import json
import random
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from reports.commands import pilot_command
from reports.scoring import pilot as p
from reports.scoring.form import ScoringForm
from reports.scoring.sheet import NAMES, NOT_OBSERVED
from tests.factories import questionnaire
from tests.reports.cases import shipped

GOLDEN = Path(__file__).parent.parent / "golden"


def golden(name):
    return json.loads((GOLDEN / name).read_text("utf-8"))


ATTITUDE = np.array(golden("alpha_attitude.json")["data"], dtype=float)


def test_alpha_its_interval_and_item_rest_are_those_of_r():
    wanted = golden("alpha_attitude.json")["expected"]
    found = p.alpha(ATTITUDE)
    assert found == pytest.approx(wanted["raw_alpha"], abs=1e-6)
    assert p.alpha_limits(found, 30, 7) == pytest.approx(wanted["feldt_ci95"], abs=1e-6)
    assert p.item_rest(ATTITUDE) == pytest.approx(wanted["item_rest_r"], abs=1e-6)
    dropped = [p.alpha(np.delete(ATTITUDE, at, axis=1)) for at in range(7)]
    assert dropped == pytest.approx(wanted["alpha_if_dropped"], abs=1e-6)


def test_omega_is_that_of_r():
    wanted = golden("omega_attitude.json")
    assert p.omega(ATTITUDE) == pytest.approx(
        wanted["expected"]["omega_total_cfa_ml_covariance"], abs=1e-6
    )
    standard = (ATTITUDE - ATTITUDE.mean(axis=0)) / ATTITUDE.std(axis=0)
    assert p.omega(standard) == pytest.approx(
        wanted["expected"]["omega_total_1factor_ml_correlation"], abs=1e-3
    )


def test_reverse_items_are_turned_round_and_gaps_are_left_out_pair_by_pair():
    file = golden("alpha_reverse_and_missing.json")
    codes = np.array([[0 if v is None else v for v in row] for row in file["data"]], dtype=np.int8)
    form = form_of(codes.shape[1], [n - 1 for n in file["reverse_columns_1based"]])
    wanted = file["expected"]
    values = p.recoded(codes, form)
    assert p.alpha(values) == pytest.approx(wanted["alpha_pairwise_cov"], abs=1e-6)
    whole = values[~np.isnan(values).any(axis=1)]
    assert len(whole) == wanted["n_listwise"]
    assert p.alpha(whole) == pytest.approx(wanted["alpha_listwise"], abs=1e-6)


def form_of(items, reverse=(), scale_min=1, scale_max=5):
    groups = questionnaire().instrument.groups
    return ScoringForm(
        items=tuple(f"i{n}" for n in range(items)),
        skills=("one",) * items,
        responsibilities=("r",) * items,
        reverse=tuple(n in reverse for n in range(items)),
        scale_min=scale_min,
        scale_max=scale_max,
        groups=groups,
        skill_order=("one",),
        responsibility_order=("r",),
    )


def sheets_of(codes, form, subjects=10, group="peers"):
    index = pd.MultiIndex.from_tuples(
        [(f"s{n % subjects}", 1, f"r{n}", group) for n in range(len(codes))], names=NAMES
    )
    return pd.DataFrame(np.array(codes, dtype=np.int8), index=index, columns=list(form.items))


def answers(rows, items, seed=1, noise=0.7):
    chance = np.random.default_rng(seed)
    level = chance.normal(3, 1, size=(rows, 1))
    return np.clip(np.round(level + chance.normal(0, noise, size=(rows, items))), 1, 5)


def test_each_item_is_told_with_its_shares():
    form = form_of(4, reverse=[3])
    codes = answers(60, 4).astype(np.int8)
    codes[:, 3] = 6 - codes[:, 3]
    codes[:15, 0] = NOT_OBSERVED
    codes[15:20, 0] = 0  # skipped: neither seen nor unseen
    told = p.pilot(sheets_of(codes, form), form, own=False)
    first, last = told.items[0], told.items[3]
    assert (first.n, first.not_observed) == (40, pytest.approx(15 / 55))
    assert first.mean == pytest.approx(codes[20:, 0].mean())
    assert first.ceiling == pytest.approx((codes[20:, 0] == 5).mean())
    assert last.ceiling == pytest.approx((codes[:, 3] == 1).mean())
    assert all(item.item_rest > 0.5 for item in told.items)
    (scale,) = told.scales
    assert 0.7 < scale.alpha_low < scale.alpha < scale.alpha_high < 1
    assert scale.omega_low < scale.omega < scale.omega_high
    assert p.pilot(sheets_of(codes, form), form, own=False) == told  # the same samples again


def test_self_and_others_are_told_apart_and_few_are_not_told():
    form = form_of(3)
    own = sheets_of(answers(60, 3, seed=2), form, group="self")
    others = sheets_of(answers(p.LEAST - 1, 3), form)
    both = pd.concat([own, others])
    assert p.pilot(both, form, own=True).sheets == 60
    assert p.pilot(both, form, own=False) is None


def test_an_item_that_few_answered_tells_no_more_than_how_many():
    form = form_of(4)
    codes = answers(60, 4)
    codes[p.FEWEST - 1 :, 0] = NOT_OBSERVED
    first, second, *_ = p.pilot(sheets_of(codes, form), form, own=False).items
    assert (first.n, first.not_observed) == (19, pytest.approx(41 / 60))
    assert np.isnan([first.mean, first.ceiling, first.item_rest]).all()
    assert np.isfinite([second.mean, second.ceiling, second.item_rest]).all()


def test_other_scales_mean_the_same():
    codes = answers(80, 4)
    one = p.pilot(sheets_of(codes, form_of(4)), form_of(4), own=False)
    zero = form_of(4, scale_min=0, scale_max=4)
    two = p.pilot(sheets_of(codes, zero), zero, own=False)
    assert [i.mean - 1 for i in one.items] == pytest.approx([i.mean for i in two.items])
    assert [i.ceiling for i in one.items] == [i.ceiling for i in two.items]
    assert vars(one.scales[0]) == pytest.approx(vars(two.scales[0]), abs=1e-6)


@pytest.mark.parametrize(
    "codes",
    [np.full((60, 4), 3), np.full((60, 4), NOT_OBSERVED), np.zeros((60, 4)), answers(60, 2)],
    ids=["all alike", "nobody saw it", "nobody answered", "two items"],
)
def test_what_cannot_be_told_is_no_number_and_no_warning(codes):
    form = form_of(codes.shape[1])
    told = p.pilot(sheets_of(codes, form), form, own=False)
    assert np.isnan(told.scales[0].omega)
    assert np.isnan(told.scales[0].omega_low)


def test_the_interval_of_omega_holds_what_made_the_answers():
    """Loadings 1, noise .7: omega of k items is k² / (k² + k * .49), before rounding to labels."""
    truth = 16 / (16 + 4 * 0.49)
    held = 0
    for seed in range(12):
        chance = np.random.default_rng(seed)
        values = chance.normal(0, 1, (120, 1)) + chance.normal(0, 0.7, (120, 4))
        low, high = p.bootstrap(values, np.arange(120), lambda v: p.omega(v, p.ROUGH), seed)
        held += low <= truth <= high
    assert held >= 9


def test_a_pilot_of_2000_sheets_takes_seconds():
    form = form_of(10)
    begun = time.process_time()
    p.pilot(sheets_of(answers(2000, 10), form, subjects=300), form, own=False)
    assert time.process_time() - begun < 20


def test_the_command_tells_of_the_callers_own_file(tmp_path):
    asked = shipped()
    chance = random.Random(1)
    lines = ["subject,round,rater_id,group,item_id,value"]
    for rater in range(52):
        level = chance.gauss(3.4, 0.8)
        lines += [
            f"s{rater % 6},1,r{rater},peers,{one.id},"
            + ("NO" if one.id == "comm_visi_1" and rater % 2
               else str(min(5, max(1, round(level + chance.gauss(0, 0.6))))))
            for one in asked.items("standard")
        ]  # fmt: skip
    file = tmp_path / "answers.csv"
    file.write_text("\n".join(lines))
    told = CliRunner().invoke(pilot_command, [str(file)], obj=asked)
    assert told.exit_code == 0, told.output
    assert told.output.startswith("52 forms\n")
    (line,) = (row for row in told.output.splitlines() if row.startswith("comm_visi_1"))
    assert line.split()[1:3] == ["26", "50%"]
    assert "communication: 52 forms, alpha 0." in told.output
    own = CliRunner().invoke(pilot_command, ["--self", str(file)], obj=asked)
    assert own.exit_code == 1
    assert "fewer than 50 forms" in own.output
