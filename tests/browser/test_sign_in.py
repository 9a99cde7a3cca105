"""Ada the admin, from the command line's link to the second sign-in, in a real browser."""

import time

import pytest
from passlib.totp import TOTP
from playwright.sync_api import expect

from survey import accounts
from tests.browser.test_self_assessment import fits, is_accessible

pytestmark = pytest.mark.browser

ADDRESS, PASSWORD = "ada@hall.example", "green stones under water"


def first_link(site):
    """What `./run admin` prints."""
    shop = site.world.shop
    with shop.db.write() as tx:
        made = accounts.found(
            tx, shop.keys.link, name="Ada", email=ADDRESS, organisation="Hall & Sons",
            time_zone="Europe/Berlin", now=time.time(),
        )  # fmt: skip
    return f"/account/link/{made.secret}"


def code(key, ahead=0):
    return TOTP(key=key).generate(time=time.time() + ahead).token


def give_password(tab):
    tab.get_by_label("E-mail address").fill(ADDRESS)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Go on").click()


def looks_right(tab):
    fits(tab)
    is_accessible(tab)


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, False)], ids=["wide", "phone"])
def test_from_the_first_link_to_the_second_sign_in(site, open_tab, width, script):
    tab = open_tab(width, java_script_enabled=script)
    tab.goto(first_link(site))
    looks_right(tab) if script else fits(tab)
    tab.get_by_label("New password").fill(PASSWORD)
    tab.get_by_label("The same once more").fill(PASSWORD)
    tab.get_by_role("button", name="Set the password").click()
    expect(tab.get_by_text("Your password is set")).to_be_visible()
    give_password(tab)

    tab.get_by_role("button", name="Go on").click()
    key = tab.locator("#key").inner_text().replace("-", "")
    fits(tab)
    assert tab.locator("svg").bounding_box()["width"] > 150
    tab.get_by_label("Code").fill(code(key))
    tab.get_by_role("button", name="Confirm").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Rounds")
    looks_right(tab) if script else fits(tab)

    tab.get_by_role("link", name="Ada").click()
    expect(tab.get_by_text("codes from an app")).to_be_visible()
    fits(tab)
    tab.get_by_role("button", name="Sign out").click()
    tab.goto("/account")
    give_password(tab)
    tab.get_by_label("Code").fill(code(key, 30))
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("My account")


def test_a_wrong_code_is_said_and_nothing_opens(site, open_tab):
    tab = open_tab()
    tab.goto(first_link(site))
    tab.get_by_label("New password").fill(PASSWORD)
    tab.get_by_label("The same once more").fill(PASSWORD)
    tab.get_by_role("button", name="Set the password").click()
    give_password(tab)
    tab.get_by_role("button", name="Go on").click()
    tab.get_by_label("Code").fill("000000")
    tab.get_by_role("button", name="Confirm").click()
    expect(tab.get_by_role("alert")).to_contain_text("There is a problem")
    looks_right(tab)
    tab.goto("/account")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sign in")
