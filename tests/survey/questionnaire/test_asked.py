"""Who is asked what: by group and by earlier answers, in an order of one's own."""

import json

import pytest

from survey.questionnaire.asked import asked_of, in_order
from survey.questionnaire.canonical import from_json, to_json

NEAR = {
    "id": "near", "type": "choice", "self": "Where?", "other": "Where?",
    "options": [{"id": "here", "name": "Here"}, {"id": "away", "name": "Away"}],
}  # fmt: skip


def changed(tiny, *, first=(NEAR,), acting=None, items=None, words=None, **instrument):
    """The tiny questionnaire with first questions and conditions on its second skill."""
    plain = json.loads(to_json(tiny))
    plain["instrument"] |= {"first_questions": list(first)} | instrument
    plain["instrument"]["open_questions"][0] |= words or {}
    plain["skills"][1] |= acting or {}
    for item in plain["skills"][1]["items"]:
        item.update((items or {}).get(item["id"], {}))
    return from_json(json.dumps(plain))


def ids(asked, page):
    return [one.id for one in asked.pages[page]]


def test_without_conditions_everybody_is_asked_everything(tiny):
    asked = asked_of(tiny, "whole", "crew", {})
    assert ids(asked, "listening") == ["hear_aim", "hear_care", "hear_more", "listening"]
    assert not asked.has_conditions


def test_a_statement_for_some_groups_is_asked_of_these_only(tiny):
    there = changed(tiny, items={"act_aim": {"only_for": ["crew", "me"]}})
    assert "act_aim" in ids(asked_of(there, "brief", "crew", {}), "acting")
    assert "act_aim" not in ids(asked_of(there, "brief", "boss", {}), "acting")
    assert "act_aim" in ids(asked_of(there, "brief", "", {}), "acting"), "by anybody"


@pytest.mark.parametrize(
    ("rule", "answer", "holds"),
    [
        ({"question": "hear_aim", "at_least": 5}, 5, True),
        ({"question": "hear_aim", "at_least": 5}, 4, False),
        ({"question": "hear_aim", "equals": 2}, 2, True),
        ({"question": "hear_aim", "equals": 2}, 3, False),
        ({"question": "hear_aim", "at_least": 5}, "NO", False),
        ({"question": "hear_aim", "at_least": 5}, None, False),
        ({"question": "near", "one_of": ["away"]}, ("away",), True),
        ({"question": "near", "one_of": ["here", "away"]}, ("away",), True),
        ({"question": "near", "one_of": ["here"]}, ("away",), False),
        ({"question": "near", "one_of": ["here"]}, (), False),
    ],
)
def test_a_condition_looks_at_one_earlier_answer(tiny, rule, answer, holds):
    there = changed(tiny, items={"act_aim": {"show_if": rule}})
    given = {} if answer is None else {rule["question"]: answer}
    assert ("act_aim" in ids(asked_of(there, "brief", "crew", given), "acting")) is holds


def test_a_whole_page_can_hang_on_an_answer_with_its_comment(tiny):
    there = changed(tiny, acting={"show_if": {"question": "near", "one_of": ["here"]}})
    assert ids(asked_of(there, "brief", "crew", {"near": ("away",)}), "acting") == []
    assert ids(asked_of(there, "brief", "crew", {"near": ("here",)}), "acting")[-1] == "acting"


def test_what_is_hidden_itself_opens_nothing(tiny):
    """An answer given before the page was closed counts no more."""
    there = changed(
        tiny,
        acting={"show_if": {"question": "near", "one_of": ["here"]}},
        words={"show_if": {"question": "act_aim", "at_least": 6}},
    )
    open_ = asked_of(there, "brief", "crew", {"near": ("here",), "act_aim": 7})
    closed = asked_of(there, "brief", "crew", {"near": ("away",), "act_aim": 7})
    assert ids(open_, "words") == ["praise"]
    assert ids(closed, "words") == []


def test_an_order_of_ones_own_is_always_the_same_and_only_of_statements(tiny):
    there = changed(tiny, random_order=True)
    page = asked_of(there, "whole", "crew", {}).pages["listening"]
    orders = {tuple(q.id for q in in_order(there, page, f"rater {n}")) for n in range(40)}
    assert len(orders) == 6
    assert {order[-1] for order in orders} == {"listening"}
    assert in_order(there, page, "x") == in_order(there, page, "x")
    assert in_order(tiny, page, "x") == page, "only where the instrument says so"
