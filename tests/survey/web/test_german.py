"""The German catalogue: whole where raters read, and nothing lost on the way."""

import re

import pytest
from babel.messages.catalog import Catalog

from survey.web.catalogue import ROOMS, collect
from survey.web.language import TRANSLATIONS
from survey.web.translating import missing, read, up_to_date

RATERS = re.compile(
    r"survey/(mailing/|questionnaire/types/|web/(answer|arriving|rating|rater_words|entry_forms|"
    r"hints|sending|requests|receipts|told|standing|since|follow_up|errors|error_pages|pages)\.py|"
    r"web/templates/(answer|follow_up|parts|receipt|requests|privacy)/|web/templates/[^/]+$)"
)
"""What raters read: pages, mails, errors, and what anybody may read. Nothing may be missing here;
elsewhere a few new words may wait for the next translation."""
WAITING = 0.02
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
MARKUP = re.compile(r"</?\w|&\w+;")
HOW = "run python -m survey.web.translating, then translate what it prints"


@pytest.fixture(scope="module")
def template():
    return collect(ROOMS[0])


@pytest.fixture(scope="module")
def german():
    return read(TRANSLATIONS / "de" / "LC_MESSAGES" / "messages.po")


def pairs(catalog):
    """Each message with its translations, as many as it has forms."""
    for message in catalog:
        if message.id and message.string:
            said = [message.string] if isinstance(message.string, str) else message.string
            ids = [message.id] if isinstance(message.id, str) else message.id
            yield ids, [one for one in said if one]


def test_no_german_word_is_missing_where_raters_read(german, template):
    waiting = [m.id for m in missing(german, template) if RATERS.match(m.locations[0][0])]
    assert waiting == [], HOW


def test_hardly_a_german_word_is_missing_elsewhere(german, template):
    waiting = [message.id for message in missing(german, template)]
    assert len(waiting) <= WAITING * len(template), f"{HOW}: {waiting}"


def test_a_translation_has_its_sources_placeholders_and_no_others(german):
    found = [set(PLACEHOLDER.findall(text)) for text in ("%(a)s of {b}", "100 %")]
    assert found == [{"%(a)s", "{b}"}, set()]
    for ids, said in pairs(german):
        for text in said:
            assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(ids[-1])), text


def test_a_translation_brings_no_markup_and_no_other_edges(german):
    """Blanks at the ends join pieces; a template puts some messages into HTML as they are."""
    for ids, said in pairs(german):
        for text in said:
            assert sorted(MARKUP.findall(text)) == sorted(MARKUP.findall(ids[-1])), text
            assert [text[:1] == " ", text[-1:] == " "] == [ids[-1][:1] == " ", ids[-1][-1:] == " "]


def test_every_plural_has_as_many_forms_as_german(german):
    assert german.num_plurals == 2
    assert {len(m.string) for m in german if m.id and isinstance(m.id, tuple)} == {2}


def test_quotation_marks_are_german_ones(german):
    """Such as „Sie“; English ones, straight ones and a typewriter's apostrophe are left overs."""
    wrong = [text for _, said in pairs(german) for text in said if re.search(r"[”\"']", text)]
    assert wrong == []
    for _, said in pairs(german):
        for text in said:
            assert text.count("„") == text.count("“"), text


def test_what_is_new_in_the_template_gets_a_place_in_the_file_and_is_told():
    template, german = Catalog(), Catalog(locale="de")
    german.add("Privacy", "Datenschutz")
    german.add("Limits", "Grenzen?", flags=["fuzzy"])
    for text in ("Privacy", "Limits", "A word of tomorrow"):
        template.add(text, locations=[("survey/web/pages.py", 0)])
    text = up_to_date(german, template)
    assert 'msgid "A word of tomorrow"\nmsgstr ""' in text
    assert 'msgid "Privacy"\nmsgstr "Datenschutz"' in text
    assert sorted(message.id for message in missing(german, template)) == [
        "A word of tomorrow",
        "Limits",
    ]
