"""A round from the first plan to its closing, on both engines."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from survey import links
from survey.errors import BadInput, NotFound, NotNow, SettingsChanged
from survey.rounds import programme
from survey.rounds.campaign import Rules, Standing, Total, Wanted, standings, total
from survey.rounds.programme import RoundDraft
from survey.store import (
    accounts,
    invitations,
    lists,
    log,
    organisations,
    outbox,
    participations,
    people,
)
from survey.store import rounds as round_rows
from survey.store.ids import new_id
from tests.answered import everybody
from tests.programme import invited
from tests.programme import programme as firm_with_round
from tests.store_factories import TODAY, instrument, rows

DRAFT = RoundDraft("Spring 2027", "standard", TODAY, TODAY + timedelta(days=18))


@pytest.fixture
def firm(db):
    """Ids of a firm, of Ada the admin and of Cora the coach."""
    with db.write() as tx:
        organisation = organisations.add(tx, "Hall & Sons", "Europe/Berlin", "de")
        ada = accounts.add(tx, "Ada", "ada@hall.example")
        cora = accounts.add(tx, "Cora", "cora@hall.example")
        accounts.join(tx, ada, organisation, "admin")
        accounts.join(tx, cora, organisation, "coach")
    return organisation, ada, cora


def planned(db, firm, **changes):
    """Id of a new draft."""
    return programme.create(db, firm[0], instrument(), replace(DRAFT, **changes), firm[1])


def alice_added(db, round_, **more):
    with db.write() as tx:
        return programme.add_participant(tx, round_, "Alice", "alice@hall.example", **more)


def listed(db, keys, participation, name, group="peers", email="bob@hall.example"):
    """A rater who has not been invited."""
    with db.write() as tx:
        invitation = new_id()
        invitations.add(
            tx,
            invitation,
            participation=participation,
            group=group,
            person=people.add(tx, name, email),
            secret_hash=links.hash_of(links.secret(keys.link, invitation, 1)),
            state="listed",
        )
    return invitation


def opened(db, keys, round_, **more):
    with db.write() as tx:
        programme.open_round(tx, keys, round_, **more)


def the_round(db, round_):
    with db.read() as tx:
        return round_rows.get(tx, round_)


def queued(db):
    """Kinds of mail that wait, sorted."""
    with db.read() as tx:
        return sorted(outbox.get(tx, one).kind for one in outbox.due(tx, 0))


def done(db, organisation):
    with db.read() as tx:
        return {entry.action for entry in log.of_organisation(tx, organisation)}


def invitation_of(tx, participation, group):
    there = invitations.of_participation(tx, participation)
    return next(one.id for one in there if one.group == group)


class PlanningContract:
    def test_a_new_round_is_a_draft_with_its_questionnaire_pinned(self, db, firm):
        found = the_round(db, planned(db, firm))
        assert (found.state, found.frozen, found.number) == ("draft", False, 1)
        assert found.version == instrument().version
        assert the_round(db, planned(db, firm)).number == 2
        assert done(db, firm[0]) == {"round.created"}

    def test_a_wrong_draft_leaves_nothing_behind(self, db, firm):
        with pytest.raises(BadInput):
            planned(db, firm, threshold=2)
        assert rows(db, "rounds") == rows(db, "versions") == 0

    def test_its_settings_can_be_read_and_changed(self, db, firm):
        round_ = planned(db, firm)
        with db.read() as tx:
            seen = programme.settings_of(tx, round_)
        assert seen == DRAFT
        wanted = replace(seen, title="Other", threshold=4, rules=Rules(coached=False))
        programme.change(db, round_, wanted, seen.fingerprint(), firm[1])
        with db.read() as tx:
            assert programme.settings_of(tx, round_) == wanted

    def test_two_admins_do_not_overwrite_each_other_silently(self, db, firm):
        round_ = planned(db, firm)
        seen = DRAFT.fingerprint()
        programme.change(db, round_, replace(DRAFT, title="Ada's"), seen)
        with pytest.raises(SettingsChanged):
            programme.change(db, round_, replace(DRAFT, title="Abe's"), seen)
        assert the_round(db, round_).title == "Ada's"

    def test_mail_texts_have_their_own_page_and_are_not_lost(self, db, firm):
        round_ = planned(db, firm)
        texts = {"invitation": {"en": {"subject": "Please", "body": "Hello"}}}
        with db.write() as tx:
            round_rows.change(tx, round_, rules=Rules(texts=texts).to_json())
        programme.change(db, round_, replace(DRAFT, title="New"), DRAFT.fingerprint())
        with db.read() as tx:
            assert programme.rules_of(tx, round_).texts == texts

    def test_what_raters_were_promised_cannot_change(self, db, firm):
        round_ = planned(db, firm)
        with db.write() as tx:
            round_rows.change(tx, round_, frozen=True, state="open")
        seen = DRAFT.fingerprint()
        for broken in (
            replace(DRAFT, threshold=4),
            replace(DRAFT, form="extended"),
            replace(DRAFT, rules=Rules(coached=False)),
            replace(DRAFT, rules=Rules(groups={"peers": Wanted(1, 2)})),
        ):
            with pytest.raises(NotNow):
                programme.change(db, round_, broken, seen)
        later = replace(DRAFT, closes_on=date(2027, 1, 1), rules=Rules(pulse_after=60))
        programme.change(db, round_, later, seen)
        assert the_round(db, round_).closes_on == date(2027, 1, 1)

    def test_a_copy_has_the_participants_and_if_wanted_the_raters(self, db, house_keys, firm):
        round_ = planned(db, firm)
        alice = alice_added(db, round_, role="Head of Assembly", coach=firm[2])
        listed(db, house_keys, alice, "Bob")
        again = replace(DRAFT, title="Once more")
        for raters, expected in ((False, 1), (True, 2)):
            copy = programme.clone(db, house_keys, round_, instrument(), again, raters=raters)
            with db.read() as tx:
                (there,) = participations.of_round(tx, copy)
                assert (there.role, there.coach) == ("Head of Assembly", firm[2])
                asked = invitations.of_participation(tx, there.id)
            assert [one.state for one in asked] == ["listed"] * expected
            assert the_round(db, copy).state == "draft"

    def test_a_copy_tells_nothing_of_who_answered(self, db, house_keys, firm):
        before = firm_with_round(db, house_keys)
        states = ("done", "declined", "open", "done")
        with db.write() as tx:
            for invitation, state in zip(before.raters["peers"], states, strict=True):
                invitations.change(tx, invitation, state=state)
        copy = programme.clone(db, house_keys, before.round, instrument(), DRAFT, raters=True)
        with db.read() as tx:
            (there,) = participations.of_round(tx, copy)
            counted = invitations.counts(tx, there.id, "listed")
            secret = links.secret(house_keys.link, invitation_of(tx, there.id, "peers"), 1)
            assert invitations.by_secret_hash(tx, links.hash_of(secret)).group == "peers"
        assert counted["peers"] == 4

    def test_a_coach_who_left_is_not_copied(self, db, house_keys, firm):
        round_ = planned(db, firm)
        alice_added(db, round_, coach=firm[2])
        with db.write() as tx:
            accounts.leave(tx, firm[2], firm[0], "coach")
        copy = programme.clone(db, house_keys, round_, instrument(), DRAFT)
        with db.read() as tx:
            assert participations.of_round(tx, copy)[0].coach is None


class RunningContract:
    def test_opening_writes_to_managers_and_invites_no_list_that_they_still_write(
        self, db, house_keys, firm
    ):
        round_ = planned(db, firm)
        bob = listed(db, house_keys, alice_added(db, round_), "Bob")
        opened(db, house_keys, round_)
        assert the_round(db, round_).state == "open"
        assert queued(db) == ["nominate"]
        with db.read() as tx:
            assert invitations.get(tx, bob).state == "listed"
        assert not the_round(db, round_).frozen

    def test_opening_invites_the_raters_that_the_admin_has_listed(self, db, house_keys, firm):
        round_ = planned(db, firm, rules=Rules(nominator="admin"))
        alice = alice_added(db, round_)
        bob = listed(db, house_keys, alice, "Bob")
        opened(db, house_keys, round_, account=firm[1], day=TODAY - timedelta(days=1))
        assert queued(db) == ["invitation", "take_part"]
        found = the_round(db, round_)
        assert (found.frozen, found.opened_on) == (True, TODAY - timedelta(days=1))
        with db.read() as tx:
            assert {one.state for one in invitations.of_participation(tx, alice)} == {"open"}
            secret = links.secret(house_keys.link, bob, 1)
            assert invitations.by_secret_hash(tx, links.hash_of(secret)).id == bob
        assert "round.opened" in done(db, firm[0])

    def test_a_round_opens_once(self, db, house_keys, firm):
        round_ = planned(db, firm)
        alice_added(db, round_)
        opened(db, house_keys, round_)
        with pytest.raises(NotNow):
            opened(db, house_keys, round_)
        assert queued(db) == ["nominate"]

    def test_a_manager_without_an_address_gets_no_mail_and_can_answer(self, db, house_keys, firm):
        round_ = planned(db, firm)
        with db.write() as tx:
            alice = programme.add_participant(tx, round_, "Alice", "")
        opened(db, house_keys, round_)
        assert queued(db) == []
        with db.read() as tx:
            assert invitations.of_participation(tx, alice)[0].state == "open"

    def test_a_scheduled_round_can_be_taken_back_to_a_draft(self, db, firm):
        round_ = planned(db, firm)
        with db.write() as tx:
            programme.schedule(tx, round_, TODAY, firm[1])
        assert the_round(db, round_).state == "scheduled"
        with db.write() as tx:
            programme.unschedule(tx, round_, firm[1])
        with pytest.raises(NotNow), db.write() as tx:
            programme.schedule(tx, round_, TODAY + timedelta(days=1))
        assert the_round(db, round_).state == "draft"

    def test_a_round_whose_last_day_has_passed_does_not_open(self, db, house_keys, firm):
        round_ = planned(db, firm)
        with pytest.raises(NotNow):
            opened(db, house_keys, round_, day=TODAY + timedelta(days=19))
        assert the_round(db, round_).state == "draft"

    def test_it_is_closed_extended_and_reopened(self, db, house_keys, firm):
        round_, later = planned(db, firm), TODAY + timedelta(days=30)
        opened(db, house_keys, round_)
        with db.write() as tx:
            programme.extend(tx, round_, later, TODAY, firm[1])
        with pytest.raises(BadInput), db.write() as tx:
            programme.extend(tx, round_, TODAY + timedelta(days=29), TODAY)
        with db.write() as tx:
            programme.close_round(tx, house_keys, round_, firm[1])
        with pytest.raises(NotNow), db.write() as tx:
            programme.extend(tx, round_, later, TODAY)
        with pytest.raises(BadInput), db.write() as tx:
            programme.reopen(tx, round_, later, later + timedelta(days=1))
        with db.write() as tx:
            programme.reopen(tx, round_, later + timedelta(days=5), later, firm[1])
        found = the_round(db, round_)
        assert (found.state, found.closes_on) == ("open", later + timedelta(days=5))
        assert {"round.extended", "round.closed", "round.reopened"} <= done(db, firm[0])

    @pytest.mark.parametrize(("coached", "asked_for"), [(False, 1), (True, 0)])
    def test_without_coaches_closing_asks_for_the_reports(self, db, house_keys, coached, asked_for):
        made = firm_with_round(db, house_keys, rules=Rules(coached=coached))
        everybody(db, made)
        with db.write() as tx:
            programme.close_round(tx, house_keys, made.round)
        assert rows(db, "reports") == asked_for

    def test_whoever_is_moved_or_taken_off_after_sending_is_counted_as_the_list_shows(
        self, db, house_keys
    ):
        made = firm_with_round(db, house_keys, raters={"peers": 3, "reports": 3})
        with db.write() as tx:
            for invitation in made.raters["peers"]:
                invitations.close(tx, invitation, "done")
            lists.take_off(tx, made.raters["peers"][0])
            lists.move(tx, made.raters["peers"][1], "reports")
            lists.move(tx, made.raters["reports"][0], "peers")
        with db.read() as tx:
            counts = invitations.counts_of(tx, [made.participation])[made.participation]
        groups = instrument().instrument.groups
        assert standings(counts, groups, closed=True) == [
            Standing("peers", 2, 2), Standing("reports", 3, 0),
        ]  # fmt: skip
        assert total([counts], "self") == Total(3, 5)

    def test_a_draft_is_neither_closed_nor_reopened(self, db, house_keys, firm):
        round_ = planned(db, firm)
        with pytest.raises(NotNow), db.write() as tx:
            programme.close_round(tx, house_keys, round_)
        with pytest.raises(NotNow), db.write() as tx:
            programme.reopen(tx, round_, TODAY, TODAY)

    def test_a_practice_round_cannot_be_opened(self, db, house_keys, firm):
        round_ = planned(db, firm)
        with db.write() as tx:
            round_rows.change(tx, round_, practice=True)
        with pytest.raises(NotNow):
            opened(db, house_keys, round_)


class ParticipantsContract:
    def test_the_same_person_takes_part_once(self, db, firm):
        round_ = planned(db, firm)
        first = alice_added(db, round_, role="  Head of\nAssembly ")
        with db.write() as tx:
            second = programme.add_participant(tx, round_, "A. Hall", "Alice@hall.example")
        assert first == second
        assert rows(db, "people") == rows(db, "participations") == 1
        with db.read() as tx:
            assert participations.get(tx, first).role == "Head of Assembly"
            assert people.get(tx, participations.get(tx, first).person).language == "de"

    def test_somebody_of_another_firm_with_the_same_address_is_somebody_else(self, db, firm):
        with db.write() as tx:
            other = organisations.add(tx, "Rival")
            people.add(tx, "Alice", "alice@hall.example", organisation=other)
        alice_added(db, planned(db, firm))
        assert rows(db, "people") == 2

    def test_who_comes_later_is_written_to_at_once(self, db, house_keys, firm):
        round_ = planned(db, firm)
        opened(db, house_keys, round_)
        alice = alice_added(db, round_, keys=house_keys)
        assert queued(db) == ["nominate"]
        with db.read() as tx:
            assert invitations.of_participation(tx, alice)[0].state == "open"

    def test_nobody_joins_a_closed_round(self, db, house_keys):
        closed = firm_with_round(db, house_keys, state="closed")
        with pytest.raises(NotNow):
            alice_added(db, closed.round)

    @pytest.mark.parametrize("wrong", [{"name": " "}, {"email": "alice@"}])
    def test_a_wrong_name_or_address_adds_nobody(self, db, firm, wrong):
        round_ = planned(db, firm)
        given = {"name": "Alice", "email": None} | wrong
        with pytest.raises(BadInput), db.write() as tx:
            programme.add_participant(tx, round_, given["name"], given["email"])
        assert rows(db, "participations") == 0

    def test_who_was_not_invited_can_be_removed(self, db, house_keys, firm):
        round_ = planned(db, firm)
        alice = alice_added(db, round_)
        listed(db, house_keys, alice, "Bob")
        with db.write() as tx:
            programme.remove_participant(tx, alice, firm[1])
        assert rows(db, "participations") == rows(db, "invitations") == 0
        alice = alice_added(db, round_)
        opened(db, house_keys, round_)
        with pytest.raises(NotNow), db.write() as tx:
            programme.remove_participant(tx, alice)
        assert rows(db, "participations") == 1

    def test_a_coach_of_another_firm_is_none_here(self, db, house_keys, firm):
        rival = firm_with_round(db, house_keys, name="Rival")
        round_ = planned(db, firm)
        with pytest.raises(NotFound):
            alice_added(db, round_, coach=rival.cora)
        alice = alice_added(db, round_)
        for wrong in (rival.cora, firm[1]):
            with pytest.raises(NotFound), db.write() as tx:
                programme.assign_coach(tx, alice, wrong)

    def test_a_handover_moves_the_clients_of_this_firm_only(self, db, house_keys, firm):
        rival = firm_with_round(db, house_keys, name="Rival")
        organisation, ada, cora = firm
        with db.write() as tx:
            carl = accounts.add(tx, "Carl", "carl@hall.example")
            accounts.join(tx, carl, organisation, "coach")
            accounts.join(tx, cora, rival.organisation, "coach")
            participations.change(tx, rival.participation, coach=cora)
        alice = alice_added(db, planned(db, firm), coach=cora)
        with db.write() as tx:
            assert programme.hand_over(tx, organisation, cora, carl, ada) == 1
        with db.read() as tx:
            assert participations.get(tx, alice).coach == carl
            assert participations.get(tx, rival.participation).coach == cora
        assert "coach.handed_over" in done(db, organisation)


class ScaleContract:
    def test_two_hundred_managers_and_their_raters_are_invited_within_seconds(
        self, db, house_keys, firm
    ):
        round_ = planned(db, firm, rules=Rules(nominator="admin"))
        with db.write() as tx:
            for n in range(200):
                added = programme.add_participant(tx, round_, f"M {n}", f"m{n}@hall.example")
                for r in range(12):
                    rater = people.add(tx, f"R {r}", f"r{n}-{r}@hall.example")
                    invited(tx, house_keys, added, rater, "peers", state="listed")
        started = time.perf_counter()
        opened(db, house_keys, round_)
        seconds = time.perf_counter() - started
        assert rows(db, "outbox") == 2600
        assert seconds < 15


class TestSqlite(PlanningContract, RunningContract, ParticipantsContract, ScaleContract):
    pass


class TestPostgres(PlanningContract, RunningContract, ParticipantsContract, ScaleContract):
    @pytest.fixture
    def db(self, postgres_db):
        postgres_db.migrate()
        return postgres_db
