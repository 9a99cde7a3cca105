"""Each rule is needed: with any one of them switched off the attacker works something out.

The programmes are as small as they can be, and with the rule on nothing is determined in them.
"""

import pytest

from reports import extremes
from reports.published import Value
from survey import batches
from tests.attack import campaign
from tests.attack.instrument import form
from tests.attack.programmes import given


def determined(programme):
    target = campaign.target(programme, patience=30)
    campaign.attack([target])
    return target.search.determined


MIXED = ([4, 3, 2, 3, 4, 2], [2, 4, 3, 4, 3, 3], [3, 2, 4, 2, 2, 4], [3, 3, 4, 3, 2, 3])


def rows(group, answers, look=0):
    return [(group, look, each) for each in answers]


def one_peer():
    return given(rows("peers", MIXED[:1]) + rows("reports", MIXED))


def all_fives_on_one():
    return given(rows("peers", [[5, *row[1:]] for row in MIXED[:3]]))


def all_fives():
    return given(rows("peers", [[5] * 6] * 3))


def one_left_a_statement_out():
    return given(rows("peers", [[4, 3, 2, 2, 5, 5], [3, 4, 4, 3, 1, -1], [5, 2, 5, 1, 5, 3]]))


def a_statement_for_one():
    return given(rows("peers", [[*MIXED[0][:5], 3], *([*row[:5], -1] for row in MIXED[1:])]))


def one_late():
    return given(rows("peers", MIXED) + rows("peers", MIXED[:1], look=1))


def three_alike_late():
    return given(rows("peers", MIXED) + rows("peers", [[5] * 6] * 3, look=1))


def without_k(patch):
    patch.setattr(form().__class__, "cell_minimum", 1)
    patch.setattr("reports.scoring.seats.partition", _every_group_alone)


def _every_group_alone(counts, groups, k):
    return {g.id: g.id for g in groups if counts.get(g.id) and g.kind != "self"}


def without_extremes_of_items(patch):
    patch.setattr(extremes, "item_value", lambda mean, n, *_: Value(mean, n))


def without_scales_of_items(patch):
    def over_raters(raw, scale):
        return {c: Value(m.mean, m.n) for c in raw.cell_ids if (m := raw.scale_means[scale].get(c))}

    patch.setattr("reports.pooling.scale_values", over_raters)


def without_a_count_for_each_statement(patch):
    patch.setattr(form().__class__, "cell_minimum", 1)


def without_waiting(patch):
    patch.setattr(batches, "admitted", lambda _, there, __: frozenset(s.receipt for s in there))
    without_batches(patch)


def without_batches(patch):
    patch.setattr(batches, "batches_of", lambda seen, *_: (frozenset(seen[-1]),))


RULES = {
    "a group of its own from k raters": (without_k, one_peer),
    "extremes of statements": (without_extremes_of_items, all_fives_on_one),
    "extremes where all agree on all": (without_extremes_of_items, all_fives),
    "scales only from statements": (without_scales_of_items, one_left_a_statement_out),
    "k for each statement": (without_a_count_for_each_statement, a_statement_for_one),
    "late answers wait": (without_waiting, one_late),
    "a batch is scored by itself": (without_batches, three_alike_late),
}


@pytest.mark.parametrize("rule", RULES)
def test_without_this_rule_somebody_is_found_out(rule, monkeypatch):
    switch_off, programme = RULES[rule]
    assert determined(programme()) == frozenset()
    switch_off(monkeypatch)
    assert determined(programme()) != frozenset()
