"""An attacker outside works out nothing; what one inside works out is measured (decision 12)."""

import json

import numpy as np
import pytest

from tests.attack import campaign, product
from tests.attack.__main__ import RATES
from tests.attack.instrument import form
from tests.attack.programmes import draw, given

PROGRAMMES = 24


@pytest.fixture(scope="module")
def found():
    return campaign.outsiders(range(PROGRAMMES))


def test_nothing_about_fewer_than_three_raters_is_determined(found):
    print(f"{found.programmes} programmes, {found.reports} reports, {found.attacked} attacked")
    assert found.attacked > 5000
    assert found.few == []


def test_where_bars_and_bands_are_drawn_another_world_is_found_for_nearly_everything(found):
    """Not found is not determined: from eight raters on other worlds are hard to come by."""
    assert len(found.many) < 0.005 * found.attacked


def test_less_than_fifteen_per_cent_of_what_could_be_shown_is_hidden():
    published, hidden = product.first_numbers(draw(n, len(form().items)) for n in range(100))
    print(f"hidden: {hidden} of {published}")
    assert published > 1000
    assert hidden < 0.15 * published


def test_late_answers_wait_in_some_programmes_and_join_in_others():
    drawn = [draw(n, len(form().items)) for n in range(100)]
    assert sum(map(product.refused, drawn)) > 5
    batches = [len(report) for programme in drawn for report in product.reports_of(programme)]
    assert max(batches) > 1


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
    measured = campaign.insiders(range(5000, 5012))
    items = sum(n for n, _ in measured.values())
    known = sum(k for _, k in measured.values())
    expected = sum(n * said["rates"].get(str(size), 0.0) for size, (n, _) in measured.items())
    # The statements of one insider are not independent: six of them count about as one.
    error = 3 * (6 * items * 0.1) ** 0.5
    assert abs(known - expected) < error
