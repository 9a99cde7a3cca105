"""A paper form is typed in by keyboard alone, with and without script."""

import re

import pytest
from playwright.sync_api import expect

from survey.raters import slips
from survey.store import responses
from tests.browser.test_self_assessment import fits, is_accessible
from tests.programme import programme
from tests.web_app import shipped

pytestmark = pytest.mark.browser


@pytest.fixture
def firm(site):
    return programme(site.world.db, site.world.shop.keys, asked=shipped())


@pytest.fixture
def code(site, firm):
    keys = site.world.shop.keys
    with site.world.db.write() as tx:
        (slip,) = slips.add_slips(tx, keys, firm.participation, "peers", 1)
    return slips.code(keys, slip)


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, False)])
def test_a_paper_form_is_typed_in_by_keyboard_alone(open_tab, site, firm, code, width, script):
    tab = open_tab(width, java_script_enabled=script)
    keyboard = tab.keyboard
    tab.goto("/paper")
    tab.locator("#code").focus()
    keyboard.type(code.lower())
    keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Type in a paper form")
    if script:
        fits(tab)
        is_accessible(tab)
    else:
        tab.locator("input[data-keys]").first.focus()
    for part in range(5):
        for statement in range(5):
            keyboard.type("n" if (part, statement) == (0, 1) else str(1 + (part + statement) % 5))
            if not script:  # a key goes on by itself where there is script
                keyboard.press("Tab")
        if part == 0:
            keyboard.type("Draws the plan.")
        keyboard.press("Tab")
    tab.locator("#s_all").focus()
    keyboard.type("2")
    keyboard.press("Enter")
    if script:  # Enter goes on, and from the last field nowhere
        expect(tab.locator("#s_all")).to_be_focused()
        tab.get_by_role("button", name="Check what I typed").focus()
        keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Read over what you typed")
    with site.world.db.read() as tx:
        assert responses.of(tx, [firm.participation]) == []
    tab.get_by_role("button", name="Send these answers").focus()
    keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("The form is sent")
    expect(tab.locator("#receipt")).to_have_text(re.compile(r"^([0-9A-Z]{5}-){4}[0-9A-Z]{6}$"))
    with site.world.db.read() as tx:
        (one,) = responses.of(tx, [firm.participation])
    values = [value for _, value in one.answers]
    assert values[:6] == [1, "NO", 3, 4, 5, 2]
    assert None not in values
    assert list(one.comments.values()) == ["Draws the plan."]
    assert set(one.shows.values()) == {"pool"}
