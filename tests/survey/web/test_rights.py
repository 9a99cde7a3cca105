"""The page "data and privacy", and everybody's own copy."""

import json
import zipfile
from io import BytesIO

import pytest

from survey.store import kept_days, log, people
from tests.client import filled
from tests.programme import give_link, holding, programme, signed_in


@pytest.fixture
def firm(world):
    return programme(world.db, world.shop.keys)


@pytest.fixture
def ada(world, firm):
    return signed_in(world.app, world.db, firm.ada)


def page_of(firm):
    return f"/admin/{firm.organisation}/data"


def unpacked(answer):
    assert answer.mimetype == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    packed = zipfile.ZipFile(BytesIO(answer.get_data()))
    return json.loads(packed.read("data.json"))


def pressed(visitor, page, action):
    """What a button that downloads gives."""
    form = next(one for one in page.all("form") if one.get("action", "").endswith(action))
    return visitor.client.post(form.get("action"), data=filled(form))


def test_ada_shortens_what_is_kept_and_it_is_noted(world, ada, firm):
    page = ada.submit(ada.get(page_of(firm)), {"days-mail": "45"}, form=1)
    assert "Saved." in page.text
    with world.db.read() as tx:
        assert kept_days.of(tx, firm.organisation)["mail"] == 45
        (entry,) = log.of_organisation(tx, firm.organisation)
    assert (entry.action, entry.detail) == ("data.days_changed", "mail: 90 → 45")


@pytest.mark.parametrize("typed", ["", "-1", "4000", "٣٠", "30.5", "1e1"])
def test_a_number_outside_the_limits_is_refused_where_it_stands(world, ada, firm, typed):
    page = ada.submit(ada.get(page_of(firm)), {"days-addresses": typed}, form=1)
    assert "Give a number from 7 to 90" in page.text
    with world.db.read() as tx:
        assert kept_days.of(tx, firm.organisation)["addresses"] == 30


def test_ada_sees_what_would_go_and_then_erases_it(world, ada, firm):
    shown = ada.submit(ada.get(page_of(firm)), {"address": "peers1@hallsons.example"}, form=2)
    assert shown.h1 == "What would be erased"
    assert "1 names and addresses" in shown.text
    with world.db.read() as tx:
        assert people.everywhere(tx, "peers1@hallsons.example")
    done = ada.submit(shown, {}, form=1)
    assert done.h1 == "Erased"
    assert "peers1" not in done.text
    with world.db.read() as tx:
        assert not people.everywhere(tx, "peers1@hallsons.example")
    assert "One person: 1 row" in ada.get(page_of(firm)).text


@pytest.mark.parametrize("address", ["", "nobody@hallsons.example", "alice@rival.example"])
def test_who_is_not_of_this_organisation_is_nobody(world, ada, firm, address):
    programme(world.db, world.shop.keys, name="Rival")
    page = ada.submit(ada.get(page_of(firm)), {"address": address}, form=2)
    assert "There is a problem" in page.text
    with world.db.read() as tx:
        assert people.everywhere(tx, "alice@rival.example")


def test_without_the_password_given_lately_nothing_of_it_can_be_done(world, ada, firm):
    with ada.client.session_transaction() as session:
        session["fs_paa"] -= 3600
    page = ada.get(page_of(firm))
    assert "give your password again" in page.text
    assert not page.all("input", id="address")
    token = page.field("csrf_token")
    for action in ("days", "look", "erase", "copy"):
        given = {"csrf_token": token, "address": "alice@hallsons.example"}
        answer = ada.client.post(f"{page_of(firm)}/{action}", data=given)
        assert answer.headers["Location"].startswith("/account/verify")
    with world.db.read() as tx:
        assert people.everywhere(tx, "alice@hallsons.example")


def test_the_only_admin_is_told_why_not(ada, firm):
    page = ada.get(page_of(firm))
    refused = ada.submit(page, {"address": "ada@hallsons.example"}, form=2, status=409)
    assert "would be left without an admin" in refused.text


def test_everybody_takes_the_own_copy_along_and_nobody_else_s(world, ada, firm):
    db, keys = world.db, world.shop.keys
    with db.read() as tx:
        (bob,) = people.everywhere(tx, "peers1@hallsons.example")
    home = holding(world.app, "home", firm.alice, give_link(db, keys, "home", firm.alice))
    asked = holding(world.app, "requests", bob.id, give_link(db, keys, "requests", bob.id))
    alice = unpacked(pressed(home, home.get(f"/home/{firm.alice}"), "/copy"))
    assert alice["taking_part"][0]["title"] == "Autumn 2026"
    assert "peers" not in str(alice)
    mine = unpacked(pressed(asked, asked.get(f"/requests/{bob.id}"), "/copy"))
    assert mine["asked"][0]["about"] == "Alice"
    assert "alice@" not in str(mine)
    own = unpacked(pressed(ada, ada.get("/account"), "/copy"))
    assert own["account"][0]["email"] == "ada@hallsons.example"


def test_a_copy_that_an_admin_makes_is_noted(world, ada, firm):
    form = {"address": "alice@hallsons.example"}
    page = ada.get(page_of(firm))
    given = form | {"csrf_token": page.field("csrf_token")}
    answer = ada.client.post(f"{page_of(firm)}/copy", data=given)
    assert unpacked(answer)["person"][0]["name"] == "Alice"
    with world.db.read() as tx:
        assert [one.action for one in log.of_organisation(tx, firm.organisation)] == [
            "person.copied"
        ]
