"""Writers of one process take turns in the order they came."""

import threading
from collections import deque
from types import TracebackType


class Turns:
    """A lock that is fair: SQLite's own lets waiting writers race, and some of them starve."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        try:
            mine.acquire()
        except BaseException:  # interrupted while waiting: nobody may wait for us
            with self._guard:
                had_my_turn = mine not in self._waiting
                if not had_my_turn:
                    self._waiting.remove(mine)
            if had_my_turn:
                self._next()
            raise

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._next()

    def _next(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
