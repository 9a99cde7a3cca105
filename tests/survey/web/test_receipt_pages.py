"""Check my receipt, withdraw, change: in a browser without JavaScript."""

import logging
import re

import pytest

from survey import links
from survey.answers import respond
from survey.store import invitations, rounds
from tests.client import Visitor
from tests.programme import invitation_secret, programme
from tests.store_factories import everything, everything_in, rows
from tests.survey.web.test_raters_way import FAR
from tests.web_app import make_world, shipped


@pytest.fixture
def firm(world):
    return programme(world.db, world.shop.keys, asked=shipped(), closes_on=FAR)


@pytest.fixture
def bob(world) -> Visitor:
    return Visitor(world.app)


def sends(world, visitor, invitation) -> str:
    """Bob answers all, and sends; the code that he is shown."""
    secret = invitation_secret(world.shop.keys, invitation)
    respond.save_draft(world.db, invitation, secret, everything(asked=shipped()), 0)
    visitor.submit(visitor.get(links.path(secret)), {})
    page = visitor.submit(visitor.get(f"/answer/{invitation}/check-answers"), {"go": "send"})
    return (page.one("p", id="receipt").text or "").strip()


def asks(visitor, code):
    return visitor.submit(visitor.get("/receipt"), {"code": code})


def _shape(page: str) -> str:
    """Without the word itself, and the form's token, which holds the second it was made in."""
    same = page.replace("This code: counted", "This code: unknown")
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", same)


def said(page) -> str:
    return page.one("p", role="status").text


class TestCheck:
    def test_it_answers_with_one_word_and_the_same_page_around_it(self, world, firm, bob):
        code = sends(world, bob, firm.raters["peers"][0])
        anybody = Visitor(world.app)
        pages = [asks(anybody, one) for one in (code, links.receipt(), "nonsense", "")]
        assert [said(page) for page in pages] == [
            "This code: counted", *["This code: unknown"] * 3,
        ]  # fmt: skip
        shapes = {_shape(page.html) for page in pages}
        assert len(shapes) == 1
        assert all(page.response.headers["Cache-Control"] == "no-store" for page in pages)

    def test_the_code_comes_back_in_no_page_no_address_no_cookie_and_no_log(
        self, world, firm, bob, caplog
    ):
        caplog.set_level(logging.DEBUG)
        invitation = firm.raters["peers"][0]
        code = sends(world, bob, invitation)
        checked = asks(bob, code)
        path = f"/answer/{invitation}/my-receipt"
        wrong = bob.submit(bob.get(path), {"code": links.receipt(), "go": "withdraw"}, 422)
        gone = bob.submit(bob.get(path), {"code": code, "go": "withdraw"})
        for page in (checked, wrong, gone):
            assert code not in page.html
            assert "?" not in page.response.request.path
        cookies = "".join(str(cookie.value) for cookie in bob.client._cookies.values())
        with bob.client.session_transaction() as session:
            assert set(session) == {"csrf_token"}
        assert code not in cookies + caplog.text + everything_in(world.db)

    def test_it_is_reached_from_every_page_and_from_the_thanks(self, world, firm, bob):
        assert bob.get("/").links()["Check my receipt"] == "/receipt"
        invitation = firm.raters["peers"][0]
        sends(world, bob, invitation)
        found = bob.get(f"/answer/{invitation}/thank-you").links()
        assert found["Withdraw or change what you sent"] == f"/answer/{invitation}/my-receipt"

    def test_nobody_may_try_for_ever(self, world):
        visitor = Visitor(world.app)
        page = visitor.get("/receipt")
        for _ in range(30):
            visitor.submit(page, {"code": "x"})
        visitor.submit(page, {"code": "x"}, 429)


class TestTakeBack:
    def test_bob_withdraws_and_twice_is_harmless(self, world, firm, bob):
        invitation = firm.raters["peers"][0]
        code = sends(world, bob, invitation)
        page = bob.get(f"/answer/{invitation}/my-receipt")
        for _ in range(2):
            gone = bob.submit(page, {"code": code, "go": "withdraw"})
            assert gone.h1 == "Your answers are withdrawn"
            assert "not asked about Alice any more" in gone.text
        assert rows(world.db, "responses") == rows(world.db, "drafts") == 0
        assert said(asks(bob, code)) == "This code: withdrawn"

    def test_bob_changes_an_answer_and_sends_again(self, world, firm, bob):
        invitation = firm.raters["peers"][0]
        code = sends(world, bob, invitation)
        page = bob.get(f"/answer/{invitation}/my-receipt")
        for _ in range(2):
            check = bob.submit(page, {"code": code, "go": "change"})
            assert check.h1 == "Check your answers"
        assert "5 of 5 answered" in check.text
        done = bob.submit(check, {"go": "send"})
        again = (done.one("p", id="receipt").text or "").strip()
        assert again != code
        assert (said(asks(bob, code)), said(asks(bob, again))) == (
            "This code: withdrawn", "This code: counted",
        )  # fmt: skip

    def test_a_wrong_code_says_so_and_changes_nothing(self, world, firm, bob):
        invitation = firm.raters["peers"][0]
        sends(world, bob, invitation)
        page = bob.get(f"/answer/{invitation}/my-receipt")
        for wrong in ("", "nonsense", links.receipt()):
            refused = bob.submit(page, {"code": wrong, "go": "withdraw"}, 422)
            assert "not the code of what was sent" in refused.one("p", id="code-error").text
        assert rows(world.db, "responses") == 1

    def test_after_the_last_day_the_page_offers_only_to_withdraw(self, world, firm, bob):
        invitation = firm.raters["peers"][0]
        code = sends(world, bob, invitation)
        with world.db.write() as tx:
            rounds.change(tx, firm.round, state="closed")
        page = bob.get(f"/answer/{invitation}/my-receipt")
        assert [button.get("value") for button in page.all("button")] == ["withdraw"]
        assert bob.submit(page, {"code": code, "go": "change"}, 410).h1
        assert bob.submit(page, {"code": code, "go": "withdraw"}).h1 == "Your answers are withdrawn"

    def test_a_printed_slip_has_the_same_way_back(self, world, firm, bob):
        invitation = firm.raters["peers"][0]
        with world.db.write() as tx:
            invitations.change(tx, invitation, slip=True)
        code = sends(world, bob, invitation)
        page = bob.get(f"/answer/{invitation}/my-receipt")
        assert bob.submit(page, {"code": code, "go": "withdraw"}).h1 == "Your answers are withdrawn"


def test_in_the_stricter_mode_what_waits_in_the_urn_counts_and_can_be_withdrawn(tmp_path):
    world = make_world(tmp_path, PLUMBLINE_URN="1")
    firm = programme(world.db, world.shop.keys, asked=shipped(), closes_on=FAR)
    bob, invitation = Visitor(world.app), firm.raters["peers"][0]
    code = sends(world, bob, invitation)
    assert (rows(world.db, "urn"), rows(world.db, "responses")) == (1, 0)
    assert said(asks(bob, code)) == "This code: counted"
    page = bob.get(f"/answer/{invitation}/my-receipt")
    bob.submit(page, {"code": code, "go": "withdraw"})
    assert (rows(world.db, "urn"), said(asks(bob, code))) == (0, "This code: withdrawn")
    world.shop.close()
