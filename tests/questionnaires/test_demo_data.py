"""The demo tells a believable story, and its files agree with the instrument and each other."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean, stdev

import pytest
from ruamel.yaml import YAML

DEMO = Path(__file__).parents[2] / "survey" / "demo"


@pytest.fixture(scope="module")
def people():
    return YAML(typ="safe").load((DEMO / "people.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answers():
    return rows("responses.csv", ["round", "rater_id", "group", "item_id", "value"])


@pytest.fixture(scope="module")
def comments():
    return rows("comments.csv", ["round", "group", "question", "text"])


def rows(file, columns):
    with (DEMO / file).open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened, strict=True)
        assert reader.fieldnames == columns
        return list(reader)


@pytest.fixture(scope="module")
def story(shipped, answers):
    """{(round, skill, who): mean over raters}, who being a group, "all" or "self"."""
    skill_of = {item.id: skill.id for skill in shipped.skills for item in skill.items}
    sheets = defaultdict(list)
    for row in answers:
        if row["value"].isdigit():
            key = (row["round"], skill_of[row["item_id"]], row["group"], row["rater_id"])
            sheets[key].append(int(row["value"]))
    scores = defaultdict(list)
    for (number, skill, group, _), values in sheets.items():
        scores[number, skill, group].append(mean(values))
        if group != "self":
            scores[number, skill, "all"].append(mean(values))
    return {key: mean(values) for key, values in scores.items()}


def test_every_rater_answers_the_standard_form_once(shipped, answers):
    form = [item.id for item in shipped.items("standard")]
    sheets = defaultdict(list)
    for row in answers:
        sheets[row["round"], row["rater_id"], row["group"]].append(row["item_id"])
        assert row["value"] in {"1", "2", "3", "4", "5", "NO", ""}
    assert all(sheet == form for sheet in sheets.values())
    assert len(sheets) == 13 + 15


def test_as_many_answered_as_the_people_file_says(people, answers):
    raters = {(row["round"], row["rater_id"], row["group"]) for row in answers}
    counts = Counter((number, group) for number, _, group in raters)
    for told in people["rounds"]:
        for group, answered in told["answered"].items():
            assert counts[str(told["number"]), group] == answered <= told["invited"][group]
    assert {g: len(c) for g, c in people["colleagues"].items()} == {
        group: invited for group, invited in told["invited"].items() if group != "self"
    }


def test_some_is_not_observed_one_skipped_and_self_leaves_nothing_open(answers):
    now = [row for row in answers if row["round"] == "2"]
    assert 10 <= sum(row["value"] == "NO" for row in now) <= 20
    assert sum(row["value"] == "" for row in now) == 1
    assert all(row["value"].isdigit() for row in answers if row["group"] == "self")


def test_others_see_problem_solving_and_relationships_as_strongest(shipped, story):
    order = sorted(shipped.instrument.skills, key=lambda skill: story["2", skill, "all"])
    assert set(order[-2:]) == {"problem_solving", "relationships"}
    assert story["2", order[-2], "all"] - story["2", order[-3], "all"] > 0.3


def test_self_rates_higher_on_two_skills_and_lower_on_relationships(story):
    gap = {s: story["2", s, "self"] - story["2", s, "all"] for n, s, _ in story if n == "2"}
    assert gap["communication"] > 0.8
    assert gap["improvement_risk"] > 0.7
    assert gap["relationships"] < -0.7
    assert abs(gap["inspiration"]) < 0.3
    assert abs(gap["problem_solving"]) < 0.3


def test_communication_rose_and_nothing_else_moved_much(shipped, story):
    for skill in shipped.instrument.skills:
        change = story["2", skill, "all"] - story["1", skill, "all"]
        assert change > 0.4 if skill == "communication" else abs(change) < 0.2, skill


def test_direct_reports_hear_less_than_peers(story):
    assert story["2", "communication", "peers"] - story["2", "communication", "reports"] > 0.5


def test_a_few_statements_divide_the_raters(answers):
    values = defaultdict(list)
    for row in answers:
        if row["round"] == "2" and row["group"] != "self" and row["value"].isdigit():
            values[row["item_id"]].append(int(row["value"]))
    wide = {item for item, given in values.items() if stdev(given) > 1}
    assert {"impr_impr_1", "impr_cult_1"} <= wide
    assert len(wide) <= 5


def test_comments_answer_known_questions_by_known_groups(shipped, comments):
    instrument = shipped.instrument
    questions = {question.id for question in instrument.open_questions} | set(instrument.skills)
    assert {row["question"] for row in comments} <= questions
    assert {row["group"] for row in comments} == {group.id for group in instrument.groups}
    assert len({row["text"] for row in comments}) == len(comments) >= 20


def test_no_comment_names_a_person(people, comments):
    told = [people["manager"], *(c for group in people["colleagues"].values() for c in group)]
    names = {part.lower() for person in told for part in person["name"].split() if len(part) > 3}
    for row in comments:
        assert not names & set(re.findall(r"\w+", row["text"].lower())), row["text"]


def test_every_address_is_reserved_for_examples(people):
    told = [people["manager"], *(c for group in people["colleagues"].values() for c in group)]
    assert all(set(person) == {"name", "email", "role"} for person in told)
    assert all(person["email"].endswith(".example") for person in told)
    assert len({person["email"] for person in told}) == len(told)
