"""Reports and the outbox: rows that say what is to be done, on both engines."""

import pytest

from survey.errors import Stale
from survey.store import outbox, participations, reports
from survey.store.ids import new_id
from tests.store_factories import alice_takes_part, answer, invite

NOW = 1_800_000_000


class ReportsContract:
    def ask(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            answer(tx, alice, new_id() * 2, "self")
            return alice, reports.ask(tx, alice)

    def test_the_same_answers_make_one_report(self, db):
        alice, report = self.ask(db)
        with db.write() as tx:
            assert reports.ask(tx, alice) == report
            answer(tx, alice, new_id() * 2)
            assert reports.ask(tx, alice) != report
            assert len(reports.of(tx, alice)) == 2

    def test_it_goes_its_way_from_queued_to_done(self, db):
        _, report = self.ask(db)
        with db.write() as tx:
            assert reports.get(tx, report).state == "queued"
            mine = reports.claim(tx, report, NOW)
            assert reports.get(tx, report).state == "running"
            reports.beat(tx, mine, NOW + 10)
            reports.show(
                tx, mine, '{"page": 1}', {"profile": "<svg/>", "matrix": "<svg></svg>"}, NOW
            )
            assert reports.get(tx, report).state == "shown"
            assert reports.snapshot(tx, report) == '{"page": 1}'
            assert reports.figure(tx, report, "profile") == "<svg/>"
            assert reports.figure(tx, report, "none") is None
            assert set(reports.figure_texts(tx, report)) == {"profile", "matrix"}
            assert reports.pdf(tx, report) is None
            reports.finish(tx, mine, b"%PDF")
            assert reports.get(tx, report).state == "done"
            assert reports.pdf(tx, report) == b"%PDF"
            assert reports.claim(tx, report, NOW + 9999) is None
            assert reports.lost(tx, NOW + 9999) == []

    def test_one_worker_has_it_until_it_falls_silent(self, db):
        _, report = self.ask(db)
        with db.write() as tx:
            first = reports.claim(tx, report, NOW)
            assert reports.claim(tx, report, NOW + 29) is None
            assert reports.lost(tx, NOW + 29) == []
            assert reports.lost(tx, NOW + 30) == [report]
            second = reports.claim(tx, report, NOW + 30)
            assert second.attempt == 2
            for write in (
                lambda: reports.beat(tx, first, NOW),
                lambda: reports.show(tx, first, "late", {}, NOW),
                lambda: reports.finish(tx, first, b"late"),
                lambda: reports.fail(tx, first, "late"),
            ):
                with pytest.raises(Stale):
                    write()
            reports.show(tx, second, "{}", {"a": "<svg/>"}, NOW + 31)

    def test_what_can_be_seen_stays_to_be_seen_when_a_second_worker_takes_over(self, db):
        _, report = self.ask(db)
        with db.write() as tx:
            first = reports.claim(tx, report, NOW)
            reports.show(tx, first, "{}", {"a": "<svg/>"}, NOW)
            second = reports.claim(tx, report, NOW + 60)
            assert reports.get(tx, report).state == "shown"
            reports.show(tx, second, "{}", {"b": "<svg/>"}, NOW + 61)
            assert set(reports.figure_texts(tx, report)) == {"b"}

    def test_a_job_that_kills_its_worker_three_times_has_failed(self, db):
        alice, report = self.ask(db)
        with db.write() as tx:
            for attempt in (1, 2, 3):
                assert reports.claim(tx, report, NOW + 100 * attempt).attempt == attempt
            assert reports.claim(tx, report, NOW + 1000) is None
            failed = reports.get(tx, report)
            assert failed.state == "failed"
            assert len(failed.reference) == 8
            assert reports.ask(tx, alice) == report  # asking again gives it another chance
            assert reports.claim(tx, report, NOW + 1001).attempt == 1

    def test_a_queued_job_is_sent_again_but_not_each_minute(self, db):
        _, report = self.ask(db)
        with db.write() as tx:
            assert reports.lost(tx, NOW) == [report]
            reports.resent(tx, report, NOW)
            assert reports.lost(tx, NOW + 29) == []
            assert reports.lost(tx, NOW + 60) == [report]
            assert reports.claim(tx, report, NOW + 1) is not None


class OutboxContract:
    def post(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            return outbox.add(tx, "link", invite(tx, alice, participations.get(tx, alice).person))

    def test_a_message_is_taken_by_one_and_comes_back_if_that_one_dies(self, db):
        message = self.post(db)
        with db.write() as tx:
            assert outbox.due(tx, NOW) == [message]
            assert outbox.take(tx, message, NOW).attempts == 1
            assert outbox.take(tx, message, NOW) is None
            assert outbox.due(tx, NOW + outbox.LEASE - 1) == []
            assert outbox.take(tx, message, NOW + outbox.LEASE).attempts == 2
            outbox.sent(tx, message)
            assert outbox.take(tx, message, NOW + 9999) is None
            assert outbox.due(tx, NOW + 9999) == []

    def test_it_waits_longer_after_each_failure_and_gives_up_at_last(self, db):
        message = self.post(db)
        now, waits = NOW, []
        with db.write() as tx:
            while outbox.get(tx, message).state == "queued":
                assert outbox.take(tx, message, now)
                outbox.failed(tx, message, "451 try\r\nlater\0" + "x" * 900, now)
                row = outbox.get(tx, message)
                waits.append(row.due - now)
                now = row.due
            assert tuple(waits[:-1]) == outbox.BACKOFF
            assert row.state == "failed"
            assert row.problem.startswith("451 try later x")
            assert len(row.problem) == 500

    def test_what_is_refused_for_good_is_not_tried_again(self, db):
        message = self.post(db)
        with db.write() as tx:
            outbox.take(tx, message, NOW)
            outbox.failed(tx, message, "550 no such user", NOW, final=True)
            assert outbox.get(tx, message).state == "failed"
            assert outbox.count(tx, "link", outbox.get(tx, message).invitation) == 1


class TestSqlite(ReportsContract, OutboxContract):
    pass


class TestPostgres(ReportsContract, OutboxContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
