"""The coach's debrief pack: report, one-page guide, and every chart ready for a slide.

Heavy: imports matplotlib and WeasyPrint. Everything is made of a finished report: its model, its
drawn figures and its PDF; nothing is scored, and no number is new.
"""

import io
import zipfile
from collections.abc import Mapping

from reports import html, pdf
from reports.charts.slide import outlined, slide
from reports.guide import Guide, guide
from reports.leaves import leaves, picture
from reports.model import Figure, Report, Section
from reports.press import pressing
from reports.snapshots import from_text
from reports.words import Words

REPORT, GUIDE, CHARTS = "report.pdf", "guide.pdf", "charts.pdf"
WIDE = 1920 / 720
"""Pixels of a picture for each point of a slide, which is 720 points wide."""
EPOCH = (1980, 1, 1, 0, 0, 0)


def of_snapshot(snapshot: str, figures: Mapping[str, str], document: bytes) -> bytes:
    """The ZIP of a stored report."""
    return zipped(pack(from_text(snapshot), figures, document))


def pack(report: Report, figures: Mapping[str, str], document: bytes) -> dict[str, bytes]:
    """All files by name. `figures` as drawn for the report, `document` its PDF.

    A chart called NAME is charts/NAME.svg and charts/NAME.png.
    """
    words = Words(report.language)
    slides = {
        figure.name: slide_of(report, section, figure, figures[figure.name], words)
        for section, figure in html.main_figures(report)
        if figure.name in figures
    }
    files = {REPORT: document, GUIDE: guide_pdf(guide(report, words), words)}
    if slides:
        pages = [
            (figure.name, section.title, figure.alt)
            for section, figure in html.main_figures(report)
            if figure.name in slides
        ]
        printed = _printed(html.render_slides(report, pages, words=words), slides)
        files[CHARTS] = printed
        for at, name in enumerate(slides, start=1):
            files[f"charts/{name}.svg"] = outlined(slides[name]).encode()
            if (drawn := picture(printed, at, WIDE)) is not None:
                files[f"charts/{name}.png"] = drawn
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """One ZIP; the same files make the same bytes, and no day in it tells when."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:  # all of it is packed itself
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return out.getvalue()


def guide_pdf(made: Guide, words: Words) -> bytes:
    """One page, A4: where it would run over, the last points are left out."""
    while True:
        printed = _printed(html.render_guide(made, words=words), {})
        found = leaves(printed)
        if found is None or found.count == 1 or not made.questions:
            return printed
        made = made.shorter()


def slide_of(report: Report, section: Section, figure: Figure, drawn: str, words: Words) -> str:
    """One chart as a slide, SVG text, its words not yet outlines."""
    raters = int(report.meta.get("raters", 0))
    told = words.n_("%(n)s rater", "%(n)s raters", raters) if raters else ""
    footer = str(report.meta.get("footer", ""))
    about = [footer or report.subject, report.round_title, told]
    return slide(
        drawn,
        title=section.title,
        message=" ".join(finding.text for finding in section.lead),
        legend=html.legend_of(report, figure),
        note=" · ".join(words.isolated(part) for part in about if part),
        alt=f"{section.title}: {figure.alt}",
        rtl=words.rtl,
    )


def _printed(page: str, drawn: Mapping[str, str]) -> bytes:
    with pressing():
        return pdf.write(page, {f"{name}.svg": svg for name, svg in drawn.items()})
