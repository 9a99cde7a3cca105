"""The auditor finds every set of fewer than k raters that published averages tell of, exactly."""

import json
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey import auditor
from tests.web_app import ROOT

CASES = json.loads((ROOT / "tests" / "golden" / "differencing.json").read_text())["cases"]


def plain(sets):
    return sorted(sorted(one) for one in sets)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_finds_what_subtraction_would_disclose(case):
    published = [frozenset(raters) for raters in case["published_rater_sets"]]
    assert plain(auditor.disclosed(published, case["k"])) == plain(case["disclosed_sets"])


def naive(published, k):
    """Leave out the columns of every small set of raters and compare ranks."""
    raters = sorted(frozenset().union(*published))
    whole, found = rank(published, raters), []
    for size in range(1, k):
        for chosen in map(frozenset, combinations(raters, size)):
            rest = [rater for rater in raters if rater not in chosen]
            if rank(published, rest) < whole and not any(one <= chosen for one in found):
                found.append(chosen)
    return found


def rank(published, raters):
    rows, found = [[Fraction(r in one) for r in raters] for one in published], 0
    for at in range(len(raters)):
        pivot = next((row for row in rows[found:] if row[at]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for n, row in enumerate(rows):
            if n != found and row[at]:
                factor = row[at] / pivot[at]
                rows[n] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        found += 1
    return found


@given(st.lists(st.frozensets(st.sampled_from("abcdefgh")), max_size=7), st.integers(3, 6))
def test_it_says_what_the_naive_way_says(published, k):
    assert plain(auditor.disclosed(published, k)) == plain(naive(published, k))


def test_each_scale_is_judged_by_itself_over_all_reports():
    first = {("item:a", "peers"): frozenset("abc"), ("item:b", "peers"): frozenset("abc")}
    second = {("item:a", "peers"): frozenset("abcd"), ("item:b", "peers"): frozenset("abcdef")}
    assert auditor.leaks([first, second], 3) == {"item:a": [frozenset("d")]}
    assert auditor.leaks([first], 3) == {}
