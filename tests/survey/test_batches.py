"""Late answers join only when nobody can be found out by subtraction (decisions 10 and 11)."""

from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.anonymity import auditor, batches
from survey.anonymity.batches import Promise, Sheet

K = 3
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


def history(looks, there, promise=PROMISE):
    """What each of the reports is about."""
    return [
        batches.published_sets(batches.batches_of(looks[: n + 1], there, promise), there, promise)
        for n in range(len(looks))
    ]


def test_a_group_that_was_combined_once_stays_combined():
    """One peer was counted with five reports; apart, she would be the difference."""
    first = sheets("peers", 1) + sheets("reports", 5)
    later = sheets("peers", 4) + sheets("reports", 5)
    looks = [names(first), admitted([names(first)], later)]
    assert looks[1] == names(later)
    assert [len(batch) for batch in batches.batches_of(looks, later, PROMISE)] == [6, 3]
    second = history(looks, later)[1]
    assert second["item:a", "combined"] == names(later)
    assert ("item:a", "peers") not in second


def test_a_statement_that_too_few_late_ones_answered_stays_as_it_was():
    first = sheets("peers", 4)
    later = first + sheets("peers", 2, start=4, missing=["a"]) + sheets("peers", 1, start=6)
    looks = [names(first), admitted([names(first)], later)]
    assert looks[1] == names(later)
    before, after = history(looks, later)
    assert after["item:a", "peers"] == before["item:a", "peers"] == names(first)
    assert after["item:b", "peers"] == names(later)


def test_what_is_said_of_a_goal_is_counted_once():
    """Its counts are shown from the second round on: two counts would tell of the difference."""
    first = [replace(sheet, goals=frozenset({"listen"})) for sheet in sheets("peers", 4)]
    late = [replace(s, goals=frozenset({"listen", "ask"})) for s in sheets("peers", 3, start=4)]
    looks = [names(first), names(first + late)]
    goals = [{p: r for p, r in one.items() if p[0].startswith("goal:")}
             for one in history(looks, first + late)]  # fmt: skip
    assert goals[0] == {("goal:listen", "all_others"): names(first)}
    assert goals[1] == goals[0] | {("goal:ask", "all_others"): names(late)}


def test_two_who_were_hidden_count_with_those_who_come_later():
    first = sheets("peers", 2) + sheets("self", 1)
    later = first + sheets("peers", 1, start=2)
    looks = [names(first), admitted([names(first)], later)]
    assert looks[1] == names(later)
    assert batches.batches_of(looks, later, PROMISE) == (names(later),)


def test_late_forms_that_are_half_empty_do_not_make_up_the_number():
    first = sheets("peers", 4)
    late = sheets("peers", 2, start=4) + sheets("peers", 1, start=6, missing="abc")
    assert admitted([names(first)], first + late) == names(first)


def test_late_named_raters_stand_in_the_first_batch():
    first = sheets("peers", 4)
    later = first + sheets("peers", 3, start=4) + sheets("manager", 1)
    one, two = batches.batches_of([names(first), names(later)], later, PROMISE)
    assert one == names(first) | {"manager0"}
    assert two == {"peers4", "peers5", "peers6"}


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
            assert earlier <= later
    by_batch = [batches.batches_of(looks[: n + 1], there, promise) for n in range(len(looks))]
    for last, now in zip(by_batch, by_batch[1:], strict=False):
        if len(last) < len(now):
            gained = Counter(group_of[r] for r in now[-1])
            assert all(count >= k for count in gained.values())
        assert all(promise.anonymous.isdisjoint(group_of[r] for r in a ^ b)
                   for a, b in zip(last, now, strict=False) if len(last) > 1)  # fmt: skip
    shown = [
        {p: frozenset(r for r in raters if group_of[r] in promise.anonymous)
         for p, raters in one.items() if p[1] != "manager"}
        for one in history(looks, there, promise)
    ]  # fmt: skip
    assert auditor.leaks(shown, k) == {}
