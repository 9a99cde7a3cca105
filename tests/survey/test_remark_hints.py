"""Clues to who wrote a comment: found where a rule can, and seldom where there is none."""

import json
import re
from time import perf_counter

import pytest

from survey.answers.remark_hints import MOST, find, rules
from survey.answers.remark_words import WORDS
from tests.survey.remarks import KNOWN, SAMPLE

PRECISION, RECALL, FALSE_ALARMS = 0.85, 0.8, 0.12
"""Of hints that are right, of clues that are found, of clean comments that are pointed at."""


def overlaps(hint: str, clue: str) -> bool:
    return hint in clue or clue in hint


def test_on_comments_as_people_write_them(capsys):
    right = wrong = hit = clues = alarms = clean = 0
    for language, text, expected in SAMPLE:
        hints = [one.found for one in find(text, language, KNOWN)]
        good = [one for one in hints if any(overlaps(one, clue) for clue in expected)]
        right, wrong = right + len(good), wrong + len(hints) - len(good)
        hit += sum(any(overlaps(one, clue) for one in hints) for clue in expected)
        clues += len(expected)
        clean += not expected
        alarms += bool(hints) and not expected
    precision, recall = right / (right + wrong), hit / clues
    with capsys.disabled():
        print(
            f"\nhints on {len(SAMPLE)} comments: precision {precision:.0%}, recall {recall:.0%}, "
            f"false alarms on {alarms} of {clean} clean ones"
        )
    assert len(SAMPLE) >= 60
    assert precision >= PRECISION
    assert recall >= RECALL
    assert alarms / clean <= FALSE_ALARMS


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "mail me at bob@example.org", "address"),
        ("en", "see www.example.org/plan", "address"),
        ("de", "Tel. 0431 123456", "phone"),
        ("en", "by 2026-10-03 at the latest", "date"),
        ("en", "on 3/10/26 you said", "date"),
        ("fr", "le 3 octobre", "date"),
        ("de", "um 14 Uhr", "time"),
        ("en", "with Ms Miller", "person"),
        ("en", "when in Oslo", "place"),
        ("de", "als ich in Österreich war", "place"),
        ("en", "as your assistant", "writer"),
        ("pl", "we wtorek rozmowa z Anną", "person"),
        ("el", "ο Νίκος και η Μαρία το είδαν", "person"),
    ],
)
def test_each_kind(language, text, kind):
    assert kind in [one.kind for one in find(text, language)]


def test_the_person_assessed_is_no_secret():
    assert find("I like how Alice Hall asks; Ms Hall listens.", "en", KNOWN) == ()
    assert [one.found for one in find("I like how Alice asks.", "en")] == ["Alice"]


def test_a_clue_is_told_once_and_not_more_than_a_few_are():
    assert len(find("he met Tom, then Tom, then Tom", "en")) == 1
    names = ", ".join(f"Tom{letter}" for letter in "abcdefgh")
    assert len(find(f"he met {names}", "en")) == MOST


def test_patterns_are_such_as_a_browser_reads_alike():
    """No named groups, inline flags or word boundaries, of which each language has its own."""
    for language in (*WORDS, "pl", "xx"):
        for rule in rules(language):
            assert not re.search(r"\\[bBwWdDsS]|\(\?[PimsxLu]|\\[AZ]", rule.pattern), rule.pattern
        sent = json.dumps([rule.pattern for rule in rules(language)], ensure_ascii=False)
        assert len(sent.encode()) < 20_000, "each page with a comment field asks for it"


@pytest.mark.parametrize("text", ["a" * 4000, "A" * 4000, "1 " * 2000, "Aa " * 1300, "0-" * 2000])
def test_hostile_text_takes_no_time(text):
    """4,000 characters is what a comment may have; the limit is generous on a busy machine."""
    began = perf_counter()
    for language in ("en", "de"):
        find(text, language)
    assert perf_counter() - began < 1
