"""Report -> drawn figures -> PDF. Heavy (matplotlib, WeasyPrint): for the worker and the command
line, never for a web worker.

One at a time in a process: Pango and FreeType share what they have loaded between threads, and two
reports printed at once hung for good. More worker processes print more at once.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from reports import html, pdf
from reports.charts import draw
from reports.model import Report
from reports.words import Words

_PRESS = threading.Lock()


@contextmanager
def pressing() -> Iterator[None]:
    """Alone at the press: for what else is drawn and printed."""
    with _PRESS:
        yield


def drawn(report: Report) -> dict[str, str]:
    """Every figure of the report by name, as SVG text."""
    with _PRESS:
        return {name: draw(figure) for name, figure in html.figures(report).items()}


def printed(report: Report, figures: Mapping[str, str], words: Words) -> bytes:
    """The PDF. `figures` as `drawn` gave them."""
    assets = {f"{name}.svg": svg for name, svg in figures.items()}
    assets["figures.css"] = html.figure_css(report)
    page = html.render(report, words=words)
    with _PRESS:
        return pdf.write(page, assets)
