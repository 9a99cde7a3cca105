"""A report that was released opens in every later version: snapshots of each schema are kept here,
and today's templates must show them. That they can be printed, test_variants.py shows."""

import json

import pytest

from reports import html, snapshots
from reports.build import build
from reports.words import Words
from tests.reports.cases import FEW, answers, case
from tests.reports.kept_snapshots import kept, small

ALL = range(1, snapshots.SCHEMA + 1)


@pytest.fixture(params=ALL)
def text(request):
    return kept(request.param)[0]


def shown(text):
    report = snapshots.from_text(text)
    return report, html.render(report, words=Words(report.language))


def test_each_schema_that_ever_was_opens_with_every_section(text):
    report, page = shown(text)
    assert {section.id for section in report.sections} >= {"at_a_glance", "skill", "change", "plan"}
    for section in report.sections:
        assert f'id="{section.content.get("anchor", section.id)}"' in page
    assert "Mara Lindqvist" in page


def test_a_snapshot_from_before_schemas_were_counted_opens_too(text):
    plain = json.loads(text)
    del plain["schema"]
    assert snapshots.from_text(json.dumps(plain)) == snapshots.from_text(text)


def test_what_is_kept_is_what_was_made():
    report = snapshots.from_text(small())
    assert snapshots.to_text(report) == small()
    assert snapshots.content_of(small()) == snapshots.content_of(snapshots.to_text(report))


def test_a_later_schema_is_refused_with_a_sentence_that_says_why(text):
    later = json.dumps(json.loads(text) | {"schema": snapshots.SCHEMA + 1})
    with pytest.raises(snapshots.TooNew, match="made by a later version of the program"):
        snapshots.from_text(later)


def test_what_a_later_version_added_without_a_new_schema_is_left_alone(text):
    plain = json.loads(text) | {"sealed_by": "Cora"}
    plain["sections"][0]["colour"] = "blue"
    plain["sections"][0]["content"]["colour"] = "blue"
    report = snapshots.from_text(json.dumps(plain))
    assert report.sections[0].content["colour"] == "blue"
    assert report.sections[1:] == snapshots.from_text(text).sections[1:]


def test_what_templates_read_and_an_old_snapshot_lacks_is_filled_in_once_for_all(monkeypatch):
    later = {"ideas": {"books": [], "blocks.rows.isbn": "-", "blocks.rows.when": "never"}}
    monkeypatch.setattr(snapshots, "LATER", later)
    report = snapshots.from_text(kept()[0])
    (ideas,) = (section for section in report.sections if section.id == "ideas")
    assert ideas.content["books"] == []
    rows = [row for block in ideas.content["blocks"] for row in block["rows"]]
    assert {row["isbn"] for row in rows} == {"-"}
    assert "never" not in {row["when"] for row in rows}


def test_a_template_that_reads_what_an_old_snapshot_lacks_would_be_found():
    plain = json.loads(kept()[0])
    ideas = next(section for section in plain["sections"] if section["id"] == "ideas")
    del ideas["content"]["loop"]  # as if today's version had just brought it
    with pytest.raises(Exception, match="has no attribute 'loop'"):
        shown(json.dumps(plain))


def test_todays_reports_are_kept_with_todays_schema():
    plain = json.loads(snapshots.to_text(build(case([answers(FEW)]))))
    assert plain["schema"] == snapshots.SCHEMA
