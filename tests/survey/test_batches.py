"""Late answers join only when nobody can be found out by subtraction (decisions 10 and 11)."""

import json
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey import batches
from survey.batches import Promise, Sheet
from tests.web_app import ROOT

K = 3
CASES = json.loads((ROOT / "tests" / "golden" / "differencing.json").read_text())["cases"]
ITEMS = ("a", "b", "c", "d")


@dataclass(frozen=True)
class Group:
    id: str
    kind: str
    merge_order: int = 0


GROUPS = (
    Group("self", "self"),
    Group("manager", "named"),
    Group("peers", "anonymous", 2),
    Group("reports", "anonymous", 3),
    Group("others", "anonymous", 1),
)
PROMISE = Promise(GROUPS, K, {f"item:{i}": {i} for i in ITEMS} | {"skill:all": set(ITEMS)})


def sheets(group, count, start=0, missing=()):
    valid = frozenset(ITEMS) - set(missing)
    return [
        Sheet(f"{group}{n}", group, frozenset(ITEMS), valid) for n in range(start, start + count)
    ]


def admitted(seen, there, promise=PROMISE):
    return set(batches.admitted(seen, there, promise))


def names(of):
    return {sheet.receipt for sheet in of}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_finds_what_subtraction_would_disclose(case):
    published = [frozenset(raters) for raters in case["published_rater_sets"]]
    assert batches.discloses(published, case["k"]) is case["leak"]


def test_the_first_report_has_everybody():
    there = sheets("peers", 1) + sheets("reports", 5)
    assert admitted([], there) == names(there)


@pytest.mark.parametrize("late", [1, 2])
def test_one_or_two_late_answers_wait(late):
    first = sheets("peers", 4)
    assert admitted([names(first)], sheets("peers", 4 + late)) == names(first)


def test_three_late_answers_of_a_group_join():
    assert len(admitted([names(sheets("peers", 4))], sheets("peers", 7))) == 7


def test_one_group_that_gained_too_few_makes_all_anonymous_ones_wait():
    first = sheets("peers", 4) + sheets("reports", 4)
    later = sheets("peers", 7) + sheets("reports", 5)
    assert admitted([names(first)], later) == names(first)


def test_a_named_rater_and_the_own_form_join_at_any_time():
    first = sheets("peers", 4)
    later = sheets("peers", 5) + sheets("manager", 1) + sheets("self", 1)
    assert admitted([names(first)], later) == names(first) | {"manager0", "self0"}


def test_three_new_ones_wait_if_a_merged_group_would_come_apart():
    """One peer was counted with five reports; apart, she would be the difference."""
    first = sheets("peers", 1) + sheets("reports", 5)
    later = sheets("peers", 4) + sheets("reports", 5)
    assert admitted([names(first)], later) == names(first)


def test_three_new_ones_wait_if_only_one_of_them_answered_a_statement():
    first = sheets("peers", 4)
    later = first + sheets("peers", 2, start=4, missing=["a"]) + sheets("peers", 1, start=6)
    assert admitted([names(first)], later) == names(first)


def test_three_new_ones_wait_if_only_one_of_them_said_something_about_a_goal():
    """Its counts are shown from the second round on: the one more would be hers."""
    first = [replace(sheet, goals=frozenset({"listen"})) for sheet in sheets("peers", 4)]
    late = sheets("peers", 3, start=4)
    assert len(admitted([names(first)], first + late)) == 7
    late[0] = replace(late[0], goals=frozenset({"listen"}))
    assert admitted([names(first)], first + late) == names(first)


def test_with_fewer_than_three_others_a_report_would_show_none():
    assert batches.shown_of_others(sheets("peers", 2) + sheets("self", 1), PROMISE) == 0
    assert batches.shown_of_others(sheets("peers", 2) + sheets("reports", 1), PROMISE) == 3


def test_forms_that_are_half_empty_do_not_count():
    assert batches.shown_of_others(sheets("peers", 3, missing="abc"), PROMISE) == 0


ARRIVALS = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["self", "manager", "peers", "reports", "others"]),
            st.sets(st.sampled_from(ITEMS), max_size=2),
        ),
        max_size=6,
    ),
    min_size=1,
    max_size=5,
)


@given(ARRIVALS, st.integers(3, 4))
def test_no_two_reports_differ_by_fewer_than_k_anonymous_raters(arrivals, k):
    """Whatever arrives between looks: by group, and over all anonymous groups together."""
    promise = Promise(GROUPS, k, PROMISE.scales)
    there, looks = [], []
    for arrived in arrivals:
        for group, missing in arrived:
            valid = frozenset(ITEMS) - missing
            there.append(Sheet(f"{group}{len(there)}", group, frozenset(ITEMS), valid))
        looks.append(batches.admitted(looks, there, promise))
    group_of = {sheet.receipt: sheet.group for sheet in there}
    for n, earlier in enumerate(looks):
        for later in looks[n + 1 :]:
            gained = Counter(group_of[r] for r in later ^ earlier)
            anonymous = [c for group, c in gained.items() if group in promise.anonymous]
            assert all(count >= k for count in anonymous)
            assert earlier <= later
    assert not batches.leaks(looks, there, promise)
