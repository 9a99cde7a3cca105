"""What changed since last time: over what is the same, from nothing but printed numbers."""

from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.build import build
from reports.published import Value, tenth
from reports.since import Then, publish_change
from reports.words import Words
from tests.reports.cases import FEW, MANY, alike, answers, case, shipped, texts

COMM = [f"comm_{r}_1" for r in ("visi", "cult", "reso", "impr", "peop")]
NOW = case([answers(MANY, lean=0.7)])
LAST = case([answers(MANY, seed=2)]).now
FIRST = case([answers(MANY, seed=3)]).now
CORE = frozenset(NOW.now.items)


def since(*then, now=NOW.now):
    return publish_change(now, then)


def page(case_):
    found = [s for s in build(case_).sections if s.id == "change"]
    return " ".join(texts(dict(found[0].content))) if found else None


def compared(change):
    return replace(NOW, change=change, round_before="Spring 2026", round_first="Autumn 2025")


def printed_only(published):
    """Nothing is left of it but what stands on paper."""
    items = {i: replace(one, cells={}, all=one.all and replace(one.all, stands=one.all.drawn))
             for i, one in published.items.items()}  # fmt: skip
    return replace(published, items=items)


def test_where_all_is_the_same_the_averages_are_those_the_reports_print():
    change = since(Then(LAST))
    assert {m.id for m in change.scales.values()} == set(NOW.now.scales)
    for scale, moved in change.scales.items():
        assert (moved.before, moved.now) == (LAST.scales[scale].all, NOW.now.scales[scale].all)
        assert not moved.is_part
    assert (change.left_out, change.unlike) == ((), 0)
    assert "of 5 statements" not in page(compared(change))


def test_a_statement_that_is_not_the_same_ends_the_comparison_of_nothing_else():
    change = since(Then(LAST, CORE - {COMM[0]}))
    part = {scale for scale, moved in change.scales.items() if moved.is_part}
    assert part == {"skill:communication", "resp:vision"}
    moved = change.scales["skill:communication"]
    assert (moved.items, moved.of, change.unlike, change.left_out) == (4, 5, 1, ())
    for round_, value in ((LAST, moved.before), (NOW.now, moved.now)):
        mean = sum(round_.items[item].all.drawn for item in COMM[1:]) / 4
        assert value.stands == pytest.approx(mean)
    assert moved.now != NOW.now.scales["skill:communication"].all
    said = page(compared(change))
    assert "Change since last time is not shown for 1 statement:" in said
    assert said.count("4 of 5 statements") == 2


def test_a_skill_of_which_too_little_is_the_same_is_named_and_left_out():
    change = since(Then(LAST, CORE - set(COMM[:3])))
    assert "skill:communication" not in change.scales
    (left,) = change.left_out
    assert (left.id, left.items, left.of) == ("skill:communication", 2, 5)
    name = NOW.name("skill:communication")
    assert f"{name} is not compared: only 2 of its 5 statements can be." in page(compared(change))


def test_a_statement_without_a_number_in_one_round_is_no_part_of_either_average():
    items = {**LAST.items, COMM[0]: replace(LAST.items[COMM[0]], all=None)}
    moved = since(Then(replace(LAST, items=items))).scales["skill:communication"]
    assert (moved.items, moved.of) == (4, 5)


def test_nothing_is_compared_with_a_self_report_or_with_nothing_in_common():
    assert since() is None
    assert since(Then(LAST, frozenset())) is None
    assert since(Then(case([answers({"self": 1})]).now)) is None


def test_the_longer_form_is_compared_over_the_statements_of_the_shorter_one():
    longer = case([answers(MANY, 50)], form_id="extended")
    change = since(Then(LAST, CORE), now=longer.now)
    assert {(m.items, m.of) for m in change.scales.values()} == {(5, 10)}
    for scale, moved in change.scales.items():
        assert moved.before == LAST.scales[scale].all  # as it was printed last time
    assert change.unlike == 0


def test_fewer_statements_make_it_less_sure():
    """A whole point, with averages that move by 0.4 by chance: clear over all five."""
    rounds = []
    for value in (3, 4):
        now = case([alike(MANY, value)]).now
        scales = {name: replace(one, interval=replace(one.interval, se=0.4))
                  for name, one in now.scales.items()}  # fmt: skip
        rounds.append(replace(now, scales=scales))
    sure = [
        publish_change(rounds[1], [Then(rounds[0], same)]).scales["skill:communication"].certainty
        for same in (CORE, CORE - {COMM[0]}, CORE - set(COMM[:2]))
    ]
    assert sure == ["clear", "likely", "likely"]


@settings(max_examples=12, deadline=None)
@given(st.sets(st.sampled_from(sorted(CORE)), max_size=12), st.integers(1, 4))
def test_an_average_over_a_part_tells_nothing_that_the_reports_do_not_print(lost, seed):
    """Decision 11: it comes out the same from what is on paper."""
    last = case([answers(FEW if seed % 2 else MANY, seed=seed)]).now
    same = CORE - lost
    full, bare = (
        publish_change(now, [Then(then, same)])
        for now, then in ((NOW.now, last), (printed_only(NOW.now), printed_only(last)))
    )
    assert full == bare
    for moved in full.scales.values() if full else ():
        for value in (moved.before, moved.now) if moved.is_part else ():
            assert isinstance(value, Value)
            assert value.drawn == tenth(value.stands)


def test_three_rounds_stand_beside_each_other_where_all_of_it_is_the_same():
    change = since(Then(LAST), Then(FIRST))
    assert change.n_first == FIRST.n
    for scale, moved in change.scales.items():
        assert moved.first == FIRST.scales[scale].all
    said = page(compared(change))
    assert "Autumn 2025" in said
    assert f"All others, Autumn 2025 ({FIRST.n} raters)" in said
    figure = next(s for s in build(compared(change)).sections if s.id == "change").figures[0]
    assert all({"first", "before", "now"} <= row.keys() for row in figure.data["rows"])
    assert figure.alt.count("–") == 10


def test_the_first_round_stands_only_beside_what_was_the_same_in_it_too():
    change = since(Then(LAST), Then(FIRST, CORE - {COMM[0]}))
    gone = {scale for scale, moved in change.scales.items() if moved.first is None}
    assert gone == {"skill:communication", "resp:vision"}
    last_part = since(Then(LAST, CORE - {COMM[0]}), Then(FIRST, CORE - {COMM[0]}))
    moved = last_part.scales["skill:communication"]
    mean = sum(FIRST.items[item].all.drawn for item in COMM[1:]) / 4
    assert moved.first.stands == pytest.approx(mean)


def test_other_groups_in_the_first_round_are_told():
    few = case([answers(FEW, seed=3)]).now
    change = since(Then(LAST), Then(few))
    assert (change.same_cells, change.first_same_cells) == (True, False)
    assert "in the round before, other groups did" in page(compared(change))
    change = since(Then(few), Then(LAST))
    assert not change.same_cells
    assert "Other groups answered than last time" in page(compared(change))


def test_three_rounds_of_the_callers_own_data_are_compared_too():
    made = case([answers(MANY, seed=3), answers(MANY, seed=2), answers(MANY, lean=0.7)])
    assert made.change == since(Then(LAST), Then(FIRST))
    signs = list(chain(entry.sign for entry in build(made).legend))
    assert signs[-2:] == ["ring", "past"]
    assert made.questionnaire is shipped()
    assert Words("en").value(made.change.scales["skill:communication"].first)
