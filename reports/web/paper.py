"""The report's stylesheet, confined to an element of class `paper`, for pages around a report.

`report.css` speaks to a whole document, since a PDF is one. Within our pages it must not reach the
header or the doors beside the report, so each selector is put under `.paper`:

    paper screen    laid out as a page of the web
    paper sheet     as on paper, where there is room for a sheet; else like `screen`
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

SHEET = Path(__file__).parent / "static" / "report.css"
NO_ROOM = "@media (max-width: 860px)"
HEADING = re.compile(r"(?<![\w.#-])h([123])(?![\w-])")
EITHER = ":is(.paper.screen, .paper.sheet)"


@cache
def paper_css() -> str:
    """The whole stylesheet. Addresses in it stand beside it, under `static/`."""
    text = SHEET.read_text(encoding="utf-8").replace('url("./', 'url("static/')
    return "".join(_confined(_rules(text)))


def _rules(text: str) -> list[Node]:
    found: list[Node] = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return found


def _confined(rules: Iterable[Node]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            yield _under(".paper", rule)
        elif isinstance(rule, AtRule) and rule.at_keyword == "media":
            yield from _media(rule)  # pages and their margins are for print alone


def _media(rule: AtRule) -> Iterator[str]:
    condition = tinycss2.serialize(rule.prelude).strip()
    inner = [r for r in _rules(tinycss2.serialize(rule.content)) if isinstance(r, QualifiedRule)]
    if condition == "screen":
        yield "".join(_under(".paper.screen", each) for each in inner)
        yield f"{NO_ROOM}{{{''.join(_under('.paper.sheet', each) for each in inner)}}}\n"
    else:
        yield f"@media {condition}{{{''.join(_under(EITHER, each) for each in inner)}}}\n"


def _under(root: str, rule: QualifiedRule) -> str:
    selectors = ", ".join(_selector(root, one) for one in _split(rule.prelude))
    return f"{selectors}{{{tinycss2.serialize(rule.content)}}}\n"


def _selector(root: str, selector: str) -> str:
    whole_document = selector in {"html", "body", ".report", "body.report"}
    return root if whole_document else f"{root} {HEADING.sub(_lower, selector)}"


def _lower(heading: "re.Match[str]") -> str:
    """Headings stand a level lower in a page of the web, but for the cover's, see reports.html."""
    return ":is(h1, h2)" if heading[1] == "1" else f"h{int(heading[1]) + 1}"


def _split(prelude: list[Node]) -> Iterator[str]:
    part: list[Node] = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield tinycss2.serialize(part).strip()
            part = []
        else:
            part.append(token)
    yield tinycss2.serialize(part).strip()
