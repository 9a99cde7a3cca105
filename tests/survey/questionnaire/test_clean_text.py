"""Words that people write come in clean, or not at all."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaire.words import LONGEST, MOST_MARKS, TooLong, clean_text, fill


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Ada asks.  ", "Ada asks."),
        ("one\r\ntwo\rthree\x85four\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb", "a b"),
        ("a\x00b\x1bc\x7fd\x9be", "abcde"),
        ("e\u0301", "\u00e9"),
        ("a\ud800b\ufffe\U0001ffff\ufdd0c\ufeffd", "abcd"),
        ("abc\u202etxt.exe\u2066x\u2069", "abctxt.exex"),
        ("z" + "\u0334" * 50, "z" + "\u0334" * 3),
        ("\u0958" + "\u0334" * 3, "\u0915" + "\u0334" + "\u0334" + "\u0334"),
        ("👩‍👩‍👧 und 🏳️‍🌈", "👩‍👩‍👧 und 🏳️‍🌈"),
        ("שלום\u200f (hi)", "שלום\u200f (hi)"),
        ("<b>{{ 7*7 }}</b> {subject}", "<b>{{ 7*7 }}</b> {subject}"),
        ("\x00 \n\t", ""),
    ],
)
def test_it_cleans(raw: str, clean: str):
    cleaned = clean_text(raw)
    if raw.startswith("\u0958"):  # canonical order decides which three marks remain
        assert len(cleaned) == 1 + MOST_MARKS
    else:
        assert cleaned == clean


def test_four_thousand_characters_pass_and_one_more_does_not():
    assert len(clean_text("ä" * LONGEST)) == LONGEST
    with pytest.raises(TooLong) as caught:
        clean_text("ä" * (LONGEST + 1))
    assert caught.value.length == LONGEST + 1


def test_it_counts_after_cleaning():
    assert len(clean_text(" \r\n" + "e\u0301" * LONGEST + "\x00")) == LONGEST


def test_a_flood_of_marks_is_refused_at_once():
    begun = time.process_time()
    with pytest.raises(TooLong):
        clean_text("\u0301\u0327" * 500_000)
    clean_text("\u0301\u0327" * 2 * LONGEST)
    assert time.process_time() - begun < 1


@given(st.text())
def test_cleaning_twice_changes_nothing(raw: str):
    once = clean_text(raw)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")  # no surrogates are left


def test_only_the_subject_is_filled_in():
    text = "Does {subject} do {subject.__class__} {other} 100 %?"
    assert fill(text, "{other}") == "Does {other} do {subject.__class__} {other} 100 %?"
