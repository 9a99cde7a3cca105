"""An attacker outside works out nothing; what one inside works out is measured (decision 12)."""

import json

import numpy as np
import pytest

from tests.attack import campaign, product
from tests.attack.__main__ import RATES
from tests.attack.attacker import alike, exchanged
from tests.attack.instrument import form
from tests.attack.programmes import draw, given

PROGRAMMES = 500


@pytest.fixture(scope="module")
def found():
    return campaign.outsiders(campaign.drawn(range(PROGRAMMES)))


def test_who_of_a_block_sent_which_form_shows_nowhere(found):
    """Step one of the proof, see attacker.py: nothing is determined but what a block says alike."""
    assert found.exchanges == []


def test_wherever_a_block_answered_alike_it_might_not_have(found):
    """Step two: a world for each of them."""
    print(f"{found.unanimous} of {found.pairs} are unanimous; {found.worlds} worlds")
    assert found.unanimous > 2000
    assert found.determined == []


def test_many_of_the_programmes_have_late_batches(found):
    assert found.reports[2] >= 150
    assert found.reports[3] >= 30


def test_only_what_all_of_a_class_answered_alike_is_left_to_attack():
    scales = np.array([[1, 1, 0], [0, 1, 1]])
    answers = np.array([[5, 3, 1], [5, 2, 2], [5, 4, 0], [1, 1, 1]])
    assert alike(answers, ["a", "a", "a", None], scales) == [([0, 1, 2], 0), ([0, 1, 2], 4)]
    assert alike(answers, ["a", "a", None, None], scales) == [([0, 1], 0), ([0, 1], 4)]
    after = exchanged(answers, ["a", "a", "a", None], np.random.default_rng(1))
    assert sorted(after[:3].tolist()) == sorted(answers[:3].tolist())
    assert after[3].tolist() == [1, 1, 1]


def test_less_than_fifteen_per_cent_of_what_could_be_shown_is_hidden():
    published, hidden = product.first_numbers(campaign.drawn(range(100)))
    print(f"hidden: {hidden} of {published}")
    assert published > 1000
    assert hidden < 0.15 * published


def test_late_answers_wait_in_some_programmes():
    assert sum(map(product.refused, campaign.drawn(range(100)))) > 5


def test_the_ledger_knows_the_same_numbers_as_the_reports():
    """Also where hardly anybody answered a statement: else no such report could be made."""
    sparse = [given(_sparse(n)) for n in range(12)]
    for programme in (*sparse, *(draw(n, len(form().items)) for n in range(30))):
        for told, kept in product.ledger(programme):
            assert told == kept


def _sparse(seed):
    """Three peers who leave out every third statement, each another one, and three reports."""
    dice = np.random.default_rng(seed)
    answers = dice.integers(1, 6, (6, len(form().items)))
    for rater in range(3):
        answers[rater, (np.arange(len(form().items)) + rater + seed) % 3 == 0] = 0
    return [("peers" if r < 3 else "reports", 0, row.tolist()) for r, row in enumerate(answers)]


def test_the_rate_of_insiders_is_as_the_privacy_page_says():
    said = json.loads(RATES.read_text())
    measured = campaign.insiders(campaign.drawn(range(5000, 5012)))
    items = sum(n for n, _ in measured.values())
    known = sum(k for _, k in measured.values())
    expected = sum(n * said["rates"].get(str(size), 0.0) for size, (n, _) in measured.items())
    # The statements of one insider are not independent: six of them count about as one.
    error = 3 * (6 * items * 0.1) ** 0.5
    assert abs(known - expected) < error
