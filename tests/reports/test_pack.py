"""The debrief pack: a guide of one page from the report's own findings, and charts for slides."""

import io
import json
import re
import zipfile
from dataclasses import replace
from functools import cache

import pypdf
import pytest
from PIL import Image

from reports import pack
from reports.build import build
from reports.chart_files import zipped
from reports.guide import MINUTES, guide
from reports.words import Words
from tests.reports.cases import ALONE, FEW, MANY, alike, answers, case, texts
from tests.reports.criteria import verdicts

LONG = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley van der Meulen-Oppenheimer"


def lowered(rows):
    """The same answers, those to the first skill two points lower."""
    return {group: [[*(max(1, value - 2) for value in row[:5]), *row[5:]] for row in told]
            for group, told in rows.items()}  # fmt: skip


ROUNDS = {
    "many": [answers(MANY, lean=0.8)],
    "few": [answers(FEW)],
    "alone": [answers(ALONE)],
    "all fives": [alike(MANY, 5)],
    "all ones": [alike(MANY, 1)],
    "again": [answers(MANY, seed=3, lean=0.8), answers(MANY, seed=4, lean=0.8)],
    "fell": [answers(MANY, seed=4), lowered(answers(MANY, seed=4))],
    "rose": [lowered(answers(MANY, seed=4)), answers(MANY, seed=4)],
    "no self": [{g: rows for g, rows in answers(MANY).items() if g != "self"}],
}


@cache
def report(name):
    return build(case(ROUNDS[name]))


@pytest.fixture(scope="module")
def files():
    """The pack of a second round: it has every chart there is."""
    made = report("again")
    packed = pack.of_snapshot(json.dumps(made.as_plain()), b"%PDF-1.7 the report")
    with zipfile.ZipFile(io.BytesIO(packed)) as there:
        return {name: there.read(name) for name in there.namelist()}


def guided(name, words=None):
    return guide(report(name), words or Words("en"))


def said(made):
    """Every sentence of a guide."""
    points = [part for p in (*made.opening, *made.stings) for part in (p.title, p.text, p.say)]
    return [*points, *made.questions, *made.limits, *(step.text for step in made.steps)]


@pytest.mark.parametrize("name", ROUNDS)
def test_the_guide_holds_no_number_that_the_report_does_not_print(name):
    printed = " ".join(texts(report(name).as_plain()))
    for sentence in said(guided(name)):
        for number in re.findall(r"\d+\.\d+", sentence):
            assert number in printed, sentence


@pytest.mark.parametrize("name", ROUNDS)
def test_what_may_sting_is_said_in_the_words_of_the_report(name):
    found = set(texts(report(name).as_plain()))
    found |= {" ".join(f.text for f in s.lead) for s in report(name).sections}
    for point in guided(name).stings:
        assert point.text in found
        assert point.title in found
        assert point.say.endswith(("?”", "?"))


@pytest.mark.parametrize("name", ROUNDS)
def test_the_hour_has_sixty_minutes_and_begins_with_what_people_value(name):
    steps = guided(name).steps
    assert sum(step.minutes for step in steps) == MINUTES
    assert ("content with" if name == "alone" else "value") in steps[1].text


@pytest.mark.parametrize("name", ROUNDS)
def test_the_guide_passes_no_verdict_and_always_has_something_to_open_with(name):
    made = guided(name)
    assert made.opening
    assert made.questions
    assert len(made.limits) >= 3
    assert len(set(made.limits)) == len(made.limits)
    for sentence in said(made):
        assert not verdicts(sentence, "en"), sentence


def test_strengths_come_first_and_no_skill_stings_twice():
    made = guided("many")
    titles = [point.title for point in made.stings]
    assert titles
    assert len(set(titles)) == len(titles)
    assert len({point.say for point in made.stings}) == len(made.stings)


def test_a_guide_to_a_self_report_says_that_it_holds_no_view_of_others():
    made = guided("alone")
    assert "Only the person's own answers" in made.limits[0]
    assert not re.search("raters|who gave which|People value", " ".join(said(made)))


def test_what_fell_since_last_time_stings_and_what_rose_opens():
    there = [f for s in report("fell").sections if s.id == "change" for f in s.lead]
    assert any(finding.rule.startswith("change.lower") for finding in there)
    assert guided("fell").stings[0].title == "Since last time"
    assert "different in these months" in guided("fell").stings[0].say
    rose = guided("rose")
    assert "Since last time" in {point.title for point in rose.opening}
    assert "Since last time" not in {point.title for point in rose.stings}
    assert any("since last time" in question for question in rose.questions)
    assert not any("since last time" in question for question in guided("many").questions)


def test_who_rates_every_skill_higher_hears_it_once_before_single_skills():
    made = guided("many")
    assert made.stings[0].title == "All skills"
    assert made.stings[0].text.startswith("On every skill")


def test_without_comments_nobody_is_sent_to_them():
    assert "comments" not in " ".join(said(guided("all ones")))


def test_low_numbers_throughout_are_a_sting_and_nothing_to_open_with():
    made = guided("all ones")
    assert "1.2 or less" in made.stings[0].text
    assert not any(re.search(r"\d", point.text) for point in made.opening)
    assert "1.2" not in " ".join(said(guided("all fives")))
    assert not guided("all fives").stings


def test_a_missing_self_rating_is_named():
    assert "no self-rating" in guided("no self").limits[0]


def test_few_raters_and_gaps_that_cannot_be_told_are_named_as_limits():
    limits = " ".join(guided("few").limits)
    assert "first impression" in limits


def test_the_guide_is_one_tagged_page_with_title_and_language(files):
    read = pypdf.PdfReader(io.BytesIO(files["guide.pdf"]))
    assert len(read.pages) == 1
    width, height = (round(float(side) / 72 * 25.4) for side in read.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    assert read.trailer["/Root"]["/Lang"] == "en"
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Mara Lindqvist" in read.metadata.title
    assert "The hour" in read.pages[0].extract_text()


def test_a_guide_with_much_to_say_stays_one_page():
    made = guided("many")
    point = replace(made.stings[0], title=LONG, text=made.stings[0].text * 3)
    full = replace(made, stings=(point,) * 3, limits=made.limits * 2, report=replace(
        made.report, subject=LONG))  # fmt: skip
    printed = pack.guide_pdf(full, Words("en"))
    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) == 1


def test_every_main_chart_is_there_as_svg_and_as_a_picture_of_1920_pixels(files):
    names = {name for name in files if name.startswith("charts/")}
    charts = ("profile", "matrix", "views", "change")
    assert names == {f"charts/{chart}.{kind}" for chart in charts for kind in ("svg", "png")}
    for chart in charts:
        picture = Image.open(io.BytesIO(files[f"charts/{chart}.png"])).convert("RGB")
        assert picture.size == (1920, 1080)
        assert {picture.getpixel(at) for at in ((0, 0), (1919, 0), (1919, 1079))} == {(255,) * 3}
        assert len(picture.resize((96, 54)).getcolors(96 * 54)) > 20, "nothing is drawn on it"


def test_the_same_report_makes_the_same_files(files):
    made = report("again")
    again = pack.charts(made)
    for name in ("profile", "change"):
        assert again[f"{name}.svg"] == files[f"charts/{name}.svg"]
    assert pack.guide_pdf(guided("again"), Words("en")) == files["guide.pdf"]
    assert zipped(files) == zipped(files)
    assert files["report.pdf"] == b"%PDF-1.7 the report"
