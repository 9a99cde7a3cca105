"""A rater's way from the link to the thanks, in a browser without JavaScript."""

from datetime import date

import pytest

from survey import links
from survey.answers import respond
from survey.answers.draft import Changes
from survey.growth.development import Goal
from survey.raters.reissue import reissue
from survey.raters.slips import add_slips
from survey.store import goals, invitations, participations, responses, rounds
from tests.answering import answers, statements, to_the_check_page
from tests.client import Visitor, text_of
from tests.programme import give_link, holding, invitation_secret, programme
from tests.store_factories import bob_is_asked, everything
from tests.web_app import shipped

FAR = date(2999, 1, 4)


@pytest.fixture
def firm(world):
    return programme(world.db, world.shop.keys, asked=shipped(), closes_on=FAR)


@pytest.fixture
def bob(world) -> Visitor:
    return Visitor(world.app)


def link_of(world, invitation, issue=1):
    return links.path(invitation_secret(world.shop.keys, invitation, issue))


def peers(firm):
    return firm.raters["peers"][0]


def started(world, visitor, invitation):
    return visitor.submit(visitor.get(link_of(world, invitation)), {"go": "start"})


def with_words(world, visitor, invitation, **texts):
    """On the check page, with everything answered and these texts."""
    secret = invitation_secret(world.shop.keys, invitation)
    changes = Changes(everything(asked=shipped()).answers, texts, 100.0)
    respond.save_draft(world.db, invitation, secret, changes, 0)
    visitor.submit(visitor.get(link_of(world, invitation)), {})
    return visitor.get(f"/answer/{invitation}/check-answers")


class TestWelcome:
    def test_it_says_who_asks_about_whom_as_what_and_until_when(self, world, firm, bob):
        page = bob.get(link_of(world, peers(firm)))
        assert page.h1 == "Your feedback about Alice"
        for words in ("Hall & Sons, Autumn 2026", "Head of Assembly", "a peer", "4 January 2999"):
            assert words in page.text
        assert "fewer than 3 people are not shown" in page.text
        assert "shown by themselves: Line manager" in page.text
        assert "the coach, Cora" in page.text
        assert "30 days" in page.text

    def test_looking_changes_nothing_and_lets_nobody_in(self, world, firm, bob):
        bob.get(link_of(world, peers(firm)))
        assert [cookie.key for cookie in bob.client._cookies.values()] == ["session"]

    def test_the_line_manager_is_told_that_the_name_is_known(self, world, firm, bob):
        page = bob.get(link_of(world, firm.raters["manager"][0]))
        assert "as those of the line manager: Alice will know" in page.text

    def test_starting_leads_to_the_first_statement(self, world, firm, bob):
        page = started(world, bob, peers(firm))
        assert page.title.startswith("Step 1 of 7")
        assert "You are giving feedback on Alice, as a peer" in page.text

    def test_who_was_let_in_finds_the_welcome_again(self, world, firm, bob):
        started(world, bob, peers(firm))
        page = bob.follow(f"/answer/{peers(firm)}")
        assert page.h1 == "Your feedback about Alice"
        assert bob.get(page.links()["Start"]).title.startswith("Step 1 of 7")

    def test_coming_back_goes_on_where_one_was(self, world, firm, bob):
        page = started(world, bob, peers(firm))
        bob.submit(page, answers(page) | {"go": "next"})
        phone = Visitor(world.app)
        again = phone.get(link_of(world, peers(firm)))
        assert again.h1 == "Welcome back"
        assert phone.submit(again, {}).title.startswith("Step 2 of 7")

    def test_the_person_assessed_is_greeted_as_such(self, world, firm):
        alice = Visitor(world.app)
        page = alice.get(link_of(world, firm.own))
        assert page.h1 == "Rate yourself, Alice"
        assert "well enough" not in page.text
        assert alice.submit(page, {"go": "start"}).title.startswith("Step 1 of 7")


class TestDeclining:
    def test_it_takes_two_clicks_and_can_be_undone(self, world, firm, bob):
        asked = bob.submit(bob.get(link_of(world, peers(firm))), {"go": "decline"})
        assert asked.h1 == "You do not know Alice well enough"
        no = bob.submit(asked, {})
        assert no.h1 == "You declined this request"
        assert "4 January 2999" in no.text
        assert bob.follow(f"/answer/{peers(firm)}").h1 == "You declined this request"
        assert bob.submit(no, {}).h1 == "Your feedback about Alice"

    def test_the_link_says_so_and_leads_back(self, world, firm, bob):
        bob.submit(bob.submit(bob.get(link_of(world, peers(firm))), {"go": "decline"}), {})
        phone = Visitor(world.app)
        page = phone.get(link_of(world, peers(firm)))
        assert page.h1 == "You declined this request"
        assert "Answer after all" in phone.submit(page, {}).text

    def test_a_page_that_was_open_says_so_too(self, world, firm, bob):
        page = started(world, bob, peers(firm))
        bob.submit(bob.get(f"/answer/{peers(firm)}/say-no"), {})
        told = bob.submit(page, answers(page), status=410)
        assert bob.get(told.links()["Change your mind"]).h1 == "You declined this request"

    def test_somebody_else_is_told_what_to_do(self, world, firm, bob):
        page = bob.submit(bob.get(link_of(world, peers(firm))), {"go": "wrong_person"})
        assert page.h1 == "This was meant for somebody else"
        assert "peers 1" in page.text
        assert bob.submit(page, {}).h1 == "You declined this request"

    def test_nobody_declines_what_was_sent(self, world, firm, bob):
        check = with_words(world, bob, peers(firm))
        bob.submit(check, {"go": "send"})
        assert bob.get(f"/answer/{peers(firm)}/say-no", status=410).h1


class TestStates:
    def test_an_old_link_says_that_there_is_a_newer_one(self, world, firm, bob):
        old = bob.get(link_of(world, peers(firm)))
        page = bob.submit(old, {"go": "start"})
        with world.db.write() as tx:
            reissue(tx, world.shop.keys, peers(firm), old_address_same=True)
        assert bob.get(link_of(world, peers(firm)), status=410).h1 == "There is a newer link"
        assert bob.get(f"/answer/{peers(firm)}", status=410).h1 == "There is a newer link"
        assert bob.submit(page, answers(page), status=410).h1 == "There is a newer link"
        assert bob.get(link_of(world, peers(firm), 2)).h1 == "Your feedback about Alice"

    def test_a_closed_round_says_since_when(self, world, firm, bob):
        with world.db.write() as tx:
            rounds.change(tx, firm.round, closes_on=date(2020, 5, 4), state="closed")
        page = bob.get(link_of(world, peers(firm)), status=410)
        assert page.h1 == "This round has closed"
        assert "4 May 2020" in page.text

    def test_a_round_to_come_says_when(self, world, firm, bob):
        with world.db.write() as tx:
            rounds.change(tx, firm.round, opened_on=FAR, state="scheduled")
        page = bob.get(link_of(world, peers(firm)), status=410)
        assert page.h1 == "This round is not open yet"
        assert "4 January 2999" in page.text

    def test_a_request_that_was_taken_back_says_so(self, world, firm, bob):
        with world.db.write() as tx:
            invitations.change(tx, peers(firm), state="removed")
        assert bob.get(link_of(world, peers(firm)), status=410).h1 == "This request was taken back"

    def test_a_sent_form_shows_no_answer(self, world, firm, bob):
        bob.submit(with_words(world, bob, peers(firm), keep="Waldmeister"), {"go": "send"})
        phone = Visitor(world.app)
        page = phone.get(link_of(world, peers(firm)))
        assert page.h1 == "These answers were sent"
        thanks = phone.submit(page, {})
        assert thanks.h1.startswith("Thank you")
        assert "Waldmeister" not in thanks.html


class TestBeforeSending:
    def test_it_says_with_how_many_the_numbers_are_merged(self, world, firm, bob):
        page = with_words(world, bob, peers(firm))
        assert "averaged with those of up to 3 others in the group “Peers”" in page.text
        assert "the coach, Cora" in page.text
        assert page.all("blockquote") == []

    def test_it_says_which_groups_are_merged_and_why(self, world, bob):
        firm = programme(world.db, world.shop.keys, asked=shipped(), closes_on=FAR,
                         raters={"peers": 2, "others": 2, "reports": 5})  # fmt: skip
        page = with_words(world, bob, firm.raters["others"][0], keep="a")
        assert (
            "Peers and Customers and partners are shown as one, because fewer than 3" in page.text
        )
        assert "up to 3 others in these groups" in page.text
        assert "under “Combined: Peers, Direct reports, Customers and partners”" in page.text

    def test_the_line_manager_stands_alone(self, world, firm, bob):
        page = with_words(world, bob, firm.raters["manager"][0], keep="a")
        assert "shown by themselves, as those of the line manager" in page.text
        assert "under “Line manager”" in page.text

    def test_each_comment_has_its_choices_and_they_are_kept(self, world, firm, bob):
        page = with_words(world, bob, peers(firm), communication="draws it", keep="<b>go on")
        assert [quote.text for quote in page.all("blockquote")] == ["draws it", "<b>go on"]
        back = bob.submit(page, {"s_keep": "coach", "go": "back"})
        assert back.title.startswith("Step 6 of 7")
        page = bob.get(f"/answer/{peers(firm)}/check-answers")
        assert page.checked() == {"s_communication": "group", "s_keep": "coach"}
        bob.submit(page, {"s_communication": "pool", "go": "send"})
        with world.db.read() as tx:
            (response,) = responses.of(tx, [firm.participation])
        assert response.shows == {"communication": "pool", "keep": "coach"}

    def test_a_choice_is_saved_as_it_is_made(self, world, firm, bob):
        page = with_words(world, bob, peers(firm), keep="a")
        form = page.one("form", autocomplete="off")
        assert form.get("data-save")
        assert bob.save(page, {"s_keep": "pool"}).status_code == 200
        assert bob.save(page, {"s_keep": "shout"}, revision=2).status_code == 422
        assert bob.get(f"/answer/{peers(firm)}/check-answers").checked() == {"s_keep": "pool"}

    def test_without_coaches_nothing_is_for_the_coach(self, world, bob):
        firm = programme(world.db, world.shop.keys, asked=shipped(), closes_on=FAR)
        with world.db.write() as tx:
            rounds.change(tx, firm.round, rules='{"coached": false}')
        page = with_words(world, bob, peers(firm), keep="a")
        assert [one.get("value") for one in page.all("input", type="radio")] == ["group", "pool"]
        assert "Alice reads the report, and nobody else does." in page.text

    def test_too_few_are_told_that_nothing_is_printed(self, world, bob):
        firm = programme(world.db, world.shop.keys, asked=shipped(), closes_on=FAR,
                         raters={"peers": 2})  # fmt: skip
        page = with_words(world, bob, peers(firm), keep="a")
        assert "they stand nowhere in the report" in page.text
        assert page.text.count("Not printed: fewer than 3") == 2

    def test_a_wrong_choice_is_refused(self, world, firm, bob):
        page = with_words(world, bob, peers(firm), keep="a")
        assert bob.submit(page, {"s_keep": "shout", "go": "send"}, status=422).h1

    def test_the_own_form_of_a_360_says_that_there_is_no_own_report(self, world, firm, bob):
        page = with_words(world, bob, firm.own, keep="a")
        assert "There is no report from your own answers alone" in page.text
        assert page.all("input", name="name") == []
        thanks = bob.submit(page, {"go": "send"})
        assert "your coach goes through the report with you" in thanks.text
        assert world.reports == []

    def test_a_self_assessment_that_has_grown_says_so_too(self, world, mara, first_page):
        check = to_the_check_page(mara, first_page)
        with world.db.read() as tx:
            about = tx.exec_driver_sql("select id from participations").scalar_one()
        bob_is_asked(world.db, world.shop.keys, about)
        check = mara.get(check.one("form", autocomplete="off").get("action"))
        assert "There is no report from your own answers alone" in check.text
        assert "Your report is made from your answers" in mara.submit(check, {"name": "Mara"}).text


class TestAfterSending:
    def test_the_receipt_is_shown_and_what_comes_next(self, world, firm, bob):
        page = bob.submit(with_words(world, bob, peers(firm)), {"go": "send"})
        assert page.one("p", id="receipt") is not None
        assert "Others can answer until 4 January 2999" in page.text
        assert "one report for Alice" in page.text

    def test_it_offers_to_mail_the_other_requests_and_opens_none(self, world, firm, bob):
        page = bob.submit(with_words(world, bob, peers(firm)), {"go": "send"})
        done = bob.submit(page, {})
        assert "is on its way to your address" in done.text
        assert len(world.mails) == 1
        for _ in range(5):
            done = bob.submit(page, {})
        assert "mailed several times already" in done.text

    def test_it_is_offered_before_too_so_that_asking_tells_nothing(self, world, firm, bob):
        started(world, bob, peers(firm))
        later = bob.get(f"/answer/{peers(firm)}/finish-later")
        assert "4 January 2999" in later.text
        assert "on its way" in bob.submit(later, {}).text

    def test_the_manager_finds_the_own_page_by_the_own_link(self, world, firm):
        home = give_link(world.db, world.shop.keys, "home", firm.alice)
        alice = holding(world.app, "home", firm.alice, home)
        page = alice.submit(with_words(world, alice, firm.own), {"go": "send"})
        expected = "home.participation" in world.app.view_functions
        assert ("Go to your own page" in page.text) == expected


class TestSinceLastTime:
    @pytest.fixture
    def second(self, world, firm):
        """Another round of Alice, who had chosen a goal in the first."""
        with world.db.write() as tx:
            goals.keep(
                tx, Goal("g" * 32, firm.participation, 1, "skill:communication", "Listen <i>")
            )
        again = programme(world.db, world.shop.keys, asked=shipped(), closes_on=FAR, number=2,
                          name="Again")  # fmt: skip
        with world.db.write() as tx:
            participations.change(tx, again.participation, person=firm.alice)
        return again

    def test_it_is_a_step_of_its_own(self, world, second, bob):
        page = with_words(world, bob, peers(second))
        assert page.title.startswith("Step 8 of 8")
        assert "0 of 1 answered" in page.text
        page = bob.get(f"/answer/{peers(second)}/since-last-time")
        assert page.h1 == "Since last time"
        assert text_of(page.all("legend")[0]) == "Listen <i>"
        bob.submit(page, {f"g_{'g' * 32}": "much", "go": "next"}, status=422)
        assert bob.save(page, {f"g_{'g' * 32}": "same"}).status_code == 200
        page = bob.get(f"/answer/{peers(second)}/since-last-time")
        page = bob.submit(page, {f"g_{'g' * 32}": "more", "go": "next"})
        assert "1 of 1 answered" in page.text
        bob.submit(page, {"go": "send"})
        with world.db.read() as tx:
            (response,) = responses.of(tx, [second.participation])
        assert response.goals == {"g" * 32: "more"}

    def test_a_first_round_does_not_have_it(self, world, firm, bob):
        started(world, bob, peers(firm))
        assert bob.get(f"/answer/{peers(firm)}/since-last-time", status=404).h1


class TestPrintedCodes:
    @pytest.fixture
    def code(self, world, firm):
        with world.db.write() as tx:
            (slip,) = add_slips(tx, world.shop.keys, firm.participation, "peers", 1)
        secret = links.secret(world.shop.keys.link, slip, 1, "slip")
        return links.slip_code(secret)

    def test_a_code_opens_its_form_and_stands_in_no_address(self, world, code, bob):
        page = bob.submit(bob.get("/code"), {"code": f" {code.lower()} "})
        assert page.h1 == "Your feedback about Alice"
        assert "I am not" not in page.text
        assert code not in page.response.request.path

    def test_a_scanned_code_needs_a_click(self, world, code, bob):
        page = bob.get(f"/code/{code}")
        assert page.field("code") == code
        assert bob.submit(page, {}).h1 == "Your feedback about Alice"

    @pytest.mark.parametrize("wrong", ["", "nonsense", "0000-0000-00000", "x" * 500])
    def test_another_code_opens_nothing(self, world, code, bob, wrong):
        page = bob.submit(bob.get("/code"), {"code": wrong}, status=422)
        assert "no slip with this code" in page.one("p", id="code-error").text

    def test_guessing_is_slowed_down(self, world, code, bob):
        page = bob.get("/code")
        for _ in range(30):
            bob.submit(page, {"code": "0000"}, status=422)
        assert bob.submit(page, {"code": code}, status=429).h1 == "That was tried too often"
        assert bob.get("/code").h1 == "Answer with a printed code"


def test_starting_again_and_again_is_slowed_down(world, mara):
    page = mara.get("/")
    for _ in range(60):
        assert statements(mara.submit(page, {}))
    mara.submit(page, {}, status=429)


def test_the_page_that_mails_no_more_still_shows_the_link(world, mara, first_page):
    invitation = first_page.one("form", autocomplete="off").get("action").split("/")[2]
    later = mara.get(f"/answer/{invitation}/finish-later")
    for _ in range(5):
        mara.submit(later, {"email": "mara@example.org"})
    page = mara.submit(later, {"email": "mara@example.org"}, status=429)
    assert page.one("input", id="link").get("value").startswith("http://localhost/link/")
