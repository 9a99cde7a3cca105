"""The guess beside the results, and last round's goals at the head of the report."""

import json
from dataclasses import replace
from datetime import date

import pytest

from reports import html, making, press
from reports.build import build
from reports.case import LastGoal
from reports.drawing import drawn
from reports.words import Words
from survey.growth import developing
from survey.growth.developing import Draft
from survey.growth.development import CheckIn, Rest
from survey.growth.follow_up import NOTHING, Named, Said, Share
from survey.store import participations, reports, responses, rounds
from tests.programme import invited, programme
from tests.reports.cases import ALONE, FEW, MANY, answers, case, shipped, texts
from tests.reports.truths import check
from tests.store_factories import TODAY

SKILLS = [skill.id for skill in shipped().skills]
GUESS = dict.fromkeys(SKILLS[:4], 2)


def goal(said, named=(), day=date(2026, 9, 1)):
    return LastGoal("skill:x", "Say it sooner", day, "on_way", "twice", said, tuple(named))


def section(report, name):
    return next((s for s in report.sections if s.id == name), None)


def test_the_guess_stands_at_the_start_with_one_decimal():
    report = build(case([answers(MANY)], guess=GUESS))
    made = section(report, "guess")
    order = [s.id for s in report.sections]
    assert order.index("guess") < order.index("at_a_glance")
    assert [row["guess"] for row in made.content["rows"]] == ["2.0"] * 4
    glance = {r["number"]: r for r in section(report, "at_a_glance").content["rows"]}
    for row in made.content["rows"]:
        there = glance[row["number"]]
        assert (row["you"], row["all"]) == (there["you"], there["all"])


def test_there_is_no_guess_page_without_a_guess_or_without_others():
    assert section(build(case([answers(MANY)])), "guess") is None
    assert section(build(case([answers(ALONE)], guess=GUESS)), "guess") is None


@pytest.mark.parametrize(("value", "rule"), [(1, "guess.higher"), (5, "guess.lower")])
def test_the_lead_says_which_way_the_guess_was_off(value, rule):
    report = build(case([answers(MANY)], guess=dict.fromkeys(SKILLS, value)))
    assert section(report, "guess").lead[0].rule == rule


def test_a_guess_that_was_off_both_ways_names_all_of_each():
    same = {g: [[3] * 25] * n for g, n in MANY.items()}
    guess = dict(zip(SKILLS, (1, 5, 5, 3, 1), strict=True))
    made = case([same], guess=guess)
    (lead,) = section(build(made), "guess").lead
    assert lead.rule == "guess.both"
    check(made, lead)
    assert "higher than you expected in communication and relationships, and lower" in lead.text
    (lead,) = section(build(case([same], guess=dict.fromkeys(SKILLS, 1))), "guess").lead
    assert lead.text == "Others rate you higher than you expected, in every skill alike."


def test_a_guess_that_fits_is_said_to_fit():
    here = case([[{g: [[4] * 25] * n for g, n in MANY.items()}][0]], guess={SKILLS[0]: 4})
    assert section(build(here), "guess").lead[0].rule == "guess.near"


def test_the_report_leads_with_last_rounds_goals():
    said = Said(shares=(Share(("less", "same"), 4), Share(("more",), 7)))
    here = case([answers(MANY)], last_plan=[goal(said, [Named("manager", "more")])])
    report = build(here)
    order = [s.id for s in report.sections]
    assert order.index("last_plan") == order.index("who_responded") + 1
    made = section(report, "last_plan")
    assert made.lead[0].rule == "plan.more"
    assert made.content["goals"][0]["said"] == [
        "4 of 11: less than before or the same as before",
        "7 of 11: more than before",
        "Line manager: more than before",
    ]
    assert made.content["goals"][0]["own"] == "1 September 2026, on the way: twice"


def test_words_stand_where_no_number_may():
    made = section(build(case([answers(MANY)], last_plan=[goal(Said(middle="same"))])), "last_plan")
    assert made.content["goals"][0]["said"] == ["On the whole: the same as before."]
    assert made.lead[0].rule == "plan.asked"


def test_too_few_and_a_self_report_say_nothing_of_others():
    made = section(build(case([answers(MANY)], last_plan=[goal(NOTHING, day=None)])), "last_plan")
    assert "Too few" in made.content["goals"][0]["said"][0]
    said = Said(middle="more")
    alone = build(case([answers(ALONE)], last_plan=[goal(said, [Named("manager", "more")])]))
    assert section(alone, "last_plan").content["goals"][0]["said"] == []
    assert not any("more than before" in text for text in texts(alone.as_plain()))


@pytest.mark.parametrize("counts", [MANY, FEW, ALONE])
def test_both_pages_can_be_drawn_and_shown(counts):
    here = case([answers(counts)], guess=GUESS, last_plan=[goal(Said(middle="more"))])
    report = build(here)
    figures = drawn(report)
    page = html.render(report, words=Words("en"))
    assert "Say it sooner" in page
    assert ("guess-" + SKILLS[0] in figures) == ("What you expected" in page)


def rated(tx, about, group, n, said, value=4):
    asked = shipped()
    form = asked.instrument.forms[0].id
    responses.add(
        tx, f"{group}{n}".ljust(64, "0"), subject=about, group=group, version=asked.version,
        answers=[(item.id, value) for item in asked.items(form)], comments={}, fast=False,
        goals=said,
    )  # fmt: skip


def test_what_raters_say_of_the_goals_comes_into_the_made_report(db, house_keys, monkeypatch):
    monkeypatch.setattr(press, "printed", lambda *_, **__: b"%PDF")
    there = programme(db, house_keys, asked=shipped(), state="closed")
    with db.write() as tx:
        draft = Draft(f"skill:{SKILLS[0]}", "Say it sooner")
        developing.keep_plan(tx, there.participation, [draft], Rest())
        (before,) = developing.plan_of(tx, there.participation).goals
        said = CheckIn(before.id, TODAY, "reached", "at last")
        developing.check_in(tx, there.participation, said)
        first = rounds.get(tx, there.round)
        second = rounds.add(
            tx, "Next", version=first.version, form=first.form, threshold=3, opened_on=TODAY,
            number=2, organisation=there.organisation, state="closed",
        )  # fmt: skip
        about = participations.add(tx, there.alice, second)
        invited(tx, house_keys, about, there.alice, shipped().self_group.id)
        rated(tx, about, shipped().self_group.id, 0, {})
        for n in range(4):
            rated(tx, about, "peers", n, {before.id: "more"})
            rated(tx, about, "reports", n, {before.id: "same" if n else "unknown"})
        rated(tx, about, "manager", 0, {before.id: "less"})
        developing.keep_guess(tx, about, GUESS)
        report = reports.ask(tx, about)
    making.make(db, "Plumbline", report)
    with db.read() as tx:
        plain = json.loads(reports.snapshot(tx, report))
    made = next(s for s in plain["sections"] if s["id"] == "last_plan")
    assert made["content"]["goals"][0]["said"] == [
        "3 of 7: less than before or the same as before",
        "4 of 7: more than before",
        "Line manager: less than before",
    ]
    assert made["content"]["goals"][0]["own"].endswith("reached: at last")
    assert any(s["id"] == "guess" for s in plain["sections"])


def test_a_case_without_either_is_as_it_was():
    here = case([answers(MANY)])
    assert build(replace(here, guess={}, last_plan=())) == build(here)
