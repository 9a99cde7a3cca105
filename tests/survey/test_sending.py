"""From the draft to the sent response, on both engines."""

import pytest
from sqlalchemy import select

from survey import links
from survey.answers import respond
from survey.answers.draft import Changes
from survey.answers.respond import Contact
from survey.errors import (
    AlreadySent,
    BadInput,
    Declined,
    Incomplete,
)
from survey.mailing.mail import REPORT_MAIL
from survey.store import drafts, invitations, outbox, people, reports, responses
from survey.store.tables import metadata
from tests.store_factories import (
    alice_starts,
    answered,
    bob_is_asked,
    everything,
    everything_in,
    instrument,
    rows,
    save,
    send,
    sheet,
)

ITEMS = [item.id for item in instrument().items("standard")]


class SendingContract:
    def test_sending_is_one_step_from_draft_to_response(self, db, house_keys):
        started = alice_starts(db, house_keys)
        save(db, started, everything(), 0)
        save(db, started, Changes({ITEMS[3]: None, ITEMS[4]: 5}, {"keep": "go on"}, 1), 1)
        alice = sheet(db, started)
        code = links.receipt()
        report = send(db, started, code).report
        with db.read() as tx:
            [response] = responses.of(tx, [alice.participation.id])
            assert response.receipt_hash == links.receipt_hash(code)
            assert (response.subject, response.group) == (alice.participation.id, "self")
            assert response.version == alice.questionnaire.version
            assert [item for item, _ in response.answers] == ITEMS
            assert [value for _, value in response.answers][2:6] == [4, None, 5, 4]
            assert response.comments == {"keep": "go on"}
            assert response.fast is False
            assert drafts.get(tx, started.invitation) is None
            assert invitations.get(tx, started.invitation).state == "done"
            assert reports.get(tx, report).state == "queued"
            assert reports.get(tx, report).heartbeat == 0  # no time of sending anywhere
        assert code not in everything_in(db)
        assert rows(db, "outbox") == 0

    def test_name_and_address_are_kept_in_the_same_step(self, db, house_keys):
        started = answered(db, house_keys)
        code, contact = links.receipt(), Contact(" Alice   Archer ", "a@example.org")
        sent = respond.send(db, started.invitation, started.secret, code, contact)
        again = respond.send(db, started.invitation, started.secret, code, contact)
        assert (again.report, again.message) == (sent.report, None)
        with db.read() as tx:
            person = people.get(tx, invitations.get(tx, started.invitation).person)
            assert (person.name, person.email) == ("Alice Archer", "a@example.org")
            assert outbox.get(tx, sent.message).kind == REPORT_MAIL

    def test_a_wrong_address_sends_nothing(self, db, house_keys):
        started = answered(db, house_keys)
        contact = Contact("Alice", "nonsense")
        with pytest.raises(BadInput):
            respond.send(db, started.invitation, started.secret, links.receipt(), contact)
        assert rows(db, "responses") == 0

    def test_bob_cannot_rename_alice(self, db, house_keys):
        alice = sheet(db, alice_starts(db, house_keys))
        bob = bob_is_asked(db, house_keys, alice.participation.id)
        save(db, bob, everything(), 0)
        contact = Contact("Mallory", "m@example.org")
        respond.send(db, bob.invitation, bob.secret, links.receipt(), contact)
        with db.read() as tx:
            assert people.get(tx, alice.person.id) == alice.person
        assert rows(db, "outbox") == 0

    def test_sending_twice_with_the_same_code_is_harmless(self, db, house_keys):
        started = answered(db, house_keys)
        code = links.receipt()
        first = send(db, started, code)
        assert send(db, started, code.lower().replace("-", " ")) == first
        assert rows(db, "responses") == rows(db, "reports") == 1

    def test_what_was_sent_is_final(self, db, house_keys):
        started = answered(db, house_keys)
        send(db, started, links.receipt())
        with pytest.raises(AlreadySent):
            send(db, started, links.receipt())
        with pytest.raises(AlreadySent):
            save(db, started, Changes({ITEMS[0]: 1}), 1)
        for use in (respond.read_draft, respond.decline):
            with pytest.raises(AlreadySent):
                use(db, started.invitation, started.secret)
        assert respond.open_link(db, started.secret).state == "done"
        assert rows(db, "responses") == 1
        assert rows(db, "drafts") == 0

    def test_somebody_elses_code_is_not_mine(self, db, house_keys):
        alice, other = answered(db, house_keys), answered(db, house_keys)
        code = links.receipt()
        send(db, alice, code)
        with pytest.raises(AlreadySent):
            send(db, other, code)
        assert sheet(db, other).progress.answered == 25

    def test_too_few_answers_cannot_be_sent_and_the_lacking_skills_are_named(self, db, house_keys):
        started = alice_starts(db, house_keys)
        save(db, started, Changes(dict.fromkeys(ITEMS[:12], 4)), 0)
        with pytest.raises(Incomplete) as problem:
            send(db, started, links.receipt())
        assert problem.value.skills == tuple(instrument().instrument.skills[2:])
        assert sheet(db, started).progress.answered == 12
        assert rows(db, "responses") == 0

    def test_oneself_cannot_say_not_observed_but_bob_can(self, db, house_keys):
        started = alice_starts(db, house_keys)
        with pytest.raises(BadInput):
            save(db, started, everything("NO"), 0)
        bob = bob_is_asked(db, house_keys, sheet(db, started).participation.id)
        save(db, bob, everything("NO"), 0)
        assert send(db, bob, links.receipt()).report is None

    def test_bob_answers_about_alice_and_no_report_is_asked_for(self, db, house_keys):
        alice = sheet(db, alice_starts(db, house_keys))
        bob = bob_is_asked(db, house_keys, alice.participation.id)
        save(db, bob, everything(2), 0)
        assert not sheet(db, bob).is_own
        assert sheet(db, bob).person.name == "Alice"
        assert send(db, bob, links.receipt()).report is None
        with db.read() as tx:
            [response] = responses.of(tx, [alice.participation.id])
        assert response.group == "peers"

    def test_in_a_round_with_others_my_own_answers_ask_for_no_report(self, db, house_keys):
        started = answered(db, house_keys)
        bob_is_asked(db, house_keys, sheet(db, started).participation.id)
        assert send(db, started, links.receipt()).report is None

    def test_the_receipt_must_be_one(self, db, house_keys):
        started = answered(db, house_keys)
        with pytest.raises(BadInput):
            send(db, started, "12345")
        assert rows(db, "responses") == 0

    def test_a_crash_in_between_leaves_the_draft(self, db, house_keys, monkeypatch):
        started = answered(db, house_keys)

        def crash(*_):
            raise RuntimeError("power")

        for module, name in [(drafts, "erase"), (invitations, "close"), (reports, "ask")]:
            with monkeypatch.context() as patch:
                patch.setattr(module, name, crash)
                with pytest.raises(RuntimeError):
                    send(db, started, links.receipt())
            assert rows(db, "responses") == 0
            assert sheet(db, started).progress.answered == 25
        send(db, started, links.receipt())

    def test_fast_answers_are_marked(self, db, house_keys):
        started = alice_starts(db, house_keys)
        answers = everything().answers
        save(db, started, Changes(answers, seconds=20.0), 0)
        send(db, started, links.receipt())
        with db.read() as tx:
            assert tx.execute(select(metadata.tables["responses"].c.fast)).scalar() is True

    def test_declining_erases_the_draft(self, db, house_keys):
        started = answered(db, house_keys)
        respond.decline(db, started.invitation, started.secret)
        respond.decline(db, started.invitation, started.secret)
        assert rows(db, "drafts") == 0
        with pytest.raises(Declined):
            sheet(db, started)
        with pytest.raises(Declined):
            send(db, started, links.receipt())

    def test_a_questionnaire_edited_meanwhile_changes_nothing(self, db, house_keys):
        started = answered(db, house_keys)
        alice_starts(db, house_keys, questionnaire=instrument(scale_min=0, points=3))
        send(db, started, links.receipt())
        with db.read() as tx:
            [version] = tx.execute(select(metadata.tables["responses"].c.version)).scalars()
        assert version == instrument().version


class TestSqlite(SendingContract):
    pass


class TestPostgres(SendingContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
