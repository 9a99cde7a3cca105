"""What our fonts cannot draw is said in words."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import get_font

from reports.fonts import BY_STEM, CUTS, FIELD, OTHERS
from reports.fonts.coverage import beyond, uncovered
from reports.spelling import spell_out


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Great energy \U0001f389", "Great energy [party popper]"),
        ("\U0001f44d\U0001f3fd", "[thumbs up sign]"),
        ("\U0001f469\u200d\U0001f4bb", "[woman][personal computer]"),
        ("I \u2764\ufe0f it", "I [heavy black heart] it"),
        ("Press 1\ufe0f\u20e3", "Press 1"),
        ("a \u2192 b", "a \u2192 b"),
        ("Za\u017c\u00f3\u0142\u0107 \u0395\u03bb \u041f\u0440 5 \u2212 3 \u20ac", None),
        ("\u6211\u4eec \u0645\u0627\u0631\u0627 \u05d3\u05d5\u05d3 \ud55c\uae00 \u0e40\u0e18\u0e2d"
         " \u0935\u0939 \u304b\u306a \u5586", None),
        ("\u10e5\u10d0\u10e0\u10d7 \u0531\u0532", "[\u2026] [\u2026]"),
        ("\u1112\u1161\u11ab", "\ud55c"),  # as a Mac spells file names
        ("\U0001d41b\U0001d428\U0001d425\U0001d41d \u3000x", "bold  x"),
        ("\ufefb \ufef7", "\u0644\u0627 \u0644\u0623"),  # lam with alef
        ("\ufe64b\ufe65", "[small less-than sign]b[small greater-than sign]"),  # never markup
    ],
)  # fmt: skip
def test_pictograms_become_words_and_letters_stay_or_are_said_to_be_missing(written, printed):
    assert spell_out(written) == (printed or written)


@given(st.text(max_size=60))
def test_no_text_is_left_that_our_fonts_lack_and_none_becomes_markup(text):
    shown = spell_out(text)
    assert not uncovered().search(shown)
    for sign in "<>&\"'":
        assert shown.count(sign) == text.count(sign)


def test_what_we_say_to_cover_is_what_the_fonts_have():
    of = {cut.stem: set(TTFont(cut.path).getBestCmap()) for cut in (*CUTS, *OTHERS)}
    main = set.intersection(*(of[cut.stem] for cut in CUTS))
    for point in sorted(set.union(*of.values()) - {0x25CC}):
        if unicodedata.category(chr(point)) == "Cf" or chr(point) in "\u00a0 ":
            continue
        needed = {cut.stem for cut in beyond(chr(point))}
        if point in main:
            assert not needed
        elif needed:
            assert all(point in of[stem] for stem in needed)
    assert not uncovered().search("".join(map(chr, main)))


def test_no_letter_is_in_two_scripts():
    letters = "".join(
        chr(point)
        for cut in OTHERS
        for point in TTFont(cut.path).getBestCmap()
        if not uncovered().search(chr(point))
    )
    for letter in set(letters):
        assert len({cut.family for cut in beyond(letter)}) <= 1


def test_the_font_of_fields_is_small_and_can_write_european_names():
    assert FIELD.stat().st_size < 60_000
    drawn = set(get_font(str(FIELD)).get_charmap())
    names = "A\u00c5\u00e9\u0142\u0151\u00df9\u20ac\u2019\u0395\u03ce\u0416\u0457"
    assert {ord(letter) for letter in names} <= drawn
    assert drawn <= set(get_font(str(BY_STEM["PlumbSans-Regular"].path)).get_charmap())


def test_fonts_stay_small_enough_for_a_repository():
    assert sum(cut.path.stat().st_size for cut in OTHERS) < 6_000_000
