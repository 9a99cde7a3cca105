"""The debrief pack: a guide of one page from the report's own findings, and charts for slides."""

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from functools import cache

import pypdf
import pypdfium2
import pytest
from PIL import Image

from reports import html, pack
from reports.build import build
from reports.charts import slide
from reports.charts.drawing import draw
from reports.guide import MINUTES, guide
from reports.press import drawn
from reports.words import Words
from tests.reports.cases import ALONE, FEW, MANY, alike, answers, case, texts
from tests.reports.criteria import verdicts

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley van der Meulen-Oppenheimer"
ROUNDS = {
    "many": [answers(MANY, lean=0.8)],
    "few": [answers(FEW)],
    "alone": [answers(ALONE)],
    "all fives": [alike(MANY, 5)],
    "all ones": [alike(MANY, 1)],
    "again": [answers(MANY, seed=3, lean=0.8), answers(MANY, seed=4, lean=0.8)],
    "no self": [{g: rows for g, rows in answers(MANY).items() if g != "self"}],
}


@cache
def report(name):
    return build(case(ROUNDS[name]))


@pytest.fixture(scope="module")
def files():
    """The pack of a second round: it has every chart there is."""
    made = report("again")
    packed = pack.of_snapshot(json.dumps(made.as_plain()), drawn(made), b"%PDF-1.7 the report")
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
    for point in guided(name).stings:
        assert point.text in found
        assert point.title in found
        assert point.say.endswith(("?”", "?"))


@pytest.mark.parametrize("name", ROUNDS)
def test_the_hour_has_sixty_minutes_and_begins_with_what_people_value(name):
    steps = guided(name).steps
    assert sum(step.minutes for step in steps) == MINUTES
    assert "value" in steps[1].text


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
    assert "Only the person's own answers" in guided("alone").limits[0]


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


def test_a_chart_needs_no_font_and_says_its_values(files):
    for name in ("profile", "matrix", "views", "change"):
        root = ET.fromstring(files[f"charts/{name}.svg"])
        assert not root.findall(f".//{SVG}text")
        assert root.get("role") == "img"
        assert re.search(r"\d\.\d", root.get("aria-label"))
        assert "style" not in files[f"charts/{name}.svg"].decode()


def test_outlines_lie_where_the_words_were():
    """The same slide with its words as text, printed with our fonts, looks the same."""
    made = report("many")
    section, figure = html.main_figures(made)[1]
    svg = draw(figure)
    words = pack.slide_of(made, section, figure, svg, Words("en"))
    shapes = slide.outlined(words)
    assert "<text" in words
    assert "<text" not in shapes
    page = html.render_slides(made, [("text", "t", "a"), ("shapes", "t", "a")])
    printed = pack._printed(page, {"text": words, "shapes": shapes})
    one, other = (shot(printed, at) for at in (0, 1))
    assert sum(a != b for a, b in zip(one, other, strict=True)) < 0.01 * len(one)
    assert one.count(0) > 0.01 * len(one)


def shot(printed, at):
    """A page in black and white, as bytes."""
    page = pypdfium2.PdfDocument(printed)[at]
    grey = page.render(scale=480 / 720).to_pil().convert("L")
    return grey.point(lambda shade: 255 if shade > 150 else 0).tobytes()


def test_the_same_report_makes_the_same_files(files):
    made = report("again")
    section, figure = html.main_figures(made)[0]
    drawn_again = pack.slide_of(made, section, figure, draw(figure), Words("en"))
    assert slide.outlined(drawn_again).encode() == files[f"charts/{figure.name}.svg"]
    assert pack.guide_pdf(guided("again"), Words("en")) == files["guide.pdf"]
    assert pack.zipped(files) == pack.zipped(files)
    assert files["report.pdf"] == b"%PDF-1.7 the report"
