"""Tasks by name through a real queue to real worker processes: an SQLite file, and Redis."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from redis import Redis

from survey import jobs, links
from survey.answers import respond
from survey.errors import BadInput
from survey.queue import Tasks
from survey.settings import from_env
from survey.store import reports
from survey.store.database import Database
from survey.workshop import heartbeat, open_workshop
from tests import worker as test_worker
from tests.servers import free_port, wait_until
from tests.store_factories import answered

ROOT = Path(__file__).parents[2]


class Workers:
    """Worker processes of one installation, and what they wrote down."""

    def __init__(self, folder: Path, environment: dict[str, str]):
        self.notes = folder / "notes"
        self.environment = environment | {"NOTES": str(self.notes)}
        self.processes: list[subprocess.Popen] = []

    def start(self, **more: str) -> subprocess.Popen:
        self.notes.unlink(missing_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.worker"],
            cwd=ROOT,
            env=os.environ | self.environment | more,
        )
        self.processes.append(process)
        wait_until(self.notes.exists, "the worker does not start")
        return process

    def lines(self) -> list[str]:
        return self.notes.read_text().splitlines() if self.notes.exists() else []

    def wait_for(self, line: str, seconds: float = 30):
        wait_until(lambda: line in self.lines(), f"no {line!r} in {self.lines()}", seconds)

    def stop(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


class QueueContract:
    @pytest.fixture
    def workers(self, tmp_path, environment):
        found = Workers(tmp_path, environment)
        yield found
        found.stop()

    @pytest.fixture
    def house(self, environment, tmp_path):
        shop = open_workshop(from_env(environment, tmp_path), [jobs.TASKS, test_worker.TASKS])
        shop.db.migrate()
        yield shop
        shop.close()

    def test_a_task_is_performed_with_what_was_sent(self, house, workers):
        assert house.queue.send("tests.note", "Zoë said", "“go on” 😀")
        workers.start()
        workers.wait_for("Zoë said “go on” 😀")
        assert workers.lines()[0] == "warm"
        wait_until(lambda: house.queue.waiting() == 0, "it stays in the queue")

    def test_it_is_picked_up_quickly(self, house, workers):
        workers.start()
        house.queue.send("tests.note", "awake")
        workers.wait_for("awake")
        waits = []
        for n in range(5):
            time.sleep(0.5)  # long enough for the worker to doze off
            begun = time.monotonic()
            house.queue.send("tests.note", str(n))
            workers.wait_for(str(n))
            waits.append(time.monotonic() - begun)
        assert sorted(waits)[2] < 1.0, waits

    def test_what_was_sent_before_the_worker_started_is_not_lost(self, house, workers):
        for n in range(20):
            house.queue.send("tests.note", str(n))
        workers.start()
        workers.start()
        wait_until(lambda: house.queue.waiting() == 0, "tasks stay in the queue")

    def test_a_task_that_fails_stops_no_other(self, house, workers):
        workers.start()
        for _ in range(3):
            house.queue.send("tests.crash")
        house.queue.send("tests.note", "still here")
        workers.wait_for("still here")

    def test_it_stops_cleanly_and_lets_a_task_end(self, house, workers):
        process = workers.start()
        house.queue.send("tests.slow", "1")
        workers.wait_for("began")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert "ended" in workers.lines()

    def test_a_closed_terminal_ends_it_too(self, house, workers):
        process = workers.start()
        house.queue.send("tests.note", "at work")
        workers.wait_for("at work")
        process.send_signal(signal.SIGHUP)
        assert process.wait(20) == 0

    def test_nobody_sends_what_nobody_can_do(self, house):
        with pytest.raises(LookupError, match=r"tests\.unheard"):
            house.queue.send("tests.unheard")

    def test_a_killed_worker_loses_no_report(self, house, workers):
        """kill -9 in the middle of a report; the next worker finds it in the store by itself."""
        asked = []
        for _ in range(3):
            started = answered(house.db, house.keys)
            asked.append(
                respond.send(house.db, started.invitation, started.secret, links.receipt()).report
            )
        house.queue.send(jobs.MAKE_REPORT, asked[0])
        process = workers.start(PAUSE="60", PATIENCE="1")
        workers.wait_for(f"claimed {asked[0]} 1")
        process.kill()
        process.wait()
        time.sleep(1.1)
        workers.start(PATIENCE="1")  # sweeps as it starts
        for report in asked:
            workers.wait_for(f"made {report}", 60)
        with house.db.read() as tx:
            assert {reports.get(tx, report).state for report in asked} == {"done"}
            assert reports.get(tx, asked[0]).attempts == 2


class TestSqlite(QueueContract):
    @pytest.fixture
    def environment(self, tmp_path):
        return {"PLUMBLINE_INSTANCE": str(tmp_path / "instance")}

    def test_its_file_is_for_the_service_alone_and_holds_json(self, house):
        house.queue.send("tests.note", "needle")
        file = house.settings.queue_file
        assert file.stat().st_mode & 0o777 == 0o600
        assert b'"needle"' in file.read_bytes() + Path(f"{file}-wal").read_bytes()


class TestRedis(QueueContract):
    @pytest.fixture
    def environment(self, tmp_path, redis_url):
        with Redis.from_url(redis_url) as client:
            client.flushall()
        return {"PLUMBLINE_INSTANCE": str(tmp_path / "instance"), "REDIS_URL": redis_url}

    def test_what_travels_is_json(self, house, redis_url):
        house.queue.send("tests.note", "needle")
        with Redis.from_url(redis_url) as client:
            [message] = client.lrange("huey.redis.plumbline", 0, -1)
        assert json.loads(message)["args"] == ["tests.note", "needle"]

    def test_without_redis_the_web_goes_on_and_the_sweep_finds_the_work(self, tmp_path):
        environment = {"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"}
        shop = open_workshop(from_env(environment, tmp_path), [test_worker.TASKS])
        begun = time.monotonic()
        assert shop.queue.send("tests.note", "lost") is False
        assert shop.queue.waiting() == 0  # pages that wait are shown all the same
        assert time.monotonic() - begun < 5
        shop.close()


def test_an_immediate_queue_performs_at_once_and_shows_errors(settings):
    done = []
    tasks = Tasks()
    tasks.task("tests.do")(lambda shop, *words: done.append((shop.settings, *words)))

    @tasks.task("tests.fail")
    def fail(_shop):
        raise ZeroDivisionError

    shop = open_workshop(settings, [tasks], immediate=True)
    assert shop.queue.send("tests.do", "a", "b")
    assert done == [(settings, "a", "b")]
    with pytest.raises(ZeroDivisionError):
        shop.queue.send("tests.fail")
    with pytest.raises(LookupError):
        shop.queue.work()
    assert not settings.queue_file.exists()
    shop.close()


def test_two_tasks_cannot_have_one_name():
    one, other = Tasks(), Tasks()
    one.task("tests.do")(print)
    other.task("tests.do")(print)
    with pytest.raises(ValueError, match="two tasks"):
        Tasks.of([one, other])


def test_a_heartbeat_keeps_a_claim_and_ends_with_the_job(db, house_keys, monkeypatch):
    started = answered(db, house_keys)
    report = respond.send(db, started.invitation, started.secret, links.receipt()).report
    with db.write() as tx:
        claim = reports.claim(tx, report, 0)
    with heartbeat(db, lambda tx, now: reports.beat(tx, claim, now), every=0.02):
        wait_until(lambda: _heartbeat(db, report) > 0, "no sign of life", 5)
    with db.write() as tx:
        reports.beat(tx, claim, 5)
    time.sleep(0.1)
    assert _heartbeat(db, report) == 5


def _heartbeat(db: Database, report: str) -> int:
    with db.read() as tx:
        return reports.get(tx, report).heartbeat


def test_it_says_what_to_install_for_redis(tmp_path, monkeypatch):
    monkeypatch.setattr("huey.storage.Redis", None)
    with pytest.raises(BadInput, match=r"requirements-scale\.txt"):
        open_workshop(from_env({"REDIS_URL": "redis://nowhere"}, tmp_path), [])
