"""Each rule is needed: with any one of them switched off the attacker works something out, or what
is printed breaks a promise that can be read off it.

The programmes are small, or drawn ones in which a rule matters; with the rule on, nothing is found.
"""

import pytest

from reports import extremes
from reports.published import Bin, Value
from survey.anonymity import batches
from survey.cells import ALL_OTHERS, COMBINED, MINIMUM
from tests.attack import campaign, product
from tests.attack.instrument import form
from tests.attack.programmes import ANONYMOUS, draw, given

MIXED = ([4, 3, 2, 3, 4, 2], [2, 4, 3, 4, 3, 3], [3, 2, 4, 2, 2, 4], [3, 3, 4, 3, 2, 3])


def rows(group, answers, look=0):
    return [(group, look, each) for each in answers]


# What is attacked


def one_peer():
    return given(rows("peers", MIXED[:1]) + rows("reports", MIXED))


def two_peers_beside_managers():
    return given(rows("peers", MIXED[:2]) + rows("manager", MIXED))


def all_fives_on_one():
    return given(rows("peers", [[5, *row[1:]] for row in MIXED[:3]]))


def all_fives():
    return given(rows("peers", [[5] * 6] * 3))


def many_fives():
    return given(rows("peers", [[5] * 6] * 25))


def a_statement_for_one():
    return given(rows("peers", [[*MIXED[0][:5], 3], *([*row[:5], -1] for row in MIXED[1:])]))


def one_late():
    return given(rows("peers", MIXED) + rows("peers", MIXED[:1], look=1))


def three_alike_late():
    return given(rows("peers", MIXED) + rows("peers", [[5] * 6] * 3, look=1))


def three_fours():
    """Nobody says less than four, and the average of three others is a four."""
    peers = [[value] * 6 for value in (4, 4, 4, 5, 5, 5)]
    return given(rows("peers", peers) + rows("others", [[4] * 6] * 3))


def nine():
    apart_ = [[1, 2, 1, 5, 5, 1], [5, 4, 5, 1, 1, 5], [1, 1, 2, 5, 4, 1], [5, 5, 5, 2, 1, 5]]
    return given(rows("peers", [*MIXED, *apart_, MIXED[0]]))


def seven():
    return given(rows("peers", [[value] * 6 for value in (1, 1, 1, 4, 5, 5, 5)]))


def drawn(seed):
    return lambda: draw(seed, len(form().items))


# What must not be found


def worked_out(programme):
    found = campaign.outsiders([programme], patience=30)
    return [*found.exchanges, *found.determined]


def published(programme):
    return [left.now for left in product.cases(programme)]


def numbers_of_fewer_than_three(programme):
    return [value for now in published(programme) for one in (*now.scales.values(),
            *now.items.values()) for cell, value in one.cells.items()
            if cell in (*ANONYMOUS, COMBINED) and value.n < MINIMUM.cell]  # fmt: skip


def highest_scales(programme):
    return [s for now in published(programme) for s in now.scales.values()
            if s.all and s.all.drawn > 4.9]  # fmt: skip


def bars_of_one_or_two(programme):
    return [b for now in published(programme) for i in now.items.values()
            for b in i.bins if b.count in (1, 2)]  # fmt: skip


def bars_of_fewer_than_eight(programme):
    return [i for now in published(programme) for i in now.items.values()
            if i.bins and i.all.n < 8]  # fmt: skip


def spread_of_fewer_than_eight(programme):
    return [i for now in published(programme) for i in now.items.values()
            if i.spread is not None and i.all.n < 8]  # fmt: skip


def bands_of_fewer_than_eight(programme):
    return [s for now in published(programme) for s in now.scales.values()
            if s.band and s.all.n < 8]  # fmt: skip


def agreement_of_fewer_than_five(programme):
    return [s for now in published(programme) for s in now.scales.values()
            if s.agreement and s.all.n < 5]  # fmt: skip


def more_than_one_decimal(programme):
    return [n.printed for case in product.cases(programme)
            for (_, cell), n in product.numbers_of(case).items()
            if cell == ALL_OTHERS and len(n.printed.rstrip("+-")) > 3]  # fmt: skip


# How a rule is switched off


def without_k(patch):
    patch.setattr(form().__class__, "cell_minimum", 1)
    patch.setattr("reports.scoring.seats.partition", _every_group_alone)


def _every_group_alone(counts, groups, k):
    return {g.id: g.id for g in groups if counts.get(g.id) and g.kind != "self"}


def without_merging(patch):
    """The few stand by themselves beside a group that is shown."""
    patch.setattr(form().__class__, "cell_minimum", 1)
    patch.setattr("reports.scoring.seats.partition", _the_few_together)


def _the_few_together(counts, groups, k):
    alone = _every_group_alone(counts, groups, k)
    return {g: cell if counts[g] >= k or g not in ANONYMOUS else COMBINED
            for g, cell in alone.items()}  # fmt: skip


def without_hiding(patch):
    """Too few to be shown, and yet in the totals."""
    without_merging(patch)


def without_extremes_of_items(patch):
    patch.setattr(extremes, "item_value", lambda mean, n, *_: Value(mean, n))


def without_extremes_of_scales(patch):
    patch.setattr(extremes, "scale_value", lambda mean, n, *_: Value(mean, n))


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


def without_whole_averages(patch):
    patch.setattr("reports.privacy.may_be_unanimous", lambda _: False)


def without_merging_of_bars(patch):
    def as_counted(counts, lowest, *_, **__):
        return tuple(Bin(lowest + i, lowest + i, n) for i, n in enumerate(counts))

    patch.setattr("reports.privacy.bins", as_counted)


def without_nearly_unanimous(patch):
    patch.setattr("reports.pooling.nearly_unanimous", lambda *_: [])


def without_a_step_inside(patch):
    patch.setattr("reports.pooling.counts_that_stand", lambda counts, *_: counts)


def without_least_spread(patch):
    patch.setattr("reports.pooling.least_within", lambda *_: 0.0)


def minimum(rule, value=1):
    def switch_off(patch):
        was = getattr(MINIMUM, rule)
        object.__setattr__(MINIMUM, rule, value)  # frozen, and rightly so
        patch.callback(lambda: object.__setattr__(MINIMUM, rule, was))

    return switch_off


def without_rounding(patch):
    patch.setattr("reports.published.tenth", lambda x: x)


RULES = {
    "a group of its own from k raters": (without_k, one_peer, worked_out),
    "the few are merged into a group that is shown": (without_merging, one_peer, worked_out),
    "who is hidden is in no total": (without_hiding, two_peers_beside_managers, worked_out),
    "k for each statement": (without_a_count_for_each_statement, a_statement_for_one,
                             numbers_of_fewer_than_three),
    "extremes of statements": (without_extremes_of_items, all_fives_on_one, worked_out),
    "extremes where all agree on all": (without_extremes_of_items, all_fives, worked_out),
    # Whoever knows the rule for statements learns nothing more from "5.0 or more"; but it would
    # read as if everybody had said five.
    "extremes of scales": (without_extremes_of_scales, many_fives, highest_scales),
    "scales only from statements": (without_scales_of_items, all_fives_on_one, worked_out),
    "late answers wait": (without_waiting, one_late, worked_out),
    "a batch is scored by itself": (without_batches, three_alike_late, worked_out),
    "no bars beside whole averages": (without_whole_averages, three_fours, worked_out),
    "bars from eight": (minimum("distribution"), seven, bars_of_fewer_than_eight),
    "no bar of one or two": (without_merging_of_bars, nine, bars_of_one_or_two),
    "bands from eight": (minimum("band"), seven, bands_of_fewer_than_eight),
    "spread from eight": (minimum("spread"), seven, spread_of_fewer_than_eight),
    "agreement from five": (minimum("agreement"), all_fives, agreement_of_fewer_than_five),
    "words as if nearly unanimous": (without_nearly_unanimous, drawn(6), worked_out),
    "words as if a step inside": (without_a_step_inside, drawn(70), worked_out),
    "words from a least spread": (without_least_spread, drawn(61), worked_out),
    "one decimal": (without_rounding, nine, more_than_one_decimal),
}  # fmt: skip


class Patch(pytest.MonkeyPatch):
    """Also undoes what is no attribute."""

    def callback(self, undo):
        self.undone = [*getattr(self, "undone", ()), undo]

    def undo(self):
        for undo in getattr(self, "undone", ()):
            undo()
        super().undo()


@pytest.fixture
def patch():
    patch = Patch()
    yield patch
    patch.undo()


@pytest.mark.parametrize("rule", RULES)
def test_without_this_rule_a_promise_is_broken(rule, patch):
    switch_off, programme, found = RULES[rule]
    assert not found(programme())
    switch_off(patch)
    assert found(programme())
