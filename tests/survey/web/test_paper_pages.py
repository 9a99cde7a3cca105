"""The page on which an author asks for a specimen on paper."""

import json

import pytest

from survey.authoring import publishing
from survey.store import papers
from tests.programme import programme, signed_in
from tests.store_factories import TODAY
from tests.survey.questionnaire.edit.folders import LEADERSHIP
from tests.web_app import make_world

CHOSEN = {
    "number": "draft",
    "form": "extended",
    "group": "self",
    "language": "en",
    "size": "Letter",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = make_world(tmp_path_factory.mktemp("specimens"))
    yield made
    made.shop.close()


@pytest.fixture(scope="module")
def firm(world):
    return programme(world.db, world.shop.keys, asked=world.questionnaire)


@pytest.fixture
def ada(world, firm):
    return signed_in(world.app, world.db, firm.ada)


@pytest.fixture(scope="module")
def questionnaire(world, firm):
    with world.db.write() as tx:
        made = publishing.begin(tx, firm.organisation, "leadership", LEADERSHIP, firm.ada)
        publishing.publish(tx, made, 1, note="First", today=TODAY, account=firm.ada)
    return made


def asked_for(page):
    """Number of the form that asks for the specimen."""
    return next(n for n, one in enumerate(page.all("form")) if one.get("action").endswith("/paper"))


def test_a_specimen_is_asked_for_and_waited_for(world, ada, questionnaire):
    page = ada.get(f"/questionnaires/{questionnaire}/paper")
    assert "It has no code, so nobody can hand it in" in page.text
    page = ada.submit(page, CHOSEN, 202, asked_for(page))
    assert page.h1 == "Paper forms"
    with world.db.read() as tx:
        job = papers.get(tx, world.papers[-1])
    assert job.questionnaire == questionnaire
    assert json.loads(job.wish) == CHOSEN | {"readers": ""}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "9"}, "Choose a version"),
        ({"form": "none"}, "This version has no such form, group or language"),
        ({"group": "none"}, "This version has no such form, group or language"),
        ({"language": "xx"}, "This version has no such form, group or language"),
    ],
)
def test_what_the_version_does_not_have_is_said_on_the_page(world, ada, questionnaire, wrong, said):
    before = len(world.papers)
    page = ada.get(f"/questionnaires/{questionnaire}/paper")
    page = ada.submit(page, CHOSEN | wrong, 422, asked_for(page))
    assert said in page.one("div", id="summary").find("ul/li/a").text
    assert len(world.papers) == before


def test_a_published_version_leads_there(ada, questionnaire):
    page = ada.get(f"/questionnaires/{questionnaire}/versions/1")
    page = ada.get(page.links()["Paper form (PDF)"])
    (number,) = page.all("select", name="number")
    assert [one.text for one in number.iter("option")] == ["Draft", "Version 1"]
    assert [one.text for one in number.iter("option") if "selected" in one.attrib] == ["Version 1"]


def test_a_broken_draft_that_was_never_published_has_nothing_to_print(world, firm, ada):
    with world.db.write() as tx:
        broken = publishing.begin(tx, firm.organisation, "broken", {"instrument.yaml": b"id: ["})
    page = ada.get(f"/questionnaires/{broken}/paper")
    assert "there is nothing to print" in page.text
