"""Ada changes a questionnaire by its form and as text, in a real browser with axe."""

import re

import pytest
from playwright.sync_api import expect

from survey import doors, links
from survey.authoring import editing, publishing
from survey.questionnaire import loader
from survey.questionnaire.edit import operations
from survey.store import accounts, questionnaires
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
    expect(ada.locator("legend", has_text=re.compile(r"^\d+\. ")).nth(1)).to_contain_text(
        "comm_visi_1"
    )
    expect(ada.get_by_text("Two things in one statement").first).to_be_visible()
    ada.goto(f"/questionnaires/{draft}/preview?page=communication&group=self&width=phone")
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


@pytest.fixture
def ben(open_tab, site, firm):
    """Another admin of the same firm, at another desk."""
    with site.world.db.write() as tx:
        made = accounts.add(tx, "Ben", "ben@hallsons.example")
        accounts.join(tx, made, firm.organisation, "admin")
    tab = open_tab(390)
    cookie = signed_in(site.world.app, site.world.db, made).client.get_cookie("session")
    tab.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
    return tab


def test_two_at_once_see_each_other_and_lose_nothing(ada, ben, site, draft):
    address = f"/questionnaires/{draft}/skills/communication"
    ada.goto(address)
    ben.goto(address)
    expect(ben.locator("#company")).to_have_text(
        re.compile("Ada has this open, too, and has saved nothing yet.")
    )
    words = "For the person assessed"
    ada.get_by_label(words, exact=True).first.fill("I say what quality we want.")
    ada.get_by_role("button", name="Save").last.click()
    expect(ada.get_by_text("Saved.")).to_be_visible()
    expect(ada.locator("#company")).to_have_text(re.compile("Ben has this open"))

    ben.get_by_label(words, exact=True).first.fill("I talk of quality.")
    ben.get_by_label(words, exact=True).nth(1).fill("I show that quality matters.")
    ben.get_by_role("button", name="Save").last.click()
    expect(ben.get_by_label("What you wrote")).to_have_value("I talk of quality.")
    expect(ben.get_by_label("What stands there now (Ada)")).to_have_value(
        "I say what quality we want."
    )
    expect(ben.locator("#company")).to_have_text(re.compile("Ada is editing this, last saved"))
    looks_right(ben)
    ben.get_by_role("radio", name="Theirs").check()
    ben.get_by_role("button", name="Save what I chose").click()
    expect(ben.get_by_text("Saved.")).to_be_visible()
    text = text_of(site, draft)
    assert "self: I say what quality we want.\n" in text
    assert "self: I show that quality matters.\n" in text


def test_two_who_write_the_text_at_once_keep_both_their_lines(ada, ben, site, draft):
    address = f"/questionnaires/{draft}/text?file=communication.yaml"
    for tab in (ada, ben):
        tab.goto(address)
    named = ada.get_by_role("textbox", name="Text of communication.yaml")
    named.get_by_text("Communicating vision and goals").click()
    ada.keyboard.press("Home")
    ada.keyboard.press("Shift+ArrowDown")
    ada.keyboard.insert_text("name: Saying where we go\n")  # a whole line, without a complaint
    expect(ada.locator("#saved")).to_have_text("Saved as a draft")

    ben.get_by_role("textbox", name="Text of communication.yaml").get_by_text(
        "short: Communication"
    ).click()
    ben.keyboard.press("End")
    ben.keyboard.type(" today")
    expect(ben.locator("#saved")).to_have_text(re.compile("Somebody else has changed this file"))
    ben.get_by_role("button", name="Save and check").click()
    expect(ben.get_by_text("Somebody else has saved meanwhile")).to_be_visible()
    text = text_of(site, draft)
    assert "name: Saying where we go\n" in text
    assert "short: Communication today\n" in text


def test_without_scripts_a_group_is_added_moved_and_left_out(chromium, ada, site, draft):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    context.add_cookies(ada.context.cookies())
    tab = context.new_page()
    tab.goto(f"/questionnaires/{draft}/")
    tab.get_by_text("Rater groups (").click()
    tab.get_by_text("Add one: Rater groups").click()
    tab.locator("[name='new.groups.name.en']").fill("Suppliers")
    tab.get_by_role("button", name="Add it").locator("visible=true").click()
    assert "fill in all that belongs to it" in tab.locator("main").inner_text()
    assert tab.locator("[name='new.groups.name.en']").input_value() == "Suppliers"
    tab.locator("[name='new.groups.rater.en']").fill("a supplier")
    tab.get_by_role("button", name="Add it").locator("visible=true").click()
    tab.get_by_role("button", name=re.compile("Up.*suppliers")).click()
    with site.world.db.read() as tx:
        made = loader.of_files(questionnaires.get(tx, draft).files).instrument.groups
    assert [one.id for one in made][-2] == "suppliers"
    tab.get_by_role("button", name=re.compile("Leave out.*suppliers")).click()
    assert "Saved." in tab.locator("main").inner_text()
    assert tab.get_by_role("button", name=re.compile("Leave out.*suppliers")).count() == 0
    context.close()
