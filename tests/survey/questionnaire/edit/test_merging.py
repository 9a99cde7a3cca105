"""What two editors changed at once: kept, or asked about, and never lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.questionnaire.edit.merging import (
    MOST,
    Clash,
    as_text,
    even,
    mark,
    marks,
    merge,
    merge_lines,
    read_marks,
)

WAS = {"title": "Old", "short": "Old short"}
SEEN = read_marks(marks(WAS))


@pytest.mark.parametrize(
    ("sent", "now", "mine", "clashes"),
    [
        ("Old", "Old", {}, []),  # nobody
        ("New", "Old", {"title": "New"}, []),  # only I
        ("Old", "Theirs", {}, []),  # only they
        ("Same", "Same", {}, []),  # both the same
        ("New", "Theirs", {}, [Clash("title", "New", "Theirs")]),
        ("  Old\r\n", "Theirs", {}, []),  # a browser's line ends are no change
    ],
)
def test_what_each_has_changed_is_told_apart(sent, now, mine, clashes):
    merged = merge(SEEN, {"title": sent, "short": "Old short"}, {**WAS, "title": now})
    assert (merged.mine, list(merged.clashes)) == (mine, clashes)


def test_words_for_what_is_gone_are_handed_back():
    assert merge(SEEN, {"title": "New"}, {}).clashes == (Clash("title", "New", None),)
    assert merge(SEEN, {"title": "Old"}, {}).clashes == ()


def test_what_a_form_did_not_show_is_not_written():
    assert merge(SEEN, {"other": "New"}, {"other": "Old"}).mine == {}


@pytest.mark.parametrize("sent", ["", "[1]", '{"a": 1}', "{" * 5000])
def test_marks_that_no_form_of_ours_sent_are_refused(sent):
    with pytest.raises(BadInput):
        read_marks(sent)


def test_marks_come_back_as_they_went():
    assert read_marks(as_text({"a": mark("x")})) == {"a": mark(" x\r\n")}


BASE = "a\nb\nc\nd\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "both", "clean"),
    [
        ("a\nB\nc\nd\n", "a\nb\nC\nd\n", "a\nB\nC\nd\n", True),
        ("x\na\nb\nc\nd\n", "a\nb\nc\n", "x\na\nb\nc\n", True),
        ("a\nB\nc\nd\n", "a\nQ\nc\nd\ne\n", "a\nB\nc\nd\ne\n", False),
        (BASE, "z\n", "z\n", True),
        ("z\r\n", BASE, "z\n", True),
        ("a\nB\nc\nd\n", "a\nB\nc\n", "a\nB\nc\n", True),
    ],
)
def test_lines_that_two_changed_are_put_together(mine, theirs, both, clean):
    assert merge_lines(BASE, mine, theirs) == (both, clean)


@given(*[st.lists(st.sampled_from("abcd"), max_size=8).map("\n".join)] * 3)
def test_what_one_alone_has_changed_is_never_lost(base, mine, theirs):
    assert merge_lines(base, base, theirs) == (even(theirs) + "\n", True)
    assert merge_lines(base, mine, base) == (even(mine) + "\n", True)
    both, clean = merge_lines(base, mine, theirs)
    assert not clean or sorted(both) == sorted(merge_lines(base, theirs, mine)[0])


def test_lines_made_to_be_compared_for_ever_are_over_at_once():
    """A draft is merged while everybody else waits to write."""
    base = "\n".join("a" if n % 2 else f"x{n}" for n in range(MOST - 1))
    start = time.process_time()
    merge_lines(base, base.replace("x", "y"), base.replace("x", "z"))
    assert merge_lines(base * 3, "a\n" * MOST * 2, base)[1] is False
    assert time.process_time() - start < 2
