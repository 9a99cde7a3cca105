"""Every figure of a report, drawn. Heavy (matplotlib): for a worker's hand and the command line.

One report at a time in a process: all are drawn on one canvas.
"""

import threading

from reports import html
from reports.charts.kinds import draw
from reports.model import Report

_CANVAS = threading.Lock()


def drawn(report: Report) -> dict[str, str]:
    """By name, as SVG text."""
    with _CANVAS:
        return {name: draw(figure) for name, figure in html.figures(report).items()}
