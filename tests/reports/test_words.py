"""Numbers, dates and lists in words."""

from datetime import date

import pytest

from reports.published import Value
from reports.words import Words, spoken


@pytest.fixture
def english():
    return Words("en")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (3.25, "3.3"),
        (4.05, "4.1"),
        (-0.25, "−0.3"),
        (-0.04, "0.0"),
        (5, "5.0"),
        (3.3499999999999996, "3.4"),
        (3.249999, "3.2"),
    ],
)
def test_it_rounds_halves_away_from_zero_and_never_prints_minus_zero(english, number, shown):
    assert english.one(number) == shown


def test_it_signs_differences_with_a_true_minus_and_leaves_nothing_unsigned_but_zero(english):
    assert [english.signed(x) for x in (0.6, -0.6, 0.04)] == ["+0.6", "−0.6", "0.0"]


def test_it_uses_the_languages_decimal_sign():
    assert Words("de").one(3.25) == "3,3"


def test_it_says_where_an_extreme_mean_is_kept_vague(english):
    assert english.value(Value(4.75, 4, "more")) == "4.8 or more"
    assert english.value(Value(1.25, 4, "less")) == "1.3 or less"
    assert english.value(None) == "–"


def test_it_writes_dates_and_lists_as_the_language_does(english):
    assert english.date(date(2026, 10, 3)) == "3 October 2026"
    assert english.list_of(["a", "b", "c"]) == "a, b and c"
    assert Words("de").date(date(2026, 10, 3)) == "3. Oktober 2026"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "“Ask”"), ("de_AT", "„Ask“"), ("ar", "«Ask»"), ("fr", "“Ask”")]
)
def test_it_quotes_between_the_languages_own_marks(language, said):
    assert Words(language).quoted("Ask") == said


def test_it_takes_the_capital_off_inside_an_english_sentence_only(english):
    assert english.within("Problem solving") == "problem solving"
    assert english.within("KPI review") == "KPI review"
    assert Words("de").within("Vertrauen") == "Vertrauen"


def test_it_falls_back_to_the_source_text(english):
    assert english._("No such text, %(name)s", name="Cora") == "No such text, Cora"
    assert english.n_("%(n)s person", "%(n)s people", 2) == "2 people"


def test_a_report_is_written_in_a_language_that_our_sentences_exist_in(tmp_path):
    assert spoken(["de", "en"], tmp_path) == "en"
    assert spoken(["de"], tmp_path) == "en"
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.mo").touch()
    assert spoken(["de", "en"], tmp_path) == "de"
