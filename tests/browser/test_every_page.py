"""Every page that links lead to, of every role of the demo, on a narrow and on a wide screen.

The pages are found by walking, so a new page is looked at without being named here.
"""

import re
import threading

import pytest
import waitress.server
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import EXPECTED
from tests.servers import free_port
from tests.whole_house import open_house

pytestmark = pytest.mark.browser

ROLES = ["As the admin", "As the coach", "As a manager", "As a manager before", "As a rater"]
FILES = re.compile(r"\.(pdf|csv|xlsx|ics|zip)|/zip")
ID = re.compile(
    r"[0-9a-f]{32}|(?<=year=)\d+|(?<=mail/)\w+|(?<=skills/)\w+|(?<=file=)\w+|(?<=versions/)\d+"
)
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NOT_OURS = re.compile(r"Password forms should have")
"""Chromium's advice to the programs that keep passwords; the address stands on the sign-in page."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("demo")
    house = open_house(folder, PLUMBLINE_BASE_URL=address, PLUMBLINE_DEMO="1")
    house.demo_report()
    server = waitress.server.create_server(house.app, host="127.0.0.1", port=port, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    yield address
    server.task_dispatcher.shutdown()
    server.close()
    house.shop.close()


def links(tab, address):
    found = tab.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    return [one.split("#")[0] for one in found if one.startswith(address) and not FILES.search(one)]


def complaints(tab):
    """What axe finds, and what is wider than the window of a phone."""
    found = Axe().run(tab, options=STANDARD).response["violations"]
    said = [f"{one['id']}: {[node['html'] for node in one['nodes']][:3]}" for one in found]
    for width in (320, 390):
        tab.set_viewport_size({"width": width, "height": 800})
        wide = tab.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            said.append(f"{wide} px too wide at {width} px")
    tab.set_viewport_size({"width": 1280, "height": 900})
    return said


UNREADABLE = """() => {
  const all = [...document.querySelectorAll('main *')], seen = one => one.getClientRects().length;
  const found = (say, is) => all.filter(one => seen(one) && is(one)).map(one =>
    `${say}: ${one.tagName}.${one.getAttribute('class')} ${one.textContent.slice(0, 30)}`);
  const style = one => getComputedStyle(one), inPicture = one => one.closest('svg');
  const words = one => [...one.childNodes].some(n => n.nodeType == 3 && n.textContent.trim());
  return [
    ...found('scrolls', one => /auto|scroll/.test(style(one).overflowX)
      && one.scrollWidth > one.clientWidth),
    ...found('small', one => words(one) && parseFloat(style(one).fontSize) < 15 && !inPicture(one)),
    ...found('no words', one => one.matches('td.strip, .line-strip')
      && [...one.querySelectorAll('.ends > span')].filter(end => seen(end) && end.textContent)
        .length < 2),
    ...found('a wide chart', one => one.matches('svg[role=img]')),
    ...found('no thumb', one => one.matches('a, button') && one.offsetHeight < 44)];
}"""
"""What a reader with a phone would stumble over, in words."""


def test_a_report_is_read_on_a_phone_without_scrolling_sideways(chromium, demo):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto(demo)
    assert not tab.locator("td.strip .ends").first.is_visible(), "the head of a table has them"
    tab.set_viewport_size({"width": 320, "height": 800})
    tab.goto(demo + str(tab.locator("a[href*='/report/']").first.get_attribute("href")))
    assert tab.locator("td.strip, .line-strip").count() > 40
    assert tab.locator(".figure-lines").count() >= 5
    assert tab.evaluate(UNREADABLE) == []
    tab.set_viewport_size({"width": 390, "height": 800})
    assert tab.evaluate(UNREADABLE) == []
    assert complaints(tab) == []
    context.close()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_and_fits_a_phone(chromium, demo, role):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    wrong: dict[str, list[str]] = {}
    tab.on(
        "console",
        lambda said: (
            said.type == "error"
            and not EXPECTED.search(said.text)
            and not NOT_OURS.search(said.text)
            and wrong.setdefault(tab.url, []).append(said.text)
        ),
    )
    tab.goto(demo)
    tab.get_by_role("button", name=role, exact=True).click()
    tab.wait_for_load_state("load")
    waiting, seen = [tab.url.split("#")[0]], set()
    while waiting:
        page = waiting.pop(0)
        kind = ID.sub("…", page)  # one page of a kind: two clients' pages differ in names only
        if kind in seen:
            continue
        seen.add(kind)
        tab.goto(page)
        if found := complaints(tab):
            wrong.setdefault(kind.removeprefix(demo), []).extend(found)
        waiting.extend(links(tab, demo))
    context.close()
    assert len(seen) >= 5
    assert wrong == {}
