"""Every sentence is true against the numbers, tentative, and free of verdicts."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.build import build
from reports.published import tenth
from tests.reports.cases import ALONE, FEW, MANY, alike, answers, case, findings, texts

FORBIDDEN = re.compile(
    r"\b(weak\w*|poor\w*|bad|badly|fail\w*|deficit\w*|low performer\w*|below standard|"
    r"you are an? |over-?estimat\w*|under-?estimat\w*)",
    re.I,
)
SIDES = [("above", 1), ("below", -1)]


def average(scales):
    values = [scale.all.stands for scale in scales if scale.all]
    return sum(values) / len(values)


def stands_off(scale, middle, side, sure):
    low, high = (
        (scale.interval.low, scale.interval.high)
        if sure == "clear"
        else (scale.interval.low80, scale.interval.high80)
    )
    return low > middle if side > 0 else high < middle


def truth_of_standing(now, finding, side, sure, scales):
    middle = average(scales)
    for scale, value in zip(finding.about, finding.values, strict=True):
        assert stands_off(now.scales[scale], middle, side, sure)
        assert value == now.scales[scale].all.drawn
    told = set(finding.about)
    if sure == "clear":
        assert told == {s.id for s in scales if s.interval and stands_off(s, middle, side, "clear")}


def standing(made, finding):
    side, sure = finding.rule.split(".")[-2:]
    is_column = finding.rule.startswith("column")
    scales = made.now.responsibilities if is_column else made.now.skills
    truth_of_standing(made.now, finding, dict(SIDES)[side], sure, scales)


def level_columns(made, finding):
    scales = made.now.responsibilities
    middle = average(scales)
    for scale in scales:
        for _, side in SIDES:
            assert not (scale.interval and stands_off(scale, middle, side, "likely"))


def level(made, finding):
    skills = made.now.skills
    drawn = [s.all.drawn for s in skills if s.all]
    assert finding.values == (min(drawn), max(drawn))
    assert not any(stands_off(s, average(skills), 1, "likely") for s in skills if s.interval)


def gap(made, finding):
    """Any sentence that says who rates higher, and how surely."""
    view, sure = finding.rule.split(".")[-2:]
    for name, value in zip(finding.about, finding.values, strict=True):
        scale = made.now.scales[name]
        difference = scale.own.stands - scale.all.stands
        assert value == pytest.approx(scale.own.drawn - scale.all.drawn)
        if view == "similar":
            assert abs(difference) < 0.5
            continue
        assert difference * (1 if view == "self_higher" else -1) >= 0.5 - 1e-9
        if sure == "clear":
            half = (scale.interval.high - scale.all.stands, scale.all.stands - scale.interval.low)
            assert abs(difference) > max(half) - 1e-9


def no_wide_gap(made, finding):
    for name in finding.about:
        found = made.now.scales[name].gap
        is_similar = found.view == "similar"
        assert is_similar or (finding.rule != "gap.similar" and found.certainty == "cannot_tell")


def views_similar(made, finding):
    compared = [s for s in made.now.skills if s.own and s.all]
    similar = {s.id for s in compared if abs(s.own.stands - s.all.stands) < 0.5 - 1e-9}
    assert finding.values == (len(similar), len(compared))
    assert set(finding.about) == similar


def views_apart(made, finding):
    sign = 1 if finding.rule.endswith("higher") else -1
    for name in finding.about:
        scale = made.now.scales[name]
        assert sign * (scale.own.stands - scale.all.stands) >= 0.5 - 1e-9


def groups(made, finding):
    scale, high, low = finding.about
    cells = made.now.scales[scale].cells
    assert finding.values == (cells[high].drawn, cells[low].drawn)
    assert cells[high].stands - cells[low].stands >= 0.5


def reach(made, finding):
    values = {s.id: s.all.drawn for s in made.now.skills if s.all}
    low, high = min(values.values()), max(values.values())
    assert finding.values == (low, high)
    assert set(finding.about) == {i for i, value in values.items() if value in (low, high)}
    assert high - low >= 0.5 - 1e-9


def no_groups_apart(made, finding):
    """Nothing said on a skill's page may speak against it."""
    for scale in finding.about:
        assert len(made.now.scales[scale].intervals) > 1
    said = {f.rule for f in findings(build(made))}
    assert "skill.groups" not in said


def items_of_a_skill(made, finding):
    top, bottom = (made.now.items[item] for item in finding.about)
    assert top.skill == bottom.skill
    values = [i.all.stands for i in made.now.items.values() if i.all and i.skill == top.skill]
    assert (top.all.stands, bottom.all.stands) == (max(values), min(values))
    assert top.all.stands - bottom.all.stands >= 1


def position(made, finding):
    _, side, sure = finding.rule.split(".")
    scale = made.now.scales[finding.about[0]]
    assert stands_off(scale, average(made.now.skills), dict(SIDES)[side], sure)


def apart(made, finding):
    assert made.now.scales[finding.about[0]].agreement == "apart"


def items_alike(made, finding):
    values = [i.all.stands for i in made.now.items.values() if i.all]
    assert max(values) - min(values) < 0.5


def answered(made, finding):
    assert finding.values == (sum(group.answered for group in made.now.groups),)


def own(made, finding):
    marks = [tenth(s.own.stands) for s in made.now.skills]
    low, high = min(marks), max(marks)
    wanted = {"own.level": (low, high), "own.highest": (high,), "own.lowest": (low,)}
    assert finding.values == wanted[finding.rule]


def changed(made, finding):
    for name, value in zip(finding.about, finding.values, strict=True):
        moved = made.change.scales[name]
        assert value == pytest.approx(moved.now.drawn - moved.before.drawn)
        assert (value > 0) == (finding.rule.split(".")[1] == "higher")


def nothing_cited(made, finding):
    assert finding.text


def enough(made, finding):
    assert finding.values == (made.now.n,)
    assert (made.now.n >= 8) == (finding.rule == "enough.bands")


TRUTHS = [
    (r"(column\.)?(above|below)\.(clear|likely)", standing),
    (r"column\.level", level_columns),
    (r"level|above\.none", level),
    (r"gap\.(similar|cannot_tell|none)", no_wide_gap),
    (r"(skill\.)?gap\.\w+\.\w+", gap),
    (r"views\.similar", views_similar),
    (r"views\.self_(higher|lower)", views_apart),
    (r"skill\.groups", groups),
    (r"skill\.items", items_of_a_skill),
    (r"reach", reach),
    (r"groups\.widest", groups),
    (r"groups\.none", no_groups_apart),
    (r"skill\.(above|below)\.(clear|likely)", position),
    (r"skill\.apart", apart),
    (r"items\.alike", items_alike),
    (r"answered", answered),
    (r"enough\.(bands|few)", enough),
    (r"own\.(level|highest|lowest)", own),
    (r"change\.(higher|lower)\.(clear|likely)", changed),
    (
        r"fixed|items\.range|change\.(none|same_groups|other_groups|other_groups_first)|no_self|"
        r"skill\.(level|too_few)",
        nothing_cited,
    ),
]


def check(made, finding):
    """Asks the numbers again, without the code that wrote the sentence."""
    truths = [truth for pattern, truth in TRUTHS if re.fullmatch(pattern, finding.rule)]
    assert truths, f"a rule that no test knows: {finding.rule}"
    truths[0](made, finding)


@settings(max_examples=40, deadline=None)
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
    assert not FORBIDDEN.search(said), FORBIDDEN.search(said)
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
    if name.startswith("all "):
        return  # where all is alike, that is all there is to say
    pages = {s.id: s for s in build(case(SAMPLES[name])).sections}
    first = {finding.text for finding in pages["at_a_glance"].lead}
    if pages["five_skills"].lead[0].rule == "reach":
        assert pages["five_skills"].lead[0].text not in first
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
