"""The schedule: which day each class of data goes, and never later than raters were told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey import keeping
from survey.keeping import Course
from survey.rights import words

CLOSES = date(2026, 12, 11)
DAY = timedelta(days=1)


def course(**more):
    values = {"is_closed": True, "opened_on": CLOSES - 18 * DAY, "closes_on": CLOSES}
    return Course("alice", **(values | more))


def test_nothing_of_a_round_that_runs_has_a_day():
    running = course(is_closed=False)
    assert keeping.drafts_go(running, 7) is None
    assert keeping.addresses_go(running, 30) is None
    assert keeping.answers_go(running, 1095) is None


def test_a_draft_goes_a_week_after_the_close():
    assert keeping.drafts_go(course(), 7) == CLOSES + 7 * DAY


def test_a_self_assessment_without_a_last_day_counts_as_left_lying_after_a_while():
    alone = course(closes_on=None, is_closed=False)
    assert keeping.drafts_go(alone, 7) == alone.opened_on + (keeping.ENDLESS + 7) * DAY


def test_addresses_go_after_the_report_or_the_last_pulse_whichever_is_later():
    released = course(released_on=CLOSES + 5 * DAY)
    assert keeping.addresses_go(released, 30) == CLOSES + 35 * DAY
    asked_again = course(released_on=CLOSES + 5 * DAY, follow_ups_end=[CLOSES + 100 * DAY])
    assert keeping.addresses_go(asked_again, 30) == CLOSES + 130 * DAY


def test_a_report_that_never_comes_keeps_nobody_s_address_for_ever():
    assert keeping.addresses_go(course(), 30) == CLOSES + (keeping.UNRELEASED + 30) * DAY


def test_an_organisation_that_wants_longer_does_not_break_what_was_promised():
    assert keeping.addresses_go(course(promised=30, released_on=CLOSES), 90) == CLOSES + 30 * DAY
    assert keeping.addresses_go(course(promised=30, released_on=CLOSES), 7) == CLOSES + 7 * DAY


@given(
    st.integers(7, 90),
    st.integers(7, 90),
    st.none() | st.integers(0, 400),
    st.lists(st.integers(0, 900), max_size=3),
)
def test_addresses_go_by_the_day_that_raters_were_told(promised, now, released, follow_ups):
    one = course(
        promised=promised,
        released_on=None if released is None else CLOSES + released * DAY,
        follow_ups_end=[CLOSES + n * DAY for n in follow_ups],
    )
    assert keeping.addresses_go(one, now) <= keeping.last_day(CLOSES, promised)


@pytest.mark.parametrize("kind", keeping.KINDS, ids=lambda kind: kind.id)
def test_every_class_has_sound_limits_and_a_name(kind):
    assert kind.least <= kind.days <= kind.most
    assert words.KINDS[kind.id]
    assert words.CLOCKS[kind.clock]
