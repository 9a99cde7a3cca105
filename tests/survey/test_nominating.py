"""Lists of raters from the first name to late changes, on both engines."""

import time
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from survey import links
from survey.answers import respond
from survey.errors import BadInput, LinkUnknown, NotFound, NotNow, RoundClosed
from survey.raters import asking, inviting, nominating, slips
from survey.raters.pasted import Entry
from survey.rounds.campaign import Rules
from survey.store import (
    accounts,
    drafts,
    invitations,
    lists,
    log,
    outbox,
    participations,
    people,
    rounds,
)
from survey.store import links as link_rows
from survey.store.tables import outbox as outbox_table
from survey.store.tables import responses as response_table
from tests.programme import invitation_secret, invited, programme, rival
from tests.store_factories import TODAY, alice_starts, answered, everything, rows

APPROVED = Rules(approver="coach")


def mails(db):
    """Kinds of what waits to be sent, sorted."""
    with db.read() as tx:
        waiting = outbox_table.c.state == "queued"
        return sorted(tx.execute(select(outbox_table.c.kind).where(waiting)).scalars())


def on_list(db, about):
    """What a page shows of a list: never a state."""
    with db.read() as tx:
        return [
            (row.name, row.email, row.group) for row in lists.of(tx, about) if not row.taken_off
        ]


def state(db, invitation):
    with db.read() as tx:
        return invitations.get(tx, invitation).state


def open_list(db, house_keys, **more):
    """Alice may choose; nobody is on her list yet."""
    made = programme(db, house_keys, raters={}, **more)
    with db.write() as tx:
        participations.change(tx, made.participation, listing="open")
    return made


def add(db, keys, made, email="bob@hall.example", group="peers", name="Bob"):
    with db.write() as tx:
        return nominating.add_rater(tx, keys, made.participation, group, name, email)


def sends(db, keys, invitation):
    """The rater answers everything and sends it."""
    secret = invitation_secret(keys, invitation)
    respond.save_draft(db, invitation, secret, everything(), 0)
    respond.send(db, invitation, secret, links.receipt())


class ListContract:
    def test_a_rater_is_listed_and_hears_nothing_yet(self, db, house_keys):
        made = open_list(db, house_keys)
        bob = add(db, house_keys, made)
        assert state(db, bob) == "listed"
        assert on_list(db, made.participation) == [("Bob", "bob@hall.example", "peers")]
        assert mails(db) == []

    def test_somebody_known_in_the_organisation_is_taken_as_they_are(self, db, house_keys):
        made = open_list(db, house_keys)
        other = rival(db, house_keys, raters={})
        with db.write() as tx:
            known = people.add(
                tx, "Robert Ito", "Bob@hall.example", "de", organisation=made.organisation
            )
            people.add(tx, "A stranger", "cy@hall.example", organisation=other.organisation)
        bob = add(db, house_keys, made)
        cy = add(db, house_keys, made, "cy@hall.example", name="Cy")
        with db.read() as tx:
            assert invitations.get(tx, bob).person == known
            assert people.get(tx, invitations.get(tx, cy).person).name == "Cy"

    def test_oneself_twice_nobody_and_nowhere_are_refused(self, db, house_keys):
        made = open_list(db, house_keys)
        add(db, house_keys, made)
        for email in ("alice@hallsons.example", "ALICE@hallsons.example", "BOB@hall.example"):
            with pytest.raises(NotNow):
                add(db, house_keys, made, email)
        for email, group in (("", "peers"), ("x", "peers"), ("d@x.example", "self"),
                             ("d@x.example", "none")):  # fmt: skip
            with pytest.raises(BadInput):
                add(db, house_keys, made, email, group)
        assert len(on_list(db, made.participation)) == 1

    def test_who_is_taken_off_before_being_invited_is_gone(self, db, house_keys):
        made = open_list(db, house_keys)
        bob = add(db, house_keys, made)
        with db.write() as tx:
            nominating.remove_rater(tx, bob)
        assert rows(db, "invitations") == 1
        add(db, house_keys, made)

    def test_the_own_form_is_on_no_list(self, db, house_keys):
        made = open_list(db, house_keys)
        with db.write() as tx, pytest.raises(NotFound):
            nominating.remove_rater(tx, made.own)
        assert on_list(db, made.participation) == []

    def test_without_approval_the_raters_are_invited_at_once(self, db, house_keys):
        made = open_list(db, house_keys)
        bob = add(db, house_keys, made)
        with db.write() as tx:
            nominating.submit(tx, house_keys, made.participation)
        assert state(db, bob) == "open"
        assert mails(db) == ["invitation"]
        with db.read() as tx:
            assert rounds.get(tx, made.round).frozen
            assert participations.get(tx, made.participation).listing == "settled"

    def test_an_empty_list_and_one_handed_in_are_not_handed_in(self, db, house_keys):
        made = open_list(db, house_keys)
        with db.write() as tx, pytest.raises(NotNow):
            nominating.submit(tx, house_keys, made.participation)
        add(db, house_keys, made)
        with db.write() as tx:
            nominating.submit(tx, house_keys, made.participation)
        with db.write() as tx, pytest.raises(NotNow):
            nominating.submit(tx, house_keys, made.participation)

    def test_the_coach_approves_by_one_mail(self, db, house_keys):
        made = open_list(db, house_keys, rules=APPROVED)
        bob = add(db, house_keys, made)
        with db.write() as tx:
            (mail,) = nominating.submit(tx, house_keys, made.participation)
            row = outbox.get(tx, mail)
            assert (row.kind, row.account) == ("approval", made.cora)
        assert state(db, bob) == "listed"
        with db.write() as tx:
            nominating.approve(tx, house_keys, made.participation, made.cora)
            (entry,) = log.about(tx, f"participation:{made.participation}")
            assert (entry.action, entry.account) == ("list.approved", made.cora)
        assert state(db, bob) == "open"
        with db.write() as tx, pytest.raises(NotNow):
            nominating.approve(tx, house_keys, made.participation)

    def test_where_there_is_no_coach_each_admin_is_asked(self, db, house_keys):
        made = open_list(db, house_keys, rules=APPROVED)
        add(db, house_keys, made)
        with db.write() as tx:
            participations.change(tx, made.participation, coach=None)
            accounts.join(tx, made.cora, made.organisation, "admin")
            sent = nominating.submit(tx, house_keys, made.participation)
            assert {outbox.get(tx, one).account for one in sent} == {made.ada, made.cora}

    def test_a_list_that_is_sent_back_can_be_mended(self, db, house_keys):
        made = open_list(db, house_keys, rules=APPROVED)
        add(db, house_keys, made)
        with db.write() as tx:
            nominating.submit(tx, house_keys, made.participation)
            nominating.send_back(tx, made.participation, " One customer, please. ")
        assert mails(db) == ["approval", "sent_back"]
        with db.write() as tx:
            assert lists.word(tx, made.participation) == "One customer, please."
            assert participations.get(tx, made.participation).listing == "open"
            nominating.submit(tx, house_keys, made.participation)
            assert lists.word(tx, made.participation) is None

    def test_a_round_that_is_not_open_invites_nobody(self, db, house_keys):
        made = open_list(db, house_keys, state="scheduled")
        bob = add(db, house_keys, made)
        with db.write() as tx:
            assert nominating.submit(tx, house_keys, made.participation) == []
        assert state(db, bob) == "listed"
        with db.write() as tx:
            rounds.change(tx, made.round, state="closed")
        with pytest.raises(NotNow):
            add(db, house_keys, made, "cy@hall.example")


class InvitingContract:
    def test_who_must_rate_several_gets_one_digest(self, db, house_keys):
        made = open_list(db, house_keys)
        with db.write() as tx:
            boss = people.add(tx, "Ben", "ben@hall.example", organisation=made.organisation)
            second = participations.add(tx, boss, made.round, listing="settled")
        first = add(db, house_keys, made)
        with db.write() as tx:
            other = nominating.add_rater(tx, house_keys, second, "peers", "Bob", "bob@hall.example")
            cy = nominating.add_rater(tx, house_keys, second, "peers", "Cy", "cy@hall.example")
            inviting.invite_all(tx, house_keys, [first, other, cy])
            assert inviting.invite_all(tx, house_keys, [first, other, cy]) == []
        assert mails(db) == ["digest", "invitation"]

    def test_a_second_request_turns_an_unsent_invitation_into_a_digest(self, db, house_keys):
        made = open_list(db, house_keys)
        with db.write() as tx:
            boss = people.add(tx, "Ben", "ben@hall.example", organisation=made.organisation)
            second = participations.add(tx, boss, made.round)
        first = add(db, house_keys, made)
        with db.write() as tx:
            inviting.invite(tx, house_keys, first)
            other = nominating.add_rater(tx, house_keys, second, "peers", "Bob", "bob@hall.example")
            inviting.invite(tx, house_keys, other)
        assert mails(db) == ["digest"]

    def test_rehearsals_write_no_mail(self, db, house_keys):
        made = open_list(db, house_keys, practice=True, rules=APPROVED)
        bob = add(db, house_keys, made)
        with db.write() as tx:
            nominating.submit(tx, house_keys, made.participation)
            nominating.approve(tx, house_keys, made.participation)
            assert inviting.remind(tx, bob) is None
        assert state(db, bob) == "open"
        assert mails(db) == []

    def test_the_own_form_is_opened_without_a_mail_of_its_own(self, db, house_keys):
        made = open_list(db, house_keys)
        with db.write() as tx:
            invitations.change(tx, made.own, state="listed")
            assert inviting.invite(tx, house_keys, made.own) == []
        assert state(db, made.own) == "open"

    def test_only_open_forms_are_reminded_of(self, db, house_keys):
        made = programme(db, house_keys)
        bob, cy = made.raters["peers"][:2]
        sends(db, house_keys, bob)
        with db.write() as tx:
            assert inviting.remind(tx, bob) is None
            assert outbox.get(tx, inviting.remind(tx, cy)).kind == "reminder"

    def test_hundreds_are_invited_in_a_moment(self, db, house_keys):
        made = open_list(db, house_keys)
        with db.write() as tx:
            everybody = [
                invited(
                    tx, house_keys, made.participation,
                    people.add(tx, f"R{n}", f"r{n}@x.example", organisation=made.organisation),
                    "peers", "listed",
                )
                for n in range(1200)
            ]  # fmt: skip
        begun = time.perf_counter()
        with db.write() as tx:
            assert len(inviting.invite_all(tx, house_keys, everybody)) == 1200
        assert time.perf_counter() - begun < 10


class LateContract:
    """After the invitations left: Bob has sent, Cy has not, and no list may tell them apart."""

    def both(self, db, house_keys):
        made = programme(db, house_keys)
        bob, cy = made.raters["peers"][:2]
        respond.save_draft(db, cy, invitation_secret(house_keys, cy), everything(), 0)
        sends(db, house_keys, bob)
        return made, bob, cy

    def answers(self, db):
        with db.read() as tx:
            return {(row.subject, row.group) for row in tx.execute(select(response_table))}

    def has_draft(self, db, invitation):
        with db.read() as tx:
            return drafts.get(tx, invitation) is not None

    def test_taken_off_takes_effect_on_unsent_forms_only_and_looks_the_same(self, db, house_keys):
        made, bob, cy = self.both(db, house_keys)
        with db.write() as tx:
            for one in (bob, cy):
                nominating.remove_rater(tx, one, made.cora)
        assert (state(db, bob), state(db, cy)) == ("done", "removed")
        assert not self.has_draft(db, cy)
        assert self.answers(db) == {(made.participation, "peers")}
        assert len(on_list(db, made.participation)) == 11
        with db.read() as tx:
            entries = log.about(tx, f"participation:{made.participation}")
        assert [(one.action, one.detail) for one in entries] == [("rater.removed", "")] * 2

    def test_who_comes_back_gets_a_new_link_and_the_outbox_gives_nobody_away(self, db, house_keys):
        made, bob, cy = self.both(db, house_keys)
        with db.write() as tx:
            for one in (bob, cy):
                nominating.remove_rater(tx, one)
        for n in (1, 2):
            with db.write() as tx:
                nominating.add_rater(
                    tx, house_keys, made.participation, "reports", "", f"peers{n}@hallsons.example"
                )
                nominating.invite_listed(tx, house_keys, made.participation)
        assert (state(db, bob), state(db, cy)) == ("done", "open")
        assert mails(db) == ["invitation"] * 2
        assert {group for name, _, group in on_list(db, made.participation)
                if name in ("peers 1", "peers 2")} == {"reports"}  # fmt: skip
        with db.read() as tx:
            assert invitations.get(tx, cy).issue == 2
            assert invitations.get(tx, bob).group == "peers"
            old = link_rows.by_hash(tx, links.hash_of(invitation_secret(house_keys, cy)))
            assert not old.current

    def test_a_move_counts_where_it_was_sent_and_looks_the_same(self, db, house_keys):
        made, bob, cy = self.both(db, house_keys)
        with db.write() as tx:
            for one in (bob, cy):
                nominating.move(tx, one, "others", made.ada)
        with db.read() as tx:
            assert invitations.get(tx, bob).group == "peers"
            assert invitations.get(tx, cy).group == "others"
        assert self.has_draft(db, cy)
        shown = {name: group for name, _, group in on_list(db, made.participation)}
        assert shown["peers 1"] == shown["peers 2"] == "others"
        with db.write() as tx, pytest.raises(BadInput):
            nominating.move(tx, cy, "self")

    def test_another_person_takes_a_place_and_is_invited(self, db, house_keys):
        made, bob, cy = self.both(db, house_keys)
        with db.write() as tx:
            new = [
                nominating.replace(tx, house_keys, one, "Dan", f"dan{n}@x.example")
                for n, one in enumerate((bob, cy))
            ]
        assert [state(db, one) for one in new] == ["open", "open"]
        assert (state(db, bob), state(db, cy)) == ("done", "removed")
        assert not self.has_draft(db, cy)
        assert mails(db) == ["invitation"] * 2
        assert len(on_list(db, made.participation)) == 13

    def test_a_corrected_address_gets_a_new_link_and_an_empty_form(self, db, house_keys):
        made, bob, cy = self.both(db, house_keys)
        with db.write() as tx:
            for n, one in enumerate((bob, cy)):
                assert nominating.correct(tx, house_keys, one, f"new{n}@x.example") == one
        assert (state(db, bob), state(db, cy)) == ("done", "open")
        assert not self.has_draft(db, cy)
        assert mails(db) == ["invitation"] * 2
        with db.read() as tx:
            assert invitations.get(tx, cy).issue == 2
            assert people.get(tx, invitations.get(tx, bob).person).email == "new0@x.example"
        with pytest.raises(LinkUnknown):
            respond.read_draft(db, cy, invitation_secret(house_keys, cy))

    def test_an_address_that_others_rely_on_stays_where_they_use_it(self, db, house_keys):
        """Else a coach could lead somebody's own home to an address of the coach's choosing."""
        made, _, cy = self.both(db, house_keys)
        with db.write() as tx:
            known = invitations.get(tx, cy).person
            second = rounds.get(tx, made.round)
            later = rounds.add(
                tx, "Next", version=second.version, form=second.form, threshold=3,
                opened_on=TODAY, organisation=made.organisation,
            )  # fmt: skip
            participations.add(tx, known, later)
            new = nominating.correct(tx, house_keys, cy, "coach@x.example")
            assert new != cy
            assert people.get(tx, known).email == "peers2@hallsons.example"
            assert people.get(tx, invitations.get(tx, new).person).email == "coach@x.example"
        assert (state(db, cy), state(db, new)) == ("removed", "open")

    def test_the_managers_own_address_is_nobody_elses(self, db, house_keys):
        made, _, cy = self.both(db, house_keys)
        with db.write() as tx, pytest.raises(NotNow):
            nominating.correct(tx, house_keys, cy, "alice@hallsons.example")
        with db.write() as tx, pytest.raises(NotNow):
            nominating.replace(tx, house_keys, cy, "Alice", "alice@hallsons.example")


class SlipsContract:
    def test_slips_belong_to_nobody_and_open_by_their_code(self, db, house_keys):
        made = programme(db, house_keys, raters={})
        with db.write() as tx:
            printed = slips.add_slips(tx, house_keys, made.participation, "reports", 4)
            codes = [slips.code(house_keys, one) for one in printed]
            assert len(set(codes)) == 4
            secret = nominating.by_code(tx, house_keys, codes[0].lower().replace("-", " "))
            assert secret == invitation_secret(house_keys, printed[0])
        assert mails(db) == []
        assert on_list(db, made.participation) == [("", None, "reports")] * 4
        assert respond.open_link(db, secret).id == printed[0]

    def test_a_code_that_nobody_printed_or_of_a_slip_taken_off_opens_nothing(self, db, house_keys):
        made = programme(db, house_keys, raters={})
        with db.write() as tx:
            (slip,) = slips.add_slips(tx, house_keys, made.participation, "reports", 1)
            nominating.remove_rater(tx, slip)
            for code in ("", "ABC", "0000-0000-00000", "ü" * 13, slips.code(house_keys, slip)):
                with pytest.raises(LinkUnknown):
                    nominating.by_code(tx, house_keys, code)
            with pytest.raises(NotNow):
                nominating.correct(tx, house_keys, slip, "bob@x.example")

    def test_nobody_prints_hundreds_or_before_the_round(self, db, house_keys):
        made = programme(db, house_keys, raters={}, state="scheduled")
        with db.write() as tx, pytest.raises(NotNow):
            slips.add_slips(tx, house_keys, made.participation, "reports", 1)
        with db.write() as tx:
            rounds.change(tx, made.round, state="open")
        for wrong in (0, 61):
            with db.write() as tx, pytest.raises(BadInput):
                slips.add_slips(tx, house_keys, made.participation, "reports", wrong)


class AskingContract:
    def ask(self, db, house_keys, started, emails=("bob@x.example",), **more):
        entries = [Entry(n, "peers", "", email) for n, email in enumerate(emails)]
        told = {"name": "Alice", "email": "alice@x.example", "today": TODAY,
                "closes_on": date(2026, 12, 14)} | more  # fmt: skip
        with db.write() as tx:
            return asking.ask_others(tx, house_keys, started.invitation, entries, **told)

    def test_a_self_assessment_grows_and_keeps_the_own_answers(self, db, house_keys):
        started = answered(db, house_keys)
        self.ask(db, house_keys, started, ["bob@x.example", "cy@x.example"])
        assert mails(db) == ["invitation", "invitation", "take_part"]
        sheet = respond.read_draft(db, started.invitation, started.secret)
        assert len(sheet.draft.answers) == 25
        assert sheet.round.closes_on == date(2026, 12, 14)
        self.ask(db, house_keys, started, ["dan@x.example"])
        assert mails(db) == ["invitation", "invitation", "invitation", "take_part"]

    def test_it_grows_after_the_own_answers_were_sent(self, db, house_keys):
        started = answered(db, house_keys)
        respond.send(db, started.invitation, started.secret, links.receipt())
        self.ask(db, house_keys, started)
        assert rows(db, "responses") == 1
        assert mails(db) == ["invitation", "take_part"]

    def test_it_asks_for_an_address_a_day_and_not_for_too_many(self, db, house_keys):
        started = alice_starts(db, house_keys)
        for wrong in ({"email": ""}, {"closes_on": TODAY}, {"closes_on": date(2027, 11, 1)}):
            with pytest.raises(BadInput):
                self.ask(db, house_keys, started, **wrong)
        with pytest.raises(NotNow):
            self.ask(db, house_keys, started, [f"r{n}@x.example" for n in range(41)])
        assert mails(db) == []

    def test_an_organisations_form_and_a_closed_one_do_not_grow(self, db, house_keys):
        made = programme(db, house_keys)
        started = alice_starts(db, house_keys)
        for invitation in (made.own, made.raters["peers"][0]):
            with pytest.raises(NotFound):
                self.ask(db, house_keys, replace(started, invitation=invitation))
        with db.write() as tx:
            about = invitations.get(tx, started.invitation).participation
            rounds.change(tx, participations.get(tx, about).round, state="closed")
        with pytest.raises(RoundClosed):
            self.ask(db, house_keys, started)


class Contract(ListContract, InvitingContract, LateContract, SlipsContract, AskingContract):
    pass


class TestSqlite(Contract):
    pass


class TestPostgres(Contract):
    @pytest.fixture
    def db(self, postgres_db):
        postgres_db.migrate()
        return postgres_db
