"""Charts for slides: read from the back of a room, whole, and without a font of ours."""

import math
import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from reports import build, chart_files, html, pack, slides
from reports.charts import ink, outlines, slide
from reports.snapshots import from_text
from reports.words import TRANSLATIONS, Words
from survey.translations import compile_new
from tests.reports import worded
from tests.reports.cases import ALONE, MANY, alike, answers, case
from tests.reports.gallery import GALLERY

GOLDEN = Path(__file__).parents[1] / "golden" / "snapshots"
SVG = "{http://www.w3.org/2000/svg}"
MM = 72 / 25.4
ODD = (
    "four-raters",
    "hidden-group",
    "all-others-alone",
    "no-self-rating",
    "unseen-statement",
    "extended-form",
    "names-in-other-scripts",
    "words-like-code",
    "arabic",
)
CASES = {name: GALLERY[name].make for name in ODD} | {
    "fourteen raters": lambda: case([answers(MANY, lean=0.8)]),
    "self only": lambda: case([answers(ALONE)]),
    "all fives": lambda: case([alike(MANY, 5)]),
    "third round, names of eighty": worded.eighty,
    "German": lambda: worded.spoken("de", "Jürgen Größler", coach="Cora Weiß"),
}
OUTLINED = ("fourteen raters", "third round, names of eighty", "arabic",
            "names-in-other-scripts")  # fmt: skip
COMMAND = re.compile(r"([MLCQZmlcqz])([^MLCQZmlcqz]*)")
NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)")


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_new(TRANSLATIONS)


@cache
def report(name):
    return build.build(CASES[name]())


@cache
def charts(name):
    """Every chart of a case with its SVG, whose words are text still."""
    made = report(name)
    return [(one, slide.draw(one.slide)) for one in slides.charts(made, Words(made.language))]


def written(svg):
    """(words, size in points) of each line."""
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        for text in group.findall(f"{SVG}text"):
            yield text.text, float(group.get("font-size"))


def said(name):
    """All words of each chart of a case, by the chart's name."""
    return {one.name: " ".join(words for words, _ in written(svg)) for one, svg in charts(name)}


def points(path):
    """All of a path, in points of the slide; a small letter goes on from the last one."""
    here = start = (0.0, 0.0)
    turn = [float(value) for value in NUMBER.findall(path.get("transform") or "0 0 0")]
    for letter, rest in COMMAND.findall(path.get("d")):
        values = [float(value) for value in NUMBER.findall(rest)]
        base = here = start if letter in "Zz" else here
        base = base if letter.islower() else (0.0, 0.0)
        for a, b in zip(values[::2], values[1::2], strict=True):
            here = (base[0] + a, base[1] + b)
            yield _turned(here, *turn)
        start = here if letter in "Mm" else start


def _turned(point, degrees, x, y):
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    a, b = point[0] - x, point[1] - y
    return x + a * cos - b * sin, y + a * sin + b * cos


@pytest.mark.parametrize("name", CASES)
def test_every_word_is_legible_from_the_back_of_the_room_and_none_is_cut(name):
    for one, svg in charts(name):
        _, _, width, height = map(float, ET.fromstring(svg).get("viewBox").split())
        assert (width, height) == (960, 540)  # 13.33 by 7.5 inches: a point is a point
        least = 16 if one.name == "matrix" or "eighty" in name else 18  # heads of squares
        for words, size in written(svg):
            assert size >= least, (one.name, words)
            assert "…" not in words, one.name


@pytest.mark.parametrize("name", OUTLINED)
def test_outlines_need_no_font_and_nothing_lies_outside_the_margins(name):
    for one, svg in charts(name):
        shapes = outlines.outlined(svg)
        bare = re.sub(r'aria-label="[^"]*"', "", shapes)
        for word in ("<text", "font-", "href=", "url(", "<image", "<style", "style=", "<use"):
            assert word not in bare, (one.name, word)
        drawn = [at for path in ET.fromstring(shapes).iter(f"{SVG}path") for at in points(path)]
        ground = {(x, y) for x in (0, 960) for y in (0, 540)}
        inner = [at for at in drawn if (round(at[0]), round(at[1])) not in ground]
        assert len(inner) < len(drawn)
        for x, y in inner:
            assert 14 * MM <= x <= 960 - 13 * MM, (one.name, x / MM)
            assert 9 * MM <= y <= 540 - 5 * MM, (one.name, y / MM)


@pytest.mark.parametrize("name", CASES)
def test_the_title_is_the_message_of_the_report_and_the_source_says_who_and_how_many(name):
    made = report(name)
    leads = {section.title: section.lead for section in made.sections if section.figures}
    for one, svg in charts(name):
        lines = list(written(svg))
        largest = max(size for words, size in lines if not words.strip("\u2067\u2069").isdigit())
        title = _plain(" ".join(words for words, size in lines if size == largest))
        assert _plain(leads[one.title][0].text) in title
        words = _plain(" ".join(words for words, _ in lines))
        assert _plain(made.round_title) in words
        if made.meta.get("raters"):
            assert str(made.meta["raters"]) in words


def _plain(words):
    return " ".join(re.sub("[\u2066-\u2069\u200b-\u200f\u00ad]", "", words).split())


def test_groups_say_how_many_answered_and_those_not_shown_are_named():
    assert "Peers (4)" in said("fourteen raters")["profile"]
    assert "Likely range" in said("fourteen raters")["profile"]
    hidden = said("hidden-group")
    for words in hidden.values():
        assert "Peers: too few to show, and in no number." in words
    assert "Peers (" not in hidden["profile"]
    assert "Likely range" not in said("four-raters")["profile"]
    assert "no number is shown" in said("unseen-statement")["matrix"]


def test_no_number_is_new():
    for name in CASES:
        made = report(name)
        printed = set(re.findall(r"\d+[.,]\d+", str(made.as_plain())))
        for chart, words in said(name).items():
            assert set(re.findall(r"\d+[.,]\d+", words)) <= printed, (name, chart)


def test_the_change_stands_in_numbers_beside_the_drawing():
    words = said("third round, names of eighty")["change"].split()
    change = next(s for s in report("third round, names of eighty").sections if s.id == "change")
    for row in change.content["rows"][:5]:
        for number in (*row["first"], row["before"], row["now"], row["change"]):
            assert number in words


@pytest.mark.parametrize("name", ["fourteen raters", "arabic"])
def test_outlines_lie_where_the_words_were(name):
    """Line by line: from the same baseline, and as wide as our fonts are."""
    for one, svg in charts(name):
        lines = list(_lines(svg))
        shapes = list(_lines(outlines.outlined(svg)))
        assert len(lines) == len(shapes) > 20, one.name
        for (text, look), (shape, _) in zip(lines, shapes, strict=True):
            if shape.get("transform"):
                continue
            xs, ys = zip(*points(shape), strict=True)
            size, x, y = float(look["font-size"]), float(text.get("x")), float(text.get("y"))
            wide = ink.width_of(text.text, size, _stem(look)) * MM
            left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[look["text-anchor"]]
            assert left - 4 <= min(xs) <= max(xs) <= left + wide + 4, text.text
            assert max(xs) - min(xs) >= wide - 0.4 * size, text.text
            assert y - 1.2 * size <= min(ys) <= max(ys) <= y + 0.6 * size, text.text


def _stem(look):
    if look.get("font-style"):
        return ink.ITALIC
    return {"300": ink.LIGHT, "400": ink.SANS, "600": ink.SEMIBOLD}[look["font-weight"]]


def _lines(svg):
    """(what stands for a line of words, its look): texts, or the shapes in their place."""
    for group in ET.fromstring(svg).findall(f"{SVG}g"):
        if not group.get("stroke-linejoin"):  # that one holds what is drawn
            yield from ((line, group.attrib) for line in group)


def test_outlines_look_like_the_words():
    """Both printed with our fonts look the same; on paper a hair's breadth is allowed."""
    svg = {one.name: svg for one, svg in charts("fourteen raters")}["matrix"]
    pages = {"words": svg, "shapes": outlines.outlined(svg)}
    page = html.render_slides(report("fourteen raters"), [(one, "t", "a") for one in pages])
    printed = pack._printed(page, pages)
    one, other = (_shot(printed, at) for at in (0, 1))
    assert sum(a != b for a, b in zip(one, other, strict=True)) < 0.02 * len(one)
    assert one.count(0) > 0.05 * len(one)


def _shot(printed, at):
    """A page in black and white, as bytes."""
    page = pypdfium2.PdfDocument(printed)[at]
    grey = page.render(scale=0.5).to_pil().convert("L")
    return grey.point(lambda shade: 255 if shade > 150 else 0).tobytes()


def test_a_report_of_any_age_has_its_slides():
    made = from_text((GOLDEN / "1.json").read_text(encoding="utf-8"))
    for one in slides.charts(made, Words(made.language)):
        assert min(size for _, size in written(slide.draw(one.slide))) >= 16


def test_what_is_kept_gives_each_chart_and_nothing_else():
    kept = chart_files.kept(pack.charts(report("self only")))
    assert chart_files.one(kept, "profile", "svg").startswith(b"<svg")
    assert chart_files.one(kept, "matrix", "png").startswith(b"\x89PNG")
    for chart, kind in (("charts", "pdf"), ("views", "svg"), ("profile", "gif"), ("../x", "svg")):
        assert chart_files.one(kept, chart, kind) is None
    assert len(kept) < 150_000
