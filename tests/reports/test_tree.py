"""Our documents, read as XML, give the tree that an HTML parser gives."""

import pytest
import tinyhtml5
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import escape

from reports.shortcuts import tree
from reports.words import TRANSLATIONS
from survey.translations import compile_new
from tests.reports.documents import documents

PAGE = '<!doctype html>\n<html lang="en"><head><title>-</title></head>\n<body>{}</body></html>'


@pytest.fixture(scope="module")
def printed():
    compile_new(TRANSLATIONS)
    return dict(documents())


def plain(html):
    return tinyhtml5.parse(html, namespace_html_elements=False)


def shape(element, depth=0):
    """The tree in nested tuples; blanks between the outermost elements lead nowhere."""
    inner = [shape(child, depth + 1) for child in element]
    blank = (str.strip if depth < 2 else str)(element.text or "")
    after = (str.strip if depth < 3 else str)(element.tail or "")
    return element.tag, element.attrib, blank, after, inner


def test_every_kind_of_document_gives_the_same_tree(printed):
    for name, html in printed.items():
        read = tree.read(html)
        assert read is not None, name
        assert shape(read) == shape(plain(html)), name


@given(st.text())
@example("</p> & <b>")
@example("\"'")
@example("a\u000bb")
@example("\r\n")
@example("\ufffe")
@example("]]>")
def test_what_people_write_gives_the_same_tree_or_goes_to_the_html_parser(words):
    html = PAGE.format(f'<p title="{escape(words)}">{escape(words)}<br>x</p>')
    read = tree.read(html)
    assert read is None or shape(read) == shape(plain(html))


@pytest.mark.parametrize(
    "body",
    [
        "<p>one<p>two",
        "<ul><li>one<li>two</ul>",
        "<p>&eacute;</p>",
        '<p title="one\ntwo">-</p>',
        "<textarea>\nfirst line left out</textarea>",
        "<script>if (1 < 2) alert(1)</script>",
        "<P>loud</P><p a=1>-</p>",
        "<input disabled>",
    ],
)
def test_what_is_no_xml_or_means_something_else_in_it_goes_to_the_html_parser(body):
    assert tree.read(PAGE.format(body)) is None


def test_what_is_none_of_our_documents_goes_to_the_html_parser():
    assert tree.read("<p>-</p>") is None
    assert tree.read("<p>-</p><!doctype html>") is None
