"""In which language a page speaks: the reader's own, until another is chosen; nothing is lost."""

import pytest
from sqlalchemy import update

from survey.store import accounts, invitations, people, tables
from survey.web.days import moment
from tests.answering import answers, to_the_check_page
from tests.client import FOOT, Visitor, filled
from tests.programme import give_link, holding, invitation_secret, programme, signed_in


@pytest.fixture
def made(world):
    return programme(world.db, world.shop.keys)


def let_read(world, person, language="de"):
    """`person` reads German from now on."""
    with world.db.write() as tx:
        tx.execute(
            update(tables.people).where(tables.people.c.id == person).values(language=language)
        )


def language_of(page):
    return page.one("html").get("lang")


def choose(visitor, page, language="de", **fields):
    """Press the language in the foot of the page."""
    data = filled(page.one("form", class_=FOOT))
    return visitor._page(
        visitor.client.post(
            "/language", data=data | {"language": language} | fields, follow_redirects=True
        ),
        200,
    )


class TestBobThePeer:
    @pytest.fixture
    def secret(self, world, made):
        invitation = made.raters["peers"][0]
        with world.db.read() as tx:
            let_read(world, invitations.get(tx, invitation).person)
        return invitation_secret(world.shop.keys, invitation)

    @pytest.fixture
    def bob(self, world):
        """His browser wishes for English."""
        return Visitor(world.app, **{"Accept-Language": "en"})

    def test_his_link_speaks_his_language_from_the_first_page_on(self, bob, secret):
        first = bob.get(f"/link/{secret}")
        assert (language_of(first), first.h1) == ("de", "Ihr Feedback zu Alice")
        assert "11. Dezember 2026" in first.text
        page = bob.submit(first, {})
        assert language_of(page) == "de"
        assert page.title.startswith("Schritt 1 von")

    def test_so_does_the_page_that_says_why_it_does_not_open(self, world, made, bob, secret):
        page = bob.submit(bob.get(f"/link/{secret}"), {})
        with world.db.write() as tx:
            invitations.close(tx, made.raters["peers"][0], "removed")
        refused = bob.get(page.one("form", id="questions").get("action"), status=410)
        assert (language_of(refused), refused.h1) == ("de", "Diese Anfrage wurde zurückgenommen")

    def test_another_persons_cookie_tells_nothing(self, world, made, secret):
        stranger = Visitor(world.app, **{"Accept-Language": "en"})
        page = stranger.get(f"/answer/{made.raters['peers'][0]}/before-you-start", status=404)
        assert language_of(page) == "en"


class TestMara:
    """She rates herself by the first page."""

    def test_the_browsers_wish_counts_where_nobody_is_known(self, world):
        mara = Visitor(world.app, **{"Accept-Language": "de-CH, en;q=0.5"})
        assert language_of(mara.get("/")) == "de"

    def test_what_she_answered_is_kept_when_she_changes_the_language(self, mara, first_page):
        chosen = answers(first_page, 3)
        page = mara.submit(first_page, chosen | {"go": "in-de"})
        assert language_of(page) == "de"
        assert page.one("form", id="questions").get("action") == (
            first_page.one("form", id="questions").get("action")
        )
        assert page.checked() == chosen
        assert language_of(mara.get("/about")) == "de"

    def test_so_are_a_name_and_an_address_on_the_last_page(self, mara, first_page):
        check = to_the_check_page(mara, first_page)
        typed = {"name": "Mara L.", "email": "mara@example.org"}
        page = mara.submit(check, typed | {"go": "in-de"})
        assert page.h1 == "Antworten prüfen"
        assert (page.field("name"), page.field("email")) == ("Mara L.", "mara@example.org")
        assert page.field("receipt") == check.field("receipt")

    def test_a_page_that_shows_something_once_offers_no_way_off_it(self, mara, first_page):
        sent = mara.submit(to_the_check_page(mara, first_page), {"name": "Mara"})
        assert "Thank you" in sent.h1
        assert sent.all("form", class_=FOOT) == []

    def test_the_choice_leads_back_to_the_page_and_stays(self, mara):
        page = choose(mara, mara.get("/privacy"))
        assert (language_of(page), page.h1) == ("de", "Wie Antworten vertraulich bleiben")
        assert language_of(choose(mara, mara.get("/limits"), "en")) == "en"

    def test_it_never_leads_to_another_site(self, mara):
        about = mara.get("/about")
        for elsewhere in ("//evil.example/x", "https://evil.example", "/\\evil", ""):
            assert choose(mara, about, back=elsewhere).h1 == mara.get("/").h1

    def test_a_language_that_is_not_there_is_refused(self, mara):
        data = filled(mara.get("/about").one("form", class_=FOOT))
        answer = mara.client.post("/language", data=data | {"language": "tlh"})
        assert answer.status_code == 422
        assert mara.client.get_cookie("language") is None


class TestStaffAndManagers:
    def test_a_manager_reads_her_pages_in_her_language(self, world, made):
        let_read(world, made.alice)
        secret = give_link(world.db, world.shop.keys, "home", made.alice)
        alice = holding(world.app, "home", made.alice, secret)
        page = alice.get(f"/home/{made.alice}")
        assert (language_of(page), page.h1) == ("de", "Guten Tag, Alice")

    def test_ada_works_in_the_language_of_her_account_and_changes_it_in_the_foot(self, world, made):
        ada = signed_in(world.app, world.db, made.ada)
        page = choose(ada, ada.get("/account"))
        assert page.h1 == "Mein Konto"
        with world.db.read() as tx:
            assert accounts.get(tx, made.ada).language == "de"
        elsewhere = signed_in(world.app, world.db, made.ada)
        assert elsewhere.get(f"/admin/{made.organisation}/").h1 == "Runden"

    def test_a_time_of_the_clock_is_written_as_its_language_does(self, world):
        said = []
        for language in ("en", "de"):
            with world.app.test_request_context(headers={"Accept-Language": language}):
                said.append(moment(1_796_043_600, "Europe/Berlin"))
        assert said == ["Monday 30 November 2026, 14:00", "Montag, 30. November 2026, 14:00"]


def test_whoever_was_erased_speaks_no_language_and_breaks_no_page(world, made):
    with world.db.read() as tx:
        assert people.named(tx, ["nobody"]) == {}
    page = Visitor(world.app, **{"Accept-Language": "de"}).get("/home/link/unknown", status=404)
    assert language_of(page) == "de"
