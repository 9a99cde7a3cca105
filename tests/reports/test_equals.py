"""Equals stand together, each average with its number of people, and ideas where they are asked."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from reports.build import build
from reports.findings import compared
from reports.published import Interval, Value, tenth
from reports.sections import (
    at_a_glance,
    five_skills,
    highest_lowest,
    ideas,
    matrix,
    skill,
    views,
)
from tests.reports.cases import FEW, MANY, answers, case
from tests.reports.random_published import published
from tests.reports.truths import check


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


def coarse(made, step=0.5):
    """The same report with averages in steps, so that many are printed alike."""

    def rounded(value):
        return value and replace(value, stands=round(value.stands / step) * step, bound="")

    items = {}
    for id_, item in made.now.items.items():
        everyone = rounded(item.all)
        gap = tenth(item.own.drawn - everyone.drawn) if item.own and everyone else None
        items[id_] = replace(item, all=everyone, gap=gap)
    return replace(made, now=replace(made.now, items=items))


@cache
def many_alike():
    """Reports at random, from few equals to all of them."""
    return [
        coarse(replace(base, now=published(base.now, seed, 0.7, (0, 0.8, -0.8)[seed % 3])), step)
        for seed in range(12)
        for base in bases()
        for step in (0.1, 0.25, 0.5, 1.0)
    ]


def parted(shown, every):
    """Printed values of which some are in the list and others are not."""
    return {value for value in shown if shown.count(value) != every.count(value)}


def left_over(notes):
    """How many a list says that it has no room for."""
    return [int(n) for note in notes for n in re.findall(r"(\d+) (?:more )?statements", note)]


def test_no_list_of_statements_holds_some_of_several_equals():
    seen = Counter()
    for made in many_alike():
        page = highest_lowest.section(made)
        every = [made.words.value(item.all) for item in made.now.items.values()]
        for side in ("highest", "lowest"):
            shown = [row["all"] for row in page.content[side]]
            assert not parted(shown, every)
            assert len(shown) <= highest_lowest.MOST
            rest = left_over(page.content["notes"][side])
            beyond = sorted({float(v) for v in every} - {float(v) for v in shown})
            following = beyond[-1 if side == "highest" else 0] if beyond else None
            assert all(n == every.count(f"{following:.1f}") for n in rest)
            seen[bool(shown), bool(rest)] += 1
        both = page.content["highest"] and page.content["lowest"]
        assert (page.title == "Seen most and least often") == bool(both)
    assert len(seen) >= 3, "a list, a list and equals left over, equals alone"


def test_no_list_of_gaps_does_either_and_names_what_it_shows():
    seen = Counter()
    for made in many_alike():
        page = views.section(made)
        if page is None:
            continue
        every = [made.words.signed(i.gap) for i in made.now.items.values() if i.gap is not None]
        for side, kind in (("higher", "blind_spot"), ("lower", "hidden_strength")):
            rows = page.content[side]
            assert not parted([row["gap"] for row in rows], every)
            title, note = page.content["titles"][side], " ".join(page.content["notes"][side])
            listed = {row["statement"] for row in rows}
            so = [i for i in made.now.items.values()
                  if i.kind == kind and made.statement(i.id) in listed]  # fmt: skip
            assert (kind.replace("_", " ") in title) == bool(so)
            assert (f"for {len(so)} of these" in note) == (0 < len(so) < len(rows))
            assert ("of these" in note) == (0 < len(so) < len(rows))
            seen[bool(so), bool(left_over([note]))] += 1
    assert len(seen) >= 3, seen


def clear(made, sides):
    """These scales stand clear of the others: {scale: (value, side)}."""
    scales = dict(made.now.scales)
    for scale, (value, side) in sides.items():
        low, high = (4.5, 5) if side == "above" else (1, 1.5)
        at = Interval(se=0.1, df=20, low=low, high=high, low80=low, high80=high)
        scales[scale] = replace(scales[scale], all=Value(value, 14), interval=at)
    return replace(made, now=replace(made.now, scales=scales))


def test_strengths_and_focus_show_equals_together_or_name_all_of_them():
    plain = skills_at(bases()[0], (3.5,) * 5)
    ids = [scale.id for scale in plain.now.skills]
    four = clear(plain, dict.fromkeys(ids[:4], (4.6, "above")))
    card = at_a_glance.section(four).content["strengths"]
    assert card["rows"] == []
    assert all(four.within((scale,)) in card["note"] for scale in ids[:4])
    three = clear(plain, dict.fromkeys(ids[:3], (1.4, "below")))
    card = at_a_glance.section(three).content["focus"]
    assert card["rows"] == []
    assert "Clearly seen less often than the rest." in card["note"]
    assert all(three.within((scale,)) in card["note"] for scale in ids[:3])
    assert ideas.section(three).lead[0].about == tuple(ids[:3])
    one = clear(three, {ids[3]: (1.2, "below")})
    card = at_a_glance.section(one).content["focus"]
    assert [row["text"] for row in card["rows"]] == [one.name(ids[3])]
    assert all(one.within((scale,)) in card["note"] for scale in ids[:3])
    assert [block["about"] for block in ideas.section(one).content["blocks"]] == [[ids[3]]]


def test_squares_at_the_value_of_the_last_idea_are_named_where_they_have_none():
    told = 0
    for made in many_alike():
        page = ideas.section(made)
        rows = {row["when"] for block in page.content["blocks"] for row in block["rows"]}
        for block in page.content["blocks"]:
            scale = made.now.scales[block["about"][0]]
            if not scale.is_skill:
                continue
            library = next(s for s in made.skills if s.id == scale.plain_id).ideas
            at = {i.responsibility: i.all.drawn for i in made.now.items.values()
                  if i.skill == scale.plain_id}  # fmt: skip
            here = {row["when"] for row in block["rows"]}
            last = max(at[i.responsibility] for i in library if i.when.to("en") in here)
            has = {i.responsibility for i in library if i.when.to("en") in rows}
            for responsibility, value in at.items():
                name = made.name(f"resp:{responsibility}")
                missing = value == last and responsibility not in has
                assert (name in block["note"]) == missing
                told += missing
    assert told


def test_the_matrix_names_every_skill_that_lies_high_throughout():
    plain = bases()[0]
    first = [s.id for s in plain.skills][:4]
    items = {i: replace(item, all=Value(4.0 if item.skill in first else 3.0, 14))
             for i, item in plain.now.items.items()}  # fmt: skip
    made = replace(plain, now=replace(plain.now, items=items))
    (line,) = [s for s in matrix.section(made).content["stands_out"] if "every statement" in s]
    assert all(made.within((f"skill:{skill}",)) in line.lower() for skill in first)


def test_a_gap_over_different_statements_says_so_wherever_it_stands():
    told = answers(MANY)
    without = {**told, "self": [[0, *told["self"][0][1:]]]}
    made = case([without])
    first, second = skill.section(made)[:2]
    own = made.now.scales["skill:" + made.skills[0].id]
    kept = [i.own.stands for i in made.now.items.values()
            if i.skill == made.skills[0].id and i.own]  # fmt: skip
    assert own.gap.printed == tenth(tenth(sum(kept) / 4) - own.all.drawn), "the rule's own number"
    assert "Of 5 statements 4 have a number of both" in first.content["notes"][0]
    assert "a number of both" not in str(second.content)
    check(made, compared.unlike(made, own))
    name = made.short("skill:" + made.skills[0].id)
    said = f"{name}: your average and theirs are partly over different statements."
    assert at_a_glance.section(made).content["note"].startswith(name)
    assert said in five_skills.section(made).content["notes"]
    assert views.section(made).content["note"] == said
    whole = case([told])
    assert "partly over" not in str(
        [
            page(whole)
            for page in (at_a_glance.section, views.section, five_skills.section, skill.section)
        ]
    )


def test_a_single_group_has_no_second_line_of_the_same_people():
    made = case([answers({"self": 1, "peers": 5, "reports": 0})])
    assert [cell.id for cell in made.now.cells] == ["peers"]
    report = build(made)
    assert [line.id for line in report.legend] == ["self", "all_others"]
    plain = report.as_plain()
    for section in plain["sections"]:
        for figure in section["figures"]:
            assert not figure["data"].get("groups")
            assert "Peers" not in figure["alt"]
    page = next(s for s in report.sections if s.id == "five_skills")
    assert (
        "Only one group is shown (Peers), so “All others” stands for it." in page.content["notes"]
    )
    assert [c["name"] for c in page.content["columns"]] == ["You", "All others"]
    rows = next(s for s in report.sections if s.id == "who_responded").content["rows"]
    assert next(r for r in rows if r["name"] == "Peers")["shown"] == "Yes, as “All others”"
    assert "A group without a sign" not in str(plain)
