"""What the queue has lost is sent to it again; what merely waits there is not, minute by minute."""

from dataclasses import replace

import pytest

from reports import jobs
from survey.jobs import PRINT_PAPERS
from survey.store import accounts, papers
from tests.whole_house import open_house

LATER = 9_999_999_999


class SlowQueue:
    """Takes what it is sent, if it is there, and nobody is at work."""

    is_immediate = False

    def __init__(self):
        self.is_there, self.sent = True, []

    def send(self, *task):
        if self.is_there:
            self.sent.append(task)
        return self.is_there


@pytest.fixture
def shop(tmp_path):
    house = open_house(tmp_path)
    yield replace(house.shop, queue=SlowQueue())
    house.shop.close()


@pytest.fixture
def wanted(shop):
    """Paper forms that Cora asks for."""
    with shop.db.write() as tx:
        return papers.add(tx, accounts.add(tx, "Cora", "cora@example.org"), "{}", LATER)


def test_a_backlog_is_not_sent_each_minute(shop, wanted):
    for _ in range(3):
        jobs.tidy(shop)
    assert shop.queue.sent == [(PRINT_PAPERS, wanted)]


def test_what_could_not_be_sent_is_sent_when_the_queue_is_back(shop, wanted):
    shop.queue.is_there = False
    jobs.tidy(shop)
    shop.queue.is_there = True
    jobs.tidy(shop)
    assert shop.queue.sent == [(PRINT_PAPERS, wanted)]


def test_what_the_queue_lost_after_all_is_sent_again_in_the_end(shop, wanted, monkeypatch):
    jobs.tidy(shop)
    monkeypatch.setattr(papers, "PATIENCE", 0)
    jobs.tidy(shop)
    assert shop.queue.sent == [(PRINT_PAPERS, wanted)] * 2
