"""What background tasks work with. A room lists its tasks so:

    TASKS = Tasks()

    @TASKS.task("reports.make")
    def make(shop: Workshop, report: str) -> None: ...

The application puts the rooms together, `shop = open_workshop(settings, [survey.jobs.TASKS, …])`;
the web says `shop.queue.send("reports.make", report)`; the worker's command is `shop.queue.work()`.
"""

import fcntl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from survey import keys
from survey.answers.urn import Urn
from survey.errors import NotNow, Stale
from survey.keys import Keys
from survey.queue import Queue, Tasks
from survey.settings import Settings
from survey.store import reports
from survey.store.database import Database, Tx

_BEAT = reports.PATIENCE / 3  # seconds between signs of life
LONGEST_JOB = 300  # seconds; who takes longer hangs, and is not kept alive


@dataclass(frozen=True)
class Workshop:
    """Settings, store, keys and queue of one process."""

    settings: Settings
    db: Database
    keys: Keys
    queue: Queue
    clock: Callable[[], float] = time.time
    """Seconds since 1970. What has a day goes by it, so that tests can turn it."""

    @property
    def urn(self) -> Urn:
        return Urn(self.keys.urn, self.settings.urn)

    def close(self) -> None:
        self.queue.close()
        self.db.close()


def open_workshop(
    settings: Settings,
    rooms: Iterable[Tasks],
    *,
    immediate: bool = False,
    clock: Callable[[], float] = time.time,
) -> Workshop:
    """As the settings say. Nothing is migrated, no worker runs yet.

    `immediate`: tasks run within `send`, for tests and for the command line.
    """
    tasks = Tasks.of(rooms)

    def perform(name: str, *payload: str) -> None:
        tasks.by_name[name](shop, *payload)

    shop = Workshop(
        settings=settings,
        db=Database(settings.database_url),
        keys=keys.load(settings.keys),
        queue=Queue(settings, tasks, perform, immediate=immediate),
        clock=clock,
    )
    return shop


@contextmanager
def at_work(settings: Settings) -> Iterator[None]:
    """Somebody serves or works here for as long as the block lasts. Raises NotNow: the store is
    being replaced."""
    with _lock(settings, fcntl.LOCK_SH, "the store is being restored; start again afterwards"):
        yield


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Nobody serves or works on this machine meanwhile. Raises NotNow: somebody does."""
    with _lock(settings, fcntl.LOCK_EX, "a server or worker is running here; stop it first"):
        yield


@contextmanager
def _lock(settings: Settings, kind: int, otherwise: str) -> Iterator[None]:
    """The system gives the lock back when the process ends, however it ends."""
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.instance / "running.lock").open("a") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except OSError as error:
            raise NotNow(otherwise) from error
        yield


@contextmanager
def heartbeat(
    db: Database, beat: Callable[[Tx, int], None], every: float = _BEAT
) -> Iterator[None]:
    """Shows signs of life for a claimed job while the block runs, for five minutes at most: `beat`
    writes the time, and raises Stale when the job is another worker's."""
    ended = threading.Event()
    last = time.monotonic() + LONGEST_JOB

    def show_life() -> None:
        while not ended.wait(every) and time.monotonic() < last:
            try:
                with db.write() as tx:
                    beat(tx, int(time.time()))
            except Stale:
                return  # whoever writes next with this claim will hear of it

    thread = threading.Thread(target=show_life, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
