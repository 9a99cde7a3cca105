"""`./run bench [NAME]`, see NAMES: each against a floor or a peer in the same run.

Every benchmark runs in a process of its own, so that none warms or burdens the next.
"""

import subprocess
import sys

NAMES = ("web", "scoring", "report", "mail", "programme", "auditor")
SLOW = ("memory",)  # only when asked for


def main(wanted: list[str]) -> int:
    unknown = sorted(set(wanted) - {*NAMES, *SLOW})
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(NAMES + SLOW)}")
        return 1
    code = 0
    for name in wanted or NAMES:
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False)
        code = code or done.returncode
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
