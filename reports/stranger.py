"""Words of a PDF that somebody brings: read by a process of its own with little memory and time.

A file of some kilobytes may unpack to more than the machine has. As a program it reads a PDF from
its input and writes JSON.
"""

import json
import subprocess
import sys
from pathlib import Path

from reports.leaves import Words, words_of

LARGEST = 64 * 1024 * 1024  # bytes of a file
MEMORY, SECONDS = 1024 * 1024 * 1024, 20
PAGES, LETTERS = 400, 20_000  # a report has some forty pages; letters of one page
_ROOT = Path(__file__).parent.parent


def words_of_stranger(data: bytes) -> Words | None:
    """None: this is no PDF that can be read, or not with so little."""
    if len(data) > LARGEST:
        return None
    command = [sys.executable, "-m", "reports.stranger"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, under our own Python
            command, input=data, capture_output=True, timeout=2 * SECONDS, cwd=_ROOT, check=False
        )
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return Words(found["keywords"], tuple(found["pages"])) if found else None


def main() -> None:
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = words_of(sys.stdin.buffer.read(), PAGES, LETTERS)
    json.dump(found and {"keywords": found.keywords, "pages": found.pages}, sys.stdout)


if __name__ == "__main__":
    main()
