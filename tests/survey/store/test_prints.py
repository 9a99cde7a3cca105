"""Prints: variants of a report that were made once are kept, on both engines; a new version of the
store takes in reports that are older than these."""

import hashlib
from contextlib import closing

import pytest

from survey.errors import NotFound, Stale
from survey.rounds.campaign import Rules
from survey.rounds.programme import paper_and_cover
from survey.store import migrations, organisations, participations, prints, reports, rounds
from survey.store.database import Database
from survey.store.ids import new_id
from tests.store_factories import alice_takes_part, answer

NOW = 1_800_000_000


class PrintsContract:
    def report(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            answer(tx, alice, new_id() * 2, "self")
            made = reports.ask(tx, alice)
            claim = reports.claim(tx, made, NOW)
            reports.show(tx, claim, '{"page": 1}', {}, NOW)
            reports.finish(tx, claim, b"%PDF whole", "full-a4-dark", '{"python": "3"}')
        return alice, made

    def asked(self, db):
        _, report = self.report(db)
        with db.write() as tx:
            return report, prints.ask(tx, report, "short-a4-dark", "c" * 64)

    def test_the_same_variant_of_the_same_snapshot_is_made_once(self, db):
        report, wanted = self.asked(db)
        with db.write() as tx:
            assert prints.ask(tx, report, "short-a4-dark", "c" * 64) == wanted
            other = prints.ask(tx, report, "short-letter-dark", "c" * 64)
            prints.ask(tx, report, "short-a4-dark", "d" * 64)
            there = prints.of(tx, report, "c" * 64)
            assert {name: one.id for name, one in there.items()} == {
                "short-a4-dark": wanted,
                "short-letter-dark": other,
            }

    def test_it_goes_its_way_from_queued_to_done_and_is_found_by_its_bytes(self, db):
        report, wanted = self.asked(db)
        with db.write() as tx:
            prints.resent(tx, wanted, NOW)
            assert prints.lost(tx, NOW) == []
            mine = prints.claim(tx, wanted, NOW)
            assert prints.claim(tx, wanted, NOW + 29) is None
            assert prints.pdf(tx, wanted) is None
            prints.finish(tx, mine, b"%PDF short", '{"python": "3"}')
            assert prints.get(tx, wanted).state == "done"
            assert prints.pdf(tx, wanted) == b"%PDF short"
            assert prints.claim(tx, wanted, NOW + 9999) is None
            assert prints.lost(tx, NOW + 9999) == []
            short, whole = (
                prints.left(tx, hashlib.sha256(data).hexdigest())
                for data in (b"%PDF short", b"%PDF whole")
            )
            assert short == [prints.Left(report, "short-a4-dark", '{"python": "3"}')]
            assert whole == [prints.Left(report, "full-a4-dark", '{"python": "3"}')]
            assert prints.left(tx, "0" * 64) == []
            assert prints.as_left(tx, report, "short-a4-dark") == short[0]
            assert prints.as_left(tx, report, "short-letter-dark") is None
            assert prints.of_content(tx, "11", lambda text: str(len(text))) == report
            with pytest.raises(NotFound):
                prints.of_content(tx, "12", lambda text: str(len(text)))

    def test_a_worker_that_fell_silent_loses_it_and_three_have_failed(self, db):
        _, wanted = self.asked(db)
        with db.write() as tx:
            first = prints.claim(tx, wanted, NOW)
            assert prints.lost(tx, NOW + 30) == [wanted]
            second = prints.claim(tx, wanted, NOW + 30)
            with pytest.raises(Stale):
                prints.finish(tx, first, b"late", "{}")
            assert second.attempts == 2
            assert prints.claim(tx, wanted, NOW + 60)
            assert prints.claim(tx, wanted, NOW + 90) is None
            assert prints.get(tx, wanted).state == "failed"
            assert prints.get(tx, wanted).reference

    def test_one_that_failed_is_made_again_when_it_is_asked_for_again(self, db):
        report, wanted = self.asked(db)
        with db.write() as tx:
            prints.fail(tx, prints.claim(tx, wanted, NOW), "ab12")
            assert prints.get(tx, wanted).reference == "ab12"
            assert prints.ask(tx, report, "short-a4-dark", "c" * 64) == wanted
            assert prints.get(tx, wanted).state == "queued"
            assert prints.get(tx, wanted).reference is None

    def test_they_go_with_the_reports(self, db):
        alice, report = self.report(db)
        with db.write() as tx:
            wanted = prints.ask(tx, report, "short-a4-dark", "c" * 64)
            reports.erase(tx, alice)
            with pytest.raises(NotFound):
                prints.get(tx, wanted)

    def test_paper_and_cover_are_the_rounds_else_the_organisations(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            assert paper_and_cover(tx, alice) == ("a4", "dark")
            firm = organisations.add(tx, "Hall & Sons")
            round_ = participations.get(tx, alice).round
            rounds.change(tx, round_, organisation=firm)
            assert paper_and_cover(tx, alice) == ("a4", "dark")
            organisations.change(tx, firm, "Hall", "UTC", "en", paper="letter", cover="light")
            organisations.change(tx, firm, "Hall & Sons", "UTC", "en")
            assert paper_and_cover(tx, alice) == ("letter", "light")
            rounds.change(tx, round_, rules=Rules(paper="a4").to_json())
            assert paper_and_cover(tx, alice) == ("a4", "light")
            rounds.change(tx, round_, rules=Rules(cover="dark").to_json())
            assert paper_and_cover(tx, alice) == ("letter", "dark")

    def test_how_far_it_is_grows_and_begins_anew_with_another_worker(self, db):
        report, wanted = self.asked(db)
        with db.write() as tx:
            first = prints.claim(tx, wanted, NOW)
            prints.progress(tx, first, 40)
            assert prints.of(tx, report, "c" * 64)["short-a4-dark"].percent == 40
            prints.beat(tx, first, NOW + 29)
            assert prints.claim(tx, wanted, NOW + 58) is None
            prints.claim(tx, wanted, NOW + 59)
            assert prints.get(tx, wanted).percent == 0
            for late in (lambda: prints.progress(tx, first, 50), lambda: prints.beat(tx, first, 0)):
                with pytest.raises(Stale):
                    late()

    def test_the_migration_takes_in_firms_and_reports_of_before(self, empty_url):
        old = Database(empty_url)
        with closing(old), old.write() as tx:
            migrations.upgrade(tx, "0026")
            tx.exec_driver_sql(
                "INSERT INTO organisations (id, name, time_zone, language) "
                "VALUES ('hall', 'Hall', 'UTC', 'en')"
            )
        with closing(Database(empty_url)) as new:
            new.migrate()
            with new.read() as tx:
                hall = organisations.get(tx, "hall")
                assert (hall.paper, hall.cover) == ("a4", "dark")


class TestOnSqlite(PrintsContract):
    @pytest.fixture
    def empty_url(self, tmp_path):
        return f"sqlite:///{tmp_path / 'empty.db'}"


class TestOnPostgres(PrintsContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db

    @pytest.fixture
    def empty_url(self, postgres):
        return postgres.new_database()
