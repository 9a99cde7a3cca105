"""What a report may be compared with: an earlier one that was seen, whole, or nothing."""

from dataclasses import replace

import pytest

from reports import gather, working_out
from reports.words import Words
from survey.store import expiring, participations, releases, reports, responses, rounds
from survey.store.reports import Basis
from tests.answered import sent
from tests.programme import programme
from tests.store_factories import TODAY


@pytest.fixture
def firm(db, house_keys):
    made = programme(db, house_keys)
    for group, count in {"self": 1, "manager": 1, "peers": 3, "reports": 4}.items():
        sent(db, made, group, count)
    return made


@pytest.fixture
def again(db, firm):
    """Alice's next round."""
    with db.write() as tx:
        return next_round(tx, firm, 2)


def next_round(tx, firm, number):
    old = rounds.get(tx, firm.round)
    new = rounds.add(
        tx, "Spring", organisation=firm.organisation, state="open", version=old.version,
        form=old.form, threshold=3, opened_on=TODAY, closes_on=TODAY, rules="{}", number=number,
    )  # fmt: skip
    return participations.add(tx, firm.alice, new, "Head of Assembly")


def round_of(db, participation):
    with db.read() as tx:
        return participations.get(tx, participation).round


def alone(db, *ids):
    """Rounds that nobody's organisation asks."""
    with db.write() as tx:
        for one in ids:
            rounds.change(tx, participations.get(tx, one).round, organisation=None)


def before(db, again):
    with db.read() as tx:
        return gather.gather(tx, again).before


def looked_at(db, firm):
    with db.write() as tx:
        there = responses.of(tx, [firm.participation])
        basis = Basis(tuple(sorted(one.receipt_hash for one in there)), (), {"peers": 3})
        report = reports.ask(tx, firm.participation, basis)
        releases.put(tx, firm.participation, report, None, TODAY)


def test_answers_of_others_that_nobody_has_looked_at_are_not_compared(db, firm, again):
    assert before(db, again) is None
    alone(db, firm.participation, again)
    assert before(db, again) is None


def test_one_that_was_seen_is_compared_as_it_was(db, firm, again):
    looked_at(db, firm)
    sent(db, firm, "peers", 1)
    assert len(before(db, again).responses) == 9


def test_once_its_answers_are_gone_there_is_no_comparison_and_never_with_others(db, firm, again):
    looked_at(db, firm)
    with db.write() as tx:
        expiring.answers_of(tx, [firm.participation])
    sent(db, firm, "peers", 4)
    assert before(db, again) is None


def test_the_own_answers_of_a_self_assessment_are_compared(db, house_keys, firm, again):
    with db.write() as tx:
        expiring.answers_of(tx, [firm.participation])
    alone(db, firm.participation, again)
    assert before(db, again) is None
    sent(db, firm, "self", 1)
    assert len(before(db, again).responses) == 1


def test_a_third_round_stands_beside_the_two_before_that_were_seen(db, firm, again):
    looked_at(db, firm)
    later = replace(firm, participation=again, round=round_of(db, again))
    for group, count in {"peers": 3, "reports": 3}.items():
        sent(db, replace(later, raters={}), group, count, seed=2)
    with db.write() as tx:
        third = next_round(tx, firm, 3)
    with db.read() as tx:  # of the second nobody has seen anything
        found = gather.gather(tx, third)
    assert found.before.round.id == firm.round
    assert found.first is None
    looked_at(db, later)
    sent(db, replace(firm, participation=third, raters={}), "peers", 4, seed=3)
    with db.read() as tx:
        found = gather.gather(tx, third)
        second = gather.gather(tx, again)
    assert (found.before.round.id, found.first.round.id) == (later.round, firm.round)
    made, was = (working_out.case_of(one, Words("en"), "Plumbline") for one in (found, second))
    assert (made.round_before, made.round_first) == ("Spring", was.round_before)
    for scale, moved in made.change.scales.items():
        assert moved.before == was.now.scales[scale].all
        assert moved.first == was.before.scales[scale].all
    assert not made.change.first_same_cells
