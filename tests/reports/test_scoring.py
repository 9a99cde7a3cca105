"""Scoring, rule by rule, where the golden files do not go; and what its callers may rely on."""

import numpy as np
import pandas as pd
import pytest

from reports import export
from reports.scoring import seats, sheet
from reports.scoring.form import Rules, ScoringForm
from reports.scoring.response import Response
from reports.scoring.scores import score
from reports.scoring.sheet import NOT_OBSERVED, NOT_SHOWN, SKIPPED
from survey.cells import partition
from tests.factories import GROUPS, RESPONSIBILITIES, SKILLS, questionnaire
from tests.nearly import differences

FORM = ScoringForm.of(questionnaire(), "standard")


def response(group, number=1, answer=4, rater=None, round_=1, subject="Alice", form=FORM):
    given = answer if callable(answer) else lambda _: answer
    name = rater or f"{group} {number}"
    return Response(subject, round_, name, group, [(item, given(item)) for item in form.items])


def everybody(**numbers):
    """So many raters of each group, all with the same answer to everything."""
    return [response(g, i) for g, n in numbers.items() for i in range(n)]


def scores_of(responses, form=FORM, **more):
    return score(sheet.from_responses(responses, form), form, **more)


def test_the_forms_are_the_questionnaires():
    short, long = (ScoringForm.of(questionnaire(), form) for form in ("standard", "extended"))
    assert len(short.items), len(long.items) == (25, 50)
    assert short.skill_order == tuple(SKILLS.values())
    assert short.responsibility_order == tuple(RESPONSIBILITIES.values())
    assert (short.membership.sum(axis=0) == 5).all()
    assert (long.membership.sum(axis=0) == 10).all()
    assert (long.membership.sum(axis=1) == 2).all()
    assert long.scales[0].startswith("skill:")
    assert long.scales[-1].startswith("resp:")


@pytest.mark.parametrize(
    "wrong", [{"k": 2}, {"items": ()}, {"items": ("a", "a")}, {"reverse": (True,)}, {"groups": ()}]
)
def test_it_refuses_a_form_that_cannot_be_scored(wrong):
    right = {
        "items": ("a", "b"),
        "skills": ("s", "s"),
        "responsibilities": ("r", "r"),
        "reverse": (False, False),
        "scale_min": 1,
        "scale_max": 5,
        "groups": FORM.groups,
        "skill_order": ("s",),
        "responsibility_order": ("r",),
    }
    ScoringForm(**right)
    with pytest.raises(ValueError, match=r"k =|item|group"):
        ScoringForm(**(right | wrong))


def test_rules_are_the_specs_numbers_on_a_scale_from_one_to_five():
    rules = Rules()
    assert FORM.distance(rules.gap) == 0.5
    assert FORM.distance(rules.item_gap) == 1.0
    assert FORM.distance(rules.prior_sd) == 0.5
    assert FORM.distance(rules.flat) == 0.30
    assert FORM.position(rules.high) == 3.5
    assert FORM.null_variance == 2
    wider = ScoringForm.of(questionnaire(scale_min=0, points=11), "standard")
    assert wider.distance(rules.gap) == 1.25
    assert wider.position(rules.high) == 6.25
    assert wider.null_variance == 10


def test_stored_responses_become_sheets():
    told = [("comm_visi_1", 5), ("comm_cult_1", "NO"), ("comm_reso_1", None)]
    sheets = sheet.from_responses([Response("Alice", 1, "Bob", "peers", told)], FORM)
    assert sheets.index.names == sheet.NAMES
    assert sheets.iloc[0, :4].tolist() == [5, NOT_OBSERVED, SKIPPED, NOT_SHOWN]
    assert (sheets.dtypes == np.int8).all()


def test_a_scale_from_zero_is_stored_by_place():
    form = ScoringForm.of(questionnaire(scale_min=0, points=11), "standard")
    responses = [response("peers", i, answer=answer) for i, answer in enumerate([0, 5, 10])]
    scores = scores_of(responses, form)
    assert scores.items.loc[("Alice", 1, "comm_visi_1", "peers"), "mean"] == 5
    assert scores.totals["all_others"].tolist() == [5] * 10
    counts = scores.item_totals.loc[("Alice", 1, "comm_visi_1")]
    assert [counts[f"count_{place}"] for place in range(1, 12)] == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]


def test_long_rows_become_the_same_sheets():
    responses = [response("self"), response("peers", 2, answer=lambda i: 1 + len(i) % 5)]
    rows = pd.DataFrame(
        [(r.subject, r.round, r.rater, r.group, i, v) for r in responses for i, v in r.answers],
        columns=[*sheet.NAMES, "item", "value"],
    )
    shuffled = rows.sample(frac=1, random_state=1)
    got, wanted = sheet.from_rows(shuffled, FORM), sheet.from_responses(responses, FORM)
    pd.testing.assert_frame_equal(got.sort_index(), wanted.sort_index())
    with pytest.raises(KeyError, match="comm_visi_9"):
        sheet.from_rows(rows.replace("comm_visi_1", "comm_visi_9"), FORM)


def test_only_items_shown_count():
    """Bob saw a quarter of the form and answered it: he is as usable as anybody (decision 21)."""
    seen = FORM.items[:6]
    bob = Response("Alice", 1, "Bob", "peers", [(item, 3) for item in seen])
    scores = scores_of([bob, response("peers", 2), response("peers", 3)])
    assert scores.raters.loc[("Alice", 1, "Bob"), "usable"]
    assert scores.raters.loc[("Alice", 1, "Bob"), "long"]
    assert scores.items.loc[("Alice", 1, seen[0], "peers"), "n"] == 3
    skipped = response("peers", rater="Bob", answer=lambda item: 3 if item in seen else None)
    scores = scores_of([skipped, response("peers", 2), response("peers", 3)])
    assert not scores.raters.loc[("Alice", 1, "Bob"), "usable"]
    assert scores.cells.empty


def test_a_self_assessment_alone_has_scores_and_nothing_of_others():
    scores = scores_of([response("self")])
    assert scores.cells.index.tolist() == [("Alice", 1, "self")]
    assert scores.totals["self"].tolist() == [4] * 10
    assert scores.totals["all_others"].isna().all()
    assert scores.totals["gap_class"].isna().all()
    assert scores.totals["certainty"].isna().all()
    assert scores.item_totals["class"].isna().all()
    assert scores.overall["mean"].to_dict() == pytest.approx(
        {("Alice", 1, "self"): 4, ("Alice", 1, "all_others"): np.nan}, nan_ok=True
    )


def test_three_managers_make_a_total_without_an_interval():
    scores = scores_of([response("self", answer=1), *everybody(manager=3)])
    total = scores.totals.iloc[0]
    assert (total["all_others"], total["n"], total["gap"]) == (4, 3, -3)
    assert np.isnan(total["se"])
    assert total["gap_class"] == "uncertain"
    assert total["certainty"] == "cannot_tell"


def test_hidden_raters_are_in_no_number():
    with_hidden = scores_of([*everybody(manager=3), *everybody(peers=2)])
    without = scores_of(everybody(manager=3))
    assert with_hidden.members["cell"].isna().tolist() == [False, True]
    assert with_hidden.members["usable"].tolist() == [3, 2]
    for name in ("scales", "totals", "items", "overall"):
        pd.testing.assert_frame_equal(getattr(with_hidden, name), getattr(without, name))


def test_a_higher_threshold_hides_more():
    form = ScoringForm.of(questionnaire(), "standard", k=5)
    scores = scores_of(everybody(peers=4, reports=6), form)
    assert scores.cells["n"].to_dict() == {("Alice", 1, "combined"): 10}


def test_certainty_is_clear_likely_or_not_to_be_told():
    # Three identical raters: se = 0.2357, df = 6; t = 1.943 (90 %) and 1.440 (80 %).
    def certainty(own):
        answers = dict(zip(FORM.items, own, strict=True))
        me = response("self", answer=answers.__getitem__)
        total = scores_of([me, *everybody(peers=3)]).totals.loc[("Alice", 1, "skill:communication")]
        return total["gap"], total["certainty"]

    assert certainty([4, 4, 4, 3, 4] * 5) == (pytest.approx(-0.2), "cannot_tell")
    assert certainty([4, 4, 4, 3, 3] * 5) == (pytest.approx(-0.4), "likely")
    assert certainty([4, 4, 3, 3, 3] * 5) == (pytest.approx(-0.6), "clear")


def test_the_stored_flag_stands_instead_of_seconds():
    responses = everybody(peers=4)
    sheets = sheet.from_responses(responses, FORM)
    fast = pd.Series([True, False, False, False], index=sheets.index)
    raters = score(sheets, FORM, fast=fast).raters
    assert raters["fast"].tolist() == [True, False, False, False]
    assert raters["suspect"].all()  # long and flat are all of them
    assert raters["sec_per_answer"].isna().all()


def test_suspects_stay_in_all_numbers_but_one():
    def lively(item):
        return 1 + hash_of(item) % 5

    raters = [response("peers", i, answer=lively) for i in range(3)] + [response("peers", 9, 5)]
    scores = scores_of(raters)
    assert scores.raters["suspect"].tolist() == [False, False, False, True]
    clean = scores_of(raters[:3])
    pd.testing.assert_series_equal(
        scores.without_suspects["all_others"], clean.totals["all_others"]
    )
    assert (scores.totals["n"] == 4).all()


def hash_of(text):
    return sum(map(ord, text)) // 7


def test_not_observed_is_counted_over_usable_raters_except_self():
    first = FORM.items[0]
    raters = [
        response(group, i, answer=lambda item: "NO" if item == first else 3)
        for group, n in {"self": 1, "manager": 1, "peers": 3}.items()
        for i in range(n)
    ]
    raters.append(response("peers", 9, answer="NO"))  # not usable
    scores = scores_of(raters)
    assert scores.item_totals["not_observed"].tolist() == [4] + [0] * 24
    assert np.isnan(scores.item_totals["all_others"].iloc[0])


def test_change_compares_each_subjects_last_two_rounds():
    people = {"Alice": {1: 1, 2: 2, 5: 4}, "Dana": {2: 3}, "Eve": {1: 4, 2: 3}}
    responses = [
        response("peers", i, answer=answer, round_=round_, subject=subject)
        for subject, rounds in people.items()
        for round_, answer in rounds.items()
        for i in range(3)
    ]
    scores = scores_of(responses)
    assert scores.composition_changed.to_dict("index") == {
        "Alice": {"before": 2, "now": 5, "composition_changed": False},
        "Eve": {"before": 1, "now": 2, "composition_changed": False},
    }
    lines = scores.change.xs("skill:communication", level="scale")
    assert lines["change"].to_dict() == {
        ("Alice", "all_others"): 2, ("Alice", "peers"): 2,
        ("Eve", "all_others"): -1, ("Eve", "peers"): -1,
    }  # fmt: skip
    assert lines["certainty"].tolist() == ["clear"] * 4


def test_partition_is_asked_once_for_each_pattern_of_counts(monkeypatch):
    asked = []
    monkeypatch.setattr(
        seats, "partition", lambda *given: asked.append(given[0]) or partition(*given)
    )
    responses = [
        response("peers", i, subject=f"Alice {n}", answer=lambda item: 1 + hash_of(item) % 5)
        for n in range(20)
        for i in range(3 + n % 2)
    ]
    scores_of(responses)
    assert sorted(counts["peers"] for counts in asked) == [3, 4]


def test_an_instrument_with_other_ids_scores_the_same():
    ids = [*SKILLS.values(), *RESPONSIBILITIES.values(), *(group["id"] for group in GROUPS)]
    ids += list(ScoringForm.of(questionnaire(), "extended").items)
    rename = {each: f"x{number}" for number, each in enumerate(dict.fromkeys(ids))}
    other = ScoringForm.of(questionnaire(rename=rename), "extended")
    form = ScoringForm.of(questionnaire(), "extended")
    plain, renamed = [], []
    for group, n in {"self": 1, "manager": 1, "peers": 2, "reports": 5, "others": 1}.items():
        for i in range(n):
            answers = {item: 1 + (hash_of(item) + i) % 5 for item in form.items}
            plain.append(Response("Alice", 1, f"{group}{i}", group, list(answers.items())))
            coded = [(rename[item], value) for item, value in answers.items()]
            renamed.append(Response("Alice", 1, f"{group}{i}", rename[group], coded))
    got = export.as_expected(scores_of(renamed, other), other)
    wanted = export.as_expected(scores_of(plain, form), form)
    assert differences(got, with_names(wanted, rename), 1e-12) == []


def with_names(tree, rename):
    def called(key):
        kind, colon, name = key.rpartition(":")
        return f"{kind}{colon}{rename.get(name, name)}"

    kept = {"careless": lambda x: x}
    if isinstance(tree, dict):
        return {
            called(k) if k not in FIXED else k: kept.get(k, lambda x: with_names(x, rename))(v)
            for k, v in tree.items()
        }
    return tree


FIXED = {"rounds", "cells", "scales", "items", "overall", "careless", "suspects"}


def test_it_refuses_sheets_that_are_not_the_forms():
    sheets = sheet.from_responses(everybody(peers=3), FORM)
    with pytest.raises(ValueError, match="columns"):
        score(sheets.iloc[:, ::-1], FORM)
    with pytest.raises(ValueError, match="more than one sheet"):
        score(pd.concat([sheets, sheets]), FORM)
    with pytest.raises(ValueError, match="strangers"):
        score(sheets.rename({"peers": "strangers"}, level="group"), FORM)


@pytest.mark.parametrize("name", ["nan", "NA", "None", "007", "<NA>"])
def test_a_subject_may_be_called_anything(name):
    scores = scores_of([response("peers", i, subject=name, rater=f"{name}{i}") for i in range(3)])
    for table in (scores.cells, scores.totals, scores.items, scores.raters):
        assert set(table.index.get_level_values("subject")) == {name}
    assert list(export.as_expected(scores, FORM, by_subject=True)["subjects"]) == [name]


def test_nobody_at_all_has_no_scores():
    sheets = sheet.from_responses(everybody(peers=3), FORM)
    scores = score(sheets.iloc[:0], FORM)
    assert all(table.empty for table in vars(scores).values())


def test_one_persons_tables_can_be_asked_for_by_key():
    scores = scores_of([*everybody(self=1, peers=4, reports=3), *everybody(manager=1)])
    assert scores.scales.loc[("Alice", 1, "skill:communication")].index.tolist() == [
        "self", "manager", "peers", "reports",
    ]  # fmt: skip
    assert scores.totals.loc[("Alice", 1)].index.tolist() == list(FORM.scales)
    assert scores.items.loc[("Alice", 1)].loc[FORM.items[3]].index.tolist()[0] == "self"
    assert scores.raters.loc[("Alice", 1)].index[0] == "self 0"


def test_a_very_long_form_does_not_overflow():
    rows = [(f"i{n}", "s", "r", False) for n in range(7000)]
    form = ScoringForm.of_items(rows, questionnaire())
    peers = [response("peers", number, answer=5, form=form) for number in range(3)]
    assert scores_of(peers, form).totals["all_others"].tolist() == [5.0, 5.0]
