"""Alice chooses whom she asks, and Cora approves the list by a link, in a real browser."""

import pytest
from playwright.sync_api import expect

from survey import links
from survey.rounds.campaign import Rules
from survey.store import participations
from tests.browser.test_self_assessment import fits, is_accessible, start
from tests.programme import give_link, programme, signed_in

pytestmark = pytest.mark.browser

PASTED = """\
Bob Ito <bob@hallsons.example>; Cy Lund <cy@hallsons.example>
Dan Ek, dan@hallsons.example
eve@hallsons
Direct reports:
Fay <fay@hallsons.example>
gil@hallsons.example
"""


def looks_right(tab):
    """On a wide screen and on a phone."""
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        fits(tab)
        is_accessible(tab)
    tab.set_viewport_size({"width": 1280, "height": 900})


def enter(tab, site, purpose, target):
    """With the link's secret in the browser, as after opening the link."""
    secret = give_link(site.world.db, site.world.shop.keys, purpose, target)
    tab.context.add_cookies([{"name": f"{purpose}-{target}", "value": secret, "url": site.url}])
    return secret


@pytest.fixture
def firm(site):
    world = site.world
    made = programme(
        world.db, world.shop.keys, asked=world.questionnaire, raters={},
        rules=Rules(approver="coach"),
    )  # fmt: skip
    with world.db.write() as tx:
        participations.change(tx, made.participation, listing="open")
    return made


def test_alice_pastes_mends_and_sends_and_cora_approves(open_tab, site, firm):
    alice = open_tab(1280)
    enter(alice, site, "home", firm.alice)
    alice.goto(f"/mine/{firm.participation}/raters")
    expect(alice.get_by_role("heading", level=1)).to_have_text("Whom you ask")
    looks_right(alice)

    alice.get_by_label("Or paste several").fill(PASTED)
    alice.get_by_role("button", name="Add to the list").click()
    expect(alice.get_by_role("alert")).to_contain_text("Line 3: “eve@hallsons” is not an address")
    expect(alice.get_by_text("5 people added.")).to_be_visible()
    expect(
        alice.get_by_text("Peers (3) and Direct reports (2) would be shown together.")
    ).to_be_visible()
    expect(alice.get_by_label("Or paste several")).to_have_value("eve@hallsons")
    looks_right(alice)

    alice.get_by_label("Or paste several").fill("Eve <eve@hallsons.example>\nbob.ito@x.example")
    alice.get_by_label("As what they answer").select_option(label="Direct reports")
    alice.get_by_role("button", name="Add to the list").click()
    expect(alice.get_by_text("2 people added.")).to_be_visible()
    expect(alice.get_by_text("Direct reports (4) would be shown on their own.")).to_be_visible()
    alice.get_by_role("button", name="Take bob.ito@x.example off").click()
    expect(alice.get_by_text("Direct reports (3) would be shown on their own.")).to_be_visible()

    alice.get_by_label("Send it with too few people").check()
    alice.get_by_role("button", name="Send the list to approval").click()
    expect(alice.get_by_text("Your list is being looked at")).to_be_visible()
    looks_right(alice)

    cora = open_tab(390)
    secret = give_link(site.world.db, site.world.shop.keys, "approval", firm.participation)
    cora.goto(links.path(secret, "approval"))
    is_accessible(cora)
    cora.get_by_role("button", name="Look at the list").click()
    expect(cora.get_by_role("heading", level=1)).to_have_text("Whom Alice asks")
    looks_right(cora)
    cora.get_by_role("button", name="Approve the list").click()
    expect(cora.get_by_text("The list is approved.").first).to_be_visible()
    alice.reload()
    expect(alice.get_by_text("Your list stands and the invitations have left")).to_be_visible()


def test_cora_changes_a_list_late_and_prints_slips(open_tab, site, firm):
    world = site.world
    with world.db.write() as tx:
        participations.change(tx, firm.participation, listing="settled")
    cora = open_tab(1280)
    sign_in(cora, site, firm.cora)
    cora.goto(f"/participations/{firm.participation}/raters")
    cora.get_by_label("Or paste several").fill("bob@hallsons.example\ncy@hallsons.example")
    cora.get_by_role("button", name="Add to the list").click()
    expect(cora.get_by_text("2 people added.")).to_be_visible()
    looks_right(cora)
    cora.get_by_role("link", name="Change bob@hallsons.example").click()
    looks_right(cora)
    cora.get_by_label("As what they answer").select_option(label="Direct reports")
    cora.get_by_role("button", name="Move").click()
    expect(cora.get_by_text("Done, as far as it was not sent yet.")).to_be_visible()
    cora.get_by_role("link", name="Printed slips").click()
    cora.get_by_label("How many slips").fill("4")
    cora.get_by_role("button", name="Make slips").click()
    expect(cora.get_by_text("4 slips were made.")).to_be_visible()
    looks_right(cora)
    cora.get_by_role("button", name="Show them for printing").click()
    expect(cora.locator("svg.qr")).to_have_count(4)
    looks_right(cora)


def test_mara_asks_others_from_her_own_form(open_tab, site):
    mara = open_tab(1280)
    start(mara)
    mara.goto(mara.url.rsplit("/", 1)[0] + "/ask-others")
    mara.get_by_label("Your own e-mail address").fill("mara@hallsons.example")
    mara.get_by_label("Whom you ask").fill("robert@x.example\nrobret@x.example\nbob@y.example")
    mara.get_by_role("button", name="See first how it would be shown").click()
    expect(mara.get_by_role("alert")).to_contain_text("robret@x.example looks very much like")
    looks_right(mara)
    mara.get_by_label("robret@x.example is right").check()
    mara.get_by_role("button", name="Send the invitations").click()
    expect(mara.get_by_text("3 people added. The invitations are on their way.")).to_be_visible()
    expect(mara.get_by_text("Peers (3) would be shown on their own.")).to_be_visible()


def sign_in(tab, site, account):
    """The session of a browser in which this account has signed in."""
    visitor = signed_in(site.world.app, site.world.db, account)
    cookie = visitor.client.get_cookie("session")
    tab.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
