"""Cora the coach proposes times to talk, Alice the manager picks one."""

from datetime import datetime

import pytest

from survey.errors import BadInput, NotNow
from survey.growth import debriefing
from survey.store import log, outbox, talks
from tests.programme import programme

NOW = 2_000_000_000
SOON, LATER = NOW + 3600, NOW + 7200


@pytest.fixture
def firm(db, house_keys):
    return programme(db, house_keys)


def suggested(tx, firm, *times):
    return debriefing.suggest(tx, firm.participation, firm.cora, times, NOW)


def test_a_mail_goes_to_the_manager_and_the_log_says_who_proposed(db, firm):
    with db.write() as tx:
        row = outbox.get(tx, suggested(tx, firm, LATER, SOON))
        assert (row.kind, row.participation) == ("talk_times", firm.participation)
        (entry, *_) = log.of_organisation(tx, firm.organisation)
        assert (entry.action, entry.account) == ("talk.suggested", firm.cora)


@pytest.mark.parametrize(
    "times", [(), (SOON, SOON), (NOW,), (NOW - 60, LATER), (SOON, LATER, LATER + 1, LATER + 2)]
)
def test_one_to_three_different_times_to_come_are_proposed(db, firm, times):
    with db.write() as tx, pytest.raises(BadInput):
        suggested(tx, firm, *times)


def test_only_what_is_on_offer_can_be_picked_and_once(db, firm):
    about = firm.participation
    with db.write() as tx:
        suggested(tx, firm, SOON, LATER)
        with pytest.raises(NotNow, match="other times"):
            debriefing.pick(tx, about, SOON + 1, NOW)
        with pytest.raises(NotNow, match="has passed"):
            debriefing.pick(tx, about, SOON, SOON)
        debriefing.pick(tx, about, LATER, NOW)
        debriefing.pick(tx, about, LATER, NOW)
        with pytest.raises(NotNow, match="already"):
            debriefing.pick(tx, about, SOON, NOW)
        assert talks.of(tx, [about])[about].picked == LATER


@pytest.mark.parametrize(("hour", "seconds"), [(1, 1_774_742_400), (3, 1_774_746_000)])
def test_a_time_is_that_of_the_clocks_there(hour, seconds):
    assert debriefing.moment(datetime(2026, 3, 29, hour), "Europe/Berlin") == seconds  # noqa: DTZ001 - of the clocks there


def test_a_time_that_clocks_skip_in_spring_is_none():
    assert debriefing.moment(datetime(2026, 3, 29, 2, 30), "Europe/Berlin") is None  # noqa: DTZ001 - of the clocks there
