"""Every sentence is true against the numbers, tentative, and free of verdicts."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.build import build
from reports.model import Finding
from reports.sections import (
    at_a_glance,
    change,
    five_skills,
    highest_lowest,
    ideas,
    matrix,
    skill,
    views,
    who_responded,
)
from tests.reports.cases import ALONE, FEW, MANY, ROOT, alike, answers, case, findings, texts
from tests.reports.criteria import verdicts
from tests.reports.random_published import changed, published
from tests.reports.truths import check, checker

RULED = [
    page.section
    for page in (at_a_glance, change, five_skills, highest_lowest, ideas, matrix, skill,
                 views, who_responded)
]  # fmt: skip
"""Sections whose sentences are chosen by rules."""


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    lean=st.floats(-2, 2),
    counts=st.fixed_dictionaries(
        {
            "self": st.integers(0, 1),
            "manager": st.integers(0, 2),
            "peers": st.integers(0, 6),
            "reports": st.integers(3, 8),
            "others": st.integers(0, 4),
        }
    ),
    rounds=st.integers(1, 2),
)
def test_every_finding_is_true_against_the_numbers_it_cites(seed, lean, counts, rounds):
    told = [answers(counts, seed=seed + n, lean=lean) for n in range(rounds)]
    made = case(told)
    for finding in findings(build(made)):
        check(made, finding)


@cache
def bases():
    """Scored once: with and without a self-rating, many and few raters."""
    few = {"self": 1, "manager": 1, "reports": 4}
    silent = {g: rows for g, rows in answers(MANY).items() if g != "self"}
    return [case([rows]) for rows in (answers(MANY), answers(few), silent)]


def with_other_numbers(base, seed, spread=0.7, lean=0.0):
    now = published(base.now, seed, spread, lean)
    change = changed(now, seed) if seed % 3 == 0 else None
    return replace(base, now=now, change=change, subject=f"Mara {seed}")


def made_at_random(number):
    """Every so often level numbers, so that each rule has its day."""
    return [
        with_other_numbers(base, seed, (0.15, 0.5, 0.9)[seed % 3], (0.0, 0.7, -0.7)[seed % 3 - 1])
        for seed in range(number)
        for base in bases()
    ]


@settings(max_examples=80, deadline=None)
@given(
    base=st.integers(0, 2),
    seed=st.integers(0, 10**6),
    spread=st.floats(0.05, 1.2),
    lean=st.floats(-1.5, 1.5),
)
def test_every_finding_is_true_whatever_the_numbers(base, seed, spread, lean):
    made = with_other_numbers(bases()[base], seed, spread, lean)
    for finding in said(made):
        check(made, finding)


def said(made):
    """Every finding of the sections that have rules; nothing is drawn or printed."""
    return [finding for one in RULED if (page := one(made)) for finding in found_in(page)]


def found_in(pages):
    pages = pages if isinstance(pages, tuple) else (pages,)
    return findings(SimpleNamespace(sections=pages))


def spoilt(finding):
    """The same sentence with one thing wrong."""
    if finding.values:
        yield replace(finding, values=(finding.values[0] + 0.3, *finding.values[1:]))
        yield replace(finding, values=(*finding.values, 1.0))
    if len(finding.about) > 1:
        yield replace(finding, about=finding.about[1:])
    for one, other in TURNED:
        turned = re.sub(rf"(?<![a-z]){one}(?![a-z])", other, finding.rule)
        if turned != finding.rule and not finding.rule.startswith(ALONE_IN_THEIR_KIND):
            yield replace(finding, rule=turned)


TURNED = (
    ("above", "below"),
    ("below", "above"),
    ("self_higher", "self_lower"),
    ("self_lower", "self_higher"),
    ("higher", "lower"),
    ("clear", "likely"),
    ("likely", "clear"),
    ("alike", "range"),
    ("few", "bands"),
)
ALONE_IN_THEIR_KIND = ("skill.gap.similar", "gap.similar", "own", "above.none")


def test_a_wrong_number_side_or_certainty_turns_the_test_red():
    tried = Counter()
    for made in made_at_random(9):
        for finding in said(made):
            for wrong in spoilt(finding):
                with pytest.raises((AssertionError, ValueError, KeyError, TypeError)):
                    check(made, wrong)
                tried[finding.rule] += 1
    assert len(tried) > 25, sorted(tried)


def test_a_wrong_number_in_the_words_turns_the_test_red():
    made = with_other_numbers(bases()[0], 5)
    told = [f for f in said(made) if re.search(r"\d[.]\d", f.text)]
    assert told
    for finding in told:
        wrong = re.sub(r"\d[.]\d", "9.9", finding.text, count=1)
        with pytest.raises(AssertionError):
            check(made, replace(finding, text=wrong))


def test_a_rule_without_a_checker_fails():
    with pytest.raises(AssertionError, match="no test knows"):
        check(bases()[0], Finding("skill.hunch", "It may rain.", ()))


def test_every_rule_that_the_code_names_has_a_checker():
    source = "".join(path.read_text() for path in (ROOT / "reports" / "findings").glob("*.py"))
    for rule in re.findall(r'Finding\(\s*"([a-z_.]+)"', source):
        checker(rule)


def test_no_page_says_the_same_sentence_twice():
    for made in made_at_random(6):
        for one in RULED:
            pages = one(made) or ()
            for page in pages if isinstance(pages, tuple) else (pages,):
                told = [finding.text for finding in found_in(page)]
                assert len(told) == len(set(told)), told


def test_no_two_skill_pages_in_a_row_open_with_the_same_words():
    alike_throughout = [case(SAMPLES["all fives"]), case(SAMPLES["all ones"])]
    for made in [*made_at_random(8), *alike_throughout]:
        leads = [re.sub(r"\d[.]\d", "", page.lead[0].text) for page in skill.section(made)]
        assert not any(one == other for one, other in pairwise(leads)), leads


def test_what_moved_is_told_both_ways():
    """Good news does not crowd out the rest: two of four sentences, one each way."""
    told = Counter()
    for made in made_at_random(30):
        if made.change:
            moved = {(m.direction, m.certainty) for i, m in made.change.scales.items()
                     if i.startswith("skill:") and m.direction != "same"}  # fmt: skip
            rules = [f.rule for f in change.section(made).lead]
            ways = {way for way, _ in moved}
            assert {rule.split(".")[1] for rule in rules} - {"none"} == ways
            told[len(ways)] += 1
    assert told[2]


def test_the_same_rule_is_said_in_several_ways_and_each_time_in_the_same_one():
    ways = {}
    for made in made_at_random(8):
        for finding in said(made):
            plain = re.sub(r"\d[.]\d|at least ", "", finding.text)
            ways.setdefault(finding.rule, set()).add(plain)
        again = [finding.text for finding in said(made)]
        assert again == [finding.text for finding in said(made)]
    for rule in ("skill.gap.self_higher.clear", "skill.gap.self_lower.clear", "skill.items",
                 "skill.apart", "skill.above.clear", "skill.below.clear"):  # fmt: skip
        assert len(ways[rule]) >= 2, rule


SAMPLES = {
    "many": [answers(MANY, lean=0.8)],
    "few": [answers(FEW)],
    "alone": [answers(ALONE)],
    "all fives": [alike(MANY, 5)],
    "all ones": [alike(MANY, 1)],
    "again": [answers(MANY, seed=3), answers(MANY, seed=4)],
    "no self": [{g: rows for g, rows in answers(MANY).items() if g != "self"}],
}


@pytest.mark.parametrize("name", SAMPLES)
def test_no_sentence_passes_a_verdict(name):
    said = " ".join(texts(build(case(SAMPLES[name])).as_plain()))
    assert not verdicts(said, "en")
    assert "!" not in said


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sentences_of_each_sample_are_true(name):
    made = case(SAMPLES[name])
    for finding in findings(build(made)):
        check(made, finding)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "alone"])
def test_at_a_glance_always_has_something_to_say(name):
    page = next(s for s in build(case(SAMPLES[name])).sections if s.id == "at_a_glance")
    assert page.lead
    assert all(finding.text for finding in page.lead)
    assert len(page.content["questions"]) == 3
    for box in ("strengths", "focus"):
        assert page.content[box]["rows"] or page.content[box]["note"]
    assert len(page.content["focus"]["rows"]) <= 2
    assert len(page.content["strengths"]["rows"]) <= 3


def test_no_clear_difference_is_said_as_a_result():
    rules = {finding.rule for finding in findings(build(case([alike(MANY, 4)])))}
    assert "level" in rules


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "alone"])
def test_no_page_leads_with_what_another_has_said(name):
    pages = {s.id: s for s in build(case(SAMPLES[name])).sections}
    first = {finding.text for finding in pages["at_a_glance"].lead}
    assert pages["five_skills"].lead[0].text not in first
    if name.startswith("all "):
        return  # where all is alike, that is all there is to say
    assert not first & set(pages["matrix"].content["stands_out"])


def test_a_lead_does_not_count_up_all_skills():
    made = case([answers(MANY, lean=1.6)])
    lead = next(s for s in build(made).sections if s.id == "at_a_glance").lead
    about = next(finding for finding in lead if finding.rule.startswith("gap.self_higher"))
    assert len(about.about) == 5
    assert about.text.startswith("On every skill you")


def test_similar_views_are_said_with_their_numbers():
    made = case([answers(MANY)])
    said = [f.text for f in findings(build(made)) if f.rule.startswith("skill.gap.similar")]
    assert len(said) > 1
    assert len(set(said)) > 1, "the same sentence on every page"


def test_no_statement_is_an_example_twice_and_no_idea_is_offered_twice():
    for seed in range(12):
        pages = {s.id: s for s in build(case([answers(MANY, seed=seed, lean=0.8)])).sections}
        for box in ("strengths", "focus"):
            told = [r["example"] for r in pages["at_a_glance"].content[box]["rows"] if r["example"]]
            assert len(told) == len(set(told))
        ideas = [(r["when"], r["do"]) for b in pages["ideas"].content["blocks"] for r in b["rows"]]
        assert len(ideas) == len(set(ideas))
