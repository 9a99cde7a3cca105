"""The chain of the log, on both engines: what is changed or taken out later shows."""

import threading

import pytest
from sqlalchemy import delete, text, update

from survey.store import chain, log, migrations, organisations
from survey.store.chain import End
from survey.store.database import Database
from survey.store.tables import log as rows

BEGINNING = End()
DEEDS = [f"deed.{n}" for n in range(1, 6)]


@pytest.fixture
def hall(db):
    """An organisation in which five things were done, two of them at once."""
    with db.write() as tx:
        firm = organisations.add(tx, "Hall & Sons")
        for deed in DEEDS[:2]:
            log.write(tx, deed, organisation=firm, detail="about Bob")
    for deed in DEEDS[2:]:
        with db.write() as tx:
            log.write(tx, deed, organisation=firm)
    return firm


def broken(db, firm, anchor=BEGINNING):
    with db.read() as tx:
        return chain.broken(tx, firm, anchor)


class ChainContract:
    def test_what_nobody_touched_holds(self, db, hall):
        assert broken(db, hall) is None
        with db.read() as tx:
            assert chain.end(tx, hall).number == 5

    @pytest.mark.parametrize("column", ["action", "target", "detail", "at", "salt"])
    def test_a_changed_row_is_named(self, db, hall, column):
        new = 7 if column == "at" else "changed"
        with db.write() as tx:
            tx.execute(update(rows).where(rows.c.number == 2).values({column: new}))
        assert "row 2" in broken(db, hall)

    @pytest.mark.parametrize("gone", [1, 3])
    def test_a_row_that_was_taken_out_is_missed(self, db, hall, gone):
        with db.write() as tx:
            tx.execute(delete(rows).where(rows.c.number == gone))
        assert f"row {gone + 1}" in broken(db, hall)

    def test_a_row_put_in_by_hand_is_seen(self, db, hall):
        with db.write() as tx:
            values = {"id": "x", "at": 1, "organisation": hall, "action": "deed.6"}
            tx.execute(rows.insert().values(values))
        assert "outside the chain" in broken(db, hall)

    def test_old_rows_may_go_if_somebody_kept_where_the_chain_begins(self, db, hall):
        with db.write() as tx:
            anchor = chain.at(tx, hall, 2)
            tx.execute(delete(rows).where(rows.c.number <= 2))
        assert broken(db, hall, anchor) is None
        assert broken(db, hall) is not None

    def test_a_name_in_a_detail_can_be_erased(self, db, hall):
        with db.write() as tx:
            tx.execute(update(rows).where(rows.c.number == 2).values(detail="", salt=""))
        assert broken(db, hall) is None

    def test_what_is_undone_leaves_no_gap(self, db, hall):
        def write_and_fail():
            with db.write() as tx:
                log.write(tx, "undone", organisation=hall)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            write_and_fail()
        with db.write() as tx:
            log.write(tx, "deed.6", organisation=hall)
        assert broken(db, hall) is None

    def test_many_at_once_make_one_chain(self, db, hall):
        def act():
            for _ in range(10):
                with db.write() as tx:
                    log.write(tx, "at.once", organisation=hall)

        threads = [threading.Thread(target=act) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert broken(db, hall) is None
        with db.read() as tx:
            assert chain.end(tx, hall).number == 45

    def test_the_migration_links_what_was_there(self, empty_url):
        old = Database(empty_url)
        with old.write() as tx:
            migrations.upgrade(tx, "0017")
            tx.execute(text("INSERT INTO organisations VALUES ('hall', 'Hall', 'UTC', 'en')"))
            for n in range(3):
                tx.execute(
                    text(
                        "INSERT INTO log (id, at, organisation, action, detail) "
                        "VALUES (:id, :n, 'hall', 'deed', 'café')"
                    ),
                    {"id": str(9 - n), "n": n},
                )
        old.migrate()
        assert broken(old, "hall") is None
        with old.write() as tx:
            log.write(tx, "deed", organisation="hall")
        assert broken(old, "hall") is None
        with old.read() as tx:
            assert chain.end(tx, "hall").number == 4
        old.close()


class TestSqlite(ChainContract):
    @pytest.fixture
    def empty_url(self, tmp_path):
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"


class TestPostgres(ChainContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db

    @pytest.fixture
    def empty_url(self, postgres):
        return postgres.new_database()
