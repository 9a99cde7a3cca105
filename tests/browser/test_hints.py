"""Hints while writing: found in the browser by the same rules, and no word sent for it."""

import json
from functools import partial

import pytest
from playwright.sync_api import expect

from survey.answers.remark_hints import MOST, find, rules
from tests.browser.test_raters_way import link_of
from tests.browser.test_self_assessment import fits, is_accessible
from tests.programme import programme
from tests.survey.remarks import SAMPLE
from tests.web_app import shipped

pytestmark = pytest.mark.browser

LOOK = """texts => texts.map(text => {
  const area = document.querySelector("textarea");
  area.value = text;
  area.dispatchEvent(new Event("focus"));
  return JSON.parse(area.parentElement.querySelector(".hints").dataset.found || "[]");
})"""

ICON = "/static/plumbline.svg"
"""The browser fetches it for the tab's sign whenever it likes."""

FORGET = "document.querySelectorAll('textarea').forEach(one => one.value = one.dataset.asked)"
"""Else the page waits for the texts to be saved."""


def answer(route, told):
    route.fulfill(json=told)


@pytest.fixture
def writing(open_tab, site):
    """Bob at the open questions about Alice."""
    firm = programme(site.world.db, site.world.shop.keys, asked=shipped(), closes_on=None)
    bob = firm.raters["peers"][0]

    def opened(width=1280):
        tab = open_tab(width)
        tab.goto(link_of(site, bob))
        tab.get_by_role("button", name="Start").click()
        return tab, f"/answer/{bob}/in-your-words"

    return opened


def test_the_browser_finds_what_the_server_finds(writing):
    tab, page = writing()
    for language in ("en", "de", "fr", "pl"):
        texts = [text for spoken, text, _ in SAMPLE if spoken == language or language == "pl"]
        told = {
            "most": MOST,
            "lead": "",
            "says": {rule.kind: "{found}" for rule in rules(language)},
            "rules": [[rule.kind, rule.pattern] for rule in rules(language)],
        }
        tab.route("**/remark-hints.json", partial(answer, told=told))
        tab.goto(page)
        expect(tab.locator(".hints").first).to_be_attached()
        sent = []
        tab.on("request", lambda request, sent=sent: sent.append(request.url))
        found = tab.evaluate(LOOK, texts)
        asked = [url for url in sent if not url.partition("?")[0].endswith(ICON)]
        assert asked == [], "nothing is sent to look for clues"
        expected = [[[one.kind, one.found] for one in find(text, language, {"Alice"})]
                    for text in texts]  # fmt: skip
        assert json.dumps(found) == json.dumps(expected)
        tab.evaluate(FORGET)
        tab.unroute("**/remark-hints.json")


def test_it_is_a_hint_beside_the_field_and_nothing_is_in_the_way(writing):
    tab, page = writing(390)
    tab.goto(page)
    box = tab.locator(".hints").first
    expect(box).to_have_attribute("aria-live", "polite")
    expect(box).to_be_empty()
    tab.get_by_role("textbox").first.press_sequentially("You met Tom in Oslo. ")
    expect(box.get_by_role("listitem")).to_have_text(["“Tom”: a name", "“in Oslo”: a place"])
    expect(box).to_contain_text("You can leave it as it is")
    fits(tab)
    is_accessible(tab)
    tab.get_by_role("textbox").first.fill("You met somebody.")
    expect(box).to_be_empty()
    tab.get_by_role("textbox").first.fill("You met Tom.")
    tab.get_by_role("button", name="Save and continue").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(tab.locator(".hints")).to_contain_text("“Tom”: a name")
    is_accessible(tab)
