"""A worker process for tests: `python -m tests.worker`, with settings from the environment.

Its report task is a stand-in: it claims, waits PAUSE seconds, writes and finishes. Bundles are made
by the real task; it rests for a minute before the reports on REST_AT (ids of participations).
"""

import os
import time
from pathlib import Path

from reports import bundle
from reports import jobs as report_jobs
from survey import jobs
from survey.queue import Tasks
from survey.settings import from_env
from survey.store import bundles, reports
from survey.workshop import Workshop, heartbeat, open_workshop

TASKS = Tasks()
TASKS.task(bundle.MAKE_BUNDLE)(report_jobs.make_bundle)
TASKS.task("reports.tidy", every_minute=True)(report_jobs.tidy)


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
    with heartbeat(shop.db, lambda tx, now: reports.beat(tx, claim, now)):
        time.sleep(float(os.environ.get("PAUSE", "0")))
        with shop.db.write() as tx:
            reports.show(tx, claim, "{}", {"profile": "<svg/>"}, int(time.time()))
        with shop.db.write() as tx:
            reports.finish(tx, claim, b"%PDF")
    _append(f"made {report}")


def resting(look):
    """`look` at one report for a bundle, slowly."""

    def looked(about, participation: str, claimed):
        if participation in os.environ.get("REST_AT", "").split():
            _append(f"at {participation}")
            time.sleep(60)
        return look(about, participation, claimed)

    return looked


def _append(line: str):
    with open(os.environ["NOTES"], "a") as file:
        file.write(line + "\n")


def work(more: dict[str, str]):
    """Until it is told to stop. `more` goes into the environment."""
    os.environ.update(more)
    patience = os.environ.get("PATIENCE")
    if patience:
        reports.PATIENCE = bundles.PATIENCE = int(patience)
    bundle._one = resting(bundle._one)
    open_workshop(from_env(os.environ, Path.cwd()), [jobs.TASKS, TASKS]).queue.work()


if __name__ == "__main__":
    work({})
