"""Equals stand together, each average with its number of people, and ideas where they are asked."""

from dataclasses import replace
from functools import cache

import pytest

from reports.published import Interval, Value
from reports.sections import at_a_glance, five_skills, ideas
from tests.reports.cases import FEW, MANY, answers, case


@cache
def bases():
    return [case([answers(MANY)]), case([answers(FEW, seed=2)])]


def skills_at(base, values):
    """The base's report with these averages, none of which stands clear of the others."""
    scales = dict(base.now.scales)
    for scale, value in zip(base.now.skills, values, strict=True):
        wide = Interval(se=1.0, df=20, low=1, high=5, low80=1, high80=5)
        changed_ = replace(scale, all=Value(value, 14), interval=wide, agreement=None)
        scales[scale.id] = replace(changed_, gap=None, own=None)
    for scale in base.now.responsibilities:
        wide = Interval(se=1.0, df=20, low=1, high=5, low80=1, high80=5)
        scales[scale.id] = replace(scale, all=Value(3.5, 14), interval=wide, gap=None, own=None)
    return replace(base, now=replace(base.now, scales=scales))


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((4.0, 3.6, 3.8, 3.5, 3.4), 2),
        ((4.0, 3.8, 3.8, 3.5, 3.4), 3),
        ((4.0, 3.8, 3.8, 3.8, 3.4), 1),
        ((3.8, 3.8, 3.8, 3.8, 3.4), 0),
        ((3.8, 3.8, 3.8, 3.8, 3.8), 0),
    ],
)
def test_equals_are_never_parted_by_a_rank(values, named):
    made = skills_at(bases()[0], values)
    page = at_a_glance.section(made)
    rows = page.content["strengths"]["rows"]
    assert len(rows) == named
    shown = {row["value"] for row in rows}
    rest = [f"{value:.1f}" for value in values]
    for value in shown:
        assert rest.count(value) == sum(row["value"] == value for row in rows)


def test_every_average_stands_with_the_number_of_people_behind_it():
    made = bases()[0]
    columns = five_skills.section(made).content["columns"]
    told = {column["name"]: column["n"] for column in columns}
    assert told["All others"] == "14 raters"
    assert told["Line manager"] == "1 rater"
    assert told["You"] == ""
    for cell in made.now.cells:
        assert told[made.cell_name(cell.id)].split()[0] == str(cell.n)


def test_ideas_begin_with_what_is_seen_least_often_and_books_are_on_the_same_skills():
    for made in bases():
        page = ideas.section(made)
        library = {s.id: s for s in made.skills}
        for block in page.content["blocks"]:
            scale = made.now.scales[block["about"][0]]
            if not scale.is_skill:
                continue
            seen = {i.responsibility: i.all.stands for i in made.now.items.values()
                    if i.skill == scale.plain_id}  # fmt: skip
            lowest = {r for r, value in seen.items() if value == min(seen.values())}
            first = {row["when"] for row in block["rows"][:2]}
            of_lowest = {i.when.to("en") for i in library[scale.plain_id].ideas
                         if i.responsibility in lowest}  # fmt: skip
            assert first <= of_lowest
        skills = [a for b in page.content["blocks"] for a in b["about"] if a.startswith("skill:")]
        on_them = {book.isbn for s in skills for book in library[s[6:]].reading}
        assert page.content["books"]
        if skills:
            assert {book["isbn"] for book in page.content["books"]} <= on_them
