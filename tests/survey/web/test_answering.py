"""The self-assessment from the landing page to the receipt, in a browser without JavaScript."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from survey.store import people, responses
from survey.web import sending
from tests.answering import answers, invitation_of, statements, to_the_check_page
from tests.client import Visitor


def test_it_shows_the_first_statement_one_click_away(mara):
    page = mara.submit(mara.get("/"), {})
    assert page.title.startswith("Step 1 of 7: ")
    assert len(statements(page)) == 5
    assert page.checked() == {}


def test_it_goes_all_the_way_to_a_receipt_and_the_report(mara, world, first_page):
    check = to_the_check_page(mara, first_page)
    sent = mara.submit(check, {"name": "Mara Lindqvist"})
    assert sent.h1 == "Thank you. Your answers are sent"
    assert re.search(r"([0-9A-Z]{5}-){4}[0-9A-Z]{6}", sent.text)
    assert sent.links()["See your report"] == f"/report/{world.reports[0]}"


def test_it_keeps_the_answers_as_given(mara, world, first_page):
    check = to_the_check_page(mara, first_page)
    invitation = invitation_of(check)
    mara.submit(check, {})
    with world.db.read() as tx:
        subject = tx.exec_driver_sql("select participation from invitations").scalar_one()
        (response,) = responses.of(tx, [subject])
    assert invitation not in str(response)
    assert [value for _, value in response.answers] == [4] * 25


def test_it_shows_again_what_was_answered(mara, first_page):
    chosen = answers(first_page, 3, "2")
    second = mara.submit(first_page, chosen | {"t_communication": "I draw it", "go": "next"})
    back = mara.submit(second, {"go": "back"})
    assert back.checked() == chosen
    assert back.all("textarea")[0].text == "I draw it"
    assert "open" in back.one("details").attrib
    assert back.one("p", id="saved").text == "Saved"


def test_it_forces_nothing_on_a_page(mara, first_page):
    assert mara.submit(first_page, {"go": "next"}).title.startswith("Step 2 of 7")


def test_it_links_back_to_done_steps_only(mara, first_page):
    page = mara.submit(first_page, answers(first_page) | {"go": "next"})
    steps = page.one("nav", aria_label="Steps")
    assert len(list(steps.iter("a"))) == 1


def test_it_sends_with_three_of_five(mara, first_page):
    check = to_the_check_page(mara, first_page, how_many=3)
    assert check.text.count("3 of 5 answered") == 5
    assert mara.submit(check, {}).h1.startswith("Thank you")


def test_it_does_not_send_with_two_of_five_and_says_where(mara, world, first_page):
    check = to_the_check_page(mara, first_page, how_many=2)
    page = mara.submit(check, {}, status=422)
    assert page.title.startswith("Error: ")
    summary = page.one("div", id="summary")
    links = [a.get("href") for a in summary.iter("a")]
    assert len(links) == 5
    assert links[0].endswith(f"/communication#{statements(first_page)[2]}-0")
    assert world.reports == []


def test_the_error_summary_leads_to_a_radio_that_is_there(mara, first_page):
    check = to_the_check_page(mara, first_page, how_many=2)
    page = mara.submit(check, {}, status=422)
    path, _, anchor = next(page.one("div", id="summary").iter("a")).get("href").partition("#")
    assert mara.get(path).one("input", id=anchor).get("type") == "radio"


def test_it_asks_for_the_name_again_before_sending(mara, world):
    page = mara.submit(mara.get("/"), {"name": ""})
    check = to_the_check_page(mara, page)
    refused = mara.submit(check, {"name": " "}, status=422)
    assert "Give a name" in refused.one("p", id="name-error").text
    assert mara.submit(refused, {"name": "Mara"}).h1.startswith("Thank you")
    with world.db.read() as tx:
        person = tx.exec_driver_sql("select id from people").scalar_one()
        assert people.get(tx, person).name == "Mara"


def test_it_mails_the_link_to_a_new_address_when_sending(mara, world, first_page):
    check = to_the_check_page(mara, first_page)
    mara.submit(check, {"email": "mara@example.org"})
    assert len(world.mails) == 1


def test_sending_twice_shows_the_same_receipt(mara, world, first_page):
    check = to_the_check_page(mara, first_page)
    once, twice = mara.submit(check, {}), mara.submit(check, {})
    assert once.one("p", id="receipt").text == twice.one("p", id="receipt").text
    with world.db.read() as tx:
        assert tx.exec_driver_sql("select count(*) from responses").scalar_one() == 1


def test_a_click_that_another_overtakes_shows_the_same_receipt(
    mara, world, first_page, monkeypatch
):
    check = to_the_check_page(mara, first_page)
    first_click, look = [], sending.problems

    def overtaken(sheet, form):
        monkeypatch.setattr(sending, "problems", look)
        with ThreadPoolExecutor() as pool:
            first_click.append(pool.submit(mara.submit, check, {"name": "Mara L"}).result())
        return look(sheet, form)

    monkeypatch.setattr(sending, "problems", overtaken)
    second = mara.submit(check, {"name": "Mara L", "email": "mara@example.org"})
    assert second.one("p", id="receipt").text == first_click[0].one("p", id="receipt").text


def test_the_receipt_is_shown_once(mara, first_page):
    check = to_the_check_page(mara, first_page)
    mara.submit(check, {})
    later = mara.get(f"/answer/{invitation_of(check)}/thank-you")
    assert later.all("p", id="receipt") == []
    assert "See your report" in later.links()


def test_sent_answers_are_final(mara, first_page):
    check = to_the_check_page(mara, first_page)
    mara.submit(check, {})
    page = mara.submit(first_page, answers(first_page, value="1"), status=410)
    assert page.h1 == "These answers were sent already"
    assert mara.get(page.links()["See what was sent"]).h1.startswith("Thank you")


def test_a_receipt_of_another_form_is_refused(mara, first_page):
    check = to_the_check_page(mara, first_page)
    other = to_the_check_page(mara, mara.submit(mara.get("/"), {"name": "Mara"}))
    page = mara.submit(check, {"receipt": other.field("receipt")}, status=422)
    assert page.h1 == "We could not use what was sent"
    mara.submit(check, {"receipt": "0" * 40}, status=422)


@pytest.mark.parametrize("value", ["6", "0", " 3", "３", "NO", "x"])
def test_a_value_that_is_not_on_the_page_is_refused_there(mara, first_page, value):
    name = statements(first_page)[1]
    page = mara.submit(first_page, {name: value, "go": "next"}, status=422)
    assert page.title.startswith("Error: Step 1 of 7")
    (link,) = page.one("div", id="summary").iter("a")
    assert link.get("href") == f"#{name}-0"
    assert link.text.startswith("Statement 2: ")


def test_a_comment_that_is_too_long_stays_on_the_page(mara, first_page):
    text = "quality " * 600
    page = mara.submit(first_page, {"t_communication": text, "go": "next"}, status=422)
    assert page.one("textarea").text.strip() == text.strip()
    assert "open" in page.one("details").attrib
    assert page.one("div", id="summary") is not None


def test_back_from_the_first_step_stays_there(mara, first_page):
    assert mara.submit(first_page, {"go": "back"}).title.startswith("Step 1 of 7")


def test_an_unknown_skill_is_not_found(mara, first_page):
    assert mara.get(f"/answer/{invitation_of(first_page)}/juggling", status=404).h1


def test_a_stranger_sees_nothing(world, first_page):
    bob = Visitor(world.app)
    page = bob.get(f"/answer/{invitation_of(first_page)}/communication", status=404)
    assert page.h1 == "There is nothing at this address"
    assert "Mara" not in page.text


class TestComingBack:
    """By the link of the finish-later page."""

    @pytest.fixture
    def link(self, mara, first_page) -> str:
        later = mara.submit(first_page, answers(first_page) | {"go": "later"})
        assert later.h1 == "Your answers are saved"
        return later.one("input", id="link").get("value", "")

    def test_looking_at_the_link_opens_nothing(self, world, link):
        scanner = Visitor(world.app)
        page = scanner.get(link)
        assert "You are at step 2 of 7" in page.text
        names = [cookie.key for cookie in scanner.client._cookies.values()]
        assert names == ["session"]

    def test_continuing_leads_to_the_next_open_step_without_the_secret(self, world, link):
        phone = Visitor(world.app)
        page = phone.submit(phone.get(link), {})
        assert page.title.startswith("Step 2 of 7")
        assert link.rpartition("/")[2] not in page.html
        assert link.rpartition("/")[2] not in page.response.request.path

    def test_the_answers_are_there(self, world, link, first_page):
        phone = Visitor(world.app)
        page = phone.submit(phone.get(link), {})
        back = phone.submit(page, {"go": "back"})
        assert back.checked() == answers(first_page)

    def test_an_unknown_link_says_what_to_do(self, mara):
        page = mara.get("/link/nonsense", status=404)
        assert page.h1 == "This link does not work"

    def test_the_link_goes_out_by_mail(self, mara, world, first_page, link):
        later = mara.get(f"/answer/{invitation_of(first_page)}/finish-later")
        done = mara.submit(later, {"email": "mara@example.org"})
        assert "on its way to mara@example.org" in done.text
        assert len(world.mails) == 1

    def test_an_address_that_is_none_is_refused(self, mara, world, first_page, link):
        later = mara.get(f"/answer/{invitation_of(first_page)}/finish-later")
        page = mara.submit(later, {"email": "nonsense"}, status=422)
        assert page.one("p", id="email-error").text.startswith("Give the address")
        assert world.mails == []

    def test_it_is_not_mailed_without_end(self, mara, first_page, link):
        later = mara.get(f"/answer/{invitation_of(first_page)}/finish-later")
        for _ in range(5):
            mara.submit(later, {"email": "mara@example.org"})
        page = mara.submit(later, {"email": "mara@example.org"}, status=429)
        assert "copy the link" in page.text

    def test_after_sending_the_link_leads_to_the_thanks(self, mara, world, first_page, link):
        mara.submit(to_the_check_page(mara, first_page), {})
        phone = Visitor(world.app)
        page = phone.submit(phone.get(link), {})
        assert page.h1.startswith("Thank you")


class TestTwoTabs:
    def test_the_newest_answer_wins_and_one_is_told(self, mara, first_page):
        first, second = statements(first_page)[:2]
        mara.submit(first_page, {first: "1", "go": "next"})
        page = mara.submit(first_page, {first: "5", second: "2", "go": "next"})
        assert "in another tab" in page.one("p", id="told").text
        assert mara.submit(page, {"go": "back"}).checked() == {first: "5", second: "2"}

    def test_an_old_tab_does_not_erase_what_it_never_showed(self, mara, first_page):
        first, second = statements(first_page)[:2]
        mara.submit(first_page, {first: "1", "t_communication": "I draw it", "go": "next"})
        page = mara.submit(first_page, {second: "2", "go": "next"})
        back = mara.submit(page, {"go": "back"})
        assert back.checked() == {first: "1", second: "2"}
        assert back.all("textarea")[0].text == "I draw it"
