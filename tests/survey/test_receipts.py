"""What a receipt code opens, with the link and without, on both engines."""

from dataclasses import replace

import pytest

from survey import links
from survey.anonymity import releasing
from survey.answers import receipts, respond
from survey.answers.draft import Changes
from survey.answers.urn import Urn
from survey.errors import BadInput, LinkUnknown, NotNow, RoundClosed, Stale
from survey.questionnaire.asked import of_group
from survey.questionnaire.loader import load
from survey.store import invitations, lists, reports, responses, rounds
from tests.answered import everybody
from tests.programme import invitation_secret, programme
from tests.store_factories import (
    alice_starts,
    everything,
    everything_in,
    rows,
    save,
    send,
    sheet,
)
from tests.web_app import ROOT

WORDS = {"keep": "Zoë said “go on”"}
SERVICE_TEAM = load(ROOT / "questionnaires" / "service_team")


def found(db, urn, code):
    receipt = links.receipt_hash(code)
    with db.read() as tx:
        return responses.get(tx, receipt) or urn.find(tx, receipt)


class ReceiptsContract:
    @pytest.fixture(params=[False, True], ids=["at once", "through the urn"])
    def urn(self, house_keys, request):
        return Urn(house_keys.urn, in_use=request.param)

    @pytest.fixture
    def firm(self, db, house_keys):
        return programme(db, house_keys)

    @pytest.fixture
    def bob(self, firm):
        return firm.raters["peers"][0]

    @pytest.fixture
    def secret(self, house_keys, bob):
        return invitation_secret(house_keys, bob)

    @pytest.fixture
    def code(self, db, urn, bob, secret):
        """Bob the peer has sent everything, with a comment for the coach alone."""
        return sends(db, urn, bob, secret)

    def test_the_code_alone_says_one_of_three_words(self, db, urn, bob, secret, code):
        def said(text):
            with db.read() as tx:
                return receipts.standing(tx, urn, text)

        typed = code.lower().replace("-", " ").replace("0", "o")
        assert (said(code), said(typed)) == ("counted", "counted")
        assert [said(t) for t in (links.receipt(), "", "nonsense", "é\ud800")] == ["unknown"] * 4
        receipts.withdraw(db, urn, bob, secret, code)
        assert said(code) == "withdrawn"

    def test_withdrawing_leaves_the_hash_of_the_code_and_nothing_else(
        self, db, urn, bob, secret, code
    ):
        before = {table: rows(db, table) for table in ("outbox", "log", "marks", "people")}
        receipts.withdraw(db, urn, bob, secret, code)
        receipts.withdraw(db, urn, bob, secret, code)
        assert (rows(db, "responses"), rows(db, "urn"), rows(db, "drafts")) == (0, 0, 0)
        assert rows(db, "withdrawn") == 1
        assert {table: rows(db, table) for table in before} == before
        assert everything_in(db).count(links.receipt_hash(code)) == 1
        assert "Zoë" not in everything_in(db)
        with db.read() as tx:
            assert invitations.get(tx, bob).state == "declined"
            counted = invitations.counts(tx, invitations.get(tx, bob).participation, "done")
        assert counted == {}

    def test_reopening_makes_them_the_draft_again_to_the_last_word(
        self, db, urn, bob, secret, code
    ):
        receipts.reopen(db, urn, bob, secret, code)
        receipts.reopen(db, urn, bob, secret, code)
        draft = respond.read_draft(db, bob, secret).draft
        assert dict(draft.answers) == dict(everything(2).answers)
        assert (draft.texts, draft.shows) == (WORDS, {"keep": "coach"})
        assert (rows(db, "responses"), rows(db, "urn")) == (0, 0)
        assert "Zoë" not in everything_in(db)  # it is sealed
        with pytest.raises(Stale):  # the old page, sent once more
            respond.send(db, bob, secret, code, urn=urn)
        again = links.receipt()
        respond.send(db, bob, secret, again, urn=urn)
        with db.read() as tx:
            found = [receipts.standing(tx, urn, one) for one in (code, again)]
            new = responses.get(tx, links.receipt_hash(again)) or urn.find(
                tx, links.receipt_hash(again)
            )
        assert found == ["withdrawn", "counted"]
        assert (new.comments, new.shows, new.fast) == (WORDS, {"keep": "coach"}, False)

    def test_choices_come_back_and_what_an_answer_closed_does_not(self, db, urn, house_keys):
        firm = programme(db, house_keys, asked=SERVICE_TEAM, raters={"team": 4}, form="full")
        bob = firm.raters["team"][0]
        secret, code = invitation_secret(house_keys, bob), links.receipt()
        picks = {"together": ("same",), "matters": ("users", "care")}
        asked = of_group(SERVICE_TEAM, "full", "team").every_item
        answers = {item.id: 6 for item in asked}
        changes = Changes(answers, texts={"afar": "Zoë calls"}, picks=picks)
        respond.save_draft(db, bob, secret, changes, 0)
        assert "Zoë" not in everything_in(db)  # it is sealed
        respond.send(db, bob, secret, code, urn=urn)
        sent = found(db, urn, code)
        assert sent.picks == picks
        assert {item for item, _ in sent.answers} == {
            item.id for item in asked if not item.id.startswith("far_")
        }
        assert sent.comments == {}
        receipts.reopen(db, urn, bob, secret, code)
        draft = respond.read_draft(db, bob, secret).draft
        assert (dict(draft.answers), draft.picks) == (dict(sent.answers), picks)
        respond.save_draft(db, bob, secret, Changes(picks={"matters": None}), 1)
        again = links.receipt()
        respond.send(db, bob, secret, again, urn=urn)
        assert found(db, urn, again).picks == {"together": ("same",), "matters": ()}
        with db.write() as tx:
            urn.empty(tx, [firm.participation])
            (kept,) = responses.of(tx, [firm.participation])
        assert (kept.picks, kept.answers) == (found(db, urn, again).picks, sent.answers)

    def test_who_answered_too_fast_did_so_also_when_it_is_sent_again(
        self, db, urn, house_keys, firm
    ):
        carl = firm.raters["peers"][1]
        secret = invitation_secret(house_keys, carl)
        code = sends(db, urn, carl, secret, seconds=3.0)
        receipts.reopen(db, urn, carl, secret, code)
        again = links.receipt()
        respond.send(db, carl, secret, again, urn=Urn(urn.key))
        with db.read() as tx:
            assert responses.get(tx, links.receipt_hash(again)).fast

    def test_link_and_code_must_match(self, db, urn, house_keys, firm, bob, secret, code):
        """Neither another link with Bob's code, nor Bob's link with another's, takes anything."""
        carl, mona = firm.raters["peers"][1], firm.raters["manager"][0]
        other = sends(db, urn, mona, invitation_secret(house_keys, mona))
        unsent = invitation_secret(house_keys, carl)
        for invitation, key, given in (
            (carl, unsent, code), (mona, invitation_secret(house_keys, mona), code),
            (bob, secret, other), (bob, secret, links.receipt()), (bob, secret, "nonsense"),
        ):  # fmt: skip
            for take_back in (receipts.withdraw, receipts.reopen):
                with pytest.raises(BadInput):
                    take_back(db, urn, invitation, key, given)
        with pytest.raises(LinkUnknown):
            receipts.withdraw(db, urn, bob, unsent, code)
        assert rows(db, "responses") + rows(db, "urn") == 2
        assert rows(db, "withdrawn") == 0

    def test_it_is_too_late_once_somebody_has_looked(
        self, db, urn, house_keys, firm, bob, secret, code
    ):
        everybody(db, firm)
        with db.write() as tx:
            urn.empty(tx, [firm.participation])
            releasing.ask_report(tx, firm.participation, firm.cora)
        for take_back in (receipts.withdraw, receipts.reopen):
            with pytest.raises(NotNow, match="looked at a report"):
                take_back(db, urn, bob, secret, code)
        with db.read() as tx:
            assert receipts.standing(tx, urn, code) == "counted"

    def test_after_the_round_has_closed_one_can_withdraw_but_not_change(
        self, db, urn, firm, bob, secret, code
    ):
        with db.write() as tx:
            rounds.change(tx, firm.round, state="closed")
        with pytest.raises(RoundClosed):
            receipts.reopen(db, urn, bob, secret, code)
        assert rows(db, "withdrawn") == 0
        receipts.withdraw(db, urn, bob, secret, code)
        assert rows(db, "withdrawn") == 1

    def test_what_was_done_to_the_list_meanwhile_takes_effect_as_on_an_unsent_form(
        self, db, urn, house_keys, firm, bob, secret, code
    ):
        """Else an admin who moves or takes off Bob could see that he had sent (decision 15)."""
        carl = firm.raters["peers"][1]
        with db.write() as tx:
            for one in (bob, carl):
                lists.move(tx, one, "reports")
            lists.take_off(tx, carl)
        receipts.reopen(db, urn, bob, secret, code)
        with db.write() as tx:
            lists.take_off(tx, bob)
            found = [invitations.get(tx, one) for one in (bob, carl)]
        assert [(one.group, one.state) for one in found] == [("reports", "removed")] * 2

    def test_who_was_taken_off_can_withdraw_but_not_come_back(
        self, db, urn, firm, bob, secret, code
    ):
        with db.write() as tx:
            lists.take_off(tx, bob)
        with pytest.raises(NotNow, match="taken off the list"):
            receipts.reopen(db, urn, bob, secret, code)
        receipts.withdraw(db, urn, bob, secret, code)
        with db.read() as tx:
            assert invitations.get(tx, bob).state == "removed"
        assert rows(db, "responses") + rows(db, "urn") == 0

    def test_the_own_form_goes_with_the_report_that_was_made_of_it_alone(self, db, urn, house_keys):
        alice = alice_starts(db, house_keys)
        save(db, alice, everything(), 0)
        participation = sheet(db, alice).participation.id
        code = links.receipt()
        first = send(db, alice, code).report
        with db.write() as tx:
            claim = reports.claim(tx, first, 1)
        receipts.reopen(db, urn, alice.invitation, alice.secret, code)
        with db.write() as tx, pytest.raises(Stale):  # the worker that is at it hears of it
            reports.show(tx, claim, "{}", {}, 2)
        with db.read() as tx:
            assert reports.of(tx, participation) == []
        again = send(db, alice, links.receipt()).report
        with db.read() as tx:
            assert [one.id for one in reports.of(tx, participation)] == [again]


class TestSqlite(ReceiptsContract):
    pass


class TestPostgres(ReceiptsContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db


def sends(db, urn, invitation, secret, seconds=100.0):
    changes = replace(everything(2), texts=WORDS, shows={"keep": "coach"}, seconds=seconds)
    respond.save_draft(db, invitation, secret, changes, 0)
    code = links.receipt()
    respond.send(db, invitation, secret, code, urn=urn)
    return code
