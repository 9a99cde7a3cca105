"""Turns: first come, first served, and nobody waits for one who gave up."""

import ctypes
import threading
import time

import pytest

from survey.store.turns import Turns
from tests.servers import wait_until


def test_writers_come_in_the_order_they_asked():
    turns, order = Turns(), []

    def write(n):
        with turns:
            order.append(n)

    with turns:
        threads = [threading.Thread(target=write, args=(n,)) for n in range(12)]
        for n, thread in enumerate(threads):
            thread.start()
            wait_until(lambda n=n: len(turns._waiting) == n + 1, "it does not queue")
    for thread in threads:
        thread.join()
    assert order == list(range(12))


def test_an_error_gives_the_turn_on():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns:
        raise ZeroDivisionError
    with turns:
        assert turns._taken


def test_who_is_interrupted_while_waiting_is_waited_for_by_nobody():
    turns, seen = Turns(), []

    def wait():
        try:
            with turns:
                seen.append("in")
        except KeyboardInterrupt:
            seen.append("interrupted")

    with turns:
        thread = threading.Thread(target=wait)
        thread.start()
        wait_until(lambda: turns._waiting, "it does not queue")
        interrupt = ctypes.pythonapi.PyThreadState_SetAsyncExc
        interrupt(ctypes.c_ulong(thread.ident), ctypes.py_object(KeyboardInterrupt))
        time.sleep(0.05)
    thread.join(5)
    assert len(seen) == 1  # whether it still came in or not, the turn was given on
    with turns:
        pass
    assert not turns._taken
