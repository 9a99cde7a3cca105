"""The demo's firm: half done, quick to make, and silent."""

import time
from datetime import date

import pytest

from reports.group import LEAST
from reports.items_told import LEAST as LEAST_FORMS
from survey import demo
from survey.anonymity import ledger
from survey.demo import firm
from survey.store import (
    accounts,
    goals,
    invitations,
    organisations,
    participations,
    questionnaires,
    releases,
    responses,
    rounds,
)
from tests.client import Visitor
from tests.store_factories import rows
from tests.web_app import shipped
from tests.whole_house import open_house

HENRIK = "henrik.dahl@vogtcoaching.example"
TODAY = date(2026, 11, 23)


@pytest.fixture
def made(db, house_keys):
    started = time.process_time()
    report = demo.load(db, house_keys, shipped(), TODAY)
    assert time.process_time() - started < 4
    return report


def test_a_round_is_half_done(db, made):
    with db.read() as tx:
        half, closed = (
            next(
                r
                for r in rounds.of_organisation(tx, firm.FIRM)
                if r.state == state and r.number == n
            )
            for state, n in (("open", 1), ("closed", 2))
        )
        there = participations.of_round(tx, half.id)
        assert sorted(one.listing for one in there) == ["open", "settled", "settled", "waiting"]
        counts = invitations.counts_of(tx, [one.id for one in there])
        states = {state for found in counts.values() for _, state in found}
        assert states == {"listed", "open", "done"}
        assert half.opened_on < TODAY < half.closes_on
        assert participations.of_round(tx, closed.id)


def test_a_closed_round_has_enough_for_a_group_report_and_for_pilot_figures(db, made):
    """And the admin can hand clients over: there is a second coach."""
    with db.read() as tx:
        (own,) = questionnaires.of(tx, firm.FIRM)
        (first,) = questionnaires.published(tx, own.id)
        (closed,) = (
            r for r in rounds.of_organisation(tx, firm.FIRM) if r.version == first.version
        )
        there = participations.of_round(tx, closed.id)
        assert (closed.state, len(there)) == ("closed", LEAST)
        assert all(ledger.released(tx, one.id) for one in there)
        assert {one.coach for one in there} == {accounts.by_email(tx, HENRIK).id}
        others = [r for r in responses.of(tx, [one.id for one in there]) if r.group != "self"]
        assert len(others) > LEAST_FORMS


def test_maras_report_is_released_and_her_plan_stands(db, made):
    with db.read() as tx:
        assert demo.report_of(tx) == made
        first, second = participations.of(tx, demo.MANAGER)
        assert [g.position for g in goals.of(tx, [first.id])] == [1, 2]
        (release,) = releases.of(tx, second.id)
        assert (release.report, release.state) == (made, "released")


def test_it_is_made_once(db, house_keys, made):
    before = [rows(db, t) for t in ("people", "invitations", "responses", "accounts", "releases")]
    assert demo.load(db, house_keys, shipped(), TODAY) == made
    assert [
        rows(db, t) for t in ("people", "invitations", "responses", "accounts", "releases")
    ] == before


def test_nobody_is_written_to(db, made):
    assert rows(db, "outbox") == 0


def test_its_accounts_have_no_password(db, made):
    with db.read() as tx:
        staff = accounts.staff(tx, firm.FIRM)
        assert [one.name for one in staff] == ["Astrid Nilsen", "Cornelia Vogt", "Henrik Dahl"]
        assert organisations.get(tx, firm.FIRM).name == "Halden Instruments"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = open_house(tmp_path_factory.mktemp("demo"), PLUMBLINE_DEMO="1")
    house.demo_report()
    yield house
    house.shop.close()


@pytest.mark.parametrize(
    ("button", "seen"),
    [
        ("As the admin", "Heads of department"),
        ("As the coach", "Clara Neumann"),
        ("As a manager", "Mara Lindqvist"),
        ("As a manager before", "Ingrid Solheim"),
        ("As a rater", "Your feedback about"),
    ],
)
def test_each_door_leads_into_the_firm(house, button, seen):
    visitor = Visitor(house.app)
    page = visitor.get("/")
    names = [" ".join("".join(form.itertext()).split()) for form in page.all("form")]
    page = visitor.submit(page, {}, form=names.index(button))
    assert page.status == 200
    assert seen in page.text


def test_who_comes_in_german_goes_on_in_german(house):
    visitor = Visitor(house.app)
    visitor.headers = {"Accept-Language": "de-AT"}
    page = visitor.get("/")
    visitor.submit(page, {}, form=[one.get("action") for one in page.all("form")].index(
        "/demo/enter/admin"))  # fmt: skip
    assert visitor.get("/admin/demo-firm/").one("html").get("lang") == "de"


def test_the_bar_marks_the_room_also_further_in(house):
    visitor = Visitor(house.app)
    page = visitor.get("/")
    names = [" ".join("".join(form.itertext()).split()) for form in page.all("form")]
    board = visitor.submit(page, {}, form=names.index("As the admin"))
    assert marked(board) == [("Rounds", "page")]
    inside = visitor.get(board.links()["Heads of department"])
    assert marked(inside) == [("Rounds", "true")]
    assert marked(visitor.get("/admin/demo-firm/settings")) == [("People", "true")]
    assert marked(visitor.get("/account")) == []


def marked(page):
    bar = page.one("nav", aria_label="Work")
    return [(one.text, one.get("aria-current")) for one in bar.iter("a") if one.get("aria-current")]


def test_a_closed_round_offers_no_import(house):
    visitor = Visitor(house.app)
    page = visitor.get("/")
    names = [" ".join("".join(form.itertext()).split()) for form in page.all("form")]
    board = visitor.submit(page, {}, form=names.index("As the admin"))
    assert "Import" in visitor.get(board.links()["Heads of department"]).links()
    assert "Import" not in visitor.get(board.links()["Autumn 2025"]).links()


def test_her_data_pages_ask_the_demos_admin_for_no_password(house):
    visitor = Visitor(house.app)
    page = visitor.get("/")
    names = [" ".join("".join(form.itertext()).split()) for form in page.all("form")]
    visitor.submit(page, {}, form=names.index("As the admin"))
    page = visitor.get("/admin/demo-firm/data")
    assert "give your password again" not in page.text
    assert "Your password, please" not in visitor.get("/account/passkeys").text


def test_without_the_demo_there_is_no_such_door(tmp_path):
    house = open_house(tmp_path)
    try:
        visitor = Visitor(house.app)
        page = visitor.get("/")
        assert "Look round a firm" not in page.text
        token = page.field("csrf_token")
        response = visitor.client.post("/demo/enter/admin", data={"csrf_token": token})
        assert response.status_code == 404
    finally:
        house.shop.close()
