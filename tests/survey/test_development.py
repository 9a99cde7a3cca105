"""A plan's days, and the file for a calendar, read by a small reader of RFC 5545."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.growth.development import (
    Action,
    CheckIn,
    Event,
    Goal,
    Plan,
    Rest,
    calendar,
    come,
    due_days,
    events,
    ideas,
    named,
    next_day,
    waiting,
)
from tests.factories import questionnaire

TODAY = date(2026, 11, 23)
WEEK, MONTH = TODAY + timedelta(days=7), TODAY + timedelta(days=30)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WORDS = {"action": "{title}", "review": "Look back: {title}", "talk": "Talk"}


def goal(*actions, review=MONTH, **more):
    return Goal("g1", "p1", 1, "skill:communication", "Ask; listen, wait", actions, review, **more)


def plan(*goals, said=()):
    return Plan(goals, Rest("", WEEK), tuple(said))


def read(text):
    """Events of a file, as {property: value}; fails on what no calendar would take."""
    assert text.endswith("\r\n")
    lines = text.split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any("\n" in line or "\r" in line for line in lines)
    whole = re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]
    assert whole[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert whole[-1] == "END:VCALENDAR"
    found, current = [], None
    for line in whole[3:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            assert current is None
            current = {}
        elif line == "END:VEVENT":
            found.append(current)
            current = None
        else:
            assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[A-Z-]+)*", name)
            current[name] = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
    assert current is None
    return found


def test_a_goal_is_looked_back_at_on_each_open_actions_day_and_at_the_end():
    assert due_days(goal(Action("a", WEEK), Action("b", TODAY, done=True))) == [WEEK, MONTH]
    assert due_days(goal(review=None)) == []


def test_a_day_comes_once_and_not_for_a_goal_that_is_reached():
    there = plan(goal(Action("a", WEEK)))
    assert [day for day in (TODAY, WEEK, MONTH) if come(there, day)] == [WEEK, MONTH]
    assert next_day(there, TODAY) == WEEK
    reached = plan(goal(Action("a", WEEK)), said=[CheckIn("g1", TODAY, "reached", "")])
    assert not come(reached, WEEK)
    assert next_day(reached, TODAY) is None
    assert reached.is_reached
    assert not plan().is_reached


def test_a_day_on_which_nothing_ran_comes_late_unless_something_was_said():
    there = plan(goal(Action("a", WEEK)))
    late = WEEK + timedelta(days=2)
    assert come(there, late, late=2) == [WEEK]
    assert come(there, late, late=1) == []
    said = plan(goal(Action("a", WEEK)), said=[CheckIn("g1", WEEK, "behind", "")])
    assert come(said, late, late=2) == []


def test_a_day_waits_until_there_is_a_word_on_it():
    there = plan(goal(Action("a", WEEK)))
    assert waiting(there, TODAY) == ()
    assert waiting(there, WEEK + timedelta(days=1)) == there.goals
    said = plan(goal(Action("a", WEEK)), said=[CheckIn("g1", WEEK, "behind", "")])
    assert waiting(said, WEEK + timedelta(days=1)) == ()


def test_the_calendar_holds_whole_days_that_keep_their_ids():
    there = plan(goal(Action("When late: ask; wait, \\ go\non", WEEK), support="Bob"))
    found = read(calendar(events(there, "p1", WORDS), "Plumbline", "example.org", NOW))
    assert [e["SUMMARY"] for e in found] == [
        "When late: ask; wait, \\ go\non", "Talk", "Look back: Ask; listen, wait",
    ]  # fmt: skip
    assert found[0]["DTSTART;VALUE=DATE"] == "20261130"
    assert found[0]["DTEND;VALUE=DATE"] == "20261201"
    assert found[0]["DTSTAMP"] == "20261123T080000Z"
    moved = plan(goal(Action("ask", MONTH)))
    after = {e.uid for e in events(moved, "p1", WORDS)}
    assert {e["UID"] for e in found} == {f"{uid}@example.org" for uid in after}


def test_what_is_done_is_in_no_calendar():
    assert [e.title for e in events(plan(goal(Action("a", WEEK, True))), "p1", WORDS)] == [
        "Talk", "Look back: Ask; listen, wait",
    ]  # fmt: skip


@given(st.text(max_size=300))
def test_any_words_come_through_a_calendar_in_lines_that_are_short(text):
    found = read(calendar([Event("u", TODAY, text, "x")], "P", "h", NOW))
    plain = "".join(c if c == "\n" or c.isprintable() else " " for c in text)
    assert found[0]["SUMMARY"] == plain


def test_a_goal_is_called_as_what_it_is_about_and_finds_ideas():
    asked = questionnaire()
    skill = asked.skills[0]
    item = skill.items[0]
    assert named(asked, f"skill:{skill.id}", "en") == skill.name.to("en")
    assert named(asked, f"item:{item.id}", "en") == item.self.to("en")
    assert ideas(asked, f"skill:{skill.id}") == skill.ideas
    assert set(ideas(asked, f"item:{item.id}")) == set(skill.ideas)
    one = asked.instrument.responsibilities[0]
    assert named(asked, f"resp:{one.id}", "en") == one.name.to("en")
    assert all(i.responsibility == one.id for i in ideas(asked, f"resp:{one.id}"))
    with pytest.raises(KeyError):
        named(asked, "item:nothing", "en")
