"""The pilot page as Ada the admin sees it, and nobody else."""

import pytest

from reports.scoring import pilot as core
from survey.authoring import publishing
from survey.store import pilots, rounds
from tests.client import Visitor
from tests.piloted import managers, usual
from tests.programme import programme, signed_in
from tests.store_factories import TODAY
from tests.survey.questionnaire.edit.folders import SHIPPED, files_of
from tests.web_app import shipped
from tests.whole_house import open_house


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = open_house(tmp_path_factory.mktemp("pilot"))
    yield house
    house.shop.close()


@pytest.fixture(scope="module")
def db(house):
    return house.shop.db


@pytest.fixture(scope="module")
def firm(db, house):
    return programme(db, house.shop.keys, asked=shipped(), name="Hall & Sons", state="closed")


@pytest.fixture(scope="module")
def page(db, firm):
    """The address of the page of a questionnaire that is published once."""
    with db.write() as tx:
        id_ = publishing.begin(tx, firm.organisation, "leadership", files_of(SHIPPED))
        made = publishing.publish(tx, id_, 1, note="First.", today=TODAY)
        assert rounds.get(tx, firm.round).version == made.version
    return f"/questionnaires/{id_}/pilot"


@pytest.fixture
def ada(house, db, firm):
    return signed_in(house.app, db, firm.ada)


def said(item, level, chance):
    if item == "comm_visi_1":
        return "NO" if chance.random() < 0.8 else 3
    return 5 if item == "comm_cult_1" else usual(item, level, chance)


def ask(visitor, page):
    there = visitor.get(page)
    buttons = [button.get("type") and button.text for button in there.all("button")]
    assert "Work out the figures" in str(buttons)
    form = next(n for n, one in enumerate(there.all("form")) if one.get("method") == "post"
                and one.get("action") == page)  # fmt: skip
    return visitor.submit(there, {}, form=form)


def test_from_too_few_to_figures_beside_each_statement(house, db, firm, page, ada, monkeypatch):
    monkeypatch.setattr(core, "DRAWS", 10)
    got = ada.get(page)
    assert "No figures yet" in got.text
    assert "Work out the figures" not in got.text
    assert page in got.links().values()  # the tab
    managers(db, firm, 5, raters=12, said=said)
    told = ask(ada, page).text
    assert "60 forms of raters about 5 managers" in told
    assert "Fewer than 100 forms: a first look." in told
    assert "8 of 10 could not observe this." in told
    assert "Nearly everybody chose one of the two highest answers" in told
    for item in shipped().items("standard"):
        assert item.other.to("en") in told
    assert "Work out the figures" not in told

    for visitor in (
        Visitor(house.app),
        signed_in(house.app, db, firm.cora),
        signed_in(house.app, db, programme(db, house.shop.keys, name="Other").ada),
    ):
        hidden = visitor.client.get(page)
        assert hidden.status_code in {302, 303, 404}
        assert b"60 forms" not in hidden.data

    with db.read() as tx:
        (one,) = pilots.of_organisation(tx, firm.organisation)
    left = (house.shop.settings.instance / "released.txt").read_text("ascii")
    assert one.trace in left


def test_while_it_is_made_the_page_says_so_and_a_failure_has_a_reference(db, firm, page, ada):
    with db.read() as tx:
        version = rounds.get(tx, firm.round).version
    place = pilots.Place(firm.organisation, version, "extended")
    with db.write() as tx:
        wanted = pilots.add(tx, place, TODAY, firm.ada, '{"managers": {}, "without": {}}')
    other = f"{page}?version=1&form=extended"
    assert "looks again by itself" in ada.get(other, 202).text
    with db.write() as tx:
        pilots.fail(tx, pilots.claim(tx, wanted, 0), "abcd1234")
    assert "Reference: abcd1234." in ada.get(other).text


def test_asking_when_it_may_not_is_refused_in_words(page, ada):
    token = ada.get(page).field("csrf_token")
    got = ada.client.post(page, data={"csrf_token": token, "form": "extended"})
    assert got.status_code == 409
    assert b"need the released reports of five managers" in got.data
