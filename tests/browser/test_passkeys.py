"""Ada adds a passkey and signs in with it, on a device that Chromium plays."""

import pytest
from playwright.sync_api import expect

from survey.store import accounts as rows
from tests.browser.test_self_assessment import fits, is_accessible
from tests.programme import programme, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("site", ["localhost"], indirect=True),  # no passkey for a number
]


@pytest.fixture
def firm(site):
    return programme(site.world.db, site.world.shop.keys)


@pytest.fixture
def tab(site, open_tab, firm):
    """Ada's window: she is signed in."""
    tab = open_tab()
    visitor = signed_in(site.world.app, site.world.db, firm.ada)
    cookie = visitor.client.get_cookie("session")
    tab.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])
    return tab


def device(tab, verifies=True):
    """What keeps passkeys; returns a function that asks what it has."""
    line = tab.context.new_cdp_session(tab)
    line.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
               "hasUserVerification": True, "isUserVerified": verifies,
               "automaticPresenceSimulation": True}  # fmt: skip
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda name, **more: line.send(f"WebAuthn.{name}", made | more)


def add_passkey(tab, name="Laptop"):
    tab.goto("/account")
    tab.get_by_role("link", name="Passkeys").click()
    fits(tab)
    tab.get_by_label("Name").fill(name)
    tab.get_by_role("button", name="Add a passkey").click()


def adds_passkey(tab):
    add_passkey(tab)
    expect(tab.get_by_text("“Laptop” opens your account now")).to_be_visible()


def sign_in(tab):
    tab.goto("/login")
    tab.get_by_role("link", name="Sign in with a passkey").click()
    tab.get_by_role("button", name="Use my passkey").click()


def heading(tab, text):
    expect(tab.get_by_role("heading", level=1)).to_have_text(text)


def test_a_passkey_signs_in_without_password_and_code_until_it_is_removed(site, tab, firm):
    has = device(tab)
    adds_passkey(tab)
    is_accessible(tab)
    fits(tab)
    assert len(has("getCredentials")["credentials"]) == 1
    with site.world.db.read() as tx:
        assert tx.exec_driver_sql("SELECT kind, account FROM outbox").all() == [
            ("passkey", firm.ada)
        ]

    tab.get_by_role("button", name="Sign out").click()
    tab.goto("/account")
    heading(tab, "Sign in")
    sign_in(tab)
    heading(tab, "Rounds")
    tab.goto("/account")
    expect(tab.get_by_text("1 passkey")).to_be_visible()

    tab.get_by_role("link", name="Passkeys").click()
    tab.get_by_role("button", name="Remove Laptop").click()
    expect(tab.get_by_text("no longer opens your account")).to_be_visible()
    tab.get_by_role("button", name="Sign out").click()
    sign_in(tab)
    expect(tab.get_by_text("opens no account here")).to_be_visible()
    tab.goto("/account")
    heading(tab, "Sign in")


def test_an_account_that_is_switched_off_opens_with_no_passkey(site, tab, firm):
    device(tab)
    adds_passkey(tab)
    tab.get_by_role("button", name="Sign out").click()
    with site.world.db.write() as tx:
        rows.set_active(tx, firm.ada, False)
    sign_in(tab)
    expect(tab.get_by_text("opens no account here")).to_be_visible()
    tab.goto("/account")
    heading(tab, "Sign in")


def test_a_device_that_does_not_check_who_holds_it_is_not_enough(tab):
    has = device(tab, verifies=False)
    add_passkey(tab)
    expect(tab.get_by_text("Your device gave no passkey")).to_be_visible()
    tab.get_by_role("link", name="Leave it").click()
    expect(tab.get_by_text("You have none yet")).to_be_visible()

    has("setUserVerified", isUserVerified=True)
    adds_passkey(tab)
    tab.get_by_role("button", name="Sign out").click()
    has("setUserVerified", isUserVerified=False)
    sign_in(tab)
    expect(tab.get_by_text("Your device gave no passkey")).to_be_visible()
    has("setUserVerified", isUserVerified=True)
    tab.get_by_role("button", name="Ask my device").click()
    heading(tab, "Rounds")


def test_a_device_keeps_one_passkey_and_each_has_a_name_of_its_own(tab):
    device(tab)
    adds_passkey(tab)
    add_passkey(tab, "Phone")
    expect(tab.get_by_text("has a passkey for your account already")).to_be_visible()
    add_passkey(tab, " Laptop ")
    expect(tab.get_by_role("alert")).to_contain_text("a name of its own")
    fits(tab)
