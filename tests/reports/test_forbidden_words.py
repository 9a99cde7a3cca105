"""No verdict on a person: in nothing that a report, its guide or a questionnaire can say."""

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from survey.questionnaire.loader import load
from tests.questionnaires.test_templates import FOLDERS, texts
from tests.reports.cases import ROOT
from tests.reports.criteria import verdicts

CATALOGUES = sorted((ROOT / "reports" / "translations").glob("*/LC_MESSAGES/messages.po"))


def sentences():
    """All that reports may say, from the code and the templates as they stand: no page of the
    web, which also speaks of tasks that failed."""
    kinds = [("**/web/**", "ignore"), ("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
    keywords = {"_": None, "n_": (1, 2), "ngettext": (1, 2), "gettext": None}
    found = extract_from_dir(str(ROOT / "reports"), kinds, {}, keywords)
    for _file, _line, message, *_ in found:
        yield from message if isinstance(message, tuple) else (message,)


def test_no_sentence_of_a_report_passes_a_verdict():
    every = {sentence for sentence in sentences() if sentence}
    assert len(every) > 300
    for sentence in every:
        assert not verdicts(sentence, "en"), sentence


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_no_translation_of_it_does(path):
    language = path.parts[-3]
    with path.open("rb") as file:
        for message in read_po(file, locale=language):
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            for sentence in said:
                assert not verdicts(sentence or "", language), sentence


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_text_of_a_questionnaire_does(folder):
    asked = load(folder)
    for part in (asked.instrument, *asked.skills):
        for text in texts(part):
            for language in asked.instrument.languages:
                assert not verdicts(text.to(language), language), text.to(language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Your poorest skill is communication.", "en"),
        ("You are a low performer.", "en"),
        ("That is below standard.", "en"),
        ("Grade: 3 of 5", "en"),
        ("Ihre schwächste Fähigkeit", "de"),
        ("Sie sind ein Minderleister.", "de"),
    ],
)
def test_the_list_knows_a_verdict(text, language):
    assert verdicts(text, language)
