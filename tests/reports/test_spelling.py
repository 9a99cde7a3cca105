"""What our fonts cannot draw is said in words."""

import logging

import pytest
from matplotlib.font_manager import get_font

from reports.fonts import BY_STEM, FIELD
from reports.spelling import spell_out


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Great energy \U0001f389", "Great energy [party popper]"),
        ("\U0001f44d\U0001f3fd", "[thumbs up sign]"),
        ("I \u2764\ufe0f it", "I [heavy black heart] it"),
        ("Press 1\ufe0f\u20e3", "Press 1"),
        ("a \u2192 b", "a \u2192 b"),
        ("Za\u017c\u00f3\u0142\u0107 \u0395\u03bb \u041f\u0440 5 \u2212 3 \u20ac", None),
        ("\u6211\u4eec \u0645\u0627\u0631\u0627", None),
    ],
)
def test_pictograms_become_words_and_letters_stay(written, printed):
    assert spell_out(written) == (printed or written)


def test_letters_of_other_scripts_are_told_to_the_operator(caplog):
    with caplog.at_level(logging.WARNING):
        spell_out("plain \u2014 Latin, \u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac")
        assert not caplog.records
        spell_out("\u6211\u4eec")
    assert "letters beyond" in caplog.text


def test_the_font_of_fields_is_small_and_can_write_latin_names():
    assert FIELD.stat().st_size < 60_000
    drawn = set(get_font(str(FIELD)).get_charmap())
    assert {ord(letter) for letter in "A\u00c5\u00e9\u0142\u0151\u00df9\u20ac\u2019"} <= drawn
    assert drawn <= set(get_font(str(BY_STEM["PlumbSans-Regular"].path)).get_charmap())
