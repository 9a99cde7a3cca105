"""The rules that are remembered for an element's place are the rules that hold for it."""

import pytest
import weasyprint

from reports import pdf
from reports.shortcuts import matching, shortcuts
from reports.words import TRANSLATIONS
from survey.translations import compile_new
from tests.reports.documents import documents


@pytest.fixture(autouse=True)
def nothing_yet():
    matching._places.clear()
    matching._found.clear()


def found(rules):
    return [(specificity, order, pseudo) for specificity, order, pseudo, _ in rules]


def test_at_each_place_of_every_kind_of_document():
    compile_new(TRANSLATIONS)
    press, count = pdf._press(), 0
    with shortcuts():
        lasting = [press.sheet, press.mirrored, *weasyprint.HTML._ua_stylesheets(None, forms=True)]
        for name, html in documents():
            root = weasyprint.HTML(string=html).wrapper_element
            for element in root.iter_subtree():
                for sheet in lasting:
                    count += 1
                    known = found(matching.match(sheet.matcher, element))
                    assert known == found(matching.plain_match(sheet.matcher, element)), name
    assert len(matching._found) < count / 2  # else nothing was remembered


def test_nothing_that_a_person_wrote_is_remembered():
    html = (
        '<!doctype html><html lang="en"><body><img alt="Bob shouts" src="asset:x"/></body></html>'
    )
    with shortcuts():
        for element in weasyprint.HTML(string=html).wrapper_element.iter_subtree():
            matching.match(pdf._press().sheet.matcher, element)
    assert "Bob" not in repr(matching._places)


def test_it_forgets_everything_before_it_grows_without_end(monkeypatch):
    printed = "<!doctype html><html lang='en'><title>-</title><p>-"
    pdf.write(printed, {})
    assert matching._places
    monkeypatch.setattr(matching, "KEPT", 0)
    with shortcuts():
        assert not matching._places
        assert not matching._found
