"""Work for a hand in tests."""

import os
import signal
import sys
import time
from pathlib import Path

from reports.faults import PdfUnavailable


def counted(number, progress):
    for n in range(1, number + 1):
        progress(n)
    return "three"


def unable(why):
    raise PdfUnavailable(why)


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


def killed_once(mark):
    """Of two tries the first ends as where a machine is short of memory."""
    if not Path(mark).exists():
        Path(mark).touch()
        killed()
    return "second"


def long(seconds, progress):
    progress(os.getpid())
    time.sleep(seconds)


def is_loaded(name):
    return name in sys.modules
