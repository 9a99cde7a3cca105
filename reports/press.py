"""Report and drawn figures -> PDF. Heavy (WeasyPrint): for a worker's hand and the command line,
never for a web worker.

One at a time in a process: Pango and FreeType share what they have loaded between threads, and two
reports printed at once hung for good. More worker processes print more at once.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from reports import html, pdf, snapshots, versions
from reports import variant as variants
from reports.faults import PdfUnavailable
from reports.html import STATIC, Stamp
from reports.model import Report
from reports.progress import Tell, pages_told, unheard
from reports.variant import Variant
from reports.words import Words

_PRESS = threading.Lock()
_log = logging.getLogger("plumbline.reports")
WHOLE = Variant()


@contextmanager
def pressing() -> Iterator[None]:
    """Alone at the press: for what else is drawn and printed."""
    with _PRESS:
        yield


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


def pressed(
    snapshot: str, figures: Mapping[str, str], variant: str, progress: Tell = unheard
) -> tuple[bytes, str]:
    """A stored report in the variant of this name: the PDF, and with what it was made, as JSON."""
    report, chosen = snapshots.from_text(snapshot), variants.named(variant)
    marked = stamp(snapshots.content_of(snapshot), chosen)
    document = printed(report, figures, Words(report.language), chosen, marked, tell=progress)
    return document, json.dumps(versions.versions())


def pressed_again(
    snapshot: str, figures: Mapping[str, str], variant: str, made_with: str | None
) -> bytes:
    """As it left: it says of itself what it was made with then (None: it said nothing)."""
    report, chosen = snapshots.from_text(snapshot), variants.named(variant)
    marked = None
    if made_with:
        marked = stamp(snapshots.content_of(snapshot), chosen, json.loads(made_with))
    return printed(report, figures, Words(report.language), chosen, marked)


def warm_up() -> None:
    """Load fonts and stylesheet, which is slow once and quick ever after."""
    try:
        with _PRESS:
            pdf.write("<!doctype html><html lang='en'><title>-</title><p>-", {})
    except PdfUnavailable as problem:  # reports can still be read on the screen
        _log.error("%s", problem)
