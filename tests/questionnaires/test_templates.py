"""The ready templates: whole in every language, and a report comes of each."""

import pytest
from pydantic import BaseModel

from reports import html
from reports.build import build
from reports.words import Words
from survey.questionnaire.loader import find_problems, load
from survey.questionnaire.text import Text
from tests.reports.cases import ROOT, answers, case

FOLDERS = sorted(path.parent for path in (ROOT / "questionnaires").glob("*/instrument.yaml"))
TEMPLATES = [folder for folder in FOLDERS if folder.name != "leadership"]


@pytest.fixture(params=TEMPLATES, ids=lambda folder: folder.name)
def template(request):
    return load(request.param)


def test_there_is_a_pulse_a_team_check_and_a_second_instrument():
    assert {folder.name for folder in TEMPLATES} == {"pulse", "team_quality", "service_team"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_loader_finds_nothing_wrong(folder):
    assert find_problems(folder) == []


def texts(model):
    for _, value in model:
        for one in value if isinstance(value, tuple) else [value]:
            if isinstance(one, Text):
                yield one
            elif isinstance(one, BaseModel):
                yield from texts(one)


def test_it_is_written_in_english_and_german(template):
    assert template.instrument.languages == ("en", "de")
    for text in texts(template):
        assert set(text.by_language) == {"en", "de"}
        assert text.to("en") != text.to("de") or len(text.to("en")) <= 8


def test_its_statements_keep_our_rules_of_length(template):
    for item in template.items(template.instrument.forms[-1].id):
        for text in (item.self, item.other):
            assert 4 <= len(text.to("en").split()) <= 16, text.to("en")
            assert not {"or", "not", "never"} & set(text.to("en").split())


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_report_comes_of_it(template, language):
    many = {"self": 1, "named": 1, "anonymous": 5}
    counts = {group.id: many[group.kind] for group in template.instrument.groups}
    form = template.instrument.forms[-1].id
    rows = answers(counts, items=len(template.items(form)))
    made = build(case([rows], questionnaire=template, form_id=form, words=Words(language)))
    page = html.render(made, words=Words(language))
    for skill in template.skills:
        assert skill.name.to(language) in page
