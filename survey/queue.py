"""Background work: names of tasks travel through Huey, in an SQLite file or through Redis.

The queue is transport and never the truth: what is to be done stands in the store, so a lost queue
costs a minute (see survey.jobs.sweep). What travels is JSON: the name of a task and some ids.
"""

import json
import logging
import os
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.exceptions import ConfigurationError
from huey.registry import Message

from survey.errors import BadInput
from survey.settings import Settings

Task = Callable[..., None]
"""Called with the workshop (survey.workshop) and the strings that were sent."""

_log = logging.getLogger("plumbline.queue")
_LOCK_WAIT = 15  # seconds another process may keep the queue's file
_POLL = {"initial_delay": 0.1, "max_delay": 0.3, "backoff": 1.15}  # seconds; somebody is waiting
_REDIS_WAIT = {"socket_connect_timeout": 2, "socket_timeout": 5}  # seconds
_STOP_WAIT = 30  # seconds that running tasks get to end


@dataclass(frozen=True)
class Tasks:
    """What a room can do in the background. Names are "room.verb", unique over all rooms."""

    by_name: dict[str, Task] = field(default_factory=dict)
    minutely: list[str] = field(default_factory=list)
    preloads: list[Callable[[], None]] = field(default_factory=list)

    def task(self, name: str, *, every_minute: bool = False) -> Callable[[Task], Task]:
        """Register a function under this name. It must bear being called twice for one thing."""

        def register(function: Task) -> Task:
            if name in self.by_name:
                raise ValueError(f"two tasks are called {name}")
            self.by_name[name] = function
            if every_minute:
                self.minutely.append(name)
            return function

        return register

    def preload(self, function: Callable[[], None]) -> Callable[[], None]:
        """Register what a worker does before its first task: slow imports."""
        self.preloads.append(function)
        return function

    @classmethod
    def of(cls, rooms: "Iterable[Tasks]") -> "Tasks":
        """All rooms' tasks together."""
        together = cls()
        for room in rooms:
            for name, function in room.by_name.items():
                together.task(name, every_minute=name in room.minutely)(function)
            together.preloads.extend(room.preloads)
        return together


class Queue:
    """Sends tasks, and in a worker performs them. `perform` is called with name and strings.

    `immediate`: no transport; `send` performs at once, and errors come out of it.
    """

    def __init__(
        self,
        settings: Settings,
        tasks: Tasks,
        perform: Callable[..., None],
        *,
        immediate: bool = False,
    ) -> None:
        self.tasks = tasks
        self._perform = perform
        self._huey: Huey | None = None if immediate else _transport(settings)
        if self._huey is not None:
            # The task class takes its name in the transport from here, the same in every process.
            self._send = self._huey.task(name="perform")(self._run)
            for name in tasks.minutely:
                self._each_minute(self._huey, name)

    def send(self, name: str, *payload: str) -> bool:
        """Have a task done soon. Call it after the transaction that wrote what is to be done.

        False: the queue does not answer; the sweep will find the work in the store.
        """
        if name not in self.tasks.by_name:
            raise LookupError(f"there is no task {name}")
        if self._huey is None:
            self._perform(name, *payload)
            return True
        try:
            self._send(name, *payload)
        except Exception:
            _log.warning("the queue does not take %s; the sweep will", name, exc_info=True)
            return False
        return True

    def work(self, threads: int = 2) -> None:
        """Be a worker: preload, then perform what comes, until SIGTERM or SIGINT. Main thread only.

        SIGTERM lets running tasks end, for half a minute at most; SIGINT does not, and what it cuts
        off is found in the store and done again.
        """
        if self._huey is None:
            raise LookupError("an immediate queue has no worker")
        for preload in self.tasks.preloads:
            preload()
        _Worker(
            self._huey,
            workers=threads,
            graceful_signal="TERM",
            shutdown_timeout=_STOP_WAIT,
            **_POLL,
        ).run()

    @property
    def is_immediate(self) -> bool:
        """Whether `send` performs at once: nobody else does."""
        return self._huey is None

    def waiting(self) -> int:
        """How many tasks nobody has taken yet; 0 where the queue does not answer."""
        try:
            return 0 if self._huey is None else int(self._huey.pending_count())
        except Exception:
            _log.warning("the queue does not say how many tasks wait", exc_info=True)
            return 0

    def close(self) -> None:
        if self._huey is not None:
            self._huey.storage.close()

    def _run(self, name: str, *payload: str) -> None:
        self._perform(name, *payload)

    def _each_minute(self, huey: Huey, name: str) -> None:
        def run() -> None:
            self._perform(name)

        huey.periodic_task(crontab(), name=name.replace(".", "_"))(run)


class _Worker(Consumer):  # type: ignore[misc]  # Huey has no annotations
    def start(self) -> None:
        super().start()
        # Huey would start itself again when the terminal closes, and outlive it.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def _transport(settings: Settings) -> Huey:
    common: dict[str, Any] = {"name": "plumbline", "results": False, "serializer": _Json()}
    if settings.redis_url is None:
        file = settings.queue_file
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        return SqliteHuey(filename=str(file), fsync=True, timeout=_LOCK_WAIT, **common)
    joint = "&" if "?" in settings.redis_url else "?"
    try:
        return RedisHuey(url=settings.redis_url + joint + urlencode(_REDIS_WAIT), **common)
    except ConfigurationError:
        raise BadInput(
            "the Redis client is not installed; install requirements-scale.txt", "REDIS_URL"
        ) from None


class _Json:
    """Huey's messages as JSON: who can write to the queue must not be able to run code (pickle)."""

    _TIMES = ("eta", "expires", "expires_resolved")

    def serialize(self, message: Message) -> bytes:
        return json.dumps(message._asdict(), default=datetime.isoformat).encode()

    def deserialize(self, text: bytes) -> Message:
        fields = json.loads(text)
        for name in self._TIMES:
            if isinstance(fields.get(name), str):
                fields[name] = datetime.fromisoformat(fields[name])
        return Message(**fields)
