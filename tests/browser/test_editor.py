"""Ada changes a questionnaire by its form and as text, in a real browser with axe."""

import re

import pytest
from playwright.sync_api import expect

from survey import doors, links
from survey.authoring import editing, publishing
from survey.questionnaire import loader
from survey.questionnaire.edit import operations
from survey.store import questionnaires
from tests.browser.test_nominating import looks_right
from tests.programme import programme, signed_in
from tests.survey.questionnaire.edit.folders import LEADERSHIP

pytestmark = pytest.mark.browser
SERVICE = loader.bytes_of(editing.READY / "service_team")


@pytest.fixture
def firm(site):
    return programme(site.world.db, site.world.shop.keys, asked=site.world.questionnaire)


@pytest.fixture
def draft(site, firm):
    with site.world.db.write() as tx:
        return publishing.begin(tx, firm.organisation, "leadership", LEADERSHIP, firm.ada)


@pytest.fixture
def ada(open_tab, site, firm):
    tab = open_tab(1280)
    visitor = signed_in(site.world.app, site.world.db, firm.ada)
    cookie = visitor.client.get_cookie("session")
    tab.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
    return tab


def text_of(site, draft):
    with site.world.db.read() as tx:
        return questionnaires.get(tx, draft).files["communication.yaml"].decode()


def test_ada_rewords_by_form_and_sees_it_as_raters_do(ada, site, firm, draft):
    ada.goto(f"/admin/{firm.organisation}/questionnaires")
    looks_right(ada)
    ada.get_by_role("link", name="Leadership in quality management", exact=True).click()
    looks_right(ada)
    ada.get_by_role("link", name=re.compile("Communicating vision")).click()
    looks_right(ada)
    ada.get_by_label("For the person assessed", exact=True).first.fill("I say what I want and why.")
    ada.get_by_role("button", name=re.compile("Down.*comm_visi_1")).click()
    expect(ada.get_by_text("Saved.")).to_be_visible()
    expect(ada.locator("legend").nth(1)).to_contain_text("comm_visi_1")
    expect(ada.get_by_text("Two things in one statement").first).to_be_visible()
    ada.goto(f"/questionnaires/{draft}/preview?page=communication&audience=self&width=phone")
    looks_right(ada)
    frame = ada.frame_locator("#view")
    expect(frame.get_by_text("I say what I want and why.")).to_be_visible()
    for page in ("publish", "comments"):
        ada.goto(f"/questionnaires/{draft}/{page}")
        looks_right(ada)


def test_the_text_is_saved_checked_and_shown_while_ada_types(ada, site, draft):
    ada.goto(f"/questionnaires/{draft}/text?file=communication.yaml&page=communication")
    editor = ada.get_by_role("textbox", name="Text of communication.yaml")
    expect(editor).to_be_visible()
    looks_right(ada)
    frame, problems = ada.frame_locator("#view"), ada.locator("#problems")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Communicating vision and goals")

    editor.get_by_text("Communicating vision and goals").click()
    ada.keyboard.press("End")
    ada.keyboard.type(" daily")
    said = "Communicating vision and goals daily"
    expect(frame.get_by_role("heading", level=1)).to_have_text(said)
    assert f"name: {said}\n" in text_of(site, draft)

    ada.keyboard.press("Enter")
    ada.keyboard.type("shrt: again")
    expect(problems).to_contain_text("communication.yaml:3:1: unknown key 'shrt'")
    expect(ada.locator(".cm-lintRange-error").first).to_be_visible()
    expect(ada.locator("#view")).to_have_class(re.compile("stale"))
    expect(frame.get_by_role("heading", level=1)).to_have_text(said)
    assert "\nshrt: again\n" in text_of(site, draft)
    looks_right(ada)

    for _ in "shrt: again":
        ada.keyboard.press("Backspace")
    ada.keyboard.type("when")
    expect(ada.get_by_role("option", name="when_it_goes_well")).to_be_visible()
    ada.keyboard.press("Escape")
    ada.keyboard.press("Shift+Home")
    ada.keyboard.press("Backspace")
    expect(ada.locator("#view")).not_to_have_class(re.compile("stale"))
    expect(problems).to_have_text("No problems.")


def test_without_scripts_the_text_is_saved_by_its_button(open_tab, chromium, ada, site, draft):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    context.add_cookies(ada.context.cookies())
    tab = context.new_page()
    tab.goto(f"/questionnaires/{draft}/text?file=communication.yaml")
    text = tab.get_by_label("Text of communication.yaml")
    text.fill(text.input_value().replace("core: true", "core: maybe", 1))
    tab.get_by_role("button", name="Save and check").click()
    assert "'core' must be true or false" in tab.locator("#problems").inner_text()
    context.close()


def test_the_desk_and_a_colleagues_page_look_right(ada, site, firm, draft):
    files = operations.reword(SERVICE, "care_users", "en", "I take the team to the users.")
    with site.world.db.write() as tx:
        team = publishing.begin(tx, firm.organisation, "service_team", SERVICE, firm.ada)
        publishing.save(tx, team, files, 1, firm.ada)
        secret = doors.ensure(tx, site.world.shop.keys.link, "review", team)
    ada.goto(f"/questionnaires/{team}/translations?language=de")
    looks_right(ada)
    ada.get_by_label("Right as it is").check()
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_text("All texts are translated.")).to_be_visible()
    ada.goto(links.path(secret, "review"))
    ada.get_by_role("button", name="Look at the draft").click()
    expect(ada.frame_locator("#view").get_by_role("heading", level=1)).to_be_visible()
    looks_right(ada)
