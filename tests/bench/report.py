"""What a report costs, from the Report on: figures, page, tagged PDF. Processor time, warm.

Against a warm Chromium that prints the same page tagged, against the same words as bare paragraphs
in WeasyPrint, and against the naive way (naive.py). All sides take turns within one run, each time
with a report that none has seen, so that a busy machine slows all and no side remembers the answer.
Each has a process of its own, so that none clears away what another left lying about.
"""

import gc
import html as text
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import PIPE

import weasyprint

from reports import drawing, html, press
from reports.model import Report
from reports.words import Words
from tests.bench import chromium, naive
from tests.bench.invented import report

WARM, ROUNDS, EACH, PAIRS = 3, 9, 5, 5
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
    gc.collect()  # what one side left lying about is not cleared away at another's expense
    start = clock()
    make()
    return clock() - start


SIDES: Mapping[str, Callable[[Report], bytes]] = {
    "report": ours,
    "bare paragraphs": bare,
    "naive": naive.printed,
}


def side(name: str) -> None:
    """Say what each report costs whose seed is asked for."""
    for seed in sys.stdin:
        one = report(int(seed))
        print(cost(lambda one=one: SIDES[name](one)), flush=True)


@contextmanager
def asked(name: str) -> Iterator[Callable[[int], float]]:
    """A side in its process: seed -> processor seconds."""
    command = [sys.executable, "-m", "tests.bench.report", name]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:

        def seconds(seed: int) -> float:
            process.stdin.write(f"{seed}\n")
            process.stdin.flush()
            return float(process.stdout.readline())

        yield seconds
        process.stdin.close()


def compared() -> None:
    """Print the ratios to each of the others."""
    spent: dict[str, list[float]] = defaultdict(list)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        tab = stack.enter_context(chromium.chromium())
        sides = {name: stack.enter_context(asked(name)) for name in SIDES}
        for seed in range(WARM + ROUNDS):
            address = chromium.laid_out(folder, report(seed))
            times = {name: seconds(seed) for name, seconds in sides.items()}
            times["Chromium"] = cost(lambda at=address: chromium.printed(tab, at), chromium.spent)
            for name, seconds in times.items() if seed >= WARM else ():
                spent[name].append(seconds)
    middle = {name: statistics.median(times) for name, times in spent.items()}
    for name in ("Chromium", "bare paragraphs"):
        print(f"report / {name}: {middle['report'] / middle[name]:.2f}")
    print(f"naive / report: {middle['naive'] / middle['report']:.2f}")
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
        subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) for _ in range(workers)
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
    if sys.argv[1:] == ["worker"]:
        worker()
    elif sys.argv[1:]:
        side(sys.argv[1])
    else:
        main()
