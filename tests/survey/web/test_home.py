"""Alice's home: her way through a round, and the one next thing."""

import pytest

from survey.growth import developing
from survey.rounds.campaign import Rules
from survey.store import invitations, outbox, participations, rounds
from tests.client import Visitor
from tests.programme import give_link, holding, programme, rival
from tests.released import release
from tests.web_app import shipped

ALONE = Rules(nominator="admin", coached=False)
COACHED = Rules(nominator="admin")


def make(world, rules=COACHED, **more):
    return programme(world.db, world.shop.keys, asked=shipped(), rules=rules, **more)


def visitor_of(world, there):
    secret = give_link(world.db, world.shop.keys, "home", there.alice)
    return holding(world.app, "home", there.alice, secret)


@pytest.fixture
def firm(world):
    return make(world)


@pytest.fixture
def alice(world, firm):
    return visitor_of(world, firm)


def at(there, page=""):
    return f"/mine/{there.participation}{page}"


def test_a_link_shows_a_page_and_its_button_leads_home(world, firm):
    secret = give_link(world.db, world.shop.keys, "home", firm.alice)
    visitor = Visitor(world.app)
    page = visitor.get(f"/home/link/{secret}")
    assert visitor.get(f"/home/{firm.alice}", 404).status == 404  # looking changes nothing
    assert "Alice" in visitor.submit(page, {}).h1


def test_an_old_link_says_that_there_is_a_newer_one(world, firm):
    old = give_link(world.db, world.shop.keys, "home", firm.alice)
    give_link(world.db, world.shop.keys, "home", firm.alice)
    assert "newer link" in Visitor(world.app).get(f"/home/link/{old}", 410).h1
    Visitor(world.app).get("/home/link/nonsense", 404)


def test_nobody_else_gets_into_a_home(world, firm, alice):
    other = rival(world.db, world.shop.keys, asked=shipped(), rules=COACHED)
    for path in (f"/home/{other.alice}", at(other), at(other, "/plan"), at(other, "/progress")):
        alice.get(path, 404)
    Visitor(world.app).get(at(firm), 404)


def test_the_link_is_mailed_and_strangers_hear_the_same(world, firm):
    visitor = Visitor(world.app)
    known = visitor.submit(visitor.get("/my"), {"email": "ALICE@hallsons.example"})
    unknown = visitor.submit(visitor.get("/my"), {"email": "nobody@hallsons.example"})
    told = [page.one("p", role="status").text for page in (known, unknown)]
    assert told[0] == told[1]
    assert len(world.mails) == 1
    visitor.submit(visitor.get("/my"), {"email": "not an address"}, 422)


def test_nobodys_inbox_is_flooded(world, firm):
    visitor = Visitor(world.app)
    for _ in range(3):
        visitor.submit(visitor.get("/my"), {"email": "alice@hallsons.example"})
    visitor.submit(visitor.get("/my"), {"email": "alice@hallsons.example"}, 429)
    assert len(world.mails) == 3


def test_a_rater_has_no_home_to_be_mailed(world, firm):
    visitor = Visitor(world.app)
    visitor.submit(visitor.get("/my"), {"email": "peers1@hallsons.example"})
    assert world.mails == []


def test_the_next_thing_is_to_rate_oneself_and_the_button_opens_the_form(alice, firm):
    page = alice.get(f"/home/{firm.alice}")
    assert "Rate yourself" in page.text
    first = alice.submit(page, {})
    assert first.links()["Start"].startswith(f"/answer/{firm.own}/")


def test_counts_are_few_until_the_round_closes(world, alice, firm):
    with world.db.write() as tx:
        for one in firm.raters["peers"][:2] + firm.raters["reports"][:4]:
            invitations.close(tx, one, "done")
    page = alice.get(at(firm, "/progress"))
    rows = {r.findall("th")[0].text: r.findall("td") for r in page.all("tr") if r.findall("td")}
    assert rows["Peers"][1].text == "fewer than 3"
    assert rows["Direct reports"][1].text == "at least 3"
    with world.db.write() as tx:
        rounds.change(tx, firm.round, state="closed")
    assert "at least" not in alice.get(at(firm, "/progress")).text
    assert "peers1" not in page.html


def test_everybody_is_reminded_once_in_three_days_and_nobody_is_told_whom(world, alice, firm):
    with world.db.write() as tx:
        invitations.close(tx, firm.raters["peers"][0], "done")
    page = alice.get(at(firm, "/progress"))
    after = alice.submit(page, {})
    assert "Whoever has not answered yet gets a reminder" in after.text
    assert not after.all("form")
    assert "12" not in after.one("p", role="status").text
    alice.client.post(at(firm, "/remind"), data={"csrf_token": page.field("csrf_token")})
    with world.db.read() as tx:
        assert len(outbox.due(tx, 9_999_999_999)) == 12


def test_with_a_coach_the_report_waits_for_the_talk(world, alice, firm):
    with world.db.write() as tx:
        invitations.close(tx, firm.own, "done")
    page = alice.get(at(firm))
    assert "Talk with your coach" in page.text
    assert "See how many have answered" in page.links()
    alice.get(at(firm, "/first-page"), 409)
    alice.get(at(firm, "/plan"), 409)
    alice.get(at(firm, "/thanks"), 409)


def test_the_guess_stands_beside_the_reports_own_numbers(world, alice, firm):
    report = release(world.db, firm)
    guess = alice.submit(alice.get(at(firm)), {})
    assert guess.h1 == "What do you expect?"
    skills = [skill.id for skill in shipped().skills]
    page = alice.submit(guess, {**dict.fromkeys(skills[:4], "2"), "go": "keep"})
    assert page.h1 == "What you expected, and what others say"
    rows = [r for r in page.all("tr") if r.findall("td")]
    assert [r.findall("td")[1].text for r in rows] == ["2", "2", "2", "2", "–"]
    assert all(r.findall("td")[3].findall("strong")[0].text for r in rows)
    assert page.links()["Go on to the report"] == f"/report/{report}"
    with world.db.read() as tx:
        assert participations.get(tx, firm.participation).opened


def test_a_guess_is_made_before_and_never_after(world, alice, firm):
    with world.db.write() as tx:
        invitations.close(tx, firm.own, "done")
    early = alice.submit(alice.get(at(firm, "/guess")), {shipped().skills[0].id: "5"})
    assert early.h1 == "Autumn 2026"
    release(world.db, firm)
    page = alice.submit(alice.get(at(firm)), {})  # the button opens it: no second asking
    assert page.h1 == "What you expected, and what others say"
    with world.db.write() as tx, pytest.raises(developing.NotNow):
        developing.keep_guess(tx, firm.participation, {})


def test_who_makes_no_guess_goes_straight_on(world, alice, firm):
    report = release(world.db, firm)
    guess = alice.submit(alice.get(at(firm)), {})
    token = guess.field("csrf_token")
    sent = alice.client.post(at(firm, "/guess"), data={"csrf_token": token, "go": "skip"})
    assert sent.headers["Location"] == f"/report/{report}"


def test_without_a_coach_a_first_look_comes_before_the_whole(world):
    there = make(world, ALONE)
    alice = visitor_of(world, there)
    report = release(world.db, there)
    guess = alice.submit(alice.get(at(there)), {})
    page = alice.submit(guess, {"go": "skip"})
    assert page.h1 == "A first look, ten minutes"
    assert page.all("li"), "what the report suggests"
    assert "/report/" not in page.html
    assert f"/report/{report}" not in alice.get(at(there)).html
    written = {"strength": "Listening", "surprise": "{{ 7*7 }}", "question": "Who?"}
    token = page.field("csrf_token")
    sent = alice.client.post(at(there, "/first-read"), data={"csrf_token": token, **written})
    assert sent.headers["Location"] == f"/report/{report}"
    assert f"/report/{report}" in alice.get(at(there)).html
    assert "{{ 7*7 }}" in alice.get(at(there, "/first-read")).html


def test_who_asked_others_finds_the_way_from_there_to_the_report(world):
    alone = Rules(coached=False, approver="nobody")
    there = make(world, alone)
    with world.db.write() as tx:
        rounds.change(tx, there.round, organisation=None)
    alice = visitor_of(world, there)
    home = f"/home/{there.alice}"
    assert at(there, "/progress") in alice.get(home).html
    report = release(world.db, there)
    assert f"/report/{report}" not in alice.get(home).html
    assert alice.submit(alice.get(home), {}).h1 == alice.get(at(there, "/guess")).h1
    assert alice.get(at(there, "/progress")).status == 200


def test_a_link_that_got_about_is_made_worthless(world, firm):
    secret = give_link(world.db, world.shop.keys, "home", firm.alice)
    alice, stranger = (holding(world.app, "home", firm.alice, secret) for _ in range(2))
    page = alice.get(f"/home/{firm.alice}")
    form = [f.get("action", "").endswith("/new-link") for f in page.all("form")].index(True)
    told = alice.submit(page, {}, form=form)
    assert "A new one is on its way to you." in told.text
    stranger.get(f"/home/{firm.alice}", 404)
    assert stranger.get(f"/home/link/{secret}", 410).h1 == "There is a newer link"
    for _ in range(2):
        told = alice.submit(told, {}, form=form)
    refused = alice.submit(told, {}, status=409, form=form)
    assert "Several links were sent to you" in refused.text
    assert len(world.mails) == 3
