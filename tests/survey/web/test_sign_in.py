"""Staff sign in: password, second factor, throttle, and every way in which a sign-in ends."""

import email
import re
import time

import pytest
from passlib.totp import TOTP

from survey import accounts
from survey.store import accounts as rows
from survey.store import sign_ins
from survey.store.tables import metadata
from tests.client import Visitor
from tests.programme import programme, signed_in
from tests.web_app import make_world

PASSWORD = "green stones under water"


@pytest.fixture
def firm(world):
    return programme(world.db, world.shop.keys)


@pytest.fixture
def browser(world):
    return Visitor(world.app)


def account_link(world, account):
    with world.db.write() as tx:
        secret = accounts.new_link(tx, world.shop.keys.link, account, time.time())
    return f"/account/link/{secret}"


def with_password(world, browser, account):
    """The account has a password now; returns the page for signing in."""
    page = browser.get(account_link(world, account))
    return browser.submit(page, {"password": PASSWORD, "again": PASSWORD})


def code_of(page, ahead=0):
    """What the app on the phone would show now, or `ahead` seconds from now."""
    key = "".join(page.one("strong", id="key").itertext())
    return TOTP(key=key.replace("-", "")).generate(time=time.time() + ahead).token


def typed(address, password=PASSWORD, **more):
    return {"email": address, "password": password} | more


def setting_up(world, browser, account, **more):
    """Ada has given her password for the first time and chosen an app: the page with the key."""
    page = with_password(world, browser, account)
    with world.db.read() as tx:
        address = rows.get(tx, account).email
    page = browser.submit(page, typed(address, **more))
    assert page.h1 == "Second factor"
    return browser.submit(page, {"setup": "authenticator"})


def ada_is_in(world, browser, firm, **more):
    """Signed in for the first time; returns a function that gives later codes."""
    shown = setting_up(world, browser, firm.ada, **more)
    browser.submit(shown, {"code": code_of(shown)})
    assert browser.get("/account").h1 == "My account"
    return lambda: code_of(shown, 30)


class TestFirstPassword:
    def test_a_link_sets_a_password_once(self, world, browser, firm):
        link = account_link(world, firm.ada)
        page = browser.submit(browser.get(link), {"password": PASSWORD, "again": PASSWORD})
        assert page.h1 == "Sign in"
        assert "is set" in page.text
        assert "used already" in browser.get(link, 409).text

    def test_to_open_the_link_changes_nothing(self, world, browser, firm):
        link = account_link(world, firm.ada)
        for _ in range(3):
            browser.get(link)
        with world.db.read() as tx:
            assert firm.ada in rows.without_password(tx, [firm.ada])

    def test_a_newer_link_replaces_it(self, world, browser, firm):
        old = account_link(world, firm.ada)
        account_link(world, firm.ada)
        assert "newer link" in browser.get(old, 410).text

    def test_after_a_day_it_no_longer_works(self, world, browser, firm):
        with world.db.write() as tx:
            secret = accounts.new_link(
                tx, world.shop.keys.link, firm.ada, time.time() - accounts.LINK_LASTS - 1
            )
        assert "older than a day" in browser.get(f"/account/link/{secret}", 409).text

    def test_a_made_up_link_is_none(self, browser, firm):
        browser.get("/account/link/" + "x" * 43, 404)

    @pytest.mark.parametrize("weak", [
        "short", "password1234", "aaaaaaaaaaaa", "ada@hallsons.example", "123456789012",
        "qwertyuiopas", "Ada-1234567890",
    ])  # fmt: skip
    def test_it_refuses_a_password_that_others_would_try(self, world, browser, firm, weak):
        page = browser.get(account_link(world, firm.ada))
        page = browser.submit(page, {"password": weak, "again": weak})
        assert page.h1 == "Set your password"
        assert "There is a problem" in page.text

    def test_both_must_be_the_same(self, world, browser, firm):
        page = browser.get(account_link(world, firm.ada))
        page = browser.submit(page, {"password": PASSWORD, "again": PASSWORD + "."})
        assert "not the same" in page.text

    def test_it_is_hashed_with_argon2id(self, world, browser, firm):
        with_password(world, browser, firm.ada)
        with world.db.read() as tx:
            row = tx.execute(metadata.tables["accounts"].select()).mappings().all()
        assert [one["password"][:10] for one in row if one["password"]] == ["$argon2id$"]

    def test_it_alone_signs_nobody_in(self, world, browser, firm):
        with_password(world, browser, firm.ada)
        assert browser.follow("/account").h1 == "Sign in"


class TestSigningIn:
    def test_a_code_from_an_app_is_the_second_factor(self, world, browser, firm):
        later = ada_is_in(world, browser, firm)
        page = browser.submit(browser.get("/account"), {})
        assert browser.follow("/account").h1 == "Sign in"
        page = browser.submit(browser.get("/login"), typed("Ada@HallSons.example"))
        assert page.h1 == "Your code"
        assert browser.client.get("/account").status_code == 303
        page = browser.submit(page, {"code": later()})
        assert page.h1 in {"Rounds", "My account"}

    def test_a_code_serves_once(self, world, browser, firm):
        shown = setting_up(world, browser, firm.ada)
        code = code_of(shown)
        browser.submit(shown, {"code": code})
        other = Visitor(world.app)
        page = other.submit(other.get("/login"), typed("ada@hallsons.example"))
        assert other.submit(page, {"code": code}).h1 == "Your code"

    def test_a_mailed_code_has_no_link_in_it(self, world, browser, firm):
        page = with_password(world, browser, firm.ada)
        page = browser.submit(page, typed("ada@hallsons.example"))
        page = browser.submit(page, {"setup": "email"})
        message = email.message_from_bytes(mails(world)[0].read_bytes())
        text = message.get_payload(decode=True).decode()
        assert message["To"] == "Ada <ada@hallsons.example>"
        assert "http" not in text
        browser.submit(page, {"code": re.search(r"\b\d{6}\b", text)[0]})
        assert "codes by mail" in browser.get("/account").text

    def test_a_device_is_remembered_for_the_second_factor_only(self, world, browser, firm):
        ada_is_in(world, browser, firm, remember="y")
        names = {cookie.key for cookie in browser.client._cookies.values()}
        assert "remembered" in names
        assert "remember_token" not in names
        browser.submit(browser.get("/account"), {})
        page = browser.submit(browser.get("/login"), typed("ada@hallsons.example"))
        assert page.h1 in {"Rounds", "My account"}

    def test_a_recovery_code_serves_once(self, world, browser, firm):
        ada_is_in(world, browser, firm)
        page = browser.submit(browser.get("/account/recovery-codes"), {}, form=-1)
        code = "".join(page.all("span", class_="code")[0].itertext())
        assert "8 recovery codes left" in browser.get("/account").text
        for status in ("in", "out"):
            other = Visitor(world.app)
            other.submit(other.get("/login"), typed("ada@hallsons.example"))
            page = other.submit(other.get("/two-factor/recovery"), {"code": code})
            expected = "Recovery code" if status == "out" else "Rounds"
            assert page.h1 == expected

    def test_the_same_words_for_a_wrong_password_and_for_an_unknown_address(
        self, browser, world, firm
    ):
        with_password(world, browser, firm.ada)
        wrong = browser.submit(browser.get("/login"), typed("ada@hallsons.example", "x" * 12))
        unknown = browser.submit(browser.get("/login"), typed("who@hallsons.example", "x" * 12))
        never = browser.submit(browser.get("/login"), typed("cora@hallsons.example", "x" * 12))
        assert wrong.status == unknown.status == never.status == 200
        assert wrong.text == unknown.text == never.text

    def test_after_five_wrong_passwords_there_is_a_pause(self, browser, world, firm):
        with_password(world, browser, firm.ada)
        page = browser.get("/login")
        for _ in range(5):
            page = browser.submit(page, typed("ada@hallsons.example", "wrong wrong wrong"))
        page = browser.submit(page, typed("ada@hallsons.example"), 429)
        assert "tried too often" in page.text
        other = browser.submit(browser.get("/login"), typed("cora@hallsons.example", "x" * 12))
        assert other.status == 200

    def test_after_ten_wrong_codes_there_is_a_pause(self, browser, world, firm):
        ada_is_in(world, browser, firm)
        other = Visitor(world.app)
        page = other.submit(other.get("/login"), typed("ada@hallsons.example"))
        for _ in range(10):
            page = other.submit(page, {"code": "000000"})
        other.submit(page, {"code": "000000"}, 429)

    @pytest.mark.parametrize("bad", ["//evil.example/x", "https://evil.example/", "/\\evil.example",
                                     "///evil.example", "javascript:alert(1)"])  # fmt: skip
    def test_it_leads_nowhere_else_afterwards(self, world, browser, firm, bad):
        ada_is_in(world, browser, firm, remember="y")
        browser.submit(browser.get("/account"), {})
        page = browser.get("/login")
        token = page.field("csrf_token")
        data = typed("ada@hallsons.example", csrf_token=token, next=bad)
        answer = browser.client.post("/login", data=data)
        onward = answer.headers.get("Location", "/")
        assert onward.startswith("/")
        assert onward[1:2] not in {"/", "\\"}

    def test_it_leads_back_to_the_page_that_was_wanted(self, world, browser, firm):
        ada_is_in(world, browser, firm, remember="y")
        browser.submit(browser.get("/account"), {})
        wanted = f"/admin/{firm.organisation}/settings"
        page = browser.submit(browser.follow(wanted), typed("ada@hallsons.example"))
        assert page.h1 == "Settings"

    def test_nobody_can_register(self, browser):
        for path in ("/register", "/reset", "/confirm", "/us-signin", "/wan-signin", "/logout"):
            browser.get(path, 404)


class TestTheEnd:
    def test_signing_out_ends_it_on_the_server(self, world, firm):
        ada = signed_in(world.app, world.db, firm.ada)
        page = ada.get("/account")
        copied = {c.key: c.value for c in ada.client._cookies.values()}
        ada.submit(page, {})
        thief = Visitor(world.app)
        for name, value in copied.items():
            thief.client.set_cookie(name, value)
        assert thief.follow("/account").h1 == "Sign in"

    @pytest.mark.parametrize(
        ("since", "seen", "is_in"),
        [(0, 0, True), (3600, 29 * 60, True), (3600, 31 * 60, False), (13 * 3600, 60, False)],
    )
    def test_it_ends_after_half_an_hour_without_a_page_or_twelve_hours(
        self, world, firm, since, seen, is_in
    ):
        ada = signed_in(world.app, world.db, firm.ada)
        now = int(time.time())
        with world.db.write() as tx:
            table = metadata.tables["sign_ins"]
            tx.execute(table.update().values(since=now - since, seen=now - seen))
        assert (ada.follow("/account").h1 == "My account") is is_in
        if not is_in:
            assert ada.follow("/account/password").h1 == "Sign in"
            assert ada.follow("/two-factor/setup").h1 == "Sign in"

    def test_each_page_makes_it_last_longer(self, world, firm):
        ada = signed_in(world.app, world.db, firm.ada)
        table, now = metadata.tables["sign_ins"], int(time.time())
        with world.db.write() as tx:
            tx.execute(table.update().values(seen=now - sign_ins.IDLE + 60))
        ada.get("/account")
        with world.db.read() as tx:
            assert tx.execute(table.select()).mappings().one()["seen"] >= now

    def test_an_account_that_is_switched_off_is_out_at_once(self, world, firm):
        ada = signed_in(world.app, world.db, firm.ada)
        with world.db.write() as tx:
            rows.set_active(tx, firm.ada, False)
        assert ada.follow("/account").h1 == "Sign in"

    def test_a_new_password_ends_all_others(self, world, firm):
        browser = Visitor(world.app)
        ada_is_in(world, browser, firm)
        elsewhere = signed_in(world.app, world.db, firm.ada)
        page = browser.get("/account/password")
        new = "seven quiet umbrellas"
        fields = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
        page = browser.submit(page, fields, form=-1)
        assert page.h1 == "My account"
        assert elsewhere.follow("/account").h1 == "Sign in"
        assert "was just changed" in mails(world)[0].read_text()

    def test_a_session_without_a_sign_in_is_none(self, world, firm):
        """The library's own key in the session is not enough."""
        browser = Visitor(world.app)
        with world.db.read() as tx:
            uniquifier = rows.session_of(tx, firm.ada)
        with browser.client.session_transaction() as session:
            session["_user_id"] = uniquifier
        assert browser.follow("/account").h1 == "Sign in"
        assert browser.follow("/login").h1 == "Sign in"


class TestForgotten:
    def test_the_answer_does_not_tell_whether_there_is_an_account(self, world, browser, firm):
        pages = [
            browser.submit(browser.get("/account/forgot"), {"email": address})
            for address in ("ada@hallsons.example", "nobody@hallsons.example")
        ]
        assert pages[0].text == pages[1].text
        assert len(world.mails) == 1

    def test_it_mails_a_link_that_sets_a_new_password(self, world, browser, firm):
        ada_is_in(world, browser, firm)
        stranger = Visitor(world.app)
        stranger.submit(stranger.get("/account/forgot"), {"email": "ada@hallsons.example"})
        with world.db.read() as tx:
            issue = rows.entry(tx, firm.ada).issue
        assert issue == 2

    def test_a_mailbox_is_not_filled(self, world, browser, firm):
        page = browser.get("/account/forgot")
        for _ in range(3):
            browser.submit(page, {"email": "ada@hallsons.example"})
        browser.submit(page, {"email": "ada@hallsons.example"}, 429)


def test_over_https_the_cookies_are_for_this_host_only(tmp_path):
    world = make_world(tmp_path, base_url="https://feedback.example.org")
    config = world.app.config
    assert config["SECURITY_TWO_FACTOR_VALIDITY_COOKIE_NAME"] == "__Host-remembered"
    assert config["SECURITY_TWO_FACTOR_VALIDITY_COOKIE"]["secure"]
    world.shop.close()


def mails(world):
    """Files of the outbox folder, newest first."""
    folder = world.shop.settings.outbox
    return sorted(folder.glob("*.eml"), key=lambda one: -one.stat().st_mtime_ns)
