"""A rater in a real browser: from the mailed link to the receipt, on a phone and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from survey import links
from survey.store import responses
from tests.browser.test_self_assessment import THANKS, answer, fits, go_on, is_accessible
from tests.programme import Programme, invitation_secret, programme
from tests.web_app import shipped

pytestmark = pytest.mark.browser


@pytest.fixture
def firm(site) -> Programme:
    """Peers are too few to stand alone."""
    raters = {"manager": 1, "peers": 2, "reports": 5, "others": 2}
    return programme(site.world.db, site.world.shop.keys, asked=shipped(), raters=raters,
                     closes_on=None)  # fmt: skip


def link_of(site, invitation: str) -> str:
    return links.path(invitation_secret(site.world.shop.keys, invitation))


def looked_at(tab: Page, heading: str) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
    fits(tab)
    is_accessible(tab)


@pytest.mark.parametrize(("width", "script"), [(390, True), (390, False), (1280, True)])
def test_from_the_link_to_the_receipt(open_tab, site, firm, width, script):
    tab = open_tab(width, java_script_enabled=script)
    look = looked_at if script else _seen
    bob = firm.raters["peers"][0]
    tab.goto(link_of(site, bob))
    look(tab, "Your feedback about Alice")
    tab.get_by_role("button", name="Start").click()
    for step in range(1, 6):
        for statement in range(1, 6):
            answer(tab, statement, 1 + (statement + step) % 5)
        go_on(tab, step + 1)
    tab.get_by_role("textbox").first.fill("Visits the line every Monday.")
    tab.get_by_role("textbox").last.fill("Speak louder.")
    go_on(tab, 7)
    look(tab, "Check your answers")
    expect(tab.get_by_text("are shown as one, because fewer than 3")).to_be_visible()
    tab.get_by_role("group", name="keep doing").get_by_label("Without my group").check()
    tab.get_by_role("group", name="differently").get_by_label("Coach only").check()
    tab.get_by_role("button", name="Back").click()
    go_on(tab, 7)
    expect(tab.get_by_role("group", name="differently").get_by_label("Coach only")).to_be_checked()
    tab.get_by_role("button", name="Send my answers").click()
    look(tab, THANKS)
    expect(tab.locator("#receipt")).to_have_text(re.compile(r"^([0-9A-Z]{5}-){4}[0-9A-Z]{6}$"))
    with site.world.db.read() as tx:
        (response,) = responses.of(tx, [firm.participation])
    assert response.shows == {"keep": "pool", "different": "coach"}
    tab.goto(link_of(site, bob))
    look(tab, "These answers were sent")


def test_a_choice_is_saved_by_itself(open_tab, site, firm):
    tab = open_tab(390)
    bob = firm.raters["reports"][0]
    tab.goto(link_of(site, bob))
    tab.get_by_role("button", name="Start").click()
    tab.get_by_text("Add a comment on this skill").click()
    tab.get_by_role("textbox").fill("Draws the plan.")
    go_on(tab, 2)
    tab.goto(f"/answer/{bob}/check-answers")
    tab.get_by_label("Coach only").check()
    expect(tab.locator("#saved")).to_have_text(re.compile("Saved at"))
    tab.reload()
    expect(tab.get_by_label("Coach only")).to_be_checked()


def test_declining_and_thinking_again(open_tab, site, firm):
    tab = open_tab(390)
    tab.goto(link_of(site, firm.raters["others"][0]))
    tab.get_by_role("button", name="I do not know Alice well enough").click()
    looked_at(tab, "You do not know Alice well enough")
    tab.get_by_role("button", name="Decline this request").click()
    looked_at(tab, "You declined this request")
    tab.get_by_role("button", name="Answer after all").click()
    looked_at(tab, "Your feedback about Alice")
    tab.get_by_role("link", name="I am not others 1").click()
    looked_at(tab, "This was meant for somebody else")


def test_a_printed_code(open_tab):
    tab = open_tab(390)
    tab.goto("/code")
    looked_at(tab, "Answer with a printed code")
    tab.get_by_label("The code on your slip").fill("0000")
    tab.get_by_role("button", name="Go on").click()
    looked_at(tab, "Answer with a printed code")
    expect(tab.locator("#code-error")).to_be_visible()


def _seen(tab: Page, heading: str) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
    fits(tab)
