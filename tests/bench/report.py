"""What a report costs, from the Report on: figures, page, tagged PDF. Processor time, warm.

Against a warm Chromium that prints the same page tagged, against the same words as bare paragraphs
in WeasyPrint, and against the naive way (naive.py). All sides take turns within one run, each time
with a report that none has seen, so that a busy machine slows all and no side remembers the answer.
"""

import html as text
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import weasyprint

from reports import drawing, html, press
from reports.model import Report
from reports.words import Words
from tests.bench import chromium, naive
from tests.bench.invented import report

WARM, ROUNDS, EACH, PAIRS = 3, 5, 5, 3
WORDS = Words("en")


def ours(one: Report) -> bytes:
    return press.printed(one, drawing.drawn(one), WORDS)


def bare(one: Report) -> bytes:
    """The same words, a paragraph each, without any style."""
    page = html.render(one, words=WORDS).split("<main>")[1]
    words = [line for line in (part.strip() for part in re.split(r"<[^>]*>", page)) if line]
    paragraphs = "".join(f"<p>{text.escape(text.unescape(line))}" for line in words)
    made: bytes = weasyprint.HTML(string=paragraphs).write_pdf()
    return made


def cost(make: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    start = clock()
    make()
    return clock() - start


def compared() -> None:
    """Print the ratios to each of the others."""
    spent: dict[str, list[float]] = {"ours": [], "Chromium": [], "bare paragraphs": [], "naive": []}
    with tempfile.TemporaryDirectory() as folder, chromium.chromium() as tab:
        for seed in range(WARM + ROUNDS):
            one = report(seed)
            address = chromium.laid_out(Path(folder), one)
            times = {
                "ours": cost(lambda one=one: ours(one)),
                "Chromium": cost(lambda at=address: chromium.printed(tab, at), chromium.spent),
                "bare paragraphs": cost(lambda one=one: bare(one)),
                "naive": cost(lambda one=one: naive.printed(one)),
            }
            for name, seconds in times.items() if seed >= WARM else ():
                spent[name].append(seconds)
    middle = {name: statistics.median(times) for name, times in spent.items()}
    for name in ("Chromium", "bare paragraphs"):
        print(f"report / {name}: {middle['ours'] / middle[name]:.2f}")
    print(f"naive / report: {middle['naive'] / middle['ours']:.2f}")
    print(f"one report: {len(ours(report(0))) / 1000:.0f} kB")


def worker() -> None:
    """Get warm, wait for a word, print some reports."""
    pile = [report(seed) for seed in range(WARM + EACH)]
    for one in pile[:WARM]:
        ours(one)
    print("warm", flush=True)
    sys.stdin.readline()
    print(cost(lambda: [ours(one) for one in pile[WARM:]]) / EACH)


def passing(workers: int) -> tuple[float, float]:
    """Seconds on the wall until so many workers, started together, are through, and processor
    seconds that a report took."""
    command = [sys.executable, "-m", "tests.bench.report", "worker"]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]
    for one in started:
        one.stdout.readline()
    start = time.monotonic()
    for one in started:
        one.stdin.write("go\n")
        one.stdin.flush()
    each = [float(one.stdout.readline()) for one in started]
    spent = time.monotonic() - start
    for one in started:
        one.communicate()
    return spent, statistics.fmean(each)


def main() -> None:
    compared()
    pairs = [(passing(1), passing(2)) for _ in range(PAIRS)]
    faster = statistics.median(2 * one[0] / two[0] for one, two in pairs)
    dearer = statistics.median(two[1] / one[1] for one, two in pairs)
    print(f"two workers / one, reports in the same time, median of {PAIRS}: {faster:.2f}")
    print(f"a report beside another worker / alone, processor time: {dearer:.2f}")
    print(f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    worker() if sys.argv[1:] == ["worker"] else main()
