"""The auditor finds every set of fewer than k raters that published averages tell of, exactly."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.anonymity import auditor
from tests.oracle import naive
from tests.web_app import ROOT

CASES = json.loads((ROOT / "tests" / "golden" / "differencing.json").read_text())["cases"]


def plain(sets):
    return sorted(sorted(one) for one in sets)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_finds_what_subtraction_would_disclose(case):
    published = [frozenset(raters) for raters in case["published_rater_sets"]]
    assert plain(auditor.disclosed(published, case["k"])) == plain(case["disclosed_sets"])


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh")), max_size=7), st.integers(3, 6))
def test_it_says_what_the_naive_way_says(published, k):
    assert plain(auditor.disclosed(published, k)) == plain(naive(published, k))


def test_each_scale_is_judged_by_itself_over_all_reports():
    first = {("item:a", "peers"): frozenset("abc"), ("item:b", "peers"): frozenset("abc")}
    second = {("item:a", "peers"): frozenset("abcd"), ("item:b", "peers"): frozenset("abcdef")}
    assert auditor.leaks([first, second], 3) == {"item:a": [frozenset("d")]}
    assert auditor.leaks([first], 3) == {}
