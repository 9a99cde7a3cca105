"""What may leave: extremes, minimum numbers, bars, hidden groups (decisions 5, 13, 14, 18)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.distribution import bins
from reports.extremes import item_value, pooled, scale_value
from reports.published import Value
from survey.errors import BadInput
from tests.reports.cases import ALONE, FEW, MANY, alike, answers, case


@given(st.lists(st.integers(1, 5), min_size=3, max_size=9))
def test_the_two_highest_means_of_an_item_look_alike(ratings):
    n = len(ratings)
    value = item_value(sum(ratings) / n, n, 1, 5)
    if sum(ratings) >= 5 * n - 1:
        assert (value.bound, value.stands) == ("more", 5 - 1 / n)
    elif sum(ratings) <= n + 1:
        assert (value.bound, value.stands) == ("less", 1 + 1 / n)
    else:
        assert value == Value(sum(ratings) / n, n)


def test_a_scale_mean_that_would_print_as_five_stands_at_four_point_nine():
    assert scale_value(4.95, 5, 1, 5) == Value(4.9, 5, "more")
    assert scale_value(4.949, 5, 1, 5) == Value(4.949, 5)
    assert scale_value(1.04, 5, 1, 5) == Value(1.1, 5, "less")


def test_all_others_are_vague_only_when_every_anonymous_cell_is():
    manager, peers, reports = Value(3, 1), Value(4.75, 4, "more"), Value(4.0, 5)
    assert pooled([manager], [peers]).bound == "more"
    assert pooled([manager], [peers, reports]).bound == ""
    assert pooled([], [peers, reports]).stands == pytest.approx((4 * 4.75 + 5 * 4) / 9)


def test_named_raters_and_your_own_rating_stay_exact():
    now = case([alike(MANY, 5)]).now
    item = next(iter(now.items.values()))
    assert item.own.stands == item.cells["manager"].stands == 5
    assert item.cells["peers"] == Value(4.75, 4, "more")
    assert item.all.bound == "more"


def test_nothing_is_computed_from_the_true_extreme():
    """Peers all 5, or one of them once 4: the same published item everywhere."""
    five, four = alike(MANY, 5), alike(MANY, 5)
    four["peers"] = [[4] + [5] * 24] + [[5] * 25] * 3
    one, other = (case([rows]).now for rows in (five, four))
    first = next(iter(one.items))
    assert one.items[first] == other.items[first]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1, 5]), st.sampled_from(["peers", "reports"]))
def test_no_number_of_a_report_tells_unanimity_from_nearly_so(seed, edge, group):
    """All of a group at one end on some statements, or one of them a step inside."""
    same = answers({"self": 1, "manager": 1, "peers": 3, "reports": 6}, seed=seed)
    for item in (seed % 25, (seed + 6) % 25, (seed + 7) % 25):
        for row in same[group]:
            row[item] = edge
    nearly = same | {group: [list(row) for row in same[group]]}
    nearly[group][0][seed % 25] = 2 if edge == 1 else 4
    one, other = (case([rows]).now for rows in (same, nearly))
    assert _printed(one) == _printed(other)


def _printed(now):
    means = {
        name: [(cell, v.drawn, v.bound) for cell, v in [*s.cells.items(), ("all", s.all)]]
        for name, s in now.scales.items()
    }
    items = {
        i.id: (i.cells, i.all.drawn, i.all.bound, i.kind, i.stands_out, i.bins)
        for i in now.items.values()
    }
    overall = {cell: (v.drawn, v.bound) for cell, v in now.overall.items()}
    return means, items, overall


def test_bars_do_not_tell_what_everybody_in_a_group_said():
    """Five at 4 and five at 5; the reports' average is 4.0, so they would all have said 4."""
    rows = alike(MANY, 5) | alike({"manager": 1, "reports": 3}, 4) | alike({"peers": 7}, 5)
    rows["peers"][0] = rows["peers"][1] = rows["peers"][2] = [4] * 25
    assert not any(item.bins for item in case([rows]).now.items.values())


def test_an_average_does_not_undo_the_merging_of_two_points():
    """One at 2, five at 3, four at 4: "2 to 3: six" and the sum 33 would tell of the one."""
    assert bins([0, 1, 5, 4, 0], 1, 3) == ()
    assert [b.count for b in bins([0, 1, 5, 4, 5], 1, 3)] == [0, 10, 5]


counts = st.lists(st.integers(0, 9), min_size=2, max_size=7)


@given(counts, st.integers(3, 5))
def test_no_bar_stands_for_one_or_two_people(answers, least):
    made = bins(answers, 1, least)
    assert all(b.count == 0 or b.count >= least for b in made)
    if made:
        assert sum(b.count for b in made) == sum(answers)
        assert [b.first for b in made][1:] == [b.last + 1 for b in made][:-1]
        assert sum(b.count > 0 for b in made) > 1


@given(counts, st.data())
def test_no_bar_can_be_reduced_to_one_or_two_by_taking_a_named_rater_away(answers, data):
    known = [data.draw(st.integers(0, min(c, 1))) for c in answers]
    for b in bins(answers, 1, 3, known=known):
        rest = b.count - sum(known[b.first - 1 : b.last])
        assert rest == 0 or rest >= 3


def test_with_few_raters_there_is_no_band_no_distribution_and_no_spread():
    now = case([answers(FEW)]).now
    assert now.kind == "360"
    assert now.is_few
    assert not now.has_bands
    assert not any(item.bins or item.spread is not None for item in now.items.values())


def test_with_eight_there_are_bands_for_all_others_only():
    now = case([answers(MANY)]).now
    assert all(scale.band for scale in now.scales.values())
    assert any(item.bins for item in now.items.values())


def test_agreement_in_words_needs_five():
    assert not any(s.agreement for s in case([answers(FEW)]).now.scales.values())
    assert all(s.agreement for s in case([answers(MANY)]).now.scales.values())


@pytest.mark.parametrize("others", [{"peers": 2}, {"manager": 1}, {"manager": 1, "reports": 1}])
def test_with_too_few_raters_it_is_the_self_report_and_nothing_of_the_others(others):
    rows = answers(ALONE) | alike(others, 2)
    now = case([rows]).now
    alone = case([answers(ALONE)]).now
    assert now == alone
    assert now.kind == "self"
    assert now.n == 0
    assert not now.cells


def test_nobody_at_all_is_refused():
    with pytest.raises(BadInput, match="no usable answers"):
        case([alike({"peers": 2}, 4)])


def test_small_groups_are_counted_together_and_say_with_whom():
    rows = answers({"self": 1, "manager": 1, "peers": 2, "reports": 6, "others": 1})
    states = {group.id: group for group in case([rows]).now.groups}
    assert states["reports"].state == "own"
    assert states["peers"].state == "combined"
    assert states["peers"].together_with == ("others",)


def test_a_hidden_group_enters_no_number():
    hidden = answers({"self": 1, "manager": 3}) | alike({"peers": 2}, 1)
    now = case([hidden]).now
    assert {group.id: group.state for group in now.groups}["peers"] == "hidden"
    assert now.scales == case([answers({"self": 1, "manager": 3})]).now.scales


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(-1.5, 1.5))
def test_printed_gaps_are_the_difference_of_the_printed_means(seed, lean):
    now = case([answers(MANY, seed=seed, lean=lean)]).now
    for scale in now.scales.values():
        assert scale.gap.printed == pytest.approx(scale.own.drawn - scale.all.drawn)
    for item in now.items.values():
        assert item.gap == pytest.approx(item.own.drawn - item.all.drawn)
