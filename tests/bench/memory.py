"""What a worker holds in memory over hundreds of reports, no two alike: the real one, `app.py
worker`, with the processes beside it (reports.hands). Slow.

The desk scores and draws, the press prints: what it holds is the price of printing alone.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import app as plumbline
from reports.hands import ROOT
from survey.anonymity import releasing
from survey.jobs import MAKE_REPORT
from survey.settings import from_env
from survey.workshop import Workshop, open_workshop
from tests.answered import everybody
from tests.bench.invented import SEEN
from tests.programme import programme
from tests.web_app import shipped

LOOK = (1, 30, 100, 200, 300)
NAMES = {"worker": "worker", "reports.working_out": "desk", "reports.press:warm_up": "press"}
"""The last word of a process's command line, and what we call it."""
WHAT = {
    "press": "printing alone",
    "desk": "scoring and drawing",
    "worker": "the worker itself",
    "together": "the whole worker, all its processes",
}


def ask(shop: Workshop, number: int) -> str:
    """A firm where all have answered, and its report is asked for."""
    letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
    firm = programme(shop.db, shop.keys, asked=shipped(), name=f"Firm {letters}")
    seen = SEEN[number % len(SEEN)]
    said = {"keep": f"Often {seen}, in week {number}.", "different": f"Less of: {seen}."}
    everybody(shop.db, firm, seed=number, comments=said)
    with shop.db.write() as tx:
        return releasing.ask_report(tx, firm.participation, firm.cora)


def family(pid: int) -> dict[str, Path]:
    """A process and those it started, as folders of /proc by name."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if pid in (above, int(folder.name)) and command[-2:-1] and command[-2] in NAMES:
            found[NAMES[command[-2]]] = folder
    return found


def megabytes(file: Path, name: str) -> float:
    line = next(line for line in file.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def look(pid: int) -> dict[str, float]:
    """Resident megabytes by process; "apart": with pages that several share counted once."""
    there = family(pid)
    held = {name: megabytes(folder / "status", "VmRSS") for name, folder in sorted(there.items())}
    apart = sum(megabytes(folder / "smaps_rollup", "Pss:") for folder in there.values())
    return held | {"together": sum(held.values()), "apart": apart}


def made(shop: Workshop) -> int:
    with shop.db.read() as tx:
        rows = tx.exec_driver_sql("SELECT state, count(*) FROM reports GROUP BY state").all()
    states = dict(tuple(row) for row in rows)
    if states.get("failed"):
        raise RuntimeError("a report failed")
    return states.get("done", 0)


def measured(shop: Workshop, environment: dict[str, str]) -> dict[int, dict[str, float]]:
    """By number of reports; printed on the way."""
    held = {}
    command = [sys.executable, str(ROOT / "app.py"), "worker"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as worker:
        for number in LOOK:
            while made(shop) < number:
                time.sleep(0.05)
            held[number] = look(worker.pid)
            said = ", ".join(f"{name} {size:.0f}" for name, size in held[number].items())
            print(f"after {number} reports, MB: {said}", flush=True)
        peaks = {
            name: megabytes(one / "status", "VmHWM") for name, one in family(worker.pid).items()
        }
        print("most at any time, MB:", ", ".join(f"{n} {peaks[n]:.0f}" for n in sorted(peaks)))
        worker.terminate()
    return held


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PLUMBLINE_INSTANCE": folder}
        shop = open_workshop(from_env(environment, ROOT), plumbline.TASKS)
        shop.db.migrate()
        for number in range(LOOK[-1]):
            shop.queue.send(MAKE_REPORT, ask(shop, number))
        held = measured(shop, environment)
        shop.close()
    for name, what in WHAT.items():
        most = max(one[name] for one in held.values())
        grown = held[LOOK[-1]][name] - held[30][name]
        print(f"{what}: {most:.0f} MB, from report 30 to {LOOK[-1]} {grown:+.1f} MB")


if __name__ == "__main__":
    main()
