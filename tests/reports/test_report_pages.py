"""Pages as they come out of the printer: their number, their words, their fonts."""

import io
import re

import pypdf
import pytest

from reports.build import build
from reports.press import drawn, printed
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
