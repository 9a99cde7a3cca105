"""What a report may be compared with: an earlier one that was seen, whole, or nothing."""

import pytest

from reports import gather
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
        old = rounds.get(tx, firm.round)
        new = rounds.add(
            tx, "Spring", organisation=firm.organisation, state="open", version=old.version,
            form=old.form, threshold=3, opened_on=TODAY, closes_on=TODAY, rules="{}",
        )  # fmt: skip
        rounds.change(tx, new, number=2)
        return participations.add(tx, firm.alice, new, "Head of Assembly")


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
