"""Where German words are parted, and which words of a line stay together."""

import pyphen
import pytest

from reports.html import closed
from reports.hyphens import be_careful


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("Qualitätsstandard", "Quali-tätsstan-dard"),
        ("Qualitätsregeln", "Quali-täts-re-geln"),
        ("Personalabteilung", "Perso-nalab-tei-lung"),
    ],
)
def test_no_word_is_parted_where_two_seams_contradict_each_other(word, parted):
    be_careful()
    assert pyphen.Pyphen(lang="de", left=4, right=3).inserted(word) == parted


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("Others see it less in improvement.", "Others see it less in\u00a0improvement."),
        ("Alone", "Alone"),
        ("", ""),
    ],
)
def test_the_last_two_words_stay_together(text, together):
    assert closed(text) == together
