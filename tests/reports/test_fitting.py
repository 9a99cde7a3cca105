"""No page runs over, in a language of long words, with ten statements a skill, on lower paper."""

from datetime import date

import pytest

from reports.build import build
from reports.case import LastGoal
from reports.drawing import drawn
from reports.fitting import tightened
from reports.press import printed
from reports.variant import Variant
from reports.words import TRANSLATIONS, Words
from survey.growth.follow_up import Said
from survey.translations import compile_new
from tests.reports import pages, worded
from tests.reports.cases import alike, answers, arabic, shipped
from tests.reports.pages import Pages

ALL = {"self": 1, "manager": 3, "peers": 9, "reports": 12, "others": 6}
"""Each group with a line of its own."""
GOAL = "Einmal in der Woche am Ort des Geschehens fragen, was die Qualität gerade behindert"


def full(language, items, rounds, **more):
    """All that a report may have, in this language."""
    said = Said(middle="more")
    plan = LastGoal("skill:x", GOAL, date(2026, 9, 1), "on_way", GOAL, said, ())
    more |= {"guess": {skill.id: 3 for skill in shipped().skills}, "last_plan": [plan]}
    more |= {"words": Words(language), "form_id": "extended" if items == 50 else "standard"}
    more |= {"texts": worded.SAID[language] * 4, "coach": "Cora Weiß", "role": worded.ROLE}
    return worded.of("Jürgen Größler", *rounds, **more)


def german_of_ten_statements():
    return full("de", 50, [answers(ALL, 50, seed=1), answers(ALL, 50, seed=2)]), Variant()


def german_on_letter_nearly_all_ones():
    return full("de", 25, [answers(ALL, seed=1), alike(ALL, 1)]), Variant(paper="letter")


def arabic_on_letter():
    rounds = [answers(ALL, seed=1), answers(ALL, seed=2)]
    return full("ar", 25, rounds, questionnaire=arabic()), Variant(paper="letter")


def english_on_letter_of_ten_statements_all_fives():
    rounds = [answers(ALL, 50, seed=1), alike(ALL, 5, 50)]
    return full("en", 50, rounds), Variant(paper="letter")


FULL = (
    german_of_ten_statements,
    german_on_letter_nearly_all_ones,
    arabic_on_letter,
    english_on_letter_of_ten_statements_all_fives,
)


@pytest.fixture(scope="module", autouse=True)
def catalogues():
    compile_new(TRANSLATIONS)


@pytest.mark.parametrize("make", FULL, ids=lambda make: make.__name__)
def test_a_report_with_all_that_it_may_have_fills_its_pages_and_runs_over_none(make, subtests):
    made, variant = make()
    report = build(made)
    printout = Pages(report, printed(report, drawn(report), made.words, variant), variant)
    for rule in (
        pages.each_section_has_a_sheet_and_no_more,
        pages.no_ink_lies_outside_its_margins,
        pages.two_thirds_of_a_page_are_used_or_left_for_notes,
    ):
        with subtests.test(rule.__name__):
            rule(printout)


def sections(*more):
    return "".join(
        f'<section class="page page-{name}{goes_on}" id="{name}" lang="de"><p>{name}</p></section>'
        for name, goes_on in more
    )


def test_only_what_takes_more_than_a_page_gets_less_air():
    html = sections(("cover", ""), ("matrix", ""), ("views", ""), ("plan", ""))
    starts = {"cover": 0, "matrix": 1, "views": 3, "plan": 4}
    fitted = tightened(html, starts, pages=6)
    assert fitted == html.replace("page-matrix", "page-matrix tight").replace(
        "page-plan", "page-plan tight"
    )
    assert tightened(html, {"cover": 0, "matrix": 1, "views": 2, "plan": 3}, pages=4) == html


def test_what_people_wrote_may_go_on():
    html = sections(("comments", " goes-on"), ("plan", ""))
    assert tightened(html, {"comments": 0, "plan": 7}, pages=8) == html
