"""What every response says, and what is asked of every request before a view sees it."""

import pytest

from survey.web.headers import POLICY
from tests.answering import answers, invitation_of, statements
from tests.client import Visitor
from tests.web_app import make_world


@pytest.fixture
def online(tmp_path):
    """An installation as the world sees it: https behind a name."""
    world = make_world(tmp_path, base_url="https://feedback.example.org", PLUMBLINE_PRODUCTION="1")
    yield world
    world.shop.close()


def cookies_of(response) -> list[str]:
    return response.headers.getlist("Set-Cookie")


def test_the_policy_allows_our_own_files_and_nothing_else():
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules.pop("default-src") == "'none'"
    assert {rules.pop(name) for name in ("frame-ancestors", "base-uri")} == {"'none'"}
    assert set(rules.values()) == {"'self'"}


def test_even_errors_and_files_carry_the_headers(world):
    client = world.app.test_client()
    for path in ("/nowhere", "/static/plumbline.css", "/static/nothing.css"):
        response = client.get(path)
        assert response.headers["Content-Security-Policy"] == POLICY
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        response.close()


def test_our_files_are_kept_by_the_browser_while_they_are_the_same(mara, world):
    sheet = mara.get("/").all("link", rel="stylesheet")[-1].get("href")
    with world.app.test_client().get(sheet) as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_online_cookies_are_locked_to_the_host_and_https(online):
    client = online.app.test_client()
    visitor = {"base_url": "https://feedback.example.org"}
    page = client.get("/", **visitor)
    assert cookies_of(page)[0].startswith("__Host-session=")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    started = client.post("/start", data={"csrf_token": token}, **visitor)
    for cookie in cookies_of(page) + cookies_of(started):
        assert cookie.startswith("__Host-")
        for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert part in cookie.split("; ")
        assert "Domain" not in cookie
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]


def test_on_loopback_http_cookies_work_without_https(mara, first_page):
    names = {cookie.key for cookie in mara.client._cookies.values()}
    assert names == {"session", f"answer-{invitation_of(first_page)}"}
    assert all(cookie.http_only for cookie in mara.client._cookies.values())


def test_online_another_host_name_is_refused(online):
    client = online.app.test_client()
    assert client.get("/", base_url="https://feedback.example.org").status_code == 200
    refused = client.get("/", base_url="https://evil.example")
    assert refused.status_code == 400
    assert "does not answer under this name" in refused.text


def test_the_link_to_come_back_is_made_of_our_own_address(online):
    client = online.app.test_client()
    visitor = {"base_url": "https://feedback.example.org"}
    page = client.get("/", **visitor)
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    started = client.post("/start", data={"csrf_token": token}, **visitor)
    later = client.get(started.location.rpartition("/")[0] + "/finish-later", **visitor)
    assert 'value="https://feedback.example.org/link/' in later.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_sent_by_another_site_is_refused(world, mara, site):
    page = mara.get("/")
    mara.headers["Sec-Fetch-Site"] = site
    assert mara.submit(page, {}, status=403).h1.startswith("This request did not come")


def test_without_that_header_the_origin_counts(mara):
    page = mara.get("/")
    mara.headers["Origin"] = "https://evil.example"
    mara.submit(page, {}, status=403)
    mara.headers["Origin"] = "null"  # what browsers send under our own Referrer-Policy
    mara.submit(page, {})
    mara.headers["Origin"] = "http://localhost"
    mara.submit(page, {})


def test_an_origin_that_is_no_address_is_another_site(mara):
    page = mara.get("/")
    mara.headers["Origin"] = "http://[evil"
    mara.submit(page, {}, status=403)


@pytest.mark.parametrize("revision", ["9" * 6000, "-1", "٣", "x", ""])
def test_a_revision_that_is_none_of_ours_counts_as_old(mara, first_page, revision):
    name = statements(first_page)[0]
    mara.submit(first_page, {name: "4", "revision": revision})
    path = f"/answer/{invitation_of(first_page)}/communication"
    assert mara.get(path).checked() == {name: "4"}


def test_every_form_needs_its_token(mara, first_page):
    for url in ("/start", "/link/x", f"/answer/{invitation_of(first_page)}/communication"):
        assert mara.client.post(url, data={}).status_code == 400


def test_a_token_of_another_visitor_is_none(world, mara, first_page):
    bob = Visitor(world.app)
    token = bob.get("/").field("csrf_token")
    page = mara.submit(first_page, {"csrf_token": token}, status=400)
    assert page.h1 == "This page has been open for too long"


def test_every_view_that_changes_something_is_post_only(world):
    # Looking at an address must be harmless: mail scanners open every link. Flask-Security shows
    # a form and takes it at the same address; only what comes by POST counts there.
    for rule in world.app.url_map.iter_rules():
        if rule.endpoint.startswith("security."):
            continue
        assert rule.methods <= {"GET", "HEAD", "OPTIONS"} or rule.methods <= {"POST", "OPTIONS"}


def test_getting_any_page_changes_nothing(mara, world, first_page):
    def everything():
        with world.db.read() as tx:
            names = tx.exec_driver_sql("select name from sqlite_master where type = 'table'")
            return {n: tx.exec_driver_sql(f"select * from {n}").all() for (n,) in names.all()}

    second = mara.submit(first_page, answers(first_page) | {"go": "next"})
    before = everything()
    invitation = invitation_of(second)
    pages = ("communication", "in-your-words", "check-answers", "finish-later")
    for path in ("/", "/about", *(f"/answer/{invitation}/{page}" for page in pages)):
        mara.get(path)
    assert everything() == before


def test_a_body_over_a_megabyte_is_refused(mara, first_page):
    over = "x" * (1024 * 1024 + 1)
    page = mara.submit(first_page, {"t_communication": over}, status=413)
    assert "1 megabyte" in page.text


def test_a_body_under_a_megabyte_is_read(mara, first_page):
    page = mara.submit(first_page, {"t_communication": "x" * 900_000}, status=422)
    assert page.one("div", id="summary") is not None


def test_two_answers_to_one_statement_are_refused(mara, first_page):
    name = statements(first_page)[0]
    data = [("csrf_token", first_page.field("csrf_token")), (name, "1"), (name, "5")]
    path = f"/answer/{invitation_of(first_page)}/communication"
    body = "&".join(f"{key}={value}" for key, value in data)
    refused = mara.client.post(path, data=body, content_type="application/x-www-form-urlencoded")
    assert refused.status_code == 422
