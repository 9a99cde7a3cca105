"""Paper forms in the making, on both engines."""

import pytest

from survey.errors import NotFound, Stale
from survey.store import accounts, erasing, papers
from survey.store.tables import participations
from tests.store_factories import alice_takes_part

NOW = 1_800_000_000


class PapersContract:
    def ask(self, tx, **more):
        cora = accounts.add(tx, "Cora", "cora@example.org")
        return papers.add(tx, cora, "{}", NOW + 86400, **more)

    def test_paper_forms_are_made_by_one_worker_at_a_time(self, db):
        with db.write() as tx:
            made = self.ask(tx, many=3)
            assert papers.lost(tx, NOW) == [made]
            papers.resent(tx, made, NOW)
            assert papers.lost(tx, NOW) == []
            claimed = papers.claim(tx, made, NOW)
            assert (claimed.wish, claimed.many, claimed.made) == ("{}", 3, 0)
            assert papers.claim(tx, made, NOW) is None
            papers.progress(tx, claimed, 2, NOW)
            assert papers.get(tx, made).made == 2
            assert papers.sealed(tx, made) is None
            papers.finish(tx, claimed, b"sealed")
            with pytest.raises(Stale):
                papers.progress(tx, claimed, 3, NOW)
            assert papers.get(tx, made).state == "done"
            assert papers.sealed(tx, made) == b"sealed"
            assert papers.lost(tx, NOW + 999) == []

    def test_what_kills_its_worker_thrice_is_given_up(self, db):
        with db.write() as tx:
            made, now = self.ask(tx), NOW
            for _ in range(papers.ATTEMPTS):
                assert papers.claim(tx, made, now)
                now += papers.PATIENCE
            assert papers.claim(tx, made, now) is None
            assert papers.get(tx, made).state == "failed"

    def test_they_have_their_day(self, db):
        with db.write() as tx:
            made = self.ask(tx)
            assert papers.erase_old(tx, NOW) == 0
            assert papers.erase_old(tx, NOW + 86400) == 1
            with pytest.raises(NotFound):
                papers.get(tx, made)

    def test_they_go_with_whom_they_are_about_and_with_who_asked(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            made = self.ask(tx, participation=alice)
            other = papers.add(tx, papers.get(tx, made).account, "{}", NOW)
            assert erasing.erase(tx, participations, [alice]).rows["papers"] == 1
            assert erasing.account(tx, papers.get(tx, other).account).rows["papers"] == 1


class TestSqlite(PapersContract):
    pass


class TestPostgres(PapersContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
