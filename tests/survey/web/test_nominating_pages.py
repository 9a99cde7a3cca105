"""The pages on which raters are chosen: the manager's, the approver's, staff's, and on paper."""

from datetime import date

import pytest

from survey import links
from survey.rounds.campaign import Rules
from survey.store import invitations, lists, log, participations, people, rounds
from tests.answering import invitation_of, to_the_check_page
from tests.client import Visitor, text_of
from tests.programme import give_link, holding, invitation_secret, programme, rival, signed_in
from tests.store_factories import rows
from tests.survey.test_nominating import mails, on_list, sends

DAY = 1_795_500_000  # in November 2026


@pytest.fixture
def firm(world):
    """Alice may choose; nobody is on her list yet."""
    return prepared(world)


def prepared(world, listing="open", **more):
    keys = world.shop.keys
    made = programme(world.db, keys, asked=world.questionnaire, **({"raters": {}} | more))
    with world.db.write() as tx:
        participations.change(tx, made.participation, listing=listing)
    return made


def alice_in(world, firm):
    secret = give_link(world.db, world.shop.keys, "home", firm.alice)
    return holding(world.app, "home", firm.alice, secret)


def list_of(firm):
    return f"/mine/{firm.participation}/raters"


def staff_list(firm):
    return f"/participations/{firm.participation}/raters"


def form(page, action):
    """Number of the page's form that goes there."""
    return next(
        n for n, one in enumerate(page.all("form")) if one.get("action", "").endswith(action)
    )


def add(visitor, page, text, group="peers", status=200, **more):
    fields = {"group": group, "text": text} | more
    return visitor.submit(page, fields, status, form(page, "/raters"))


def test_an_empty_list_says_what_is_wanted(world, firm):
    page = alice_in(world, firm).get(list_of(firm))
    assert page.h1 == "Whom you ask"
    assert "Nobody is on your list yet" in page.text
    assert "0 of at least 3, 5 recommended" in page.text
    assert "Invite these people now" not in page.text


def test_alice_adds_one_person_and_pastes_many(world, firm):
    alice = alice_in(world, firm)
    page = add(alice, alice.get(list_of(firm)), "", email="bob@hall.example", name="Bob Ito")
    assert "1 person added." in page.text
    page = add(
        alice, page,
        "Cy <cy@hall.example>; dan@hall.example\n\nCustomers and partners:\neve@x.example\tEve",
    )  # fmt: skip
    assert "3 people added." in page.text
    assert sorted(on_list(world.db, firm.participation)) == [
        ("Bob Ito", "bob@hall.example", "peers"),
        ("Cy", "cy@hall.example", "peers"),
        ("Eve", "eve@x.example", "others"),
        ("dan@hall.example", "dan@hall.example", "peers"),
    ]
    assert mails(world.db) == []


def test_what_cannot_be_read_stays_in_the_box_and_the_rest_is_added(world, firm):
    alice = alice_in(world, firm)
    text = "bob@hall.example\nCy, no address\nDirect reports\ndan@hall\nalice@hallsons.example"
    page = add(alice, alice.get(list_of(firm)), text, status=422)
    assert "Line 2: There is no e-mail address in “Cy, no address”" in page.text
    assert "Line 4: “dan@hall” is not an address" in page.text
    assert "Line 5: alice@hallsons.example is the address of the person assessed" in page.text
    left = page.one("textarea", name="text").text.lstrip("\n").splitlines()
    assert left == ["Cy, no address", "Direct reports", "dan@hall", "alice@hallsons.example"]
    assert [one[0] for one in on_list(world.db, firm.participation)] == ["bob@hall.example"]


def test_an_address_typed_wrongly_stays_in_its_field(world, firm):
    alice = alice_in(world, firm)
    page = add(alice, alice.get(list_of(firm)), "", status=422, email="bob@hall", name="Bob")
    assert "“bob@hall” is not an address" in page.text
    assert (page.field("email"), page.field("name")) == ("bob@hall", "Bob")
    assert page.one("textarea", name="text").text in (None, "\n", "")


def test_look_alikes_are_added_once_they_were_looked_at(world, firm):
    alice = alice_in(world, firm)
    page = add(alice, alice.get(list_of(firm)), "robert@hall.example")
    page = add(alice, page, "robret@hall.example\nBob <robert@hall.example>", status=422)
    assert "robret@hall.example looks very much like robert@hall.example" in page.text
    assert "robert@hall.example is on the list already" in page.text
    assert len(on_list(world.db, firm.participation)) == 1
    left = page.one("textarea", name="text").text.strip()
    assert left == "robret@hall.example"
    add(alice, page, left, sure="robret@hall.example")
    assert len(on_list(world.db, firm.participation)) == 2


def test_what_would_be_merged_is_said_as_the_list_grows(world, firm):
    alice = alice_in(world, firm)
    page = add(alice, alice.get(list_of(firm)), "bob@x.example; cy@y.example")
    assert "Peers (2) would not be shown." in page.text
    page = add(alice, page, "dan@z.example, eve@w.example", "others")
    assert "Peers (2) and Customers and partners (2) would be shown together." in page.text
    page = add(alice, page, "fay@v.example")
    assert "Peers (3) and Customers and partners (2) would be shown together." in page.text
    page = add(alice, page, "gil@u.example", "others")
    assert "Peers (3) would be shown on their own." in page.text


def test_alice_takes_somebody_off_again(world, firm):
    alice = alice_in(world, firm)
    page = add(alice, alice.get(list_of(firm)), "bob@hall.example")
    page = alice.submit(page, {}, form=form(page, "/remove"))
    assert "Nobody is on your list yet" in page.text
    assert rows(world.db, "invitations") == 1


def test_too_few_may_be_sent_once_the_consequences_were_read(world, firm):
    alice = alice_in(world, firm)
    page = add(alice, alice.get(list_of(firm)), "bob@hall.example")
    page = alice.submit(page, {}, 422, form(page, "/submit"))
    assert "Tick that you want to send it as it is" in page.text
    assert mails(world.db) == []
    page = alice.submit(page, {"even_so": "1"}, form=form(page, "/submit"))
    assert "Your list stands and the invitations have left" in page.text
    assert mails(world.db) == ["invitation"]
    assert page.all("button") == []


def test_the_approver_needs_one_link_and_no_account(world):
    firm = prepared(world, rules=Rules(approver="coach"))
    alice = alice_in(world, firm)
    page = add(alice, alice.get(list_of(firm)), "bob@hall.example")
    page = alice.submit(page, {"even_so": "1"}, form=form(page, "/submit"))
    assert "Your list is being looked at" in page.text
    assert mails(world.db) == ["approval"]
    assert len(world.mails) == 1

    secret = give_link(world.db, world.shop.keys, "approval", firm.participation)
    cora = Visitor(world.app)
    cora.get(f"/approve/{firm.participation}", 404)
    page = cora.submit(cora.get(links.path(secret, "approval")), {})
    assert page.h1 == "Whom Alice asks"
    assert "bob@hall.example" in page.text
    page = cora.submit(page, {"word": ""}, 422, form(page, "/back"))
    assert "Say what should be changed" in page.text
    page = cora.submit(page, {"word": "One <b>customer</b>, please"}, form=form(page, "/back"))
    assert "The list has gone back with your word" in page.text
    assert mails(world.db) == ["approval", "sent_back"]

    page = alice.get(list_of(firm))
    assert "One <b>customer</b>, please" in page.text
    page = add(alice, page, "eve@x.example", "others")
    alice.submit(page, {"even_so": "1"}, form=form(page, "/submit"))
    page = cora.get(f"/approve/{firm.participation}")
    page = cora.submit(page, {}, form=form(page, firm.participation))
    assert "This list is approved" in page.text
    assert mails(world.db).count("invitation") == 2


def test_an_approval_link_that_never_was_or_was_replaced_says_so(world, firm):
    nobody = Visitor(world.app)
    nobody.get("/approve/link/nothing", 404)
    old = give_link(world.db, world.shop.keys, "approval", firm.participation)
    give_link(world.db, world.shop.keys, "approval", firm.participation)
    nobody.get(links.path(old, "approval"), 410)


def test_a_list_that_was_handed_in_is_closed_to_the_manager(world, firm):
    alice = alice_in(world, firm)
    page = add(alice, alice.get(list_of(firm)), "bob@hall.example")
    remove = form(page, "/remove")
    with world.db.write() as tx:
        participations.change(tx, firm.participation, listing="settled")
    add(alice, page, "cy@hall.example", status=409)
    alice.submit(page, {}, 409, remove)
    assert len(on_list(world.db, firm.participation)) == 1


@pytest.mark.parametrize("state", ["closed", "scheduled"])
def test_nobody_chooses_outside_the_rounds_time(world, firm, state):
    alice = alice_in(world, firm)
    with world.db.write() as tx:
        rounds.change(tx, firm.round, state=state)
    page = alice.get(list_of(firm))
    assert page.all("textarea") == []


def test_colleagues_of_the_own_domain_are_offered_and_nobody_elses_customers(world, firm):
    other = rival(world.db, world.shop.keys, asked=world.questionnaire)
    with world.db.write() as tx:
        for name, email in (("Bob", "bob@hallsons.example"), ("Cust", "c@elsewhere.example")):
            people.add(tx, name, email, organisation=firm.organisation)
    offered = [one.get("value") for one in alice_in(world, firm).get(list_of(firm)).all("option")]
    assert "bob@hallsons.example" in offered
    assert not {"c@elsewhere.example", "alice@hallsons.example"} & set(offered)
    assert not any(one.endswith("rival.example") for one in offered)
    assert other.organisation != firm.organisation


def test_staff_choose_in_the_managers_place_and_settle_the_list(world, firm):
    cora = signed_in(world.app, world.db, firm.cora)
    page = add(cora, cora.get(staff_list(firm)), "bob@hall.example")
    assert "Alice is still choosing" in page.text
    page = cora.submit(page, {}, form=form(page, "/settle"))
    assert "The invitations have left" in page.text
    assert mails(world.db) == ["invitation"]
    page = add(cora, page, "cy@y.example")
    assert mails(world.db) == ["invitation"] * 2
    with world.db.read() as tx:
        entries = log.about(tx, f"participation:{firm.participation}")
    assert sorted(one.action for one in entries) == ["list.settled", "rater.added", "rater.added"]


def test_nobody_but_its_staff_sees_a_list(world, firm):
    other = rival(world.db, world.shop.keys, asked=world.questionnaire)
    for account in (other.ada, other.cora):
        signed_in(world.app, world.db, account).get(staff_list(firm), 404)
    alice_in(world, firm).get(f"/mine/{other.participation}/raters", 404)
    bob = programme_rater(world, other)
    signed_in(world.app, world.db, firm.ada).get(f"{staff_list(firm)}/{bob}", 404)


def programme_rater(world, firm):
    return firm.raters["peers"][0]


def late(world):
    """Bob has sent, Cy has not; Cora looks at the list."""
    firm = prepared(world, "settled", raters={"peers": 4, "reports": 3})
    bob, cy = firm.raters["peers"][:2]
    sends(world.db, world.shop.keys, bob)
    return firm, bob, cy, signed_in(world.app, world.db, firm.cora)


def told(page, name):
    """A page's words, whoever it is about."""
    return page.text.replace(name, "NAME")


def test_no_page_tells_who_has_answered(world):
    firm, bob, cy, cora = late(world)
    of_bob, of_cy = (cora.get(f"{staff_list(firm)}/{one}") for one in (bob, cy))
    assert told(of_bob, "peers 1").replace("peers1", "NAME") == told(of_cy, "peers 2").replace(
        "peers2", "NAME"
    )
    names = [text_of(li) for li in cora.get(staff_list(firm)).all("li")]
    assert sum("Change" in one for one in names) == 7


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("/remove", {}),
        ("/group", {"group": "reports"}),
        ("/address", {"right-email": "new{n}@x.example"}),
        ("/replace", {"email": "new{n}@x.example", "name": "New{n}"}),
    ],
)
def test_a_late_change_looks_the_same_whether_or_not_it_took_effect(world, action, fields):
    firm, bob, cy, cora = late(world)
    seen = []
    for n, one in ((1, bob), (2, cy)):
        page = cora.get(f"{staff_list(firm)}/{one}")
        filled = {key: value.replace("{n}", str(n)) for key, value in fields.items()}
        page = cora.submit(page, filled, form=form(page, action))
        assert "Done, as far as it was not sent yet." in page.text
        seen.append(mails(world.db).count("invitation"))
    assert seen == ([0, 0] if action in ("/remove", "/group") else [1, 2])
    assert rows(world.db, "responses") == 1
    text = cora.get(staff_list(firm)).text
    assert ("peers 1" in text) == ("peers 2" in text)
    with world.db.read() as tx:
        shown = {row.invitation: (row.group, row.taken_off) for row in
                 lists.of(tx, firm.participation)}  # fmt: skip
        assert shown[bob] == shown[cy]
        assert invitations.get(tx, bob).state == "done"


def test_a_wrong_address_is_not_taken(world):
    firm, bob, _cy, cora = late(world)
    page = cora.get(f"{staff_list(firm)}/{bob}")
    page = cora.submit(page, {"right-email": "bob@"}, 422, form(page, "/address"))
    assert "Give the address" in page.text
    cora.submit(page, {"email": ""}, 422, form(page, "/replace"))
    cora.submit(page, {"email": "alice@hallsons.example"}, 409, form(page, "/replace"))


def test_whoever_is_asked_too_often_is_told_to_staff_alone(world):
    firm = prepared(world, raters={"peers": 2}, rules=Rules(cap=0))
    cora = signed_in(world.app, world.db, firm.cora)
    assert "on 1 lists; at most 0 are wanted" in cora.get(staff_list(firm)).text
    assert "at most 0" not in alice_in(world, firm).get(list_of(firm)).text


def test_staff_send_a_waiting_list_back(world):
    firm = prepared(world, "waiting", rules=Rules(approver="admin"))
    ada = signed_in(world.app, world.db, firm.ada)
    page = ada.get(staff_list(firm))
    ada.submit(page, {"word": " "}, 422, form(page, "/hand-back"))
    page = ada.submit(page, {"word": "More peers"}, form=form(page, "/hand-back"))
    assert "Alice is still choosing" in page.text
    assert "More peers" in alice_in(world, firm).get(list_of(firm)).text


def test_slips_are_made_printed_and_logged(world, firm):
    cora = signed_in(world.app, world.db, firm.cora)
    path = f"/participations/{firm.participation}/slips"
    page = cora.get(path)
    assert "There are no slips yet." in page.text
    page = cora.submit(page, {"group": "reports", "how_many": "61"}, 422, form(page, "/slips"))
    assert "Give a number from 1 to 60" in page.text
    page = cora.submit(page, {"group": "reports", "how_many": "5"}, form=form(page, "/slips"))
    assert "5 slips were made." in page.text
    page = cora.submit(page, {}, form=form(page, "/print"))
    assert len(page.all("{http://www.w3.org/2000/svg}svg")) == 5
    codes = [text_of(p) for p in page.all("p", class_="typed")]
    assert len(set(codes)) == 5
    assert "Feedback for Alice" in page.text
    assert "5 printed slips" in cora.get(staff_list(firm)).text
    with world.db.read() as tx:
        entries = log.about(tx, f"participation:{firm.participation}")
    assert {one.action for one in entries} == {"slips.made", "slips.printed"}
    cora.get(f"{path}/print", 405)


def test_a_self_assessment_asks_others_before_it_is_sent(world, mara, first_page):
    own = invitation_of(first_page)
    page = mara.get(f"/answer/{own}/ask-others")
    assert page.h1 == "Ask others"
    fields = {"name": "Mara Lindqvist", "email": "mara@x.example", "group": "peers"}
    page = mara.submit(page, fields | {"email": "", "text": "bob@y.example"}, 422)
    assert "Give the address" in page.text
    page = mara.submit(page, fields | {"text": ""}, 422)
    assert "Give the address of at least one person" in page.text
    page = mara.submit(page, fields | {"text": "bob@y.example\ncy"}, 422)
    assert rows(world.db, "invitations") == 1
    typed = fields | {"text": "bob@y.example\nCy <cy@y.example>"}
    page = mara.submit(page, typed | {"look": "1"})
    assert "Peers (2) would not be shown." in page.text
    assert rows(world.db, "invitations") == 1
    page = mara.submit(page, typed)
    assert "2 people added. The invitations are on their way." in page.text
    assert mails(world.db) == ["invitation", "invitation", "take_part"]
    assert len(world.mails) == 3
    with world.db.read() as tx:
        about = invitations.get(tx, own).participation
        found = rounds.of(tx, about)
        assert found.organisation is None
        assert (found.closes_on - found.opened_on).days == 21
        assert Rules.from_json(rounds.rules(tx, found.id)).coached is False


def test_it_does_so_after_the_answers_were_sent_too(world, mara, first_page):
    own = invitation_of(first_page)
    page = mara.submit(to_the_check_page(mara, first_page), {"name": "Mara"})
    page = mara.get(page.links()["Ask others"])
    mara.submit(page, {"email": "mara@x.example", "text": "bob@y.example"})
    assert mails(world.db) == ["invitation", "take_part"]
    assert rows(world.db, "responses") == 1
    assert invitation_of(first_page) == own


def test_the_day_is_after_today_and_not_a_year_away(world, mara, first_page):
    page = mara.get(f"/answer/{invitation_of(first_page)}/ask-others")
    fields = {"name": "Mara", "email": "mara@x.example", "text": "bob@y.example"}
    for wrong in (date.min, date.max):
        asked = fields | {"closes_on": wrong.isoformat()}
        assert "within twelve weeks" in mara.submit(page, asked, 422).text
    assert "Give the last day" in mara.submit(page, fields | {"closes_on": ""}, 422).text


def test_the_manager_of_such_a_round_adds_and_takes_off_by_the_home_link(world, mara, first_page):
    own = invitation_of(first_page)
    page = mara.get(f"/answer/{own}/ask-others")
    mara.submit(page, {"name": "Mara", "email": "mara@x.example", "text": "bob@y.example"})
    with world.db.read() as tx:
        found = invitations.get(tx, own)
    secret = give_link(world.db, world.shop.keys, "home", found.person)
    home = holding(world.app, "home", found.person, secret)
    page = home.get(f"/mine/{found.participation}/raters")
    page = add(home, page, "cy@z.example")
    assert mails(world.db).count("invitation") == 2
    page = home.submit(page, {}, form=form(page, "/remove"))
    assert len(on_list(world.db, found.participation)) == 1


def test_an_organisations_form_asks_nobody_else(world, firm):
    alice = Visitor(world.app)
    secret = invitation_secret(world.shop.keys, firm.own)
    alice.client.set_cookie(f"answer-{firm.own}", secret)
    alice.get(f"/answer/{firm.own}/ask-others", 404)
