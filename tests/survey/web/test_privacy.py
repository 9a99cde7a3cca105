"""The privacy page: a short answer, then the details, with the numbers of the own round."""

import json

import pytest

from survey import insiders
from survey.insiders import measured
from survey.questionnaire.loader import load
from survey.rounds.campaign import Rules
from survey.store import invitations, kept_days, rounds
from tests.client import Visitor, text_of
from tests.programme import give_link, holding, programme, signed_in
from tests.survey.web.test_raters_way import FAR, link_of, started
from tests.web_app import ROOT, make_world, shipped

MERGED = {"manager": 1, "peers": 2, "reports": 5, "others": 2}


RECT = "{http://www.w3.org/2000/svg}rect"


@pytest.fixture
def firm(world):
    return programme(world.db, world.shop.keys, asked=shipped(), raters=MERGED, closes_on=FAR,
                     rules=Rules(pulse_after=60))  # fmt: skip


@pytest.fixture
def bob(world) -> Visitor:
    return Visitor(world.app)


@pytest.fixture
def alice(world, firm) -> Visitor:
    secret = give_link(world.db, world.shop.keys, "home", firm.alice)
    return holding(world.app, "home", firm.alice, secret)


@pytest.fixture
def ada(world, firm) -> Visitor:
    return signed_in(world.app, world.db, firm.ada)


def of_rater(invitation):
    return f"/answer/{invitation}/privacy"


def test_every_short_answer_leads_to_its_details(world, bob, alice, ada, firm):
    one = firm.raters["peers"][0]
    started(world, bob, one)
    pages = [
        bob.get("/privacy"),
        bob.get(of_rater(one)),
        alice.get(f"/mine/{firm.participation}/privacy"),
        ada.get(f"/rounds/{firm.round}/privacy"),
    ]
    for page in pages:
        ids = {one.get("id") for one in page.root.iter()}
        leads = [a.get("href")[1:] for a in page.all("a") if a.get("href", "").startswith("#")]
        assert len(leads) >= 6
        assert set(leads) <= ids


@pytest.mark.parametrize("step", ["communication", "in-your-words", "check-answers",
                                  "finish-later", "before-you-start"])  # fmt: skip
def test_a_rater_finds_the_own_page_from_every_step(world, bob, firm, step):
    one = firm.raters["peers"][0]
    started(world, bob, one)
    page = bob.get(f"/answer/{one}/{step}")
    assert page.links()["Privacy"] == of_rater(one)
    assert bob.get(of_rater(one)).links()["Back to your answers"] == f"/answer/{one}"


def test_before_the_link_is_used_the_general_page_is_all_there_is(world, bob, firm):
    one = firm.raters["peers"][0]
    assert bob.get(link_of(world, one)).links()["Privacy"] == "/privacy"
    assert bob.get(of_rater(one), 404).h1


def test_it_has_the_numbers_of_this_round(world, bob, firm):
    one = firm.raters["peers"][0]
    started(world, bob, one)
    text = bob.get(of_rater(one)).text
    for words in (
        "Can Alice see what I answered? Peers and Customers and partners are shown as one",
        "no average is made of fewer than 3 people",
        "Line manager: 1 Peers: 2 Direct reports: 5 Customers and partners: 2",
        "Peers (2) and Customers and partners (2) would be shown together.",
        "Direct reports (5) would be shown on their own.",
        "Peers, Direct reports, Customers and partners without a group’s name",
        "The coach, Cora",
        "This round takes answers until 4 January 2999.",
        "60 days after the report was released",
        "that is until 18 April 2999",
    ):
        assert words in text, words


def test_it_says_what_becomes_of_choices_where_there_are_any(world, bob, firm):
    asked = load(ROOT / "questionnaires" / "service_team")
    other = programme(world.db, world.shop.keys, asked=asked, name="Other", closes_on=FAR,
                      raters={"team": 4})  # fmt: skip
    texts = []
    for one in (firm.raters["peers"][0], other.raters["team"][0]):
        started(world, bob, one)
        texts.append(bob.get(of_rater(one)).text)
    said = ["bars from 8 people on, and none of them is about fewer than 3" in t for t in texts]
    assert said == [False, True]


def test_another_threshold_is_told(world, bob):
    firm = programme(world.db, world.shop.keys, asked=shipped(), closes_on=FAR, threshold=5)
    one = firm.raters["peers"][0]
    started(world, bob, one)
    text = bob.get(of_rater(one)).text
    assert "no average is made of fewer than 5 people" in text
    assert "at least 5 of a group have come" in text


def test_it_counts_who_was_asked_and_never_who_answered(world, bob, alice, ada, firm):
    one = firm.raters["peers"][0]
    started(world, bob, one)
    looks = [
        (bob, of_rater(one)),
        (alice, f"/mine/{firm.participation}/privacy"),
        (ada, f"/rounds/{firm.round}/privacy"),
    ]
    before = [visitor.get(address).text for visitor, address in looks]
    with world.db.write() as tx:
        for each in firm.raters["reports"]:
            invitations.close(tx, each, "done")
    assert [visitor.get(address).text for visitor, address in looks] == before


def test_a_line_manager_reads_that_these_answers_are_known(world, bob, firm):
    one = firm.raters["manager"][0]
    started(world, bob, one)
    assert "Alice will know that they are yours" in bob.get(of_rater(one)).text


def test_the_own_form_speaks_of_the_own_answers(mara, first_page):
    invitation = first_page.one("form", autocomplete="off").get("action").split("/")[2]
    page = mara.get(of_rater(invitation))
    assert "They stand in the report as yours." in page.text
    assert "The coach" not in page.text


def test_an_admin_reads_whose_groups_are_too_small(world, ada, firm):
    page = ada.get(f"/rounds/{firm.round}/privacy")
    assert "Alice Line manager (1) would be shown on their own." in page.text
    large = programme(world.db, world.shop.keys, asked=shipped(), name="Large")
    other = signed_in(world.app, world.db, large.ada)
    assert "Nobody’s groups" in other.get(f"/rounds/{large.round}/privacy").text
    other.get(f"/rounds/{firm.round}/privacy", 404)


def test_nobody_is_asked_yet(world, alice):
    firm = programme(world.db, world.shop.keys, asked=shipped(), name="New", raters={})
    secret = give_link(world.db, world.shop.keys, "home", firm.alice)
    alice = holding(world.app, "home", firm.alice, secret)
    assert "Nobody is asked yet." in alice.get(f"/mine/{firm.participation}/privacy").text


class TestWhatInsidersCanWorkOut:
    @pytest.fixture
    def file(self, tmp_path, monkeypatch):
        """The page reads this one."""
        measured.cache_clear()
        path = tmp_path / "insider_rates.json"
        monkeypatch.setattr(insiders, "measured", lambda: measured(path))
        yield path
        measured.cache_clear()

    def test_the_measured_rates_stand_in_a_table_with_bars(self, bob, file):
        file.write_text('{"k": 3, "programmes": 500, "rates": {"10": 0, "3": 0.24, "4": 0.063}}')
        page = bob.get("/privacy")
        (table,) = page.all("table", class_="rates")
        rows = [text_of(row) for row in table.iter("tr")][1:]
        assert rows == ["3 24.0 %", "4 6.3 %", "10 0.0 %"]
        assert [bar.get("width") for bar in table.iter(RECT)] == ["24.0", "6.3", "0.0"]
        assert "500 invented programmes" in page.text

    @pytest.mark.parametrize(
        "content", [None, "", "[]", "{}", '{"programmes": 1, "rates": {"3": 2}}',
                    json.dumps({"programmes": "x", "rates": {"3": 0.1}}),
                    '{"programmes": 5, "rates": {}}'],
    )  # fmt: skip
    def test_without_figures_nothing_is_said(self, bob, file, content):
        if content is not None:
            file.write_text(content)
        page = bob.get("/privacy")
        assert page.all("table") == []
        assert "invented programmes" not in page.text


@pytest.mark.parametrize("shuffled", [True, False])
def test_it_says_what_this_server_does_against_two_backups(tmp_path, shuffled):
    world = make_world(tmp_path, PLUMBLINE_URN="1" if shuffled else "")
    text = Visitor(world.app).get("/privacy").text
    assert ("move later, in a shuffled lot" in text) == shuffled
    assert ("This server does not move answers" in text) != shuffled
    world.shop.close()


def test_it_has_the_days_of_this_organisation(world, bob, ada, firm):
    with world.db.write() as tx:
        for kind, days in {"drafts": 3, "addresses": 20, "answers": 730, "log": 120}.items():
            kept_days.decide(tx, firm.organisation, kind, days)
    one = firm.raters["peers"][0]
    started(world, bob, one)
    for text in (bob.get(of_rater(one)).text, ada.get(f"/rounds/{firm.round}/privacy").text):
        for words in (
            "Until 3 days after the round has closed.",
            "Single answers go 2 years after the report",
            "those go after 5 years",
            "with time and account; 120 days.",
            "and 20 days more.",
            "that is until 8 April 2999",
        ):
            assert words in text, words


def test_addresses_that_were_promised_to_go_sooner_do(world, ada, firm):
    with world.db.write() as tx:
        rounds.change(tx, firm.round, kept_days=10)
    assert "and 10 days more." in ada.get(f"/rounds/{firm.round}/privacy").text
