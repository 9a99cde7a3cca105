"""A self-assessment that others were asked about runs by itself, as other rounds do."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from survey import links
from survey.anonymity import releasing
from survey.answers import respond
from survey.mailing import letters
from survey.raters import asking
from survey.raters.pasted import Entry
from survey.rounds import timetable
from survey.store import invitations, outbox, releases, reports, rounds
from survey.store.tables import metadata
from tests.store_factories import TODAY, alice_starts, answered, everything

DAY = timedelta(days=1)
LAST = TODAY + 21 * DAY
EMAILS = ("bob@x.example", "cy@x.example", "dan@x.example", "eve@x.example")


def at(shop, day, hour=7):
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()
    return replace(shop, clock=lambda: moment)


def grow(db, keys, started, today=TODAY):
    entries = [Entry(n, "peers", "", email) for n, email in enumerate(EMAILS)]
    with db.write() as tx:
        return asking.ask_others(
            tx, keys, started.invitation, entries,
            name="Alice", email="alice@x.example", closes_on=LAST, today=today,
        )  # fmt: skip


def about(db, started):
    with db.read() as tx:
        return invitations.get(tx, started.invitation).participation


def kinds(db):
    with db.read() as tx:
        return Counter(row.kind for row in tx.execute(metadata.tables["outbox"].select()))


def round_of(db, started):
    with db.read() as tx:
        return rounds.of(tx, invitations.get(tx, started.invitation).participation)


def raters_answer(db, keys, started, number):
    with db.read() as tx:
        asked = [
            one
            for one in invitations.of_participation(tx, about(db, started))
            if one.id != started.invitation
        ]
    for one in asked[:number]:
        secret = links.secret(keys.link, one.id, one.issue)
        respond.save_draft(db, one.id, secret, everything(), 0)
        respond.send(db, one.id, secret, links.receipt())


def made(db, report):
    """The worker has made it."""
    with db.write() as tx:
        claim = reports.claim(tx, report, 0)
        reports.show(tx, claim, "{}", {}, 0)
        reports.finish(tx, claim, b"%PDF")
        releasing.after_made(tx, report)


def released(db, started):
    with db.read() as tx:
        return releasing.released(tx, about(db, started))


class Contract:
    def test_who_has_not_answered_is_reminded_and_told_of_the_last_day(self, shop, db):
        started = answered(db, shop.keys)
        grow(db, shop.keys, started)
        raters_answer(db, shop.keys, started, 2)
        for day in range(21):
            timetable.run(at(shop, TODAY + day * DAY, 5))
            timetable.run(at(shop, TODAY + day * DAY))
        found = kinds(db)
        # Two raters and Alice herself, on two days and before the last.
        assert (found["reminder"], found["closing"], found["thanks"]) == (6, 3, 2)
        assert found["digest"] == 0

    def test_reminders_count_from_the_day_others_were_asked(self, shop, db):
        started = answered(db, shop.keys)
        grow(db, shop.keys, started, TODAY + 6 * DAY)
        timetable.run(at(shop, TODAY + 7 * DAY))
        assert kinds(db)["reminder"] == 0

    def test_it_closes_in_utc_and_the_report_is_released_when_it_is_made(self, shop, db):
        started = answered(db, shop.keys)
        respond.send(db, started.invitation, started.secret, links.receipt())
        grow(db, shop.keys, started)
        raters_answer(db, shop.keys, started, 4)
        timetable.run(at(shop, LAST, 23))
        assert round_of(db, started).state == "open"
        assert released(db, started) is None
        timetable.run(at(shop, LAST + DAY, 0))
        assert round_of(db, started).state == "closed"
        with db.read() as tx:
            [seen] = releases.of(tx, about(db, started))
        assert released(db, started) is None
        made(db, seen.report)
        assert released(db, started) == seen.report
        assert kinds(db)["report_ready"] == 1

    def test_if_nobody_answers_the_own_report_is_released(self, shop, db):
        started = answered(db, shop.keys)
        done = respond.send(db, started.invitation, started.secret, links.receipt())
        made(db, done.report)
        grow(db, shop.keys, started)
        timetable.run(at(shop, LAST + DAY))
        assert released(db, started) == done.report

    def test_a_self_assessment_of_ones_own_is_left_alone(self, shop, db):
        started = answered(db, shop.keys, email="alice@x.example")
        sent = alice_starts(db, shop.keys, email="amy@x.example")
        respond.save_draft(db, sent.invitation, sent.secret, everything(), 0)
        respond.send(db, sent.invitation, sent.secret, links.receipt())
        before = kinds(db)
        for day in (1, 4, 9, 30, 400):
            timetable.run(at(shop, TODAY + day * DAY))
        assert kinds(db) == before
        assert round_of(db, started).state == "open"

    def test_its_mails_say_who_asks_and_name_no_organisation(self, shop, db):
        started = answered(db, shop.keys)
        texts = {}
        for row in grow(db, shop.keys, started):
            with db.write() as tx:
                kind, letter = letters.write(
                    tx, shop.keys, shop.settings, outbox.get(tx, row), TODAY
                )
            texts[kind] = letter
        assert set(texts) == {"invitation_alone", "take_part_alone"}
        assert texts["invitation_alone"].values["about"] == "Alice"

    def test_after_it_has_closed_nobody_is_reminded(self, shop, db):
        started = answered(db, shop.keys)
        grow(db, shop.keys, started)
        timetable.run(at(shop, LAST - DAY))
        timetable.run(at(shop, LAST + DAY))
        with db.write() as tx:
            rows = [
                outbox.get(tx, one.id) for one in tx.execute(metadata.tables["outbox"].select())
            ]
            for row in rows:
                if row.kind in {"reminder", "closing", "invitation"}:
                    with pytest.raises(letters.Overtaken):
                        letters.write(tx, shop.keys, shop.settings, row, LAST)


class TestSqlite(Contract):
    pass


class TestPostgres(Contract):
    @pytest.fixture
    def db(self, postgres_db):
        postgres_db.migrate()
        return postgres_db

    @pytest.fixture
    def shop(self, shop, db):
        return replace(shop, db=db)
