"""Rule 4: counts of raters to reporting cells."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.cells import COMBINED, MINIMUM, partition


@dataclass(frozen=True)
class Group:
    id: str
    kind: str = "anonymous"
    merge_order: int = 0


GROUPS = [
    Group("self", "self"),
    Group("manager", "named"),
    Group("peers", merge_order=2),
    Group("reports", merge_order=3),
    Group("others", merge_order=1),
]


@pytest.mark.parametrize(
    ("counts", "cells"),
    [
        ({}, {}),
        ({"self": 1}, {}),
        ({"self": 1, "manager": 1}, {"manager": "manager"}),
        ({"peers": 4, "reports": 5}, {"peers": "peers", "reports": "reports"}),
        # A pool of three or more stands by itself.
        (
            {"peers": 2, "others": 1, "reports": 4},
            {"peers": COMBINED, "others": COMBINED, "reports": "reports"},
        ),
        # A smaller one joins the smallest group, which loses its own line.
        ({"peers": 2, "reports": 6}, {"peers": COMBINED, "reports": COMBINED}),
        (
            {"others": 1, "peers": 4, "reports": 5},
            {"others": COMBINED, "peers": COMBINED, "reports": "reports"},
        ),
        # Ties: others before peers before reports.
        (
            {"others": 1, "peers": 4, "reports": 4},
            {"others": COMBINED, "peers": COMBINED, "reports": "reports"},
        ),
        (
            {"reports": 1, "peers": 3, "others": 3},
            {"reports": COMBINED, "peers": "peers", "others": COMBINED},
        ),
        # Nobody to join: hidden.
        (
            {"peers": 1, "reports": 1, "manager": 2},
            {"peers": None, "reports": None, "manager": "manager"},
        ),
    ],
)
def test_it_seats_groups_as_the_spec_says(counts, cells):
    assert partition(counts, GROUPS) == cells


@st.composite
def crowds(draw):
    kinds = draw(st.lists(st.sampled_from(["named", "anonymous"]), max_size=9))
    groups = [Group("me", "self")] + [
        Group(f"group{i}", kind, draw(st.integers(0, 3))) for i, kind in enumerate(kinds)
    ]
    counts = {g.id: draw(st.integers(0, 12)) for g in groups if draw(st.booleans())}
    return groups, counts, draw(st.integers(1, 9))


@given(crowds())
def test_every_rater_sits_in_exactly_one_cell_or_none(crowd):
    groups, counts, k = crowd
    cells = partition(counts, groups, k)
    present = {g.id for g in groups if g.kind != "self" and counts.get(g.id, 0) > 0}
    assert cells.keys() == present
    kinds = {g.id: g.kind for g in groups}
    for group, cell in cells.items():
        assert cell in {group, COMBINED, None}
        if kinds[group] == "named":
            assert cell == group


@given(crowds())
def test_no_anonymous_cell_has_fewer_than_k_raters(crowd):
    groups, counts, k = crowd
    kinds = {g.id: g.kind for g in groups}
    sizes = {}
    for group, cell in partition(counts, groups, k).items():
        if cell is not None and kinds[group] == "anonymous":
            sizes[cell] = sizes.get(cell, 0) + counts[group]
    assert all(size >= k for size in sizes.values())


@given(crowds())
def test_hidden_are_all_or_none_and_only_when_too_few_in_all(crowd):
    groups, counts, k = crowd
    kinds = {g.id: g.kind for g in groups}
    cells = {g: c for g, c in partition(counts, groups, k).items() if kinds[g] == "anonymous"}
    if None in cells.values():
        assert set(cells.values()) == {None}
        assert sum(counts[group] for group in cells) < k


@given(crowds())
def test_a_group_of_k_or_more_is_merged_only_to_cover_a_pool_below_k(crowd):
    groups, counts, k = crowd
    merged = [g for g, c in partition(counts, groups, k).items() if c == COMBINED]
    small = [g for g in merged if counts[g] < k]
    large = [g for g in merged if counts[g] >= k]
    if large:
        assert len(large) == 1
        assert 0 < sum(counts[g] for g in small) < k


@pytest.mark.parametrize(
    ("counts", "groups", "k"),
    [
        ({"strangers": 3}, GROUPS, 3),
        ({"peers": -1}, GROUPS, 3),
        ({"peers": 3}, GROUPS, 0),
        ({"combined": 3}, [*GROUPS, Group(COMBINED)], 3),
    ],
)
def test_it_refuses_nonsense(counts, groups, k):
    with pytest.raises(ValueError, match=r"group|rater|count"):
        partition(counts, groups, k)


def test_the_minimum_numbers_are_those_that_were_decided():
    assert (MINIMUM.cell, MINIMUM.distribution, MINIMUM.spread, MINIMUM.band) == (3, 8, 8, 8)
    assert (MINIMUM.agreement, MINIMUM.comments_by_group, MINIMUM.comments_pooled) == (5, 5, 3)
