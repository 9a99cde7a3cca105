"""From the link to the draft, on both engines."""

import pytest

from survey import links
from survey.answers import respond
from survey.answers.draft import Changes
from survey.answers.start import start_self_assessment
from survey.errors import (
    BadInput,
    CannotOpen,
    LinkUnknown,
    NotFound,
    Stale,
)
from survey.mailing.mail import LINK_MAIL
from survey.store import drafts, outbox
from tests.store_factories import (
    alice_starts,
    answered,
    bob_is_asked,
    everything_in,
    instrument,
    rows,
    save,
    sheet,
)

ITEMS = [item.id for item in instrument().items("standard")]


class StartingContract:
    def test_a_self_assessment_is_ready_at_once(self, db, house_keys):
        started = alice_starts(db, house_keys, email="alice@example.org", language="de")
        found = sheet(db, started)
        assert found.person.name == "Alice"
        assert found.person.language == "de"
        assert found.is_own
        assert (found.revision, found.draft.answers, found.progress.shown) == (0, {}, 25)
        assert found.round.threshold == 3
        assert found.invitation.group == "self"
        assert respond.open_link(db, started.secret).id == started.invitation

    def test_the_link_is_mailed_only_to_those_who_ask(self, db, house_keys):
        assert alice_starts(db, house_keys).message is None
        message = alice_starts(db, house_keys, email="alice@example.org").message
        with db.read() as tx:
            assert outbox.get(tx, message).kind == LINK_MAIL
        assert rows(db, "outbox") == 1

    @pytest.mark.parametrize("wrong", [{"name": "x" * 121}, {"email": "alice@"}])
    def test_a_wrong_name_or_address_leaves_nothing_behind(self, db, house_keys, wrong):
        with pytest.raises(BadInput):
            alice_starts(db, house_keys, **wrong)
        assert rows(db, "people") == rows(db, "versions") == 0

    def test_the_name_may_wait_until_the_check_page(self, db, house_keys):
        alice_starts(db, house_keys, name=" \n ")
        with db.read() as tx:
            assert tx.exec_driver_sql("SELECT name FROM people").scalar_one() == ""

    def test_there_is_no_form_of_that_name(self, db, house_keys):
        with pytest.raises(KeyError):
            start_self_assessment(db, house_keys, instrument(), "none", name="Alice", today=None)
        assert rows(db, "people") == 0

    def test_an_unknown_link_opens_nothing(self, db, house_keys):
        started = alice_starts(db, house_keys)
        other = alice_starts(db, house_keys)
        for secret in ("", "x", other.secret[:-1], links.secret(b"y" * 32, started.invitation, 1)):
            with pytest.raises(LinkUnknown):
                respond.open_link(db, secret)
        for invitation, secret in [
            (started.invitation, other.secret),
            (started.invitation, ""),
            ("nobody", started.secret),
        ]:
            for use in (respond.read_draft, respond.decline):
                with pytest.raises(LinkUnknown):
                    use(db, invitation, secret)
            with pytest.raises(LinkUnknown):
                respond.save_draft(db, invitation, secret, Changes(), 0)
            with pytest.raises(LinkUnknown):
                respond.send(db, invitation, secret, links.receipt())

    def test_the_address_can_be_corrected(self, db, house_keys):
        started = alice_starts(db, house_keys)
        message = respond.set_email(db, started.invitation, started.secret, "a@example.org")
        found = sheet(db, started)
        assert found.person.email == "a@example.org"
        with db.read() as tx:
            assert outbox.get(tx, message).invitation == started.invitation

    def test_nobody_is_flooded_with_links(self, db, house_keys):
        started = alice_starts(db, house_keys)
        for _ in range(5):
            respond.set_email(db, started.invitation, started.secret, "bob@example.org")
        with pytest.raises(BadInput, match="several times"):
            respond.set_email(db, started.invitation, started.secret, "bob@example.org")

    def test_bob_cannot_have_alices_mail(self, db, house_keys):
        alice = sheet(db, alice_starts(db, house_keys))
        bob = bob_is_asked(db, house_keys, alice.participation.id)
        with pytest.raises(NotFound):
            respond.set_email(db, bob.invitation, bob.secret, "m@example.org")


class DraftContract:
    def test_answers_are_there_when_the_link_is_opened_again(self, db, house_keys):
        started = alice_starts(db, house_keys)
        first = save(db, started, Changes({ITEMS[0]: 4}, seconds=3), 0)
        second = save(db, started, Changes({ITEMS[1]: 5}, {"keep": "go on"}, 4), first)
        found = sheet(db, started)
        assert found.revision == second == 2
        assert found.draft.answers == {ITEMS[0]: 4, ITEMS[1]: 5}
        assert found.draft.texts == {"keep": "go on"}
        assert found.draft.seconds == 7

    def test_another_window_is_told_and_overwrites_nothing(self, db, house_keys):
        started = alice_starts(db, house_keys)
        save(db, started, Changes({ITEMS[0]: 4}), 0)
        for revision in (0, 2, -1):
            with pytest.raises(Stale):
                save(db, started, Changes({ITEMS[0]: 1}), revision)
        assert sheet(db, started).draft.answers == {ITEMS[0]: 4}

    def test_a_save_whose_answer_got_lost_may_be_repeated(self, db, house_keys):
        started = alice_starts(db, house_keys)
        change = Changes({ITEMS[0]: 4}, seconds=2)
        assert save(db, started, change, 0) == 1
        assert save(db, started, change, 0) == 1
        assert sheet(db, started).draft.seconds == 2

    def test_a_wrong_answer_changes_nothing(self, db, house_keys):
        started = alice_starts(db, house_keys)
        with pytest.raises(BadInput):
            save(db, started, Changes({ITEMS[0]: 4, ITEMS[1]: 9}), 0)
        with pytest.raises(BadInput):
            save(db, started, Changes({"comm_visi_2": 4}), 0)
        assert sheet(db, started).revision == 0

    def test_a_draft_cannot_be_read_from_the_database(self, db, house_keys):
        started = alice_starts(db, house_keys, email="alice@example.org")
        save(db, started, Changes({ITEMS[0]: 4}, {"keep": "Waldmeister"}), 0)
        stored = everything_in(db)
        assert "Waldmeister" not in stored
        assert ITEMS[0] + '":4' not in stored
        assert started.secret not in stored
        with db.read() as tx:
            sealed = drafts.get(tx, started.invitation).sealed
        for guess in (started.invitation, links.hash_of(started.secret), house_keys.session.hex()):
            with pytest.raises(CannotOpen):
                links.open_(guess, started.invitation, sealed)

    def test_a_draft_moved_to_another_invitation_does_not_open(self, db, house_keys):
        alice, other = answered(db, house_keys), alice_starts(db, house_keys)
        with db.write() as tx:
            drafts.save(tx, other.invitation, drafts.get(tx, alice.invitation).sealed, 0)
        with pytest.raises(CannotOpen):
            sheet(db, other)


class TestSqlite(StartingContract, DraftContract):
    pass


class TestPostgres(StartingContract, DraftContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
