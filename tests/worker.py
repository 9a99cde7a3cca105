"""A worker process for tests: `python -m tests.worker`, with settings from the environment.

Its report task is a stand-in: it claims, waits PAUSE seconds, writes and finishes.
"""

import os
import time
from pathlib import Path

from survey import jobs
from survey.queue import Tasks
from survey.settings import from_env
from survey.store import reports
from survey.workshop import Workshop, heartbeat, open_workshop

TASKS = Tasks()


@TASKS.preload
def warm_up():
    Path(os.environ["NOTES"]).write_text("warm\n")


@TASKS.task("tests.note")
def note(_shop: Workshop, words: str, *more: str):
    _append(" ".join((words, *more)))


@TASKS.task("tests.crash")
def crash(_shop: Workshop):
    raise RuntimeError("a task that fails")


@TASKS.task("tests.slow")
def slow(_shop: Workshop, seconds: str):
    _append("began")
    time.sleep(float(seconds))
    _append("ended")


@TASKS.task(jobs.MAKE_REPORT)
def make(shop: Workshop, report: str):
    with shop.db.write() as tx:
        claim = reports.claim(tx, report, int(time.time()))
    if claim is None:
        return
    _append(f"claimed {report} {claim.attempt}")
    with heartbeat(shop.db, claim):
        time.sleep(float(os.environ.get("PAUSE", "0")))
        with shop.db.write() as tx:
            reports.show(tx, claim, "{}", {"profile": "<svg/>"}, int(time.time()))
        with shop.db.write() as tx:
            reports.finish(tx, claim, b"%PDF")
    _append(f"made {report}")


def _append(line: str):
    with open(os.environ["NOTES"], "a") as file:
        file.write(line + "\n")


if __name__ == "__main__":
    patience = os.environ.get("PATIENCE")
    if patience:
        reports.PATIENCE = int(patience)
    open_workshop(from_env(os.environ, Path.cwd()), [jobs.TASKS, TASKS]).queue.work()
