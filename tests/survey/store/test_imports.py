"""Uploaded tables, and what they are compared with, on both engines."""

import pytest

from survey.errors import NotFound
from survey.store import imports, invitations
from tests.programme import programme
from tests.store_factories import rows

NOW = 1_000_000


class ImportsContract:
    @pytest.fixture
    def firm(self, db, house_keys):
        return programme(db, house_keys)

    def test_a_table_is_read_back_as_it_was(self, db, firm):
        with db.write() as tx:
            table = imports.add(tx, firm.ada, firm.round, "x" * 300, [["a", "ä"], [], ["1"]], NOW)
            imports.map_columns(tx, table, {"role": 1})
            found = imports.get(tx, table, NOW)
        assert found.rows == (("a", "ä"), (), ("1",))
        assert (found.columns, len(found.file)) == ({"role": 1}, 200)

    def test_it_ends_after_a_day_and_is_replaced_by_another(self, db, firm):
        with db.write() as tx:
            imports.add(tx, firm.ada, firm.round, "a", [["a"]], NOW)
            table = imports.add(tx, firm.ada, firm.round, "b", [["a"]], NOW)
        assert rows(db, "imports") == 1
        with db.write() as tx:
            assert imports.whose(tx, table, NOW) == (firm.ada, firm.round)
            with pytest.raises(NotFound):
                imports.get(tx, table, NOW + imports.KEPT)
            assert imports.erase_old(tx, NOW + imports.KEPT - 1) == 0
            assert imports.erase_old(tx, NOW + imports.KEPT) == 1
            assert not imports.remove(tx, table)

    def test_the_people_of_a_round_are_read_at_once(self, db, firm):
        with db.write() as tx:
            bob = firm.raters["peers"][0]
            invitations.change(tx, bob, moved_to="reports")
            invitations.change(tx, firm.raters["peers"][1], taken_off=True)
        with db.read() as tx:
            (alice,) = imports.taking_part(tx, firm.round)
            assert (alice.id, alice.coach) == (firm.participation, "cora@hallsons.example")
            found = imports.raters(tx, firm.round)
            assert len(found) == sum(map(len, firm.raters.values())) - 1
            person = invitations.get(tx, bob).person
            assert found[firm.participation, person] == (bob, "reports")
            there = imports.addresses(tx, firm.organisation)
            assert there["alice@hallsons.example"].id == firm.alice


class TestSqlite(ImportsContract):
    pass


class TestPostgres(ImportsContract):
    @pytest.fixture
    def db(self, postgres_db):
        postgres_db.migrate()
        return postgres_db
