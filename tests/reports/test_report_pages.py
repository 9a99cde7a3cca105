"""Pages as they come out of the printer: what all owe, and what some owe beside."""

import itertools

import pytest

from reports.build import build
from reports.charts.ink import MM, width_of
from reports.drawing import drawn
from reports.press import printed
from tests.reports import pages
from tests.reports.cases import MANY, alike, case
from tests.reports.pages import Pages
from tests.reports.test_sections import CASES


def printed_of(made):
    report = build(made)
    return Pages(report, printed(report, drawn(report), made.words))


@pytest.fixture(scope="module", params=["many", "few", "extended", "all fives", "no self"])
def whole(request):
    return printed_of(CASES[request.param]())


@pytest.mark.parametrize(
    "rule",
    [
        pages.each_section_has_a_sheet_and_no_more,
        pages.its_sections_are_bookmarks,
        pages.its_contents_name_what_is_there_and_where,
    ],
    ids=lambda rule: rule.__name__,
)
def test_its_pages_keep_the_rules(whole, rule):
    rule(whole)


def test_a_self_report_is_short_and_without_empty_pages():
    alone = printed_of(CASES["alone"]())
    assert len(alone.texts) <= 11
    assert all(len(text) > 200 for text in alone.texts[1:])


def test_the_plan_has_fields_to_fill_in(whole):
    names = set(whole.reader.get_fields())
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
    made = printed_of(case([told]))
    at = [section.id for section in made.report.sections].index("at_a_glance")
    page = lines_of(made.reader.pages[at])
    assert any("or more" in text for *_, text in page)
    for one, other in itertools.combinations(page, 2):
        left, right = sorted((one, other), key=lambda words: words[1])
        assert abs(one[0] - other[0]) > 3 or right[1] >= left[2] - 1, (left[3], right[3])
