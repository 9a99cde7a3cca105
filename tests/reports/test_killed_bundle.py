"""kill -9 in the middle of a coach's ZIP, with real worker processes on SQLite."""

import io
import multiprocessing
import signal
import time
import zipfile

import pytest

from survey.store import bundles, participations, people, releases, reports
from survey.store.reports import Basis
from tests.programme import TODAY, programme, signed_in
from tests.servers import wait_until
from tests.survey.test_queue import Workers
from tests.whole_house import open_house
from tests.worker import work

FOR_LONG = 9_999_999_999


@pytest.fixture
def house(tmp_path):
    house = open_house(tmp_path)
    yield house
    house.shop.close()


class Forked(Workers):
    """Processes that need not import everything anew: four of them are needed here."""

    def start(self, **more: str):
        self.notes.unlink(missing_ok=True)
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload(["tests.worker"])
        process = forks.Process(target=work, args=(self.environment | more,))
        process.start()
        self.processes.append(process)
        wait_until(self.notes.exists, "the worker does not start")
        return process

    def stop(self):
        for process in self.processes:
            process.kill()
            process.join()


@pytest.fixture
def workers(tmp_path):
    found = Forked(tmp_path, {"PLUMBLINE_INSTANCE": str(tmp_path), "PATIENCE": "1"})
    yield found
    found.stop()


def client(db, firm, name):
    """Another client of Cora's, and the report that is printed: both ids."""
    with db.write() as tx:
        person = people.add(tx, name, f"{name}@hall.example", organisation=firm.organisation)
        about = participations.add(tx, person, firm.round, "Head", coach=firm.cora)
        report = reports.ask(tx, about, Basis(("a" * 64,), (), {}))
        claim = reports.claim(tx, report, 0)
        reports.show(tx, claim, "{}", {}, 0)
        reports.finish(tx, claim, f"%PDF of {name}".encode())
        releases.put(tx, about, report, None, TODAY)
    return about, report


def killed_at(workers, rest_at, *places):
    """A worker that was killed while it had bundles open at all these places."""
    process = workers.start(REST_AT=rest_at)
    for place in places:
        workers.wait_for(f"at {place}")
    kill(process)


def kill(process):
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    time.sleep(1.1)  # longer than others are patient


def test_a_killed_worker_leaves_no_half_zip_and_one_that_kills_is_given_up(house, workers):
    db = house.shop.db
    firm = programme(db, house.shop.keys)
    (anna, _), (bert, _), (carl, printed) = (client(db, firm, n) for n in ("Anna", "Bert", "Carl"))
    with db.write() as tx:
        unlucky = bundles.add(tx, firm.cora, [anna, bert], FOR_LONG)
        deadly = bundles.add(tx, firm.cora, [anna, carl], FOR_LONG)

    def found(bundle):
        with db.read() as tx:
            return bundles.get(tx, bundle), bundles.file(tx, bundle)

    killed_at(workers, f"{bert} {carl}", bert, carl)
    for one in (unlucky, deadly):
        left, file = found(one)
        assert (left.state, left.made, left.attempts, file) == ("running", 1, 1, None)
    cora = signed_in(house.app, db, firm.cora)
    assert "1 of 2 looked at" in cora.get(f"/coach/bundles/{deadly}", 202).text
    early = cora.client.get(f"/coach/bundles/{deadly}/zip")
    assert early.location.endswith(f"/coach/bundles/{deadly}")

    process = workers.start(REST_AT=carl)  # another takes both up, and finishes the one
    workers.wait_for(f"at {carl}")
    wait_until(lambda: found(unlucky)[0].state == "done", "nobody takes the ZIP up")
    made, file = found(unlucky)
    packed = zipfile.ZipFile(io.BytesIO(file))
    assert (made.attempts, made.made, made.failures) == (2, 2, ())
    assert packed.namelist() == ["Anna, Autumn 2026.pdf", "Bert, Autumn 2026.pdf"]
    assert packed.read("Bert, Autumn 2026.pdf") == b"%PDF of Bert"
    assert packed.testzip() is None
    kill(process)

    killed_at(workers, carl, carl)
    workers.start()
    wait_until(lambda: found(deadly)[0].state == "failed", "it is tried for ever")
    assert found(deadly)[1] is None
    assert "The ZIP could not be made" in cora.get(f"/coach/bundles/{deadly}").text
    assert "2 reports, could not be made" in cora.get("/coach").text
    assert found(unlucky)[1] == file
    with db.read() as tx:
        assert reports.get(tx, printed).state == "done"
        assert reports.pdf(tx, printed) == b"%PDF of Carl"
