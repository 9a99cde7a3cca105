"""How often one may try: each rule, and counts that cannot be kept."""

from redis import Redis

from survey.store.tables import metadata
from survey.web import throttle
from survey.web.policy import TABLE
from tests.client import Visitor
from tests.programme import programme, signed_in
from tests.survey.web.test_sign_in import typed, with_password
from tests.web_app import make_world


def mails(world):
    with world.db.read() as tx:
        return len(tx.execute(metadata.tables["outbox"].select()).all())


def ask_for_home(visitor, address, status=200):
    return visitor.submit(visitor.get("/my"), {"email": address}, status)


def test_every_rule_is_about_a_page_that_there_is(world):
    assert throttle.RULES.keys() <= TABLE.keys() & world.app.view_functions.keys()


def test_the_way_home_is_mailed_three_times_an_hour_to_an_address(world):
    programme(world.db, world.shop.keys)
    visitor = Visitor(world.app)
    for spelling in ("alice@hallsons.example", "ALICE@hallsons.example", " alice@HallSons.example"):
        ask_for_home(visitor, spelling)
    page = ask_for_home(visitor, "alice@hallsons.example", 429)
    assert page.h1 == "That was tried too often"
    ask_for_home(visitor, "bob@hallsons.example")


def test_one_source_does_not_try_address_after_address(world):
    visitor = Visitor(world.app)
    for number in range(20):
        ask_for_home(visitor, f"r{number}@x.example")
    ask_for_home(visitor, "r20@x.example", 429)


def test_to_look_is_never_counted(world):
    visitor = Visitor(world.app)
    for _ in range(40):
        visitor.get("/my")
    ask_for_home(visitor, "r@x.example")


def test_an_admin_sends_twenty_tests_an_hour(world):
    firm = programme(world.db, world.shop.keys)
    ada = signed_in(world.app, world.db, firm.ada)
    page = ada.get(f"/rounds/{firm.round}/mail/invitation")
    test = {
        "csrf_token": page.field("csrf_token"),
        "subject": "x",
        "body": "{link} {answers} {kept}",
    }
    there = f"/rounds/{firm.round}/mail/invitation/test"
    for _ in range(20):
        assert ada.client.post(there, data=test).status_code != 429
    assert ada.client.post(there, data=test).status_code == 429


def test_a_wrong_password_as_json_counts_too(world):
    firm = programme(world.db, world.shop.keys)
    browser = Visitor(world.app)
    with_password(world, browser, firm.ada)
    token = browser.get("/login").field("csrf_token")
    wrong = typed("ada@hallsons.example", "wrong wrong wrong")
    for _ in range(5):
        browser.client.post("/login", json=wrong, headers={"X-CSRFToken": token})
    answer = browser.client.post("/login", json=wrong, headers={"X-CSRFToken": token})
    assert answer.status_code == 429
    browser.submit(browser.get("/login"), typed("ada@hallsons.example"), 429)


class TestRedis:
    def test_two_web_processes_share_one_count(self, tmp_path, redis_url):
        one = make_world(tmp_path / "one", REDIS_URL=redis_url)
        other = make_world(tmp_path / "other", REDIS_URL=redis_url)
        for world in (one, other, one):
            ask_for_home(Visitor(world.app), "alice@hallsons.example")
        ask_for_home(Visitor(other.app), "alice@hallsons.example", 429)
        assert not any(b"alice" in key for key in Redis.from_url(redis_url).scan_iter())

    def test_without_redis_nobody_is_locked_out_and_it_is_counted_here(self, tmp_path):
        world = make_world(tmp_path, REDIS_URL="redis://127.0.0.1:9/0")
        visitor = Visitor(world.app)
        for _ in range(3):
            ask_for_home(visitor, "alice@hallsons.example")
        ask_for_home(visitor, "alice@hallsons.example", 429)
