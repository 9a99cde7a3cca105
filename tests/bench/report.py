"""What a report costs: processor time against the same words as bare paragraphs, in one run."""

import html as text
import re
import sys
import time
from pathlib import Path

import weasyprint

from reports import charts, html, pdf

TESTS = Path(__file__).parents[1] / "reports"
sys.path.insert(0, str(TESTS))

from sample_report import sample  # noqa: E402  lives beside the tests


def full(report) -> bytes:
    """Everything from the Report on: figures, page, PDF."""
    drawn = {f"{name}.svg": charts.draw(figure) for name, figure in html.figures(report).items()}
    return pdf.write(html.render(report), {**drawn, "figures.css": html.figure_css(report)})


def bare(report) -> bytes:
    """The same words, a paragraph each, without any style."""
    page = html.render(report).split("<main>")[1]
    words = [line for line in (part.strip() for part in re.split(r"<[^>]*>", page)) if line]
    paragraphs = "".join(f"<p>{text.escape(text.unescape(line))}" for line in words)
    return weasyprint.HTML(string=paragraphs).write_pdf()


def cost(make, report, runs=3) -> float:
    """Least processor seconds of some runs, after a first one that warms caches."""
    make(report)
    spent = []
    for _ in range(runs):
        start = time.process_time()
        make(report)
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> None:
    html._environment().loader.searchpath.append(str(TESTS / "templates"))
    report = sample()
    ratio = cost(full, report) / cost(bare, report)
    print(f"report / bare paragraphs: {ratio:.2f}")


if __name__ == "__main__":
    main()
