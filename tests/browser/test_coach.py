"""A coach's whole way in Chromium: preview, note, leave out, release, opened, not taken back."""

import re
import threading

import pytest
import waitress.server
from playwright.sync_api import expect

from survey.store import people
from tests.answered import everybody
from tests.browser.test_self_assessment import fits, is_accessible
from tests.browser.test_whole_way import downloaded, free_port, text_of
from tests.programme import give_link, programme, signed_in
from tests.web_app import shipped
from tests.whole_house import open_house

pytestmark = pytest.mark.browser
CRUEL = "She shouted at Bob in front of a customer"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A house with a server in front; Mara's raters have all answered."""
    port = free_port()
    house = open_house(tmp_path_factory.mktemp("coach"))
    firm = programme(house.shop.db, house.shop.keys, asked=shipped())
    with house.shop.db.write() as tx:
        people.rename(tx, firm.alice, "Mara Lindqvist")
    everybody(house.shop.db, firm, comments={"keep": CRUEL})
    server = waitress.server.create_server(house.app, host="127.0.0.1", port=port, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    yield house, firm, f"http://localhost:{port}"
    server.close()
    house.shop.close()


@pytest.fixture
def cora(chromium, place):
    """A window in which Cora is signed in."""
    house, firm, url = place
    visitor = signed_in(house.app, house.shop.db, firm.cora)
    signed = visitor.client.get_cookie("session").value
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=url)
    context.add_cookies([{"name": "session", "value": signed, "url": url}])
    yield context.new_page()
    context.close()


def alice(chromium, place):
    house, firm, url = place
    secret = give_link(house.shop.db, house.shop.keys, "home", firm.alice)
    context = chromium.new_context(base_url=url)
    context.add_cookies([{"name": f"home-{firm.alice}", "value": secret, "url": url}])
    return context.new_page()


def test_from_the_portfolio_to_the_released_report(cora, chromium, place):
    cora.goto("/coach")
    is_accessible(cora)
    cora.get_by_role("link", name="Mara Lindqvist").click()
    cora.get_by_role("button", name="Prepare the report").click()
    expect(cora.get_by_role("heading", name="Before you release it")).to_be_visible()
    is_accessible(cora)

    notes = cora.get_by_role("textbox", name="Debrief notes")
    notes.fill("Start with relationships")
    expect(cora.locator("#saved")).to_have_text("Saved")
    cora.reload()
    expect(notes).to_have_value("Start with relationships")
    assert CRUEL in text_of(downloaded(cora, re.compile("Download PDF")))

    cora.get_by_role("link", name="Pages", exact=True).click()
    first = cora.get_by_role("img", name=re.compile("^Page 1 of"))
    assert first.evaluate("one => one.decode().then(() => one.naturalWidth)") > 1000
    cora.get_by_role("link", name="Who responded").click()
    expect(cora.get_by_role("img", name=re.compile("^Page 3 of"))).to_be_in_viewport()
    is_accessible(cora)

    cora.get_by_role("link", name="Comments", exact=True).click()
    is_accessible(cora)
    cora.get_by_role("link", name=re.compile("Leave out")).click()
    cora.get_by_label("Why it is left out").fill("It names a customer")
    cora.get_by_role("button", name="Leave it out").click()
    expect(cora.get_by_text("Reason: It names a customer")).to_be_visible()

    cora.get_by_role("link", name="Report", exact=True).click()
    assert CRUEL not in text_of(downloaded(cora, re.compile("Download PDF")))
    cora.get_by_role("link", name="Release to Mara").click()
    is_accessible(cora)
    cora.get_by_role("button", name="Release to Mara").click()
    expect(cora.get_by_text("Mara has not opened it yet")).to_be_visible()

    manager = alice(chromium, place)
    manager.goto(cora.get_by_role("link", name="The whole width").get_attribute("href"))
    expect(manager.get_by_role("heading", name="Your results at a glance")).to_be_visible()
    manager.context.close()
    cora.get_by_role("button", name="Take back").click()
    expect(cora.get_by_text("What was read cannot be taken back")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_sticks_out_at_any_width(cora, place, width):
    _house, firm, _url = place
    cora.set_viewport_size({"width": width, "height": 900})
    for page in ("", "/comments", "/responses", "/notes", "/plan", "/earlier"):
        cora.goto(f"/coach/{firm.participation}{page}")
        fits(cora)
    cora.goto("/coach")
    fits(cora)
