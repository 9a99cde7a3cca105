"""How far a report on its way to paper is: in parts of known weight, page by page at the press.

WeasyPrint says in its own log which page it lays out; nothing else is heard of it on the way.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from survey.errors import PlumblineError

Tell = Callable[[float], None]
"""Hears how far a job is, from 0 to 1."""
SELDOM = 0.4
"""Seconds between two notes at least: somebody looks every second."""
LAID_OUT, WRITING = 0.7, 0.75
"""Where the press is when all pages are laid out, and when it writes them: measured."""
_PAGE = re.compile(r"Page (\d+)$")
_LOG = logging.getLogger("weasyprint.progress")


def unheard(_part: float) -> None:
    """A Tell for whom nobody asks."""


def seldom(
    note: Callable[[int], None], clock: Callable[[], float] = time.monotonic, every: float = SELDOM
) -> Tell:
    """Has per cent noted, growing, and seldom enough to cost nothing. What cannot be noted is left
    out: whoever finishes the job with the same claim hears why."""
    last, noted = clock() - every, 0

    def tell(part: float) -> None:
        nonlocal last, noted
        percent, now = min(99, int(100 * part)), clock()
        if percent <= noted or now - last < every:
            return
        last, noted = now, percent
        try:
            note(percent)
        except PlumblineError as problem:
            logging.getLogger("plumbline.reports").warning("no progress noted: %s", problem)

    return tell


def between(tell: Tell, first: float, last: float) -> Tell:
    """For a part of the job that goes from `first` to `last` of it."""
    return lambda part: tell(first + part * (last - first))


@contextmanager
def pages_told(tell: Tell, pages: int) -> Iterator[None]:
    """Tells how far the document is that the block prints, of about so many pages. One at a time in
    a process."""
    if tell is unheard:
        yield
        return
    ear, before = _Ear(tell, max(1, pages)), (_LOG.level, _LOG.propagate)
    _LOG.addHandler(ear)
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False  # it is for us, not for the log of the worker
    try:
        yield
    finally:
        _LOG.removeHandler(ear)
        _LOG.setLevel(before[0])
        _LOG.propagate = before[1]


class _Ear(logging.Handler):
    def __init__(self, tell: Tell, pages: int) -> None:
        super().__init__()
        self._tell, self._pages = tell, pages

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if page := _PAGE.search(said):
            self._tell(LAID_OUT * min(1.0, int(page[1]) / self._pages))
        elif said.startswith("Step 6"):
            self._tell(WRITING)
