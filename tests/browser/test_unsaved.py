"""What Ada typed and has not saved is not lost by a switch of languages or by a link."""

import re

import pytest
from playwright.sync_api import expect

from survey.authoring import publishing
from tests.programme import programme, signed_in
from tests.survey.questionnaire.edit.folders import LEADERSHIP

pytestmark = pytest.mark.browser
MEANT = "I say what I want and why."


@pytest.fixture
def ada(open_tab, site):
    """Ada at the wording of a skill, whatever she is asked on the way."""
    firm = programme(site.world.db, site.world.shop.keys, asked=site.world.questionnaire)
    with site.world.db.write() as tx:
        draft = publishing.begin(tx, firm.organisation, "leadership", LEADERSHIP, firm.ada)
    tab = open_tab(1280)
    visitor = signed_in(site.world.app, site.world.db, firm.ada)
    cookie = visitor.client.get_cookie("session")
    tab.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
    tab.goto(f"/questionnaires/{draft}")
    tab.get_by_role("link", name=re.compile("Communicating vision")).click()
    return tab


@pytest.fixture
def asked(ada):
    """What her browser asked her; she stays each time."""
    found = []

    def stay(dialog):
        found.append(dialog.type)
        dialog.dismiss()

    ada.on("dialog", stay)
    return found


def wording(ada):
    return ada.get_by_label("For the person assessed", exact=True).first


def test_she_is_asked_before_the_language_changes_and_may_stay(ada, asked):
    wording(ada).fill(MEANT)
    ada.get_by_role("button", name="Deutsch").click()
    expect(wording(ada)).to_have_value(MEANT)
    ada.get_by_role("link", name="Privacy").click()
    expect(wording(ada)).to_have_value(MEANT)
    assert asked == ["beforeunload"] * 2


def test_nobody_asks_her_when_she_saves_or_has_typed_nothing(ada, asked):
    wording(ada).fill(MEANT)
    ada.get_by_role("button", name=re.compile("Down.*comm_visi_1")).click()
    expect(ada.get_by_text("Saved.")).to_be_visible()
    ada.get_by_role("button", name="Deutsch").click()
    expect(ada.locator("html")).to_have_attribute("lang", "de")
    assert asked == []
