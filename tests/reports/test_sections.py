"""What every section owes: plain content, figures that somebody draws, words for all of it."""

import gettext
import json
import re
from datetime import date
from html import unescape
from itertools import chain

import pytest

from reports import html
from reports.build import SECTIONS, build
from reports.case import LastGoal
from reports.charts.kinds import KINDS
from reports.comments import Comment
from reports.model import Report, Section
from reports.picks import Picked, publish_picks
from reports.words import Words
from survey.growth.follow_up import Said
from survey.questionnaire.model import Option
from tests.factories import questionnaire
from tests.reports.cases import ALONE, FEW, MANY, alike, answers, case, shipped, texts

SAID = [
    Comment(g, q, f"{g} says {n} about {q}")
    for g in MANY
    for n in range(2)
    for q in ("keep", "different", shipped().skills[0].id)
]
GOAL = LastGoal("skill:x", "Σήμερα", date(2026, 9, 1), "on_way", "δίς", Said(middle="more"), ())
FULL = {
    "comments": SAID,
    "coach": "Cora Weiss",
    "role": "Head of Assembly",
    "guess": {shipped().skills[0].id: 4},
    "last_plan": [GOAL],
}


def choosing():
    """The shipped one, with a question to choose two of its skills from."""
    asked = shipped()
    keep = asked.instrument.open_questions[0]
    options = tuple(Option(id=skill.id, name=skill.name) for skill in asked.skills)
    more = {"id": "matter", "type": "ranking", "pick": 2, "options": options}
    question = keep.model_copy(update=more)
    instrument = asked.instrument.model_copy(update={"first_questions": (question,)})
    return asked.model_copy(update={"instrument": instrument})


def chosen(**more):
    asked = choosing()
    a, b, c = (skill.id for skill in asked.skills[:3])
    said = {"self": [(a,)], "manager": [(b, c)], "peers": [(a, b)] * 4, "reports": [(c,)] * 5}
    picked = [Picked(g, "matter", options) for g, every in said.items() for options in every]
    picks = publish_picks(picked, asked, {"manager", "peers", "reports"})
    return case([answers(MANY)], questionnaire=asked, picks=picks, **more)


CASES = {
    "many": lambda **more: case([answers(MANY, seed=2), answers(MANY, lean=0.7)], **FULL, **more),
    "few": lambda **more: case([answers(FEW)], **more),
    "alone": lambda **more: case([answers(ALONE)], comments=SAID[:2], **more),
    "all fives": lambda **more: case([alike(MANY, 5)], **more),
    "no self": lambda **more: case([answers({**MANY, "self": 0})], **more),
    "chosen": chosen,
    "extended": lambda **more: case([answers(MANY, 50)], form_id="extended", **more),
}
THERE = {
    "cover": set(CASES),
    "how_to_read": set(CASES),
    "matrix": set(CASES),
    "ideas": set(CASES),
    "plan": set(CASES),
    "method": set(CASES),
    "own_glance": {"alone"},
    "own_skills": {"alone"},
    "who_responded": set(CASES) - {"alone"},
    "at_a_glance": set(CASES) - {"alone"},
    "five_skills": set(CASES) - {"alone"},
    "skill": set(CASES) - {"alone"},
    "highest_lowest": set(CASES) - {"alone"},
    "views": set(CASES) - {"alone", "no self"},
    "comments": {"many"},
    "change": {"many"},
    "guess": {"many"},
    "last_plan": {"many"},
    "chosen": {"chosen"},
}


class SectionContract:
    """Inherit it, set `name`; a new section needs no more than that."""

    name = ""

    @pytest.fixture(params=sorted(CASES))
    def sample(self, request):
        return request.param, CASES[request.param]()

    def made(self, sample):
        return [s for s in build(sample[1]).sections if s.id == self.name]

    def test_it_is_there_when_the_data_supports_it_and_nowhere_else(self, sample):
        assert bool(self.made(sample)) == (sample[0] in THERE[self.name])

    def test_its_content_is_plain(self, sample):
        for section in self.made(sample):
            assert json.loads(json.dumps(section.content)) == section.content

    def test_somebody_draws_its_figures_and_each_says_its_values(self, sample):
        for figure in chain.from_iterable(section.figures for section in self.made(sample)):
            assert figure.kind in KINDS
            assert figure.alt

    def test_its_template_shows_it(self, sample):
        report = build(sample[1])
        page = html.render(report, words=sample[1].words)
        for section in self.made(sample):
            assert f'id="{section.content.get("anchor", section.id)}"' in page

    def test_it_has_a_title_and_no_empty_sentence(self, sample):
        for section in self.made(sample):
            assert section.title
            assert all(finding.text.strip() for finding in section.lead)


class TestCover(SectionContract):
    name = "cover"


class TestHowToRead(SectionContract):
    name = "how_to_read"


class TestWhoResponded(SectionContract):
    name = "who_responded"

    def test_it_says_why_a_group_is_not_shown(self):
        rows = answers({"self": 1, "manager": 3}) | alike({"peers": 2}, 1)
        section = next(s for s in build(case([rows])).sections if s.id == self.name)
        peers = next(r for r in section.content["rows"] if r["name"] == "Peers")
        assert peers["shown"].startswith("No: fewer than 3 answered")


class TestAtAGlance(SectionContract):
    name = "at_a_glance"


class TestOwnGlance(SectionContract):
    name = "own_glance"


class TestFiveSkills(SectionContract):
    name = "five_skills"


class TestMatrix(SectionContract):
    name = "matrix"


class TestViews(SectionContract):
    name = "views"

    def test_its_lists_hold_three_at_most(self):
        section = next(s for s in build(CASES["many"]()).sections if s.id == self.name)
        assert len(section.content["higher"]) <= 3 >= len(section.content["lower"])


class TestSkill(SectionContract):
    name = "skill"

    def test_there_is_one_page_for_each_skill_and_one_entry_in_the_contents(self):
        pages = [s for s in build(CASES["many"]()).sections if s.id == self.name]
        assert [s.content["number"] for s in pages] == [1, 2, 3, 4, 5]
        assert [s.content["in_contents"] for s in pages] == [True] + [False] * 4


class TestOwnSkills(SectionContract):
    name = "own_skills"


class TestHighestLowest(SectionContract):
    name = "highest_lowest"

    def test_there_is_no_lowest_when_all_ratings_are_alike(self):
        section = next(s for s in build(CASES["all fives"]()).sections if s.id == self.name)
        assert not section.content["lowest"]
        assert not section.content["highest"]


class TestComments(SectionContract):
    name = "comments"

    def test_words_stand_as_written(self):
        section = next(s for s in build(CASES["many"]()).sections if s.id == self.name)
        printed = set(texts(section.content))
        assert {comment.text for comment in SAID} <= printed


class TestChange(SectionContract):
    name = "change"


class TestIdeas(SectionContract):
    name = "ideas"

    def test_they_are_for_two_at_most(self):
        for make in CASES.values():
            section = next(s for s in build(make()).sections if s.id == self.name)
            assert 1 <= len(section.content["blocks"]) <= 2


class TestPlan(SectionContract):
    name = "plan"


class TestMethod(SectionContract):
    name = "method"

    def test_it_names_the_version(self):
        section = next(s for s in build(CASES["many"]()).sections if s.id == self.name)
        values = [fact["value"] for fact in section.content["facts"]]
        assert shipped().version[:12] in values


class TestGuess(SectionContract):
    name = "guess"


class TestLastPlan(SectionContract):
    name = "last_plan"


class TestChosen(SectionContract):
    name = "chosen"


def test_every_section_keeps_the_contract():
    names = {make.__module__.rpartition(".")[2] for make in SECTIONS}
    assert names == {kind.name for kind in SectionContract.__subclasses__()} == set(THERE)


@pytest.mark.parametrize("name", CASES)
def test_a_report_survives_a_journey_through_json(name):
    report = build(CASES[name]())
    assert Report.from_plain(json.loads(json.dumps(report.as_plain()))) == report


@pytest.mark.parametrize("name", CASES)
def test_building_twice_gives_the_same(name):
    assert build(CASES[name]()).as_plain() == build(CASES[name]()).as_plain()


def test_a_self_report_does_not_speak_of_others_numbers():
    report = build(CASES["alone"]())
    assert [entry.id for entry in report.legend][:1] == ["self"]
    said = " ".join(texts(report.as_plain()))
    for words in ("All others", "Line manager", "Direct reports", "raters"):
        assert words not in said


class Pseudo(gettext.NullTranslations):
    """A catalogue that marks every text that went through it."""

    def gettext(self, message):
        return f"[~{message}~]"

    def ngettext(self, one, many, n):
        return f"[~{one if n == 1 else many}~]"


def shown_text(page):
    """Text nodes, alt and aria-label of a page."""
    body = page.split("<body", 1)[1]
    yield from re.findall(r'(?:alt|aria-label|title)="([^"]*)"', body)
    yield from re.findall(r">([^<>]+)<", body)


@pytest.mark.parametrize("name", CASES)
def test_no_sentence_escapes_translation(name):
    """Outside the marks stand only numbers, names, and what questionnaire and raters wrote."""
    words = Words("en", Pseudo())
    made = CASES[name](words=words)
    page = html.render(build(made), words=words)
    wrote = [s for s in texts(shipped().model_dump(mode="json")) if " " in s or len(s) > 2]
    wrote += [comment.text for comment in SAID] + ["Mara Lindqvist", "Head of Assembly",
              "Cora Weiss", "Autumn 2026", "5 October 2026", "Plumbline"]  # fmt: skip
    wrote += ["Mara", "and", "October", shipped().version[:12]]
    named = [text.replace("{subject}", "Mara") for text in wrote]
    known = sorted({*wrote, *named}, key=len)
    for text in shown_text(page):
        rest = unescape(text).replace("\u00a0", " ")
        while "[~" in rest:
            shorter = re.sub(r"\[~[^\[\]]*?~\]", " ", rest, count=1, flags=re.S)
            assert shorter != rest, text
            rest = shorter
        for phrase in reversed(known):
            if phrase.lower() in rest.lower():  # there are thousands
                rest = re.sub(re.escape(phrase), " ", rest, flags=re.I)
        assert not re.search(r"[A-Za-z]{2,}", rest), f"{rest!r} in {text!r}"


def test_it_works_with_an_instrument_whose_ids_are_all_others():
    ids = ["self", "manager", "peers", "reports", "others", "vision", "culture", "resources",
           "improvement", "people", "communication", "inspiration", "problem_solving",
           "improvement_risk", "relationships"]  # fmt: skip
    renamed = questionnaire(rename={name: f"x{n}" for n, name in enumerate(ids)})
    rows = {f"x{ids.index(group)}": rows for group, rows in answers(MANY).items()}
    report = build(case([rows], questionnaire=renamed))
    assert report.kind == "360"
    assert isinstance(report.sections[0], Section)
    html.render(report, words=Words("en"))


def test_it_works_on_another_answer_scale():
    wide = questionnaire(scale_min=0, points=11)
    rows = {g: [[min(11, v * 2 + 1) for v in row] for row in rs] for g, rs in answers(MANY).items()}
    made = case([rows], questionnaire=wide)
    assert made.now.unit == 2.5
    html.render(build(made), words=Words("en"))


def test_a_comment_without_its_group_stands_under_no_groups_name():
    said = [
        Comment("peers", "keep", "With all the others", "pool"),
        Comment("reports", "keep", "With my group"),
        Comment("peers", "keep", "Between us", "coach"),
    ]
    report = build(case([answers(MANY)], comments=said))
    (section,) = [one for one in report.sections if one.id == "comments"]
    (block,) = section.content["questions"]
    by_name = {group["name"]: group["texts"] for group in block["groups"]}
    assert by_name["Without a group's name"] == ["With all the others"]
    assert "Between us" not in set(texts(report.as_plain()))
