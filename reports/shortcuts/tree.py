"""Our HTML -> the tree that WeasyPrint works on, by the reader of XML, in a fortieth of the time.

An HTML parser written in Python took a twelfth of a whole report. What our templates write is XML
but for three things, which are put right here; what else differs goes to the HTML parser, as
`read` says. tests/reports/test_tree.py compares both trees.
"""

import re
from typing import Any
from xml.etree import ElementTree

import tinyhtml5

DOCTYPE = "<!doctype html>"
VOID = re.compile(r"<((?:area|base|br|col|hr|img|input|link|meta|wbr)\b[^<>]*?)/?>")
SPACE = "&nbsp;"
ANOTHER_TREE = re.compile(r'="[^"<>]*[\t\n\r]|<(?:pre|textarea)\b[^<>]*>\n|<(?:script|style)\b')
"""XML makes blanks of line breaks in an attribute, and keeps a break that opens a text field; what
stands within a script is no markup to HTML."""


def read(html: str) -> Any | None:
    """The root element, as an HTML parser would give it but for blanks between the outermost
    elements. None: this may not be read as XML."""
    head, doctype, body = html.partition(DOCTYPE)
    if head.strip() or not doctype or ANOTHER_TREE.search(body):
        return None
    text = VOID.sub(r"<\1/>", body).replace(SPACE, "\N{NO-BREAK SPACE}")
    try:
        return ElementTree.fromstring(text)  # noqa: S314  has no doctype, so no entities
    except ElementTree.ParseError:
        return None


plain_parse = tinyhtml5.parse


def parse(source: Any, **options: Any) -> Any:
    """What we wrote ourselves is read as XML, as far as it is that."""
    html = source.read()
    root = read(html) if isinstance(html, str) else None
    return plain_parse(html, **options) if root is None else root
