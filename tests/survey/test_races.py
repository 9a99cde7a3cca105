"""Many at once, in threads and in processes, on both engines: nothing lost, nothing doubled."""

import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy import func, select

from survey import links
from survey.answers import respond
from survey.answers.draft import Changes
from survey.errors import AlreadySent, Stale
from survey.store import responses
from survey.store.database import Database
from survey.store.tables import metadata
from tests.store_factories import alice_starts, answered, everything, instrument

ITEMS = [item.id for item in instrument().items("standard")]
WRITERS = 8


def count(db, table):
    with db.read() as tx:
        return tx.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one()


def send_from_process(url, invitation, secret, codes):
    """How many of these codes were accepted; runs in a process of its own."""
    db = Database(url)
    accepted = [code for code in codes if sends(db, invitation, secret, code)]
    db.close()
    return accepted


def sends(db, invitation, secret, code):
    try:
        respond.send(db, invitation, secret, code)
    except AlreadySent:
        return False
    return True


class RaceContract:
    def test_threads_that_send_at_once_make_one_response(self, db, house_keys):
        for _ in range(5):
            started = answered(db, house_keys)
            before = count(db, "responses")
            with ThreadPoolExecutor(WRITERS) as pool:
                futures = [
                    pool.submit(sends, db, started.invitation, started.secret, links.receipt())
                    for _ in range(WRITERS)
                ]
                accepted = [future.result() for future in futures]
            assert sum(accepted) == 1
            assert count(db, "responses") == before + 1
        assert count(db, "reports") == 5
        assert count(db, "drafts") == 0

    def test_processes_that_send_at_once_make_one_response(self, db, url, house_keys):
        started = [answered(db, house_keys) for _ in range(10)]
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.survey.test_races"])  # imported once, not by each
        with ProcessPoolExecutor(WRITERS, mp_context=context) as pool:
            for each in started:
                codes = [[links.receipt() for _ in range(2)] for _ in range(WRITERS)]
                futures = [
                    pool.submit(send_from_process, url, each.invitation, each.secret, mine)
                    for mine in codes
                ]
                accepted = [code for future in futures for code in future.result()]
                assert len(accepted) == 1
                with db.read() as tx:
                    assert responses.get(tx, links.receipt_hash(accepted[0]))
        assert count(db, "responses") == 10

    def test_the_same_click_twice_says_the_same(self, db, house_keys):
        started, code = answered(db, house_keys), links.receipt()
        with ThreadPoolExecutor(WRITERS) as pool:
            futures = [
                pool.submit(respond.send, db, started.invitation, started.secret, code)
                for _ in range(WRITERS)
            ]
            assert len({future.result() for future in futures}) == 1
        assert count(db, "responses") == 1

    def test_saving_at_once_from_several_windows_loses_nothing(self, db, house_keys):
        """Each window saves its own items, opening the page again when it is stale."""
        started = alice_starts(db, house_keys)

        def answer(window):
            stale = 0
            for item in ITEMS[window::WRITERS]:
                revision = 0
                while True:
                    try:
                        respond.save_draft(
                            db, started.invitation, started.secret, Changes({item: 3}), revision
                        )
                        break
                    except Stale:
                        stale += 1
                        revision = respond.read_draft(
                            db, started.invitation, started.secret
                        ).revision
            return stale

        with ThreadPoolExecutor(WRITERS) as pool:
            stale = sum(pool.map(answer, range(WRITERS)))
        draft = respond.read_draft(db, started.invitation, started.secret)
        assert draft.draft.answers == dict.fromkeys(ITEMS, 3)
        assert draft.revision == len(ITEMS)
        assert stale > 0

    def test_saving_beside_sending_leaves_no_draft_behind(self, db, house_keys):
        """Whatever was acknowledged before the sending is in the response; nothing comes after."""
        for _ in range(5):
            started = alice_starts(db, house_keys)
            respond.save_draft(db, started.invitation, started.secret, everything(2), 0)
            acknowledged = [2]

            def save(started=started, acknowledged=acknowledged):
                for revision, value in enumerate((3, 4, 5, 1, 2, 3), start=1):
                    try:
                        respond.save_draft(
                            db, started.invitation, started.secret,
                            Changes({ITEMS[0]: value}), revision,
                        )  # fmt: skip
                    except AlreadySent:
                        return
                    acknowledged.append(value)

            code = links.receipt()
            with ThreadPoolExecutor(2) as pool:
                saving = pool.submit(save)
                sending = pool.submit(respond.send, db, started.invitation, started.secret, code)
                saving.result(), sending.result()
            with db.read() as tx:
                stored = dict(responses.get(tx, links.receipt_hash(code)).answers)
            assert stored[ITEMS[0]] == acknowledged[-1]
        assert count(db, "drafts") == 0

    def test_what_was_acknowledged_survives_kill_9(self, db, url, house_keys):
        """A process saves as fast as it can and is killed; all that it reported is there."""
        for _ in range(3):
            started = alice_starts(db, house_keys)
            process = subprocess.Popen(
                [sys.executable, "-c", SAVE_FOR_EVER, url, started.invitation, started.secret],
                cwd=Path(__file__).parents[2],
                stdout=subprocess.PIPE,
                text=True,
            )
            acknowledged = [int(process.stdout.readline()) for _ in range(20)]
            process.kill()
            acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
            process.wait()
            process.stdout.close()
            found = respond.read_draft(db, started.invitation, started.secret)
            # One more may have been on its way when the process died.
            assert found.revision in {acknowledged[-1], acknowledged[-1] + 1}
            assert found.draft.texts["keep"] == f"save {found.revision}"


SAVE_FOR_EVER = """
import sys
from survey.answers import respond
from survey.answers.draft import Changes
from survey.store.database import Database
url, invitation, secret = sys.argv[1:]
db, revision = Database(url), 0
while True:
    change = Changes({}, {"keep": f"save {revision + 1}"})
    revision = respond.save_draft(db, invitation, secret, change, revision)
    print(revision, flush=True)
"""


class TestSqlite(RaceContract):
    @pytest.fixture
    def url(self, settings):
        return settings.database_url


class TestPostgres(RaceContract):
    @pytest.fixture
    def url(self, postgres_url):
        return postgres_url

    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db


saves = st.tuples(
    st.sampled_from(["laptop", "phone"]),
    st.sampled_from(["save", "open", "repeat"]),
    st.dictionaries(
        st.sampled_from(ITEMS[:4]), st.one_of(st.none(), st.integers(1, 5)), max_size=3
    ),
)


@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(saves, max_size=14))
def test_no_order_of_two_windows_loses_an_acknowledged_answer(db, house_keys, steps):
    """A plain dictionary is the model: what was acknowledged, in order, is what is read."""
    started = alice_starts(db, house_keys)
    key = (started.invitation, started.secret)
    model, revision = {}, 0
    windows = {"laptop": 0, "phone": 0}
    last = {"laptop": None, "phone": None}
    for window, step, answers in steps:
        if step == "open":
            windows[window] = respond.read_draft(db, *key).revision
            continue
        change, based_on = Changes(answers, seconds=1), windows[window]
        if step == "repeat" and last[window]:
            change, based_on = last[window]
        after = {k: v for k, v in {**model, **change.answers}.items() if v is not None}
        try:
            got = respond.save_draft(db, *key, change, based_on)
        except Stale:
            assert based_on != revision
            assert after != model
            continue
        assert based_on == revision or after == model
        revision += based_on == revision
        assert got == revision
        model, windows[window], last[window] = after, got, (change, based_on)
        assert respond.read_draft(db, *key).draft.answers == model
