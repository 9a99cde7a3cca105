"""German words are longer: a way through in German on the narrowest phones, and back in English."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from survey import links
from survey.store import invitations, tables
from tests.programme import invitation_secret, programme
from tests.web_app import shipped

pytestmark = pytest.mark.browser
WIDTHS = (320, 390)


def too_wide(tab):
    """Widths at which a page would have to be moved sideways."""
    wide = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        if tab.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ):
            wide.append(width)
    return wide


@pytest.fixture
def link(site):
    """Bob the peer reads German."""
    keys = site.world.shop.keys
    invitation = programme(site.world.db, keys, asked=shipped()).raters["peers"][0]
    with site.world.db.write() as tx:
        bob = invitations.get(tx, invitation).person
        tx.execute(update(tables.people).where(tables.people.c.id == bob).values(language="de"))
    return links.path(invitation_secret(keys, invitation))


def test_the_raters_way_in_german_fits_the_narrowest_phones(open_tab, link):
    tab = open_tab(390)
    tab.goto(link)
    seen = {tab.title(): too_wide(tab)}
    tab.get_by_role("button", name="Beginnen").click()
    onward = tab.get_by_role("button", name="Speichern und weiter")
    for _step in range(6):
        expect(onward).to_be_visible()
        seen[tab.title()] = too_wide(tab)
        with tab.expect_navigation():
            onward.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Antworten prüfen")
    seen[tab.title()] = too_wide(tab)
    assert len(seen) == 8
    assert {title: wide for title, wide in seen.items() if wide} == {}


def test_an_answer_given_a_moment_ago_is_kept_when_the_language_changes(open_tab, link):
    tab = open_tab(390)
    tab.goto(link)
    tab.get_by_role("button", name="Beginnen").click()
    tab.locator("input[type=radio][value='4']").first.check(force=True)
    tab.get_by_role("button", name="English").click()
    expect(tab.locator("html")).to_have_attribute("lang", "en")
    expect(tab.get_by_role("button", name="Save and continue")).to_be_visible()
    expect(tab.locator("input[type=radio][value='4']").first).to_be_checked()
