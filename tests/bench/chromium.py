"""A warm Chromium that prints the same page, tagged, and what that costs in all its processes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from reports import html
from reports.charts.style import css, sign_files
from reports.drawing import drawn
from reports.fonts import CUTS, font_face
from reports.model import Report
from tests.browser.conftest import ARGUMENTS, CHROMIUM

TICK = os.sysconf("SC_CLK_TCK")
USER, CHILDREN_SYSTEM = 11, 15  # in /proc/PID/stat after the name: times, children's included


def spent() -> float:
    """Processor seconds so far of every Chromium that this process started, ended ones too."""
    parents: dict[int, list[tuple[int, str, int]]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, tail = path.read_text().rpartition(")")
        except OSError:
            continue  # it has just ended; its parent has its time
        fields = tail.split()
        number, name = head.split(" (", 1)
        ticks = sum(map(int, fields[USER:CHILDREN_SYSTEM]))
        parents.setdefault(int(fields[1]), []).append((int(number), name, ticks))
    total, waiting = 0, [os.getpid()]
    while waiting:
        for number, name, ticks in parents.get(waiting.pop(), ()):
            waiting.append(number)
            total += ticks if name.startswith("chrom") else 0
    return total / TICK


def laid_out(folder: Path, report: Report) -> str:
    """The page with all it needs in a folder; returns its address."""
    files = {f"{name}.svg": svg for name, svg in drawn(report).items()} | sign_files()
    look = font_face("", "ttf") + css(str) + (html.STATIC / "report.css").read_text()
    files |= {"report.css": look, "figures.css": html.figure_css(report, str)}
    files["report.html"] = html.render(report, asset=str, sheets=("report.css", "figures.css"))
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    for path in [*html.STATIC.glob("*.svg"), *(cut.path for cut in CUTS)]:
        (folder / path.name).write_bytes(path.read_bytes())
    return (folder / "report.html").as_uri()


def printed(page: Page, address: str) -> bytes:
    """Tagged, with bookmarks, as ours is."""
    page.goto(address)
    return page.pdf(tagged=True, outline=True, prefer_css_page_size=True, print_background=True)


@contextmanager
def chromium() -> Iterator[Page]:
    """A tab in a Chromium of this machine."""
    found = next((path for path in CHROMIUM if path.exists()), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found) if found else None, args=ARGUMENTS
        )
        yield browser.new_page()
        browser.close()
