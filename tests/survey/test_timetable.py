"""What happens by itself on a day: with the clock turned, two workers, and crashes in between."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from survey import jobs
from survey.answers.urn import Urn
from survey.rounds import timetable
from survey.rounds.campaign import Rules
from survey.store import (
    accounts,
    invitations,
    marks,
    outbox,
    participations,
    people,
    releases,
    reports,
    responses,
    rounds,
    stirring,
)
from survey.store.tables import metadata
from tests.answered import sent
from tests.programme import invited, programme
from tests.store_factories import TODAY, rows

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


def at(shop, day, hour=7, zone=BERLIN, minute=0):
    """The workshop at this hour, as a clock on a wall there shows it."""
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).timestamp()
    return replace(shop, clock=lambda: moment)


def mails(db, *kinds):
    """Rows of the outbox of these kinds."""
    with db.read() as tx:
        found = [outbox.get(tx, row.id) for row in tx.execute(metadata.tables["outbox"].select())]
    return [one for one in found if not kinds or one.kind in kinds]


def state_of(db, round_):
    with db.read() as tx:
        return rounds.get(tx, round_).state


def answered(db, *ids):
    with db.write() as tx:
        for one in ids:
            invitations.close(tx, one, "done")


@pytest.fixture
def quiet():
    """No reminders, no notice."""
    return Rules(reminders=(), last_day_notice=False)


class TestRounds:
    def test_a_scheduled_round_opens_in_the_morning_of_its_day(self, shop, db):
        made = programme(db, shop.keys, state="scheduled", raters={})
        timetable.run(at(shop, TODAY - DAY, 23))
        timetable.run(at(shop, TODAY, 5))
        assert state_of(db, made.round) == "scheduled"
        timetable.run(at(shop, TODAY, 6))
        assert state_of(db, made.round) == "open"

    def test_a_round_closes_when_its_last_day_has_passed_there(self, shop, db):
        made = programme(db, shop.keys)
        last = TODAY + 18 * DAY
        timetable.run(at(shop, last, 23, minute=59))
        assert state_of(db, made.round) == "open"
        timetable.run(at(shop, last + DAY, 0))
        assert state_of(db, made.round) == "closed"

    def test_each_organisation_has_its_own_midnight(self, shop, db):
        here = programme(db, shop.keys)
        there = programme(db, shop.keys, name="Rival")
        with db.write() as tx:
            tx.execute(
                metadata.tables["organisations"]
                .update()
                .where(metadata.tables["organisations"].c.id == there.organisation)
                .values(time_zone="Pacific/Auckland")
            )
        # Noon in Berlin on the last day is past midnight in Auckland.
        timetable.run(at(shop, TODAY + 18 * DAY, 13))
        assert (state_of(db, here.round), state_of(db, there.round)) == ("open", "closed")

    @pytest.mark.parametrize("changes", [date(2027, 3, 28), date(2026, 10, 25)])
    def test_the_clocks_may_change_that_night(self, shop, db, changes):
        made = programme(
            db, shop.keys, state="scheduled", raters={}, today=changes, closes_on=changes
        )
        timetable.run(at(shop, changes, 5, minute=59))
        assert state_of(db, made.round) == "scheduled"
        timetable.run(at(shop, changes, 6))
        assert state_of(db, made.round) == "open"
        # 23 and 25 hours after that day began, it ends.
        timetable.run(at(shop, changes, 23, minute=59))
        assert state_of(db, made.round) == "open"
        timetable.run(at(shop, changes + DAY, 0))
        assert state_of(db, made.round) == "closed"

    def test_a_round_that_cannot_open_stops_no_other(self, shop, db):
        late = programme(db, shop.keys, state="scheduled", closes_on=TODAY - DAY)
        fine = programme(db, shop.keys, name="Rival", state="scheduled", raters={})
        timetable.run(at(shop, TODAY))
        assert (state_of(db, late.round), state_of(db, fine.round)) == ("scheduled", "open")


class TestReminders:
    def test_who_has_not_answered_is_reminded_once_on_each_of_the_days(self, shop, db):
        made = programme(db, shop.keys, raters={"peers": 3})
        answered(db, made.own, made.raters["peers"][0])
        for n in range(12):
            for hour in (3, 7, 18):
                timetable.run(at(shop, TODAY + n * DAY, hour))
        found = mails(db, "reminder")
        assert Counter(one.invitation for one in found) == {
            made.raters["peers"][1]: 2,
            made.raters["peers"][2]: 2,
        }
        with db.read() as tx:
            one = invitations.get(tx, made.raters["peers"][1])
        assert (one.reminders, one.reminded_on) == (2, TODAY + 9 * DAY)

    def test_a_person_with_several_requests_gets_one_digest(self, shop, db):
        made = programme(db, shop.keys, raters={"peers": 1})
        with db.write() as tx:
            bob = invitations.get(tx, made.raters["peers"][0]).person
            dora = people.add(tx, "Dora", "dora@hallsons.example", organisation=made.organisation)
            other = participations.add(tx, dora, made.round)
            invited(tx, shop.keys, other, bob, "peers")
        timetable.run(at(shop, TODAY + 4 * DAY))
        [digest] = mails(db, "digest")
        assert (digest.person, digest.round, digest.invitation) == (bob, made.round, None)
        assert [one.invitation for one in mails(db, "reminder")] == [made.own]

    def test_the_day_before_the_last_says_so_instead(self, shop, db):
        made = programme(db, shop.keys, raters={"peers": 2}, rules=Rules(reminders=(17,)))
        timetable.run(at(shop, TODAY + 17 * DAY))
        timetable.run(at(shop, TODAY + 18 * DAY))
        assert Counter(one.kind for one in mails(db)) == {"closing": 3, "reminder": 3}
        assert state_of(db, made.round) == "open"

    def test_after_an_interruption_a_reminder_is_late_but_never_old(self, shop, db):
        programme(db, shop.keys, raters={"peers": 1}, rules=Rules(reminders=(4, 9)))
        timetable.run(at(shop, TODAY + 6 * DAY))
        assert len(mails(db, "reminder")) == 2
        timetable.run(at(shop, TODAY + 12 * DAY))
        assert len(mails(db, "reminder")) == 2

    def test_slips_people_without_address_and_rehearsals_are_left_out(self, shop, db):
        made = programme(db, shop.keys, raters={"peers": 2})
        programme(db, shop.keys, name="Rehearsal", practice=True)
        with db.write() as tx:
            first, second = made.raters["peers"]
            invitations.change(tx, first, slip=True)
            people.set_email(tx, invitations.get(tx, second).person, None)
        timetable.run(at(shop, TODAY + 4 * DAY))
        assert [one.invitation for one in mails(db, "reminder")] == [made.own]

    def test_what_was_answered_meanwhile_is_not_sent(self, shop, db):
        made = programme(db, shop.keys, raters={"peers": 2})
        timetable.run(at(shop, TODAY + 4 * DAY))
        answered(db, made.raters["peers"][0])
        with db.write() as tx:
            invitations.change(tx, made.raters["peers"][1], state="removed")
        jobs.send_due_mail(shop)
        assert {one.invitation: one.state for one in mails(db, "reminder")} == {
            made.own: "sent",
            made.raters["peers"][0]: "cancelled",
            made.raters["peers"][1]: "cancelled",
        }


class TestThanks:
    def test_who_has_answered_is_thanked_the_next_morning_once(self, shop, db, quiet):
        made = programme(db, shop.keys, raters={"peers": 3}, rules=quiet)
        timetable.run(at(shop, TODAY))
        answered(db, *made.raters["peers"][:2])
        for hour in (8, 12, 23):
            timetable.run(at(shop, TODAY, hour))
        assert mails(db, "thanks") == []
        for n in (1, 2, 3):
            timetable.run(at(shop, TODAY + n * DAY))
        thanked = sorted(one.invitation for one in mails(db, "thanks"))
        assert thanked == sorted(made.raters["peers"][:2])

    def test_one_mail_thanks_for_all_that_a_person_has_answered(self, shop, db, quiet):
        made = programme(db, shop.keys, raters={"peers": 1}, rules=quiet)
        with db.write() as tx:
            bob = invitations.get(tx, made.raters["peers"][0]).person
            dora = people.add(tx, "Dora", "dora@hallsons.example", organisation=made.organisation)
            other = invited(tx, shop.keys, participations.add(tx, dora, made.round), bob, "peers")
        answered(db, made.raters["peers"][0], other)
        timetable.run(at(shop, TODAY))
        timetable.run(at(shop, TODAY + DAY))
        assert len(mails(db, "thanks")) == 1

    def test_thanks_wait_for_a_day_without_a_reminder(self, shop, db):
        made = programme(db, shop.keys, raters={"peers": 1})
        with db.write() as tx:
            bob = invitations.get(tx, made.raters["peers"][0]).person
            dora = people.add(tx, "Dora", "dora@hallsons.example", organisation=made.organisation)
            invited(tx, shop.keys, participations.add(tx, dora, made.round), bob, "peers")
        answered(db, made.raters["peers"][0])
        timetable.run(at(shop, TODAY + 4 * DAY))
        assert (len(mails(db, "thanks")), len(mails(db, "reminder"))) == (0, 2)
        timetable.run(at(shop, TODAY + 5 * DAY))
        assert len(mails(db, "thanks")) == 1

    def test_the_order_of_thanks_is_not_that_of_answers(self, shop, db, quiet, monkeypatch):
        made = programme(db, shop.keys, raters={"peers": 30}, rules=quiet)
        answered(db, *made.raters["peers"])
        order = []
        add = outbox.add
        monkeypatch.setattr(
            outbox, "add", lambda tx, kind, one: (order.append(one), add(tx, kind, one))
        )
        timetable.run(at(shop, TODAY))
        assert sorted(order) == sorted(made.raters["peers"])
        assert order not in (made.raters["peers"], sorted(order))


class TestCoaches:
    def test_a_coach_hears_on_monday_what_waits(self, shop, db):
        made = programme(db, shop.keys, state="closed")
        monday = date(2026, 12, 14)
        timetable.run(at(shop, monday - DAY))
        assert mails(db, "coach_weekly") == []
        for day in range(7):
            timetable.run(at(shop, monday + day * DAY))
        [row] = mails(db, "coach_weekly")
        assert row.account == made.cora

    def test_a_coach_with_nothing_to_do_hears_nothing(self, shop, db):
        made = programme(db, shop.keys, state="closed")
        with db.write() as tx:
            report = reports.ask(tx, made.participation)
            released = releases.put(tx, made.participation, report, made.cora, TODAY)
            releases.set_state(tx, released.id, "released", made.cora, TODAY)
            participations.change(tx, made.participation, opened=True)
        timetable.run(at(shop, date(2026, 12, 14)))
        assert mails(db, "coach_weekly") == []

    def test_one_coach_of_two_organisations_gets_one_mail(self, shop, db):
        made = programme(db, shop.keys, state="closed")
        rival = programme(db, shop.keys, name="Rival", state="closed")
        with db.write() as tx:
            accounts.join(tx, made.cora, rival.organisation, "coach")
            participations.change(tx, rival.participation, coach=made.cora)
        timetable.run(at(shop, date(2026, 12, 14)))
        assert [one.account for one in mails(db, "coach_weekly")] == [made.cora]


class TestOnce:
    def test_two_workers_do_it_once(self, shop, db, monkeypatch):
        made = programme(db, shop.keys, raters={"peers": 10})
        answered(db, *made.raters["peers"][:5])
        then = at(shop, TODAY + 4 * DAY)

        class NoLock:  # as in two processes
            def acquire(self, blocking=True):
                return True

            def release(self):
                pass

        monkeypatch.setattr(timetable, "_at_it", NoLock())
        threads = [threading.Thread(target=timetable.run, args=(then,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert Counter(one.kind for one in mails(db)) == {"reminder": 6, "thanks": 5}

    def test_a_crash_leaves_neither_the_mail_nor_the_mark(self, shop, db, monkeypatch):
        programme(db, shop.keys, raters={"peers": 3})
        then = at(shop, TODAY + 4 * DAY)
        with monkeypatch.context() as patch:
            patch.setattr(timetable.mailed, "reminded", lambda *_: 1 / 0)
            timetable.run(then)
        assert mails(db, "reminder") == []
        timetable.run(then)
        assert len(mails(db, "reminder")) == 4

    def test_a_clock_that_is_set_back_repeats_nothing(self, shop, db):
        programme(db, shop.keys, raters={"peers": 3})
        timetable.run(at(shop, TODAY + 5 * DAY))
        timetable.run(at(shop, TODAY + 4 * DAY))
        assert len(mails(db, "reminder")) == 4

    def test_old_marks_are_forgotten(self, shop, db):
        with db.write() as tx:
            marks.once(tx, "old", date(2024, 1, 1))
        programme(db, shop.keys)
        timetable.run(at(shop, TODAY))
        with db.read() as tx:
            assert not marks.done(tx, "old")


def test_the_sweep_sees_to_the_timetable(shop, db):
    made = programme(db, shop.keys, raters={"peers": 1}, closes_on=date(2020, 1, 1))
    jobs.sweep(shop)
    assert state_of(db, made.round) == "closed"
    assert datetime.now(UTC).date() > date(2020, 1, 1)


class TestStirring:
    @pytest.fixture
    def firm(self, shop, db):
        made = programme(db, shop.keys)
        sent(db, made, "peers", 2)
        return made

    def noted(self, db):
        with db.read() as tx:
            return stirring.due(tx)

    def test_what_was_sent_is_stirred_within_the_hour(self, shop, db, firm):
        timetable.run(at(shop, TODAY, 3))
        assert self.noted(db) == []
        sent(db, firm, "peers", 1)
        timetable.run(at(shop, TODAY, 3, minute=59))
        assert self.noted(db) == [firm.participation]
        timetable.run(at(shop, TODAY, 4))
        assert self.noted(db) == []

    def test_a_crash_half_way_leaves_it_to_the_next_minute(self, shop, db, firm, monkeypatch):
        def crash(*_):
            raise MemoryError

        monkeypatch.setattr(stirring, "_rewrite", crash)
        timetable.run(at(shop, TODAY, 3))
        assert self.noted(db) == [firm.participation]
        monkeypatch.undo()
        timetable.run(at(shop, TODAY, 3, minute=1))
        assert self.noted(db) == []

    def test_the_log_of_the_store_is_emptied_with_it(self, shop, db, firm, settings):
        log = settings.instance / "plumbline.sqlite3-wal"
        assert log.stat().st_size > 0
        timetable.run(at(shop, TODAY, 3))
        assert log.stat().st_size < 50_000  # marks of the duties after it

    def test_in_the_stricter_mode_three_leave_the_urn_together(self, shop, db, firm):
        urn = Urn(shop.keys.urn, in_use=True)
        for n in range(3):
            timetable.run(at(shop, TODAY, 3 + n))
            assert rows(db, "urn") == n
            with db.write() as tx:
                urn.put(tx, replace(a_response(tx, firm), receipt_hash=f"{n}" * 64))
        timetable.run(at(shop, TODAY, 7))
        assert (rows(db, "urn"), rows(db, "responses")) == (0, 5)


def a_response(tx, firm):
    return responses.of(tx, [firm.participation])[0]
