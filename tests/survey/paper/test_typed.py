"""What is typed in from paper becomes what a rater's own form would have said."""

from gettext import NullTranslations
from pathlib import Path

import pytest

from survey.answers import answering
from survey.paper import typed
from survey.paper.form import Asking, lines
from survey.questionnaire.loader import load
from survey.questionnaire.types.text import TOO_LONG

SHIPPED = Path(__file__).parents[3] / "questionnaires"


@pytest.fixture(scope="module")
def team():
    asked = load(SHIPPED / "service_team")
    goals = (("abc", "Ask first"),)
    return Asking(asked, "full", "team", "en", NullTranslations(), subject="Alice", goals=goals)


@pytest.fixture(scope="module")
def names(team):
    """By id of the question."""
    return {one.question.id: one.name for one in lines(team)}


def test_each_kind_of_answer_goes_where_it_is_kept(team, names):
    first = next(one for one in lines(team) if one.place == "answers")
    entry = typed.read(team, {
        names["together"]: "3", first.name: "7", names["matters"]: "1 4",
        names["keep"]: " The tests. ", "g_abc": "3", "s_all": "2",
    })  # fmt: skip
    assert entry.wrong == {}
    changes = typed.changes(team, entry)
    assert changes.answers == {first.question.id: 7}
    assert changes.picks == {"together": ("apart",), "matters": ("clarity", "users")}
    assert changes.texts == {"keep": "The tests."}
    assert changes.goals == {"abc": "more"}
    assert changes.shows == {"keep": "pool"}
    assert changes.seconds is None
    answering.check(team.questionnaire, "full", changes, goals=["abc"], group="team")


def test_comments_stand_with_the_group_unless_something_else_is_ticked(team, names):
    for ticked in ({}, {"s_all": "1"}):
        entry = typed.read(team, {names["keep"]: "The tests."} | ticked)
        assert typed.changes(team, entry).shows == {}


def test_what_cannot_be_taken_is_named_one_by_one(team, names):
    first = next(one for one in lines(team) if one.place == "answers").name
    entry = typed.read(team, {first: "9", names["matters"]: "1 2 3", names["keep"]: "x" * 4001})
    assert set(entry.wrong) == {first, names["matters"], names["keep"]}
    assert entry.wrong[names["keep"]] == TOO_LONG
    assert entry.values == {}


def test_what_is_not_asked_after_another_answer_is_refused_and_not_dropped(team, names):
    entry = typed.read(team, {names["together"]: "1", names["afar"]: "Nothing."})
    assert entry.wrong == {names["afar"]: typed.NOT_ASKED}
    assert typed.read(team, {names["together"]: "3", names["afar"]: "Nothing."}).wrong == {}


def test_an_answer_holds_when_it_was_typed_alike_twice(team, names):
    first, second = [one.name for one in lines(team) if one.place == "answers"][:2]
    once = {first: "4", second: "N", names["keep"]: "one text"}
    again = {first: "5", second: "0", names["keep"]: "another text"}
    assert typed.differing(team, again, [once]) == (first,)
    assert typed.differing(team, {**again, first: "3"}, [once, again]) == (first,)
    assert typed.differing(team, {**again, first: "5"}, [once, again]) == ()
    assert typed.differing(team, {**again, first: "4"}, [once, again]) == ()
    assert typed.differing(team, once, [{**once, first: "forged"}]) == (first,)


def test_left_out_twice_is_typed_alike_too(team):
    assert typed.differing(team, {}, [{}]) == ()
