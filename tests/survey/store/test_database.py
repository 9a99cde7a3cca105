"""What the store promises, on both engines: a class for each inherits the same tests."""

import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from survey.errors import BadInput
from survey.store import migrations
from survey.store.database import Database, insert_new
from survey.store.tables import drafts, metadata, people, responses

ALICE = {"id": "alice", "name": "Alice", "email": None, "language": "en"}


def count(db, table=people):
    with db.read() as tx:
        return tx.execute(select(func.count()).select_from(table)).scalar_one()


class DatabaseContract:
    def test_its_migrations_make_the_tables_that_the_code_expects(self, db):
        with db.read() as tx:
            assert compare_metadata(MigrationContext.configure(tx), metadata) == []
            names = set(inspect(tx).get_table_names())
        assert names == set(metadata.tables) | {"alembic_version"}

    def test_its_constraints_have_the_names_that_the_code_gives_them(self, db):
        with db.read() as tx:
            found = inspect(tx)
            for table in metadata.sorted_tables:
                checks = {c["name"] for c in found.get_check_constraints(table.name)}
                uniques = {u["name"] for u in found.get_unique_constraints(table.name)}
                indexes = {i["name"] for i in found.get_indexes(table.name)}
                wanted = {c.name for c in table.constraints} | {i.name for i in table.indexes}
                assert checks | uniques <= wanted
                assert {i.name for i in table.indexes} <= indexes

    def test_migrating_again_changes_nothing(self, db):
        db.migrate()
        db.migrate()
        assert count(db) == 0

    def test_the_newest_revision_is_the_one_that_alembic_ends_at(self, db):
        """It is told from the files' names, so that nobody loads Alembic who has it already."""
        with db.read() as tx:
            assert MigrationContext.configure(tx).get_current_revision() == migrations.newest()

    def test_a_store_of_a_newer_version_is_refused(self, empty_url):
        with closing(Database(empty_url)) as newer:
            newer.migrate()
            with newer.write() as tx:
                tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            with pytest.raises(BadInput, match="newer version"):
                newer.migrate()

    def test_several_processes_may_migrate_at_once(self, empty_url):
        def migrate(_):
            database = Database(empty_url)
            database.migrate()
            database.close()

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(migrate, range(6)))
        database = Database(empty_url)
        assert count(database) == 0
        database.close()

    def test_what_is_written_is_there_for_the_next_reader(self, db):
        with db.write() as tx:
            tx.execute(insert(people).values(ALICE))
        assert count(db) == 1

    def test_an_exception_undoes_everything(self, db):
        def write_and_fail():
            with db.write() as tx:
                tx.execute(insert(people).values(ALICE))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            write_and_fail()
        assert count(db) == 0

    def test_a_reader_sees_one_moment(self, db):
        with db.read() as tx:
            before = tx.execute(select(func.count()).select_from(people)).scalar_one()
            with db.write() as other:
                other.execute(insert(people).values(ALICE))
            after = tx.execute(select(func.count()).select_from(people)).scalar_one()
        assert (before, after, count(db)) == (0, 0, 1)

    def test_a_reader_cannot_write(self, db):
        with pytest.raises(SQLAlchemyError), db.read() as tx:
            tx.execute(insert(people).values(ALICE))
        with db.write() as tx:  # and nothing of that sticks to the connection
            tx.execute(insert(people).values(ALICE))
        assert count(db) == 1

    def test_a_row_is_inserted_once(self, db):
        with db.write() as tx:
            assert insert_new(tx, people, ALICE)
            assert not insert_new(tx, people, ALICE | {"name": "Mallory"})
            assert tx.execute(select(people.c.name)).scalar() == "Alice"

    def test_nothing_points_nowhere(self, db):
        with pytest.raises(IntegrityError), db.write() as tx:
            tx.execute(insert(drafts).values(invitation="nobody", revision=1, sealed=b""))

    @pytest.mark.parametrize("bad", ["Al\0ice", "Al\ud800ice", "é\0"])
    def test_nul_and_half_characters_never_get_in(self, db, bad):
        with pytest.raises(BadInput), db.write() as tx:
            tx.execute(insert(people).values(ALICE | {"name": bad}))
        with pytest.raises(BadInput), db.write() as tx:
            tx.execute(insert(people), [ALICE, ALICE | {"id": "2", "name": bad}])
        with pytest.raises(BadInput), db.read() as tx:
            tx.execute(select(people).where(people.c.name == bad))
        assert count(db) == 0

    @pytest.mark.parametrize("name", ["NA", "None", "007", "O'Neill; DROP TABLE people", "李 😀 é"])
    def test_people_stay_who_they_are(self, db, name):
        with db.write() as tx:
            tx.execute(insert(people).values(ALICE | {"name": name}))
        with db.read() as tx:
            assert tx.execute(select(people.c.name)).scalar() == name

    def test_concurrent_writers_never_fail_and_lose_nothing(self, db):
        """Read, then write what was read plus one, guarded by the old value: 8 threads at once."""
        with db.write() as tx:
            tx.execute(insert(people).values(ALICE | {"name": "0"}))

        def add_one():
            while True:
                with db.write() as tx:
                    old = tx.execute(select(people.c.name)).scalar_one()
                    guarded = update(people).where(people.c.name == old)
                    if tx.execute(guarded.values(name=str(int(old) + 1))).rowcount:
                        return

        with ThreadPoolExecutor(8) as pool:
            futures = [pool.submit(add_one) for _ in range(160)]
            for future in futures:
                future.result()
        with db.read() as tx:
            assert tx.execute(select(people.c.name)).scalar_one() == "160"

    def test_readers_do_not_wait_for_a_writer(self, db):
        with db.write() as tx:
            tx.execute(insert(people).values(ALICE))
            done = threading.Event()
            thread = threading.Thread(target=lambda: (count(db), done.set()))
            thread.start()
            assert done.wait(5)
            thread.join()


class TestSqlite(DatabaseContract):
    @pytest.fixture
    def empty_url(self, tmp_path):
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"

    def test_it_survives_a_power_cut_and_overwrites_what_is_erased(self, db):
        wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
        with db.read() as tx:
            for pragma, value in wanted.items():
                assert tx.execute(text(f"PRAGMA {pragma}")).scalar() == value

    def test_responses_have_no_hidden_number(self, db):
        with pytest.raises(SQLAlchemyError), db.read() as tx:
            tx.execute(select(text("rowid")).select_from(responses))

    def test_its_files_are_for_the_service_alone(self, db, settings):
        with db.write() as tx:
            tx.execute(insert(people).values(ALICE))
            files = list(settings.instance.glob("plumbline.sqlite3*"))
            assert len(files) == 3
            assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}

    def test_an_erased_draft_is_not_in_the_file(self, db, settings):
        secret = os.urandom(8).hex()
        with db.write() as tx:
            tx.execute(insert(people).values(ALICE | {"name": secret}))
        with db.write() as tx:
            tx.execute(people.delete())
        with db._engine.connect() as tx:
            tx.exec_driver_sql("COMMIT")
            tx.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            tx.exec_driver_sql("BEGIN")
        assert secret.encode() not in (settings.instance / "plumbline.sqlite3").read_bytes()

    def test_it_refuses_to_live_in_memory(self):
        with pytest.raises(BadInput, match="needs a file"):
            Database("sqlite://")


class TestPostgres(DatabaseContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db

    @pytest.fixture
    def empty_url(self, postgres):
        return postgres.new_database()
