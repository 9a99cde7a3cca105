"""A worker's hands: processes beside it that do what takes much memory, one thing at a time.

One process with pandas, matplotlib and WeasyPrint in it holds 270 MB, and keeps them. So the desk
scores and draws, the press prints and the binder makes packs, each in a process of its own. It
starts when it is needed, ends when nobody has needed it for a while, and what it held goes with it.
It knows no store: plain data goes in and comes out, pickled, through a pipe that nobody else has.

`python -m reports.hands NUMBER WORK` is a hand: it answers on the pipe of this number. Light.
"""

import logging
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, Protocol

from reports.faults import PdfUnavailable

ROOT = Path(__file__).resolve().parent.parent
REST = 300  # seconds without work until a hand goes: to come back takes it one or two
LONGEST = 300  # seconds for one thing; a hand that takes longer hangs, and ends itself
TOLD, DONE, UNABLE, BROKEN = "told", "done", "unable", "broken"

Work = str
"""A function by "module:name". It may take `progress`, a function that is told how far it is."""
Progress = Callable[[Any], None]


class HandLost(RuntimeError):
    """The process ended in the middle of its work, or the work raised what is told here."""


class Doing(Protocol):
    """Whoever can do work."""

    def wake(self) -> None:
        """There will be work soon."""

    def do(self, work: Work, *given: Any, progress: Progress | None = None) -> Any:
        """What the function returns. Raises PdfUnavailable, and HandLost for all else."""

    def rest(self) -> None:
        """Give back the memory that the last work took."""


class Here:
    """Does it in this process, and lets all errors through: for tests and the command line."""

    def wake(self) -> None:
        """Always awake."""

    def do(self, work: Work, *given: Any, progress: Progress | None = None) -> Any:
        return _function(work)(*given, **({"progress": progress} if progress else {}))

    def rest(self) -> None:
        """Nothing: this process goes on."""


class Hand:
    """A process of its own. `first` is done as it starts. Safe to share between threads."""

    def __init__(self, first: Work) -> None:
        self._first = first
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._resting = threading.Timer(0, self.rest)

    @property
    def pid(self) -> int | None:
        """None: it rests."""
        return self._process.pid if self._process else None

    def wake(self) -> None:
        if self._turn.acquire(blocking=False):  # else it is awake, and at something
            try:
                self._started()
                self._rest_later()
            finally:
                self._turn.release()

    def do(self, work: Work, *given: Any, progress: Progress | None = None) -> Any:
        with self._turn:
            for is_last in (False, True):
                pipe = self._started()
                try:
                    kind, value = _answer(pipe, (work, given, progress is not None), progress)
                    break
                except (EOFError, OSError) as gone:
                    code = self._end()
                    if is_last or code != -signal.SIGKILL:  # a machine short of memory kills so
                        raise HandLost(f"it ended with {code}") from gone
                except BaseException:  # of `progress`: nobody waits for the answer any more
                    self._end()
                    raise
            self._rest_later()
        if kind == UNABLE:
            raise PdfUnavailable(value)
        if kind == BROKEN:
            raise HandLost(value)
        return value

    def rest(self) -> None:
        """Have the process go, after what it does now; the next work starts another."""
        with self._turn:
            self._end()

    def _started(self) -> Connection:
        self._resting.cancel()
        if self._pipe is None or self._process is None or self._process.poll() is not None:
            self._end()
            self._pipe, theirs = Pipe()
            with theirs:
                number = theirs.fileno()
                command = [sys.executable, "-m", __spec__.name, str(number), self._first]
                self._process = subprocess.Popen(  # noqa: S603 - our own command
                    command, cwd=ROOT, pass_fds=[number], stdin=subprocess.DEVNULL
                )
        return self._pipe

    def _rest_later(self) -> None:
        self._resting = threading.Timer(REST, self.rest)
        self._resting.daemon = True
        self._resting.start()

    def _end(self) -> int | None:
        """Its exit code, where it was there."""
        self._resting.cancel()
        if self._pipe is not None:
            self._pipe.close()  # it hears that, and goes
            self._pipe = None
        if self._process is None:
            return None
        process, self._process = self._process, None
        return _over(process)


def _answer(pipe: Connection, job: tuple[Any, ...], progress: Progress | None) -> tuple[str, Any]:
    """What sort it is, and it."""
    pipe.send(job)
    while (came := pipe.recv())[0] == TOLD and progress:
        progress(came[1])
    kind, value = came
    return kind, value


def _over(process: "subprocess.Popen[bytes]") -> int:
    try:
        return process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


@dataclass(frozen=True)
class Hands:
    """Who does what."""

    desk: Doing
    """Scores and draws: pandas, matplotlib."""
    press: Doing
    """Prints: WeasyPrint."""
    binder: Doing
    """Makes packs: matplotlib and WeasyPrint, for few pages."""


HERE = Hands(Here(), Here(), Here())
APART = Hands(Hand("reports.working_out"), Hand("reports.press:warm_up"), Hand("reports.pack"))


def _function(work: Work) -> Callable[..., Any]:
    module, _, name = work.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


def _serve(pipe: Connection) -> None:
    """Do what comes until nobody is at the other end."""
    while True:
        try:
            work, given, is_told = pipe.recv()
        except EOFError:
            return
        signal.alarm(LONGEST)
        more = {"progress": lambda done: pipe.send((TOLD, done))} if is_told else {}
        answer: tuple[str, object]
        try:
            answer = DONE, _function(work)(*given, **more)
        except PdfUnavailable as problem:
            answer = UNABLE, str(problem)
        except Exception:
            answer = BROKEN, traceback.format_exc()
        signal.alarm(0)
        pipe.send(answer)
        del given, answer  # else a report waits here for the next; single lines stay, see `lines`


def _go_with(number: int) -> None:
    """End as soon as nobody is at the other end of this pipe, whatever is at work: else what nobody
    wants any more takes memory for minutes from the worker that comes next."""
    ear = select.poll()
    ear.register(number, 0)  # that it was hung up is told without being asked for
    ear.poll()
    os._exit(0)


def main(number: str, first: Work) -> None:
    """Be a hand. Whoever ends the worker need not end us: we hear that it is gone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash writes no report to the disk
    threading.Thread(target=_go_with, args=[int(number)], daemon=True).start()
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    logging.basicConfig(level=logging.ERROR, format="%(asctime)s %(name)s: %(message)s")
    module, _, name = first.partition(":")
    loaded = import_module(module)
    if name:
        getattr(loaded, name)()
    try:
        _serve(Connection(int(number)))
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
