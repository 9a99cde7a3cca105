"""Drafts and what may stand in them. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.answers import answering
from survey.answers.draft import Changes, Draft
from survey.errors import BadInput
from tests.store_factories import everything, instrument

ASKED = instrument()
ITEMS = [item.id for item in ASKED.items("standard")]
FIRST = ITEMS[0]


def after(*changes):
    draft = Draft()
    for change in changes:
        draft = draft.with_(change)
    return draft


def progress(draft, form="standard"):
    return answering.progress(ASKED, form, draft)


def test_changes_add_up_and_can_be_taken_back():
    draft = after(
        Changes({"a": 1, "b": 2}, {"keep": "well"}),
        Changes({"b": None, "c": "NO"}, {"keep": "", "different": "that"}),
    )
    assert draft.answers == {"a": 1, "c": "NO"}
    assert draft.texts == {"different": "that"}


@given(
    st.dictionaries(st.sampled_from(ITEMS), st.one_of(st.integers(1, 5), st.just("NO"))),
    st.dictionaries(st.sampled_from(["keep", "different"]), st.text(min_size=1)),
    st.floats(0, 600),
)
def test_a_draft_survives_being_written_down(answers, texts, seconds):
    texts = {k: v.encode("utf-8", "ignore").decode() for k, v in texts.items()}
    draft = after(Changes(answers, texts, seconds))
    assert Draft.from_bytes(draft.to_bytes()) == draft


def test_its_length_does_not_tell_how_much_was_written():
    lengths = {len(after(Changes({}, {"keep": "x" * n})).to_bytes()) for n in range(1, 1500, 100)}
    assert lengths == {2048}


def test_the_same_save_twice_is_recognised():
    change = Changes({"a": 1, "b": None}, {"keep": "well"}, 3.0)
    draft = after(change)
    assert draft.says(change)
    assert not draft.says(Changes({"a": 2}))
    assert not draft.says(Changes({"b": 1}))


def test_progress_counts_not_observed_as_answered_but_not_as_valid():
    draft = after(Changes({ITEMS[0]: 3, ITEMS[1]: "NO", ITEMS[5]: 5}))
    found = progress(draft)
    assert [(p.answered, p.shown, p.needed) for p in found.pages[:3]] == [
        (2, 5, 3),
        (1, 5, 3),
        (0, 5, 3),
    ]
    assert (found.answered, found.shown, found.valid) == (3, 25, 2)
    assert found.lacking == tuple(ASKED.instrument.skills)


def test_half_of_each_skill_is_enough_to_send():
    three_each = {ITEMS[5 * skill + i]: "NO" for skill in range(5) for i in range(3)}
    assert progress(after(Changes(three_each))).can_be_sent
    assert not progress(after(Changes(three_each))).can_count
    three_each.pop(ITEMS[12])
    short = progress(after(Changes(three_each)))
    assert not short.can_be_sent
    assert short.lacking == (ASKED.instrument.skills[2],)
    assert [p.needed for p in progress(Draft(), "extended").pages] == [5] * 5


@pytest.mark.parametrize(("valid", "counts"), [(12, False), (13, True)])
def test_half_of_all_must_be_valid_to_count(valid, counts):
    answers = {item: 4 if i < valid else "NO" for i, item in enumerate(ITEMS)}
    assert progress(after(Changes(answers))).can_count is counts


def test_what_is_stored_stands_in_the_order_shown_with_gaps():
    entries = answering.entries(ASKED, "standard", after(Changes({ITEMS[3]: 2, ITEMS[1]: "NO"})))
    assert [item for item, _ in entries] == ITEMS
    assert [value for _, value in entries[:4]] == [None, "NO", None, 2]


def test_fast_needs_a_known_time():
    answers = dict.fromkeys(ITEMS, 4)
    assert answering.is_fast(after(Changes(answers, seconds=49.9)), 25)
    assert not answering.is_fast(after(Changes(answers, seconds=50.0)), 25)
    assert not answering.is_fast(after(Changes(answers)), 25)
    assert not answering.is_fast(after(Changes(answers, seconds=5), Changes({FIRST: 1})), 25)
    assert not answering.is_fast(Draft(), 0)


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -5.0])
def test_impossible_times_add_nothing(seconds):
    assert after(Changes({FIRST: 1}, seconds=seconds)).seconds == 0.0


@pytest.mark.parametrize("value", [0, 6, -1, 4.0, True, "4", "no", "", [4], 10**30])
def test_it_refuses_what_is_not_on_the_scale(value):
    with pytest.raises(BadInput, match="from 1 to 5"):
        answering.check(ASKED, "standard", Changes({FIRST: value}))


def test_oneself_cannot_say_not_observed():
    answering.check(ASKED, "standard", Changes({FIRST: "NO"}), "other")
    answering.check(ASKED, "standard", Changes({FIRST: None}), "self")
    with pytest.raises(BadInput, match="from 1 to 5"):
        answering.check(ASKED, "standard", Changes({FIRST: "NO"}), "self")


def test_a_scale_may_begin_at_zero():
    other = instrument(scale_min=0, points=11)
    answering.check(other, "standard", Changes({FIRST: 0, ITEMS[1]: 10}))
    with pytest.raises(BadInput, match="from 0 to 10"):
        answering.check(other, "standard", Changes({FIRST: 11}))


@pytest.mark.parametrize("item", ["comm_visi_2", "validate", "__class__", "csrf_token", "x" * 9999])
def test_it_refuses_items_that_this_form_does_not_ask(item):
    with pytest.raises(BadInput, match="does not ask"):
        answering.check(ASKED, "standard", Changes({item: 4}))
    answering.check(ASKED, "extended", Changes({"comm_visi_2": 4}))


def test_texts_belong_to_open_questions_and_skills_and_come_out_clean():
    skill = ASKED.skills[0].id
    texts = answering.check(
        ASKED, "standard", Changes({}, {"keep": " a\0b\u202e ", skill: "x"})
    ).texts
    assert texts == {"keep": "ab", skill: "x"}
    for wrong in ("comm_visi_1", "meta", "\0"):
        with pytest.raises(BadInput, match="does not ask"):
            answering.check(ASKED, "standard", Changes({}, {wrong: "x"}))
    with pytest.raises(BadInput, match="shorten"):
        answering.check(ASKED, "standard", Changes({}, {"keep": "x" * 4001}))


def test_everything_is_all_items_of_the_form():
    assert progress(after(everything())).answered == 25
