"""My feedback requests: Bob the peer sees all that he is asked, by a link of his own."""

import pytest

from survey import doors
from survey.store import follow_ups, invitations, outbox, participations, people, rounds
from tests.client import Visitor
from tests.programme import give_link, holding, invitation_secret, invited, programme, rival
from tests.store_factories import TODAY


@pytest.fixture
def made(world):
    return programme(world.db, world.shop.keys)


@pytest.fixture
def bob(world, made):
    """Id of the person behind the first peer."""
    with world.db.read() as tx:
        return invitations.get(tx, made.raters["peers"][0]).person


@pytest.fixture
def dora(world, made, bob):
    """Bob's invitation to rate Dora, too."""
    with world.db.write() as tx:
        person = people.add(tx, "Dora", "dora@hallsons.example", organisation=made.organisation)
        about = participations.add(tx, person, made.round)
        return invited(tx, world.shop.keys, about, bob, "reports")


@pytest.fixture
def browser(world, bob):
    secret = give_link(world.db, world.shop.keys, "requests", bob)
    return holding(world.app, "requests", bob, secret)


def test_the_link_shows_a_page_and_its_button_leads_to_the_list(world, made, bob, dora):
    secret = give_link(world.db, world.shop.keys, "requests", bob)
    visitor = Visitor(world.app)
    page = visitor.get(f"/requests/link/{secret}")
    assert visitor.client.get_cookie(f"requests-{bob}") is None
    page = visitor.submit(page, {})
    assert page.h1 == "Your feedback requests"
    assert "2 to do" in page.text
    assert "about 10 minutes" in page.text
    assert "You answer as peers – until 11 December 2026 – Autumn 2026" in page.text


def test_a_button_opens_the_form_it_is_for_and_no_other(world, browser, made, bob, dora):
    page = browser.get(f"/requests/{bob}")
    second = [form.get("action") for form in page.all("form")].index(
        f"/requests/{bob}/answer/{dora}"
    )
    page = browser.submit(page, {}, form=second)
    assert "Dora" in page.text
    assert browser.client.get_cookie(f"answer-{dora}").value == invitation_secret(
        world.shop.keys, dora
    )
    assert browser.client.get_cookie(f"answer-{made.raters['peers'][0]}") is None


def test_somebody_elses_form_does_not_open(world, browser, made, bob):
    page = browser.get(f"/requests/{bob}")
    token = page.field("csrf_token")
    for other in (made.own, made.raters["peers"][1], "nothing"):
        response = browser.client.post(
            f"/requests/{bob}/answer/{other}", data={"csrf_token": token}
        )
        assert response.status_code == 404
        assert browser.client.get_cookie(f"answer-{other}") is None


def test_an_invitations_link_does_not_open_the_list(world, made, bob):
    rater = made.raters["peers"][0]
    secret = invitation_secret(world.shop.keys, rater)
    visitor = Visitor(world.app)
    visitor.client.set_cookie(f"answer-{rater}", secret)
    visitor.client.set_cookie(f"requests-{bob}", secret)
    visitor.get(f"/requests/{bob}", 404)
    visitor.get(f"/requests/link/{secret}", 404)


def mail_me(visitor, invitation):
    page = visitor.get("/")
    token = page.field("csrf_token")
    return visitor.client.post(
        f"/answer/{invitation}/mail-requests", data={"csrf_token": token}
    ).status_code


def test_an_invitations_link_mails_the_list_some_times(world, made, bob):
    rater = made.raters["peers"][0]
    visitor = Visitor(world.app)
    assert mail_me(visitor, rater) == 404
    visitor.client.set_cookie(f"answer-{rater}", invitation_secret(world.shop.keys, rater))
    assert [mail_me(visitor, rater) for _ in range(6)] == [303] * 6
    assert len(world.mails) == 5
    with world.db.read() as tx:
        row = outbox.get(tx, world.mails[0])
    assert (row.kind, row.person, row.invitation) == ("digest", bob, rater)


def test_what_is_done_is_said_and_what_is_over_is_gone(world, browser, made, bob, dora):
    with world.db.write() as tx:
        invitations.close(tx, dora, "declined")
        invitations.close(tx, made.raters["peers"][0], "done")
    page = browser.get(f"/requests/{bob}")
    assert "Alice Autumn 2026 Sent" in page.text
    assert "Dora Autumn 2026 Declined" in page.text
    with world.db.write() as tx:
        rounds.change(tx, made.round, state="closed")
    assert "Nothing is asked of you now." in browser.get(f"/requests/{bob}").text


def test_an_older_link_says_that_there_is_a_newer_one(world, bob):
    old = give_link(world.db, world.shop.keys, "requests", bob)
    with world.db.write() as tx:
        doors.renew(tx, world.shop.keys.link, "requests", bob)
    page = Visitor(world.app).get(f"/requests/link/{old}", 410)
    assert page.h1 == "There is a newer link"
    Visitor(world.app).get("/requests/link/nonsense", 404)


def test_a_follow_up_stands_in_the_list_and_opens(world, browser, made, bob):
    with world.db.write() as tx:
        pulse = follow_ups.add(
            tx, made.participation, "pulse",
            groups=["peers"], questions={}, threshold=3, opens_on=TODAY, closes_on=TODAY,
        )  # fmt: skip
        tx.exec_driver_sql("UPDATE follow_ups SET state = 'open'")
        tx.exec_driver_sql(
            "INSERT INTO follow_up_invitations VALUES ('f1', ?, ?, 'peers', 'open')", (pulse, bob)
        )
    page = browser.get(f"/requests/{bob}")
    assert "A short question some weeks later" in page.text
    forms = [form.get("action") for form in page.all("form")]
    assert f"/requests/{bob}/follow-up/f1" in forms
    token = page.field("csrf_token")
    response = browser.client.post(f"/requests/{bob}/follow-up/f1", data={"csrf_token": token})
    assert response.status_code == 303
    with world.db.read() as tx:
        secret = response.location.rpartition("/")[2]
        assert doors.open_door(tx, "follow_up", secret) == "f1"
    missing = browser.client.post(f"/requests/{bob}/follow-up/f2", data={"csrf_token": token})
    assert missing.status_code == 404


def test_people_of_another_firm_have_a_list_of_their_own(world, browser, bob):
    other = rival(world.db, world.shop.keys)
    with world.db.read() as tx:
        stranger = invitations.get(tx, other.raters["peers"][0]).person
    browser.get(f"/requests/{stranger}", 404)
