"""What bit elsewhere: each is refused with a place, or shown as it is written, at once."""

import random
import time

import pytest

from survey.questionnaire.edit import operations
from survey.questionnaire.form import form_for
from survey.questionnaire.loader import of_files, problems_of
from survey.questionnaire.problems import Message
from survey.questionnaire.words import fill
from tests.fuzz import SLOWEST, Campaign, mutated
from tests.survey.questionnaire.edit.folders import TINY

BRACKETS = "[" * 50_000
ALIASES = "\n".join(
    ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))]
)


def with_(file="acting.yaml", old="", new=""):
    text = TINY[file].decode()
    assert old in text
    return {**TINY, file: text.replace(old, new, 1).encode()}


REFUSED = {
    "bomb of aliases": ({**TINY, "acting.yaml": ALIASES.encode()}, Message.ALIAS),
    "deep nesting": ({**TINY, "acting.yaml": BRACKETS.encode()}, Message.TOO_DEEP),
    "python tag": (with_(old="id: acting", new="id: !!python/name:os.system acting"), Message.TAG),
    "surrogate": (with_(old="Words are not enough.", new='"\\ud800"'),
                  Message.FORBIDDEN_CHARACTER),
    "UTF-16": ({**TINY, "acting.yaml": TINY["acting.yaml"].decode().encode("utf-16")},
               Message.NOT_UTF8),
    "NUL": (with_(old="Words are not enough.", new='"a\\0b"'), Message.FORBIDDEN_CHARACTER),
    "duplicate key": (with_(old="core: true", new="core: true\n    core: false"),
                      Message.DUPLICATE_KEY),
    "duplicate id": (with_(old="id: act_care", new="id: act_aim"), Message.TAKEN_ID),
    "format text": (with_(old="Words are not enough.", new='"{subject.__class__}"'),
                    Message.UNKNOWN_PLACEHOLDER),
    "jinja text": (with_(old="Words are not enough.", new='"{{ config }}"'),
                   Message.UNKNOWN_PLACEHOLDER),
    "number as a label": (with_("instrument.yaml", "{ en: Never, de: Nie }", "{ en: 12, de: 1 }"),
                          Message.NOT_A_STRING),
}  # fmt: skip
CLOBBERING = ["__class__", "_private", "Meta", "a b", "../x", "<b>", "a.b", "constructor()", "é"]
FORM_NAMES = ["validate", "process", "meta", "data", "errors", "populate_obj", "csrf_token",
              "hidden_tag", "submit", "action", "constructor", "length", "fields"]  # fmt: skip
LITERAL = ["<script>alert(1)</script>", "$\\frac(1)$", "no", "1:30", "012", "0x1F", "=cmd()",
           "{subject}", "&amp;", "%(name)s", "$name", "yes", "~", "2026-01-01",
           "javascript:alert(1)", "' OR 1=1 --", "!!python/name:os.system", "&a *a"]  # fmt: skip


@pytest.fixture(autouse=True)
def at_once():
    begun = time.process_time()
    yield
    assert time.process_time() - begun < SLOWEST


@pytest.mark.parametrize(("files", "message"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_its_place(files, message):
    problems = problems_of(files)
    assert message in {problem.name for problem in problems}
    assert all(str(problem).isprintable() for problem in problems)


@pytest.mark.parametrize("id_", CLOBBERING)
def test_an_id_that_is_none_is_refused(id_):
    files = with_(old="id: act_aim", new=f"id: '{id_}'")
    assert Message.BAD_ID in {problem.name for problem in problems_of(files)}


@pytest.mark.parametrize("id_", FORM_NAMES)
def test_an_id_that_forms_use_themselves_clobbers_nothing(id_):
    asked = of_files(with_(old="id: act_aim", new=f"id: {id_}"))
    form = form_for(asked, "whole", "acting", "en", "other")
    bound = form(data={f"a_{id_}": 3})
    assert f"a_{id_}" in bound.data
    assert bound.validate() is True
    assert callable(bound.validate)
    assert isinstance(bound.data, dict)


@pytest.mark.parametrize("words", LITERAL)
def test_text_is_text_and_nothing_else(words):
    files = operations.write(TINY, "acting.yaml", ("why",), "en", words)
    said = of_files(files).skill("acting").why.to("en")
    assert said == words
    assert fill(said, "Alice") == words.replace("{subject}", "Alice")


@pytest.mark.parametrize("answer", ["no", "yes", "on", "off", "n", "y", "NO", "1:30", "012", "1e3"])
def test_answers_stay_the_words_that_they_are(answer):
    files = with_("instrument.yaml", "{ en: Never, de: Nie }", f"{{ en: {answer}, de: Nie }}")
    assert of_files(files).instrument.scale.labels[0].to("en") == answer


def test_norwegian_is_a_language():
    files = operations.add_language(TINY, "no")
    assert "no" in of_files(files).instrument.languages


def test_messages_show_what_they_quote_and_nothing_of_it_works():
    files = with_(old="id: act_aim", new='id: "<b>\\e[2J\\u202e"')
    for problem in problems_of(files):
        assert "\x1b" not in str(problem)
        assert "\u202e" not in str(problem)


def test_a_short_campaign_ends_in_questionnaires_and_problems_alone(capsys):
    campaign = Campaign()
    for number in range(60):
        campaign.run(*mutated(random.Random(number)))
    with capsys.disabled():
        print(f"\nfuzzing: {campaign.told()}")
    assert campaign.counts["executions"] == 60
    assert campaign.counts["refused"] > 10
    assert campaign.counts["accepted"] > 3
    assert campaign.failed == 0
