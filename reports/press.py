"""Report -> drawn figures -> PDF. Heavy (matplotlib, WeasyPrint): for the worker and the command
line, never for a web worker."""

from collections.abc import Mapping

from reports import html, pdf
from reports.charts import draw
from reports.model import Report
from reports.words import Words


def drawn(report: Report) -> dict[str, str]:
    """Every figure of the report by name, as SVG text."""
    return {name: draw(figure) for name, figure in html.figures(report).items()}


def printed(report: Report, figures: Mapping[str, str], words: Words) -> bytes:
    """The PDF. `figures` as `drawn` gave them."""
    assets = {f"{name}.svg": svg for name, svg in figures.items()}
    assets["figures.css"] = html.figure_css(report)
    return pdf.write(html.render(report, words=words), assets)
