"""What has had its day goes by itself, with a signed record that names nobody; on both engines."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import delete, update

from survey import jobs
from survey.raters import inviting
from survey.rights import checking, retention, signing
from survey.rounds import timetable
from survey.store import (
    chain,
    drafts,
    follow_ups,
    kept_days,
    links,
    log,
    participations,
    people,
    records,
    rounds,
)
from survey.store.erasing import ERASED
from survey.store.tables import log as log_rows
from survey.store.tables import metadata
from survey.store.tables import records as record_rows
from survey.workshop import open_workshop
from tests.programme import invited, programme, rival
from tests.store_factories import TODAY, rows

CLOSES = TODAY + timedelta(days=18)
DAY = timedelta(days=1)


def run(db, keys, made, day):
    with db.write() as tx:
        return retention.run(tx, keys.record, made.organisation, day)


def names(db):
    with db.read() as tx:
        return {row.name for row in tx.execute(metadata.tables["people"].select())}


class RetentionContract:
    def test_raters_lose_name_address_mail_and_link_when_nothing_needs_them(
        self, db, house_keys, firm, bob
    ):
        last = CLOSES + 30 * DAY  # the report was released before
        assert run(db, house_keys, firm, last).went["addresses"].rows == 0
        assert "Bob Zwiebel" in names(db)
        went = run(db, house_keys, firm, last + DAY).went
        assert went["addresses"].rows == 13
        assert names(db) == {"Alice", ERASED}
        with db.read() as tx:
            assert people.get(tx, bob).email is None
            assert links.issue(tx, "requests", bob) == 0
        assert rows(db, "responses") == 13
        assert rows(db, "outbox") == 1  # about Alice

    def test_a_planned_pulse_keeps_them_until_it_is_over(self, db, house_keys, firm, bob):
        with db.write() as tx:
            follow_ups.add(
                tx, firm.participation, "pulse", groups=[], questions={}, threshold=3,
                opens_on=CLOSES + 60 * DAY, closes_on=CLOSES + 74 * DAY,
            )  # fmt: skip
        assert run(db, house_keys, firm, CLOSES + 104 * DAY).went["addresses"].rows == 0
        assert run(db, house_keys, firm, CLOSES + 105 * DAY).went["addresses"].rows == 13

    def test_whoever_is_needed_in_another_round_is_kept(self, db, house_keys, firm, bob):
        with db.write() as tx:
            version = rounds.get(tx, firm.round).version
            later = rounds.add(
                tx, "Spring", version=version, form="standard", threshold=3, opened_on=TODAY,
                closes_on=CLOSES + 300 * DAY, organisation=firm.organisation,
            )  # fmt: skip
            dora = people.add(tx, "Dora", organisation=firm.organisation)
            invited(tx, house_keys, participations.add(tx, dora, later), bob, "peers")
        assert run(db, house_keys, firm, CLOSES + 200 * DAY).went["addresses"].rows == 12
        assert {"Bob Zwiebel", "Dora", "Alice"} <= names(db)

    def test_another_organisation_is_not_touched(self, db, house_keys, firm):
        other = rival(db, house_keys)
        run(db, house_keys, firm, CLOSES + 3000 * DAY)
        with db.read() as tx:
            assert people.get(tx, other.alice).email

    def test_drafts_go_a_week_after_the_close(self, db, house_keys):
        made = programme(db, house_keys)
        with db.write() as tx:
            drafts.save(tx, made.raters["peers"][0], b"sealed", 0)
        assert run(db, house_keys, made, CLOSES + 8 * DAY).went["drafts"].rows == 0  # it runs still
        with db.write() as tx:
            rounds.change(tx, made.round, state="closed")
        assert run(db, house_keys, made, CLOSES + 7 * DAY).went["drafts"].rows == 0
        assert run(db, house_keys, made, CLOSES + 8 * DAY).went["drafts"].rows == 1

    def test_single_answers_go_and_the_report_stays_until_its_own_day(self, db, house_keys, firm):
        late = CLOSES + 1096 * DAY
        assert run(db, house_keys, firm, late).went["answers"].rows == 13
        assert (rows(db, "responses"), rows(db, "reports")) == (0, 1)
        assert run(db, house_keys, firm, CLOSES + 1826 * DAY).went["reports"].rows == 1
        assert (rows(db, "reports"), rows(db, "participations"), rows(db, "people")) == (0, 0, 0)

    def test_an_organisation_decides_within_what_was_told(self, db, house_keys, firm):
        with db.write() as tx:
            kept_days.decide(tx, firm.organisation, "addresses", 90)
            rounds.change(tx, firm.round, kept_days=30)
        assert run(db, house_keys, firm, CLOSES + 31 * DAY).went["addresses"].rows == 13

    def test_the_first_invitation_freezes_how_long_raters_are_told(self, db, house_keys):
        made = programme(db, house_keys, raters={})
        with db.write() as tx:
            kept_days.decide(tx, made.organisation, "addresses", 14)
            bob = people.add(tx, "Bob", "b@x.example", organisation=made.organisation)
            asked = invited(tx, house_keys, made.participation, bob, "peers", "listed")
            inviting.invite(tx, house_keys, asked)
            kept_days.decide(tx, made.organisation, "addresses", 60)
            assert rounds.get(tx, made.round).kept_days == 14

    def test_a_dry_run_tells_the_same_and_changes_nothing(self, db, house_keys, firm):
        day = CLOSES + 40 * DAY
        told = retention.preview(db, house_keys.record, firm.organisation, day)
        assert rows(db, "records") == 0
        assert "peers 1" in names(db)
        assert run(db, house_keys, firm, day).went == told.went


class RecordsContract:
    def test_a_record_says_how_much_of_what_and_names_nobody(self, db, house_keys, firm, bob):
        record = run(db, house_keys, firm, CLOSES + 31 * DAY).record
        told = json.loads(record.content)
        assert told["went"]["addresses"] == {"rows": 13}
        assert told["went"]["mail"]["before"] == str(CLOSES + 31 * DAY - 90 * DAY)
        assert "Bob" not in record.content
        with db.read() as tx:
            assert checking.problems(tx, house_keys.record) == []

    @pytest.fixture
    def three(self, db, house_keys, firm):
        for n in range(3):
            run(db, house_keys, firm, TODAY + n * DAY)

    def test_a_changed_a_missing_and_a_foreign_record_are_found(self, db, house_keys, three):
        def after(statement):
            with db.undone() as tx:
                tx.execute(statement)
                return checking.problems(tx, house_keys.record)

        second = record_rows.c.number == 2
        assert "signature" in after(update(record_rows).where(second).values(content="{}"))[0]
        assert "missing" in after(delete(record_rows).where(second))[0]
        with db.read() as tx:
            assert "signature" in checking.problems(tx, b"x" * 32)[0]
            assert checking.problems(tx, house_keys.record) == []

    def test_the_log_loses_its_old_rows_and_its_chain_goes_on(self, db, house_keys, firm):
        for n in range(4):
            with db.write() as tx:
                log.write(tx, f"deed.{n}", organisation=firm.organisation)
        later = datetime.now(UTC).date() + 200 * DAY
        assert run(db, house_keys, firm, later).went["log"].rows == 4
        assert rows(db, "log") == 0
        with db.write() as tx:
            log.write(tx, "deed.5", organisation=firm.organisation)
        with db.read() as tx:
            assert chain.end(tx, firm.organisation).number == 5
            assert checking.log_problems(tx, house_keys.record) == []

    def test_rows_that_go_without_a_record_are_missed(self, db, house_keys, firm):
        with db.write() as tx:
            for n in range(3):
                log.write(tx, f"deed.{n}", organisation=firm.organisation)
        with db.undone() as tx:
            tx.execute(delete(log_rows).where(log_rows.c.number == 1))
            (problem,) = checking.log_problems(tx, house_keys.record)
        assert "the row before it is missing" in problem

    def test_a_log_that_was_cut_off_at_its_end_is_found(self, db, house_keys, firm):
        with db.write() as tx:
            for n in range(3):
                log.write(tx, f"deed.{n}", organisation=firm.organisation)
        run(db, house_keys, firm, TODAY)
        with db.undone() as tx:
            tx.execute(delete(log_rows).where(log_rows.c.number == 3))
            (problem,) = checking.log_problems(tx, house_keys.record)
        assert "row 3" in problem

    def test_somebody_with_the_public_key_alone_can_check(self, db, house_keys, firm):
        record = run(db, house_keys, firm, TODAY).record
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signing.public(house_keys.record)))
        key.verify(bytes.fromhex(record.signature), record.content.encode())


class TestSqlite(RetentionContract, RecordsContract):
    pass


class TestPostgres(RetentionContract, RecordsContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db


def test_the_timetable_does_it_once_a_day_and_takes_the_files_along(settings, db, firm, bob):
    days = CLOSES + 31 * DAY
    noon = datetime(days.year, days.month, days.day, 12, tzinfo=UTC).timestamp()
    shop = open_workshop(settings, [jobs.TASKS], immediate=True)
    with db.read() as tx:
        mails = [row.id for row in tx.execute(metadata.tables["outbox"].select())
                 if row.person == bob]  # fmt: skip
    settings.outbox.mkdir()
    file = settings.outbox / f"{mails[0]}.eml"
    file.write_text("To: Bob")
    at_noon = replace(shop, clock=lambda: noon)
    timetable.run(at_noon)
    timetable.run(at_noon)
    with db.read() as tx:
        assert len(records.of(tx, firm.organisation)) == 1
        assert len(records.of(tx, retention.NOBODY)) == 1
    assert not file.exists()
    assert b"Zwiebel" not in (settings.instance / "plumbline.sqlite3").read_bytes()
    assert "Zwiebel" not in "".join(names(db))
    shop.close()
