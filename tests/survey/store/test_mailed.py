"""Marks, who is to be written to, and the outbox of an organisation, on both engines."""

import threading
from datetime import date, timedelta

import pytest

from survey.store import invitations, mailed, marks, outbox, people, unfinished
from tests.programme import programme, rival
from tests.store_factories import TODAY


class MarksContract:
    def test_a_thing_is_done_once_whatever_the_day(self, db):
        with db.write() as tx:
            assert not marks.done(tx, "x")
            assert marks.once(tx, "x", TODAY)
            assert not marks.once(tx, "x", TODAY + timedelta(days=1))
            assert marks.done(tx, "x")
            with pytest.raises(ValueError, match="120"):
                marks.once(tx, "x" * 121, TODAY)

    def test_what_is_undone_leaves_no_mark(self, db):
        def crash():
            with db.write() as tx:
                marks.once(tx, "x", TODAY)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            crash()
        with db.read() as tx:
            assert not marks.done(tx, "x")

    def test_of_many_at_once_one_does_it(self, db):
        done = []

        def do():
            with db.write() as tx:
                done.append(marks.once(tx, "x", TODAY))

        threads = [threading.Thread(target=do) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(done) == [False] * 7 + [True]

    def test_old_ones_are_forgotten(self, db):
        with db.write() as tx:
            marks.once(tx, "old", date(2020, 1, 1))
            marks.once(tx, "new", TODAY)
            marks.forget(tx, TODAY)
            assert (marks.done(tx, "old"), marks.done(tx, "new")) == (False, True)


class MailedContract:
    def test_an_organisation_sees_its_own_messages(self, db, house_keys):
        made, other = programme(db, house_keys), rival(db, house_keys)
        with db.write() as tx:
            mine = [
                outbox.add(tx, "invitation", made.raters["peers"][0]),
                outbox.add(tx, "take_part", participation=made.participation),
                outbox.add(tx, "digest", person=made.alice, round=made.round),
                outbox.add(tx, "account", account=made.ada),
            ]
            outbox.add(tx, "invitation", other.raters["peers"][0])
            outbox.add(tx, "account", account=other.ada)
            outbox.add(tx, "invitation/en", account=made.ada, round=made.round, test=True)
            found = mailed.listed(tx, made.organisation, ("invitation", "take_part", "digest",
                                                          "account"))  # fmt: skip
            assert {one.id for one in found} == set(mine)
            assert {one.address for one in found} == {
                "peers1@hallsons.example", "alice@hallsons.example", "ada@hallsons.example",
            }  # fmt: skip
            assert mailed.counts(tx, made.organisation)["invitation", "queued"] == 1
            assert mailed.listed(tx, made.organisation, ("digest",), message=mine[0]) == []

    def test_who_is_to_be_reminded_and_thanked(self, db, house_keys):
        made = programme(db, house_keys, raters={"peers": 4})
        first, second, third, fourth = made.raters["peers"]
        with db.write() as tx:
            invitations.close(tx, first, "done")
            invitations.close(tx, second, "declined")
            people.set_email(tx, invitations.get(tx, third).person, None)
            found = {one.invitation for one in mailed.unanswered(tx, made.round)}
            assert found == {fourth, made.own}
            mailed.reminded(tx, found, TODAY)
            assert invitations.get(tx, fourth).reminders == 1
            person = invitations.get(tx, fourth).person
            assert mailed.reminded_on(tx, made.organisation, TODAY) == {person, made.alice}
            assert [one.invitation for one in mailed.to_thank(tx, made.organisation)] == [first]
            mailed.thanked(tx, [first])
            assert mailed.to_thank(tx, made.organisation) == []

    def test_there_is_nothing_unfinished_at_first(self, db, house_keys):
        made = programme(db, house_keys)
        with db.read() as tx:
            assert unfinished.waiting(tx, made.organisation) == 0
            assert unfinished.failed(tx, made.organisation) == []
            assert mailed.note(tx, made.participation) == ""
            assert mailed.follow_ups_asked(tx, person=made.alice) == []


class TestMarksSqlite(MarksContract):
    pass


class TestMailedSqlite(MailedContract):
    pass


class TestMarksPostgres(MarksContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db


class TestMailedPostgres(MailedContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
