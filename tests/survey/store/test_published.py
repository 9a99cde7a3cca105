"""The ledger of numbers, on both engines."""

import pytest

from survey.store import published, rounds
from survey.store.published import Row, hash_of
from tests.store_factories import alice_takes_part, rows

FOUR = frozenset(letter * 64 for letter in "abcd")
THREE = frozenset(letter * 64 for letter in "abc")


def row(alice, raters, source="report", scale="item:a", cell="peers"):
    return Row(source, scale, cell, alice, len(raters), "4.7+", hash_of(raters))


class PublishedContract:
    def test_a_number_is_kept_with_the_raters_it_is_about(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            kept = [row(alice, FOUR, cell="all_others"), row(alice, THREE)]
            published.add(tx, kept, [FOUR, THREE])
            published.add(tx, [row(alice, THREE, "next")], [THREE])
        with db.read() as tx:
            assert published.of(tx, alice) == [row(alice, THREE, "next"), *kept]
            assert published.members(tx, alice) == {hash_of(FOUR): FOUR, hash_of(THREE): THREE}
            assert published.participations(tx) == [alice]
            assert published.of(tx, "nobody") == []

    def test_only_invented_people_are_forgotten(self, db):
        with db.write() as tx:
            alice, mara = alice_takes_part(tx), alice_takes_part(tx, number=2)
            published.add(tx, [row(alice, THREE), row(alice, FOUR, scale="item:b")], [THREE, FOUR])
            published.add(tx, [row(mara, THREE, "other")], [THREE])
            published.forget(tx, [alice])
            assert published.of(tx, alice) == []
            assert published.members(tx, mara) == {hash_of(THREE): THREE}
        assert rows(db, "rater_sets") == 1

    def test_a_practice_round_goes_with_its_numbers(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            of = rounds.of(tx, alice)
            rounds.change(tx, of.id, practice=True)
            published.add(tx, [row(alice, THREE)], [THREE])
            rounds.erase_practice(tx, of.id)
        assert rows(db, "published") == rows(db, "rater_sets") == 0


class TestSqlite(PublishedContract):
    pass


class TestPostgres(PublishedContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
