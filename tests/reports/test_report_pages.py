"""Pages as they come out of the printer: their number, their words, their fonts."""

import io
import itertools
import re

import pypdf
import pytest

from reports.build import build
from reports.charts.ink import MM, width_of
from reports.drawing import drawn
from reports.press import printed
from tests.reports.cases import MANY, alike, case
from tests.reports.test_sections import CASES


def pages_of(name):
    made = CASES[name]()
    report = build(made)
    data = printed(report, drawn(report), made.words)
    return report, pypdf.PdfReader(io.BytesIO(data))


@pytest.fixture(scope="module", params=["many", "few", "extended", "all fives", "no self"])
def whole(request):
    return pages_of(request.param)


def test_each_section_takes_one_page_but_the_comments(whole):
    report, pdf = whole
    extra = len(pdf.pages) - len(report.sections)
    assert 0 <= extra <= (2 if any(s.id == "comments" for s in report.sections) else 0)


def test_every_heading_is_in_the_bookmarks(whole):
    report, pdf = whole

    def titles(outline):
        for entry in outline:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield entry.title

    assert {section.title for section in report.sections} <= set(titles(pdf.outline))


def test_the_contents_name_the_pages_where_the_sections_are(whole):
    report, pdf = whole
    contents = pdf.pages[1].extract_text()
    for section in report.sections[2:]:
        if section.content.get("in_contents", True):
            title = section.content.get("contents_title", section.title)
            assert re.search(rf"{re.escape(title)}\s*\d+", contents), title


def test_a_self_report_is_short_and_without_empty_pages():
    report, pdf = pages_of("alone")
    assert len(pdf.pages) <= 11
    for page in pdf.pages[1:]:
        assert len(page.extract_text()) > 200


def test_the_plan_has_fields_to_fill_in(whole):
    _, pdf = whole
    names = set(pdf.get_fields())
    assert {"focus1_what", "focus2_first", "strength", "talk_on", "check_on"} <= names


def lines_of(page):
    """(y, left, right, text) of what is written on a page, as far as the printer set it at once."""
    found = []

    def visit(text, _, place, font, size):
        if text.strip() not in ("", "On the scale") and font:  # the latter is for screen readers
            stem = "PlumbSans-Semibold" if "Semi" in font["/BaseFont"] else "PlumbSans-Regular"
            x, y, scale = place[4], place[5], abs(place[0]) or 1
            wide = width_of(text.strip(), size * scale, stem) * MM
            found.append((round(y), x, x + wide, text.strip()))

    page.extract_text(visitor_text=visit)
    return sorted(found)


def test_at_a_glance_no_name_runs_into_its_numbers():
    told = alike(MANY, 5) | {"self": [[2, 3, 2, 3, 2] * 5]}
    made = case([told])
    report = build(made)
    at = [section.id for section in report.sections].index("at_a_glance")
    pdf = pypdf.PdfReader(io.BytesIO(printed(report, drawn(report), made.words)))
    page = lines_of(pdf.pages[at])
    assert any("or more" in text for *_, text in page)
    for one, other in itertools.combinations(page, 2):
        left, right = sorted((one, other), key=lambda words: words[1])
        assert abs(one[0] - other[0]) > 3 or right[1] >= left[2] - 1, (left[3], right[3])
