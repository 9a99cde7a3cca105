"""Work for a hand in tests."""

import os
import signal

from reports.faults import PdfUnavailable


def counted(number, progress):
    for n in range(1, number + 1):
        progress(n)
    return "three"


def unable(why):
    raise PdfUnavailable(why)


def killed():
    os.kill(os.getpid(), signal.SIGKILL)
