"""What two editors changed at once: kept, or asked about, and never lost."""

import pytest

from survey.errors import BadInput
from survey.questionnaire.edit.merging import Clash, as_text, mark, marks, merge, read_marks

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
