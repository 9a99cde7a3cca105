"""Copies of the store: whole while others write, and forgetful when they come back."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from survey.errors import BadInput
from survey.rights import backup, erasing, finding
from survey.store import copies, people
from survey.store.database import Database
from survey.store.ids import new_id
from tests.programme import programme
from tests.store_factories import TODAY, answer, everything_in, rows

NOW = 1_795_435_200.0  # the noon of TODAY, in UTC


def restore(db, settings, keys, file, *, replace=True, now=NOW):
    return backup.restore(db, settings, keys, file, replace=replace, now=now)


def opened(file):
    with copies.opened(file) as copy:
        return everything_in(copy)


class BackupContract:
    rounds = 12

    def test_a_copy_made_while_others_write_holds_all_that_was_acknowledged(self, db, tmp_path):
        acknowledged: list[str] = []
        stop = threading.Event()

        def write():
            while not stop.is_set():
                with db.write() as tx:
                    one = people.add(tx, "Bob", id=new_id())
                acknowledged.append(one)

        thread = threading.Thread(target=write)
        thread.start()
        try:
            for n in range(self.rounds):
                before = list(acknowledged)
                file = tmp_path / f"{n}.sqlite3"
                backup.save(db, file, NOW)
                with copies.opened(file) as copy, copy.read() as tx:
                    assert set(people.named(tx, before)) == set(before)
                    assert tx.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        finally:
            stop.set()
            thread.join()
        assert len(acknowledged) > self.rounds

    def test_what_comes_back_is_what_was_there(self, db, settings, house_keys, firm, tmp_path):
        before = sorted(everything_in(db).split("\n"))
        backup.save(db, tmp_path / "copy", NOW)
        with db.write() as tx:
            people.add(tx, "Mallory")
        done = restore(db, settings, house_keys, tmp_path / "copy")
        assert (done.persons, done.rows, done.reports, done.damaged) == (0, 0, 1, ())
        with db.write() as tx:  # what the restoring itself noted
            tx.exec_driver_sql("DELETE FROM records")
        assert sorted(everything_in(db).split("\n")) == before

    def test_whoever_was_erased_since_is_erased_again(
        self, db, settings, house_keys, firm, bob, tmp_path
    ):
        backup.save(db, tmp_path / "copy", NOW)
        assert "Zwiebel" in opened(tmp_path / "copy")
        erasing.erase(
            db, settings, house_keys.record, "bob.zwiebel@hallsons.example",
            organisation=None, day=TODAY, by=None,
        )  # fmt: skip
        done = restore(db, settings, house_keys, tmp_path / "copy")
        assert done.persons == 1
        assert (rows(db, "responses"), rows(db, "reports")) == (13, 1)
        (tmp_path / "copy").unlink()
        with db.read() as tx:
            assert list(finding.in_store(tx, ["Zwiebel"])) == []
        assert list(finding.in_files(settings, ["Zwiebel"])) == []

    def test_somebody_who_came_back_under_the_same_address_stays(
        self, db, settings, house_keys, firm, bob, tmp_path
    ):
        address = "bob.zwiebel@hallsons.example"
        erasing.erase(
            db, settings, house_keys.record, address, organisation=None, day=TODAY, by=None
        )
        with db.write() as tx:
            people.add(tx, "Bob Zwiebel", address)
        backup.save(db, tmp_path / "copy", NOW + 3 * 24 * 3600)
        assert restore(db, settings, house_keys, tmp_path / "copy").persons == 0

    def test_what_had_its_day_meanwhile_goes_again(
        self, db, settings, house_keys, firm, bob, tmp_path
    ):
        backup.save(db, tmp_path / "copy", NOW)
        later = NOW + 60 * 24 * 3600
        assert restore(db, settings, house_keys, tmp_path / "copy", now=later).rows >= 13
        with db.read() as tx:
            assert list(finding.in_store(tx, ["Zwiebel"])) == []

    def test_it_does_not_go_over_somebody_unless_it_is_told_to(
        self, db, settings, house_keys, firm, tmp_path
    ):
        backup.save(db, tmp_path / "copy", NOW)
        with pytest.raises(BadInput, match="--replace"):
            restore(db, settings, house_keys, tmp_path / "copy", replace=False)

    def test_it_goes_to_the_other_engine_too(self, db, settings, house_keys, firm, tmp_path):
        backup.save(db, tmp_path / "copy", NOW)
        before = everything_in(db)
        elsewhere = replace(settings, instance=tmp_path / "elsewhere")
        elsewhere.instance.mkdir()
        other = Database(f"sqlite:///{elsewhere.instance / 'new.sqlite3'}")
        other.migrate()
        restore(other, elsewhere, house_keys, tmp_path / "copy", replace=False)
        with other.write() as tx:
            tx.exec_driver_sql("DELETE FROM records")
        assert sorted(everything_in(other).split("\n")) == sorted(before.split("\n"))
        other.close()


class TestSqlite(BackupContract):
    pass


class TestPostgres(BackupContract):
    rounds = 4  # each copy is made row by row

    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db


@pytest.mark.parametrize("content", [b"no database at all", b"", b"PK\x03\x04"])
def test_what_is_no_copy_of_ours_is_refused(db, settings, house_keys, tmp_path, content):
    file = Path(tmp_path / "copy")
    file.write_bytes(content)
    with pytest.raises(BadInput, match="not a whole copy"):
        restore(db, settings, house_keys, file)


def test_a_copy_is_never_written_over_something(db, tmp_path):
    (tmp_path / "copy").write_text("mine")
    with pytest.raises(BadInput, match="already"):
        backup.save(db, tmp_path / "copy", NOW)
    assert (tmp_path / "copy").read_text() == "mine"


def test_a_copy_is_for_the_service_alone_and_has_no_key_in_it(
    db, settings, house_keys, firm, tmp_path
):
    backup.save(db, tmp_path / "copy", NOW)
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0
    content = (tmp_path / "copy").read_bytes()
    for key in (house_keys.link, house_keys.session, house_keys.record):
        assert key not in content
        assert key.hex().encode() not in content


def test_answers_that_were_taken_back_do_not_come_back(db, settings, house_keys, tmp_path):
    made = programme(db, house_keys)
    (settings.instance / "withdrawn.txt").write_text("a" * 64 + "\n")
    with db.write() as tx:
        answer(tx, made.participation, "a" * 64)
        answer(tx, made.participation, "b" * 64)
    backup.save(db, tmp_path / "copy", NOW)
    assert restore(db, settings, house_keys, tmp_path / "copy").answers == 1
    assert rows(db, "responses") == 1
