"""The talk about the report on the pages of both: proposed, picked, in both calendars."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.programme import give_link, holding, programme, rival, signed_in
from tests.whole_house import open_house


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = open_house(tmp_path_factory.mktemp("talk"))
    yield house
    house.shop.close()


@pytest.fixture
def firm(house, request):
    return programme(house.shop.db, house.shop.keys, name=request.node.name[-20:])


@pytest.fixture
def cora(house, firm):
    return signed_in(house.app, house.shop.db, firm.cora)


@pytest.fixture
def alice(house, firm):
    secret = give_link(house.shop.db, house.shop.keys, "home", firm.alice)
    return holding(house.app, "home", firm.alice, secret)


DAY = (datetime.now(UTC) + timedelta(days=30)).date()


def proposed(cora, firm, status=303, **times):
    page = cora.get(f"/coach/{firm.participation}/talk")
    times = times or {"first": f"{DAY}T14:00", "second": f"{DAY}T16:30"}
    return cora.submit(page, times, *(() if status == 303 else (status,)), form=-1)


def home(alice, firm):
    return alice.get(f"/home/{firm.alice}")


def test_alice_picks_one_of_two_times_and_both_get_it_for_their_calendars(cora, alice, firm):
    assert "Proposed" in proposed(cora, firm).text
    page = home(alice, firm)
    assert "14:00" in page.text
    assert "Europe/Berlin" in page.text
    second = page.all("input", type="radio", name="time")[1].get("value")
    at = next(n for n, form in enumerate(page.all("form")) if "/talk" in form.get("action"))
    page = alice.submit(page, {"time": second}, form=at)
    assert "16:30" in page.text
    there = datetime(DAY.year, DAY.month, DAY.day, 16, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    for visitor, address in ((alice, f"/mine/{firm.participation}"),
                             (cora, f"/coach/{firm.participation}")):  # fmt: skip
        file = visitor.client.get(f"{address}/talk.ics").text
        assert f"DTSTART:{there.astimezone(UTC):%Y%m%dT%H%M%SZ}" in file
        assert "Alice" not in file
    assert "16:30" in cora.get(f"/coach/{firm.participation}/talk").text
    assert re.search(rf"Next date.*{DAY.day} ", cora.get("/coach").text)


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ({"first": ""}, "at least one"),
        ({"first": "", "second": "", "third": ""}, "Propose at least"),
        ({"first": "soon"}, "such as 2027-01-31T14:00"),
        ({"first": "2020-01-01T10:00"}, "still to come"),
        ({"first": f"{DAY}T14:00", "third": f"{DAY}T14:00"}, "different times"),
    ],
)
def test_what_cannot_be_proposed_is_said_at_the_field(cora, firm, times, told):
    assert told in proposed(cora, firm, 422, **times).text


def test_one_time_is_enough_in_whichever_field_it_stands(cora, firm):
    page = proposed(cora, firm, first="", second=f"{DAY}T16:30", third="")
    assert "Proposed" in page.text
    assert "16:30" in page.text


def test_a_time_that_was_taken_back_cannot_be_picked(cora, alice, firm):
    proposed(cora, firm)
    page = home(alice, firm)
    old = page.all("input", type="radio", name="time")[0].get("value")
    at = next(n for n, form in enumerate(page.all("form")) if "/talk" in form.get("action"))
    proposed(cora, firm, first=f"{DAY}T09:00")
    assert "proposed other times" in alice.submit(page, {"time": old}, 409, form=at).text


def test_before_anything_is_agreed_there_is_no_file(cora, alice, firm):
    alice.get(f"/mine/{firm.participation}/talk.ics", 404)
    cora.get(f"/coach/{firm.participation}/talk.ics", 404)


def test_another_firm_s_coach_proposes_nothing(house, firm):
    other = rival(house.shop.db, house.shop.keys)
    stranger = signed_in(house.app, house.shop.db, other.cora)
    stranger.get(f"/coach/{firm.participation}/talk", 404)
