"""A made report as a part of a page: its body, its figures' addresses, its file name."""

import re
import unicodedata
import zlib
from collections.abc import Mapping

from flask import url_for
from markupsafe import Markup

from reports import html
from reports.charts.narrow import strips
from reports.model import Figure, Report
from reports.words import Words
from survey.store import reports
from survey.store.database import Tx

_STREAM = re.compile(rb"/Type /ObjStm.*?stream\r?\n(.*?)endstream", re.DOTALL)
_PAGE = re.compile(rb"/Type ?/Page\b")


def body(tx: Tx, report: str, model: Report) -> Markup:
    """Its sections, under h2: the page around them has the h1, or the cover does."""
    named = html.figures(model)
    return html.render_body(
        model,
        words=Words(model.language),
        asset=addresses(report),
        drawn=_pictures(tx, report, named),
        strips={name: rows for name, figure in named.items() if (rows := strips(figure))},
    )


def addresses(report: str) -> html.Asset:
    """Where a browser finds a figure, by its name."""

    def address(name: str) -> str:
        if name == "figures.css":
            return url_for("reports.figure_css", report=report)
        return url_for("reports.figure", report=report, name=name.removesuffix(".svg"))

    return address


def _pictures(tx: Tx, report: str, named: Mapping[str, Figure]) -> dict[str, str]:
    """The larger figures, to stand in the page itself, where a browser has our fonts."""
    shown = reports.figure_texts(tx, report).items()
    return {
        name: svg
        for name, svg in shown
        if name in named and named[name].kind not in html.BACKGROUNDS
    }


def plain_name(text: str) -> str:
    """Letters, digits, spaces and hyphens: safe as (part of) a file name anywhere."""
    kept = "".join(c for c in text if unicodedata.category(c)[0] in "LN" or c in " -")
    return " ".join(kept.split()).strip()[:100]


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of ours has; 0 if it cannot be told."""
    objects = [pdf]
    for stream in _STREAM.findall(pdf):
        try:
            objects.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            return 0
    return sum(len(_PAGE.findall(one)) for one in objects)
