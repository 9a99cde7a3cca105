"""A manager's way: one next thing in each state of each flow."""

from dataclasses import replace
from itertools import product

import pytest

from survey.growth.journey import Facts, next_of, stages

START = Facts(
    round="open", chooses=True, coached=True, listing="open", sent_back=False, own="open",
    released=False, opened=False, first_read=True, goals=0, check_in_waits=False, pulse="",
)  # fmt: skip
READ = replace(START, round="closed", listing="settled", own="done", released=True, opened=True)


@pytest.mark.parametrize(
    ("facts", "act"),
    [
        (START, "choose"),
        (replace(START, sent_back=True), "mend"),
        (replace(START, listing="waiting"), "rate"),
        (replace(START, listing="waiting", own="done"), None),
        (replace(START, listing="settled", own="done"), "progress"),
        (replace(START, chooses=False, listing="settled"), "rate"),
        (replace(START, round="scheduled"), "choose"),
        (replace(START, round="scheduled", chooses=False), None),
        (replace(START, round="closed"), None),
        (replace(READ, opened=False), "open"),
        (replace(READ, first_read=False), "first_read"),
        (READ, "plan"),
        (replace(READ, goals=1), None),
        (replace(READ, goals=1, check_in_waits=True), "check_in"),
        (replace(READ, goals=1, pulse="closed"), "results"),
    ],
)
def test_there_is_one_next_thing(facts, act):
    assert next_of(facts) == act


def note_of(facts, stop):
    return next(stage.note for stage in stages(facts) if stage.stop == stop)


def test_each_flow_says_what_it_waits_for():
    closed = replace(START, round="closed", own="done")
    assert note_of(closed, "read") == "coach_prepares"
    assert note_of(replace(closed, coached=False), "read") == "soon"
    assert note_of(replace(START, coached=False), "read") == "made_at_close"
    assert note_of(replace(START, chooses=False), "raters") == "chosen_for_you"
    assert note_of(replace(START, listing="waiting"), "raters") == "waiting"
    assert note_of(closed, "pulse") == "pulse_later"
    assert note_of(READ, "pulse") == "pulse_none"
    assert note_of(replace(READ, pulse="planned"), "pulse") == "pulse_needs_goal"


def test_every_state_has_all_its_stages():
    for round_, listing, own, released, pulse in product(
        ("draft", "scheduled", "open", "closed"), ("open", "waiting", "settled"),
        ("", "listed", "open", "done", "declined"), (False, True),
        ("", "planned", "open", "closed"),
    ):  # fmt: skip
        facts = replace(
            START, round=round_, listing=listing, own=own, released=released, pulse=pulse
        )
        assert len(stages(facts)) == 6
        next_of(facts)


def test_the_talk_is_not_done_while_a_time_is_to_be_picked():
    at = {each.stop: each for each in stages(replace(READ, talk_waits=True))}
    assert (at["read"].at, at["read"].note) == ("now", "talk")
    assert {each.stop: each.at for each in stages(READ)}["read"] == "done"
