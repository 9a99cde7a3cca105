"""A worker's hands: processes that do what is heavy, come when needed and go when not."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from reports import hands
from reports.faults import PdfUnavailable
from reports.hands import HERE, Hand, HandLost
from tests.servers import wait_until


@pytest.fixture
def hand():
    made = Hand("math")
    yield made
    made.rest()


def is_there(pid: int) -> bool:
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return False


def test_it_works_in_another_process_and_the_next_thing_in_the_same(hand):
    assert hand.do("math:gcd", 12, 18) == 6
    first = hand.do("os:getpid")
    assert first == hand.do("os:getpid") == hand.pid != os.getpid()


def test_what_it_needs_first_is_loaded_as_it_wakes():
    made = Hand("colorsys")
    assert made.do("tests.reports.handiwork:is_loaded", "colorsys")
    made.rest()


def test_it_tells_how_far_it_is(hand):
    heard = []
    assert hand.do("tests.reports.handiwork:counted", 3, progress=heard.append) == "three"
    assert heard == [1, 2, 3]
    assert HERE.press.do("tests.reports.handiwork:counted", 3, progress=heard.append) == "three"


def test_what_goes_wrong_is_told_and_the_hand_stays(hand):
    with pytest.raises(HandLost, match="ValueError: math domain error"):
        hand.do("math:sqrt", -1)
    pid = hand.pid
    with pytest.raises(PdfUnavailable, match="no Pango"):
        hand.do("tests.reports.handiwork:unable", "no Pango")
    assert hand.do("os:getpid") == pid


def test_one_that_dies_at_work_is_told_of_and_another_comes(hand):
    with pytest.raises(HandLost, match=f"-{signal.SIGKILL:d}"):
        hand.do("tests.reports.handiwork:killed")
    assert hand.do("math:gcd", 12, 18) == 6


def test_one_that_the_machine_kills_tries_once_more(hand, tmp_path):
    """A report need not fail because something else took all memory for a moment."""
    mark = str(tmp_path / "tried")
    assert hand.do("tests.reports.handiwork:killed_once", mark) == "second"


def test_who_wakes_it_does_not_wait_for_what_is_at_work(hand):
    begun = threading.Event()
    work = ("tests.reports.handiwork:long", 0.5)
    busy = threading.Thread(
        target=hand.do, args=work, kwargs={"progress": lambda _: begun.set()}, daemon=True
    )
    busy.start()
    assert begun.wait(20)
    hand.wake()
    assert busy.is_alive()
    busy.join()


def test_one_that_died_at_rest_is_not_missed(hand):
    hand.do("math:gcd", 1, 1)
    os.kill(hand.pid, signal.SIGKILL)
    wait_until(lambda: not is_there(hand.pid), "it does not die")
    assert hand.do("math:gcd", 12, 18) == 6


def test_when_nobody_waits_for_the_answer_any_more_the_next_gets_its_own(hand):
    def overtaken(_):
        raise KeyError("another worker took over")

    with pytest.raises(KeyError):
        hand.do("tests.reports.handiwork:counted", 3, progress=overtaken)
    assert hand.do("math:gcd", 12, 18) == 6


def test_it_goes_when_nothing_is_to_do_and_comes_back(hand, monkeypatch):
    monkeypatch.setattr(hands, "REST", 0.1)
    first = hand.do("os:getpid")
    wait_until(lambda: hand.pid is None, "it stays")
    assert hand.do("os:getpid") != first


def test_it_minds_no_signal_but_goes_with_its_worker():
    """The terminal's Ctrl+C reaches both: what is at work is to end."""
    code = (
        "import time; from reports.hands import Hand; hand = Hand('math'); "
        "print(hand.do('os:getpid'), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as worker:
        pid = int(worker.stdout.readline())
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(pid, one)
        time.sleep(0.2)
        os.kill(pid, 0)
        worker.kill()
    wait_until(lambda: not is_running(pid), "it stays")


def test_at_work_it_goes_with_its_worker_too():
    """A worker that is killed and comes back shall find the memory free."""
    code = (
        "from reports.hands import Hand; "
        "Hand('math').do('tests.reports.handiwork:long', 60, progress=lambda p: print(p, flush=1))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as worker:
        pid = int(worker.stdout.readline())
        worker.kill()
    wait_until(lambda: not is_running(pid), "it stays")


def is_running(pid: int) -> bool:
    """Not even as a zombie that nobody has buried yet."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
