"""Report -> drawn figures -> PDF. Heavy (matplotlib, WeasyPrint): for the worker and the command
line, never for a web worker.

One at a time in a process: Pango and FreeType share what they have loaded between threads, and two
reports printed at once hung for good. More worker processes print more at once.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from reports import html, pdf, versions
from reports.charts import draw
from reports.html import STATIC, Stamp
from reports.model import Report
from reports.progress import Tell, pages_told, unheard
from reports.variant import Variant
from reports.words import Words

_PRESS = threading.Lock()
WHOLE = Variant()


@contextmanager
def pressing() -> Iterator[None]:
    """Alone at the press: for what else is drawn and printed."""
    with _PRESS:
        yield


def drawn(report: Report) -> dict[str, str]:
    """Every figure of the report by name, as SVG text."""
    with _PRESS:
        return {name: draw(figure) for name, figure in html.figures(report).items()}


def printed_all(
    pages: Iterable[str], assets: Mapping[str, str], progress: Callable[[int], None]
) -> bytes:
    """Several HTML documents in one PDF; see `pdf.write_all`."""
    with _PRESS:
        return pdf.write_all(pages, assets, progress)


def stamp(content: str, variant: Variant, made_with: Mapping[str, str] | None = None) -> Stamp:
    """`made_with`: as on a PDF that is made again; by default what this process has. Raises
    PdfUnavailable."""
    return Stamp(content, variant.name, versions.in_short(made_with or versions.versions()))


def printed(
    report: Report,
    figures: Mapping[str, str],
    words: Words,
    variant: Variant = WHOLE,
    stamp: Stamp | None = None,
    *,
    tell: Tell = unheard,
) -> bytes:
    """The PDF, in this variant. `figures` as `drawn` gave them, for the whole report; `tell` hears
    how far it is."""
    chosen = variant.of(report)
    assets = {f"{name}.svg": svg for name, svg in figures.items()}
    assets["figures.css"] = html.figure_css(chosen)
    names = variant.sheets(rtl=words.rtl)
    assets |= {name: (STATIC / name).read_text(encoding="utf-8") for name in names}
    sheets = [html.in_pdf(name) for name in ("figures.css", *names)]
    page = html.render(chosen, words=words, sheets=sheets, stamp=stamp)
    with _PRESS, pages_told(tell, len(chosen.sections)):  # a page each, more or less
        return pdf.write(page, assets)
