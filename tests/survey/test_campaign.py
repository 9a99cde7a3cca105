"""Rules of a round, its states, and the days of an organisation."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.rounds import campaign
from survey.rounds.campaign import (
    MOVES,
    Next,
    Rules,
    Standing,
    Total,
    Wanted,
    accepts,
    next_of,
    standings,
    today,
    total,
)
from tests.factories import questionnaire

GROUPS = questionnaire().instrument.groups
OPENED, CLOSES = date(2026, 3, 2), date(2026, 3, 29)


@dataclass(frozen=True)
class Dates:
    """What of a round its days are read from."""

    state: str = "open"
    opened_on: date = OPENED
    closes_on: date | None = CLOSES


def seconds(text, zone):
    """Seconds since 1970 of a wall clock; `fold` by a trailing "again"."""
    wall = datetime.fromisoformat(text.removesuffix(" again"))
    return wall.replace(tzinfo=ZoneInfo(zone), fold=text.endswith("again")).timestamp()


def test_rules_are_read_back_as_they_were():
    rules = Rules(
        nominator="admin",
        groups={"peers": Wanted(3, 5)},
        reminders=(3, 7),
        languages=("en", "de"),
        texts={"invitation": {"de": {"subject": "Bitte", "body": "Hallo {name}"}}},
    )
    assert Rules.from_json(rules.to_json()) == rules


def test_rules_that_nobody_gave_are_the_usual_ones():
    assert Rules.from_json("{}") == Rules()


def test_a_group_wants_what_the_round_says_or_else_the_questionnaire():
    peers = next(g for g in GROUPS if g.id == "peers")
    assert Rules().wanted(peers) == Wanted(peers.minimum, peers.recommended)
    assert Rules(groups={"peers": Wanted(7, 9)}).wanted(peers) == Wanted(7, 9)


def test_a_day_begins_where_the_organisation_is():
    just_before_midnight_in_london = 1_774_652_100  # 27 March 2026, 22:55 UTC
    assert today("Europe/London", just_before_midnight_in_london) == date(2026, 3, 27)
    assert today("Pacific/Auckland", just_before_midnight_in_london) == date(2026, 3, 28)


# The last moment of the last day, where the organisation is. Some of these days have 23 or 25
# hours, one begins at one o'clock, one was left out of the calendar, one zone has half hours.
LAST_DAYS = [
    ("Europe/Berlin", date(2026, 11, 23)),
    ("Europe/Berlin", date(2026, 3, 29)),  # the clock goes forward on the last day
    ("Europe/Berlin", date(2026, 10, 25)),  # and back
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/St_Johns", date(2026, 11, 1)),  # 3 hours 30 behind, 25 hours long
    ("Pacific/Auckland", date(2026, 4, 5)),  # back, in the south
    ("Pacific/Auckland", date(2026, 9, 27)),  # forward, in the south
    ("Pacific/Chatham", date(2026, 9, 27)),  # 13 hours 45 ahead
    ("Pacific/Apia", date(2011, 12, 29)),  # the next day was left out
    ("America/Santiago", date(2026, 9, 5)),  # the next day begins at one o'clock
    ("Africa/Cairo", date(2026, 10, 29)),  # midnight happens twice
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # goes back by half an hour
    ("Asia/Kathmandu", date(2026, 12, 31)),
    ("Pacific/Kiritimati", date(2028, 2, 29)),
]


@pytest.mark.parametrize(("zone", "day"), LAST_DAYS)
def test_a_round_is_open_through_its_whole_last_day_and_not_a_second_longer(zone, day):
    late = seconds(f"{day}T23:59:59 again", zone)
    before = seconds(f"{day}T23:59:59", zone)
    assert accepts("open", day, zone, before)
    assert accepts("open", day, zone, late)
    assert not accepts("open", day, zone, late + 1)


@pytest.mark.parametrize(("zone", "last"), LAST_DAYS)
def test_a_scheduled_round_opens_with_the_first_second_of_its_first_day(zone, last):
    midnight = seconds(f"{last}T23:59:59 again", zone) + 1
    assert today(zone, midnight) > last
    assert today(zone, midnight - 1) <= last


@pytest.mark.parametrize("state", ["draft", "scheduled", "closed"])
def test_only_an_open_round_takes_answers(state):
    now = seconds("2026-03-10T12:00", "Europe/Berlin")
    assert accepts("open", CLOSES, "Europe/Berlin", now)
    assert not accepts(state, CLOSES, "Europe/Berlin", now)
    assert not campaign.is_open(Dates(state), "Europe/Berlin", now)


def test_a_round_without_a_last_day_stays_open():
    assert accepts("open", None, "UTC", 10**10)


@given(now=st.integers(0, 4_000_000_000), zone=st.sampled_from([z for z, _ in LAST_DAYS]))
def test_a_day_is_the_one_on_the_wall_calendar(now, zone):
    day = today(zone, now)
    assert day == datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).date()
    assert accepts("open", day, zone, now)
    assert not accepts("open", day - timedelta(days=1), zone, now)


def test_every_state_can_be_left_and_none_is_out_of_the_way():
    assert set(MOVES) == {"draft", "scheduled", "open", "closed"}
    assert {to for moves in MOVES.values() for to in moves} == set(MOVES)
    assert not campaign.may_move("open", "draft")


def test_the_next_day_of_a_round_is_told():
    rules = Rules(reminders=(4, 9))
    assert next_of(Dates("draft"), rules, OPENED) is None
    assert next_of(Dates("closed"), rules, OPENED) is None
    assert next_of(Dates("scheduled"), rules, date(2026, 2, 1)) == Next("opens", OPENED)
    assert next_of(Dates(), rules, OPENED) == Next("reminder", date(2026, 3, 6))
    assert next_of(Dates(), rules, date(2026, 3, 7)) == Next("reminder", date(2026, 3, 11))
    assert next_of(Dates(), rules, date(2026, 3, 12)) == Next("closing", date(2026, 3, 28))
    assert next_of(Dates(), rules, CLOSES) == Next("closes", CLOSES)
    assert next_of(Dates(), rules, date(2026, 4, 1)) is None
    assert next_of(Dates(closes_on=None), Rules(reminders=()), OPENED) is None


COUNTS = st.dictionaries(
    st.tuples(
        st.sampled_from([g.id for g in GROUPS]),
        st.sampled_from(["listed", "open", "done", "declined", "removed"]),
    ),
    st.integers(0, 12),
)


@given(COUNTS)
def test_before_the_end_a_manager_never_sees_that_fewer_than_three_have_answered(counts):
    for row in standings(counts, GROUPS, closed=False):
        answered = counts.get((row.group, "done"), 0)
        assert row.answered == (answered - answered % 3 if answered >= 3 else None)
    for row in standings(counts, GROUPS, closed=True):
        assert row.answered == counts.get((row.group, "done"), 0)


@pytest.mark.parametrize("before", range(12))
def test_one_more_answer_shows_to_a_manager_only_where_three_have_come_since(before):
    def seen(answered):
        counts = {("peers", "done"): answered, ("peers", "open"): 12 - answered}
        return standings(counts, GROUPS, closed=False)[0].answered

    assert (seen(before) != seen(before + 1)) == ((before + 1) % 3 == 0)


@given(st.lists(COUNTS, max_size=4))
def test_a_total_counts_all_raters_that_were_asked_and_not_the_manager(several):
    found = total(several, "self")
    asked = {"open", "done", "declined"}
    rows = [(g, s, n) for one in several for (g, s), n in one.items() if g != "self"]
    assert found.invited == sum(n for _, s, n in rows if s in asked)
    assert found.answered == sum(n for _, s, n in rows if s == "done")
    assert 0 <= found.percent <= 100


def test_groups_that_nobody_was_asked_of_are_left_out():
    counts = {("peers", "listed"): 4, ("reports", "open"): 2, ("self", "done"): 1}
    assert standings(counts, GROUPS, closed=False) == [Standing("reports", 2, None)]
    assert total([], "self") == Total(0, 0)
