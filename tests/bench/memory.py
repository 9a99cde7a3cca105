"""What a worker that prints holds in memory, over hundreds of reports, no two alike. Slow.

The reports are made elsewhere (that takes pandas) and come as the snapshots that are stored.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from reports import press
from reports.model import Report
from reports.words import Words

LOOK = (1, 30, 100, 200, 300)


def resident() -> float:
    """Resident megabytes of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def make(folder: Path) -> None:
    """Write the snapshots."""
    from tests.bench.invented import report  # noqa: PLC0415 - pandas

    for seed in range(LOOK[-1]):
        (folder / f"{seed}.json").write_text(json.dumps(report(seed).as_plain()))


def main() -> None:
    words, held = Words("en"), {0: resident()}
    with tempfile.TemporaryDirectory() as folder:
        made = [sys.executable, "-m", "tests.bench.memory", folder]
        subprocess.run(made, check=True)
        for number in range(1, LOOK[-1] + 1):
            plain = json.loads((Path(folder) / f"{number - 1}.json").read_text())
            one = Report.from_plain(plain)
            press.printed(one, press.drawn(one), words)
            if number in LOOK:
                held[number] = resident()
                print(f"after {number} reports: {held[number]:.0f} MB", flush=True)
    print(f"before the first: {held[0]:.0f} MB")
    print(f"from report 30 to {LOOK[-1]}: {held[LOOK[-1]] - held[30]:+.1f} MB")


if __name__ == "__main__":
    make(Path(sys.argv[1])) if sys.argv[1:] else main()
