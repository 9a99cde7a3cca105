"""What is remembered of one document's words when the next is printed."""

import pytest

from reports import pdf
from reports.shortcuts import lines

SAID = "Alice never listens to anybody"
USUAL = "About these numbers"
PAGE = "<!doctype html><html lang='en'><title>-</title><body><p>{}</p><p>{}</p>"


@pytest.fixture(autouse=True)
def nothing_yet(monkeypatch):
    monkeypatch.setattr(lines, "LINES", lines.Lines())


def printed(*words):
    return pdf.write(PAGE.format(*words), {})


def remembered(words):
    return any(words in key[1] for key in lines.LINES._kept | lines.LINES._here)


def test_a_comment_is_forgotten_with_its_report_and_what_each_report_says_is_not():
    printed(SAID, USUAL)
    assert not remembered(SAID)
    printed("Bob explains why", USUAL)
    assert remembered(USUAL)
    assert not remembered(SAID)
    assert not remembered("Bob")


def test_what_was_printed_twice_is_forgotten_when_no_other_document_has_it():
    printed(SAID, USUAL)
    printed(SAID, USUAL)
    assert remembered(SAID)
    for number in range(lines.LATELY + 1):
        printed(f"Bob said {number}", USUAL)
    assert not remembered(SAID)
    assert remembered(USUAL)


def test_a_line_that_is_remembered_gives_the_same_bytes():
    fresh = printed(SAID, USUAL)
    assert [printed(SAID, USUAL) for _ in range(3)] == [fresh] * 3


def test_a_glyph_known_by_another_width_is_drawn_the_plain_way():
    class Font:
        widths, to_unicode = {1: 500}, {}

    ours = lines._Font.__new__(lines._Font)
    ours.widths, ours.to_unicode = {1: 501}, {1: "a"}
    assert not ours.is_in(Font)
    ours.widths = {1: 500, 2: 250}
    assert ours.is_in(Font)
    assert (Font.widths, Font.to_unicode) == ({1: 500, 2: 250}, {1: "a"})
