"""Reports on the web: the demo's, one's own, and nobody else's."""

import io
import time

import pypdf
import pytest

from reports import pdf, press
from survey.growth import developing
from survey.rounds.campaign import Rules
from survey.store import reports
from tests.answering import to_the_check_page
from tests.client import Visitor
from tests.programme import give_link, holding, programme
from tests.released import release
from tests.web_app import shipped
from tests.whole_house import open_house


@pytest.fixture(scope="module")
def demo_house(tmp_path_factory):
    house = open_house(tmp_path_factory.mktemp("demo"), PLUMBLINE_DEMO="1")
    house.report = house.demo_report()
    yield house
    house.shop.close()


@pytest.fixture
def real_house(tmp_path):
    house = open_house(tmp_path)
    yield house
    house.shop.close()


def rate_oneself(house, name="Alice Moreau"):
    """Alice answers everything and sends it. Her browser, and the page that thanks her."""
    alice = Visitor(house.app)
    check = to_the_check_page(alice, alice.submit(alice.get("/"), {"name": name}))
    return alice, alice.submit(check, {"name": name})


def test_the_first_page_shows_a_finished_page_and_three_doors(demo_house):
    page = Visitor(demo_house.app).get("/")
    assert "Your results at a glance" in page.text
    assert "Mara Lindqvist" in page.text
    doors = [text.text for text in page.all("h2") if "door-" in text.get("id", "")]
    assert doors == ["Read her report", "Rate yourself", "Look round a firm", "Look round"]


def test_the_demo_report_is_there_for_everybody_to_read(demo_house):
    page = Visitor(demo_house.app).get(f"/report/{demo_house.report}")
    for words in ("Mara Lindqvist", "Who responded", "In their words", "Since last time"):
        assert words in page.text


def test_the_demo_report_is_there_to_print(demo_house):
    response = demo_house.app.test_client().get(f"/report/{demo_house.report}/report.pdf")
    assert response.mimetype == "application/pdf"
    assert "attachment" in response.headers["Content-Disposition"]
    document = pypdf.PdfReader(io.BytesIO(response.data))
    assert len(document.pages) > 12
    assert "Mara Lindqvist" in document.pages[0].extract_text()


def test_every_figure_that_the_page_names_is_there(demo_house):
    client = demo_house.app.test_client()
    sheet = client.get(f"/report/{demo_house.report}/figures.css").get_data(as_text=True)
    addresses = [line.split('"')[1] for line in sheet.splitlines() if "url(" in line]
    assert len(addresses) > 20
    for address in addresses:
        assert client.get(address).mimetype == "image/svg+xml"


def test_the_confined_stylesheet_reaches_nothing_outside_the_paper(demo_house):
    sheet = demo_house.app.test_client().get("/report/paper.css").get_data(as_text=True)
    selectors = [line.split("{")[0] for line in sheet.splitlines() if "{" in line]
    outside = [s for s in selectors if s and not s.startswith(("@", ".paper", ":is(.paper", " "))]
    assert outside == []
    assert "@page" not in sheet


def test_a_self_assessment_ends_in_a_report_with_the_own_name(real_house):
    alice, thanks = rate_oneself(real_house)
    page = alice.get(thanks.links()["See your report"])
    assert [head.text for head in page.all("h1")] == ["Development report"]
    assert "Alice Moreau" in page.text
    assert "Building and keeping relationships" in page.text


def test_a_self_report_says_nothing_of_others_views(real_house):
    alice, thanks = rate_oneself(real_house)
    page = alice.get(thanks.links()["See your report"])
    for words in ("Who responded", "All others", "In their words"):
        assert words not in page.text


def test_a_stranger_cannot_tell_whether_a_report_exists(real_house):
    _, thanks = rate_oneself(real_house)
    address = thanks.links()["See your report"]
    stranger = Visitor(real_house.app)
    for path in (address, f"{address}/report.pdf", f"{address}/figures.css"):
        there, nowhere = stranger.get(path, 404), stranger.get("/report/" + "0" * 32, 404)
        assert there.text == nowhere.text


def test_bob_does_not_see_what_alice_said_of_herself(real_house):
    _, of_alice = rate_oneself(real_house)
    bob, _ = rate_oneself(real_house, "Bob Adeyemi")
    bob.get(of_alice.links()["See your report"], 404)


def test_without_the_demo_its_report_is_nobodys(tmp_path):
    house = open_house(tmp_path)
    report = house.demo_report()
    Visitor(house.app).get(f"/report/{report}", 404)
    assert "Mara Lindqvist" not in Visitor(house.app).get("/").text


def queued_again(house, report):
    with house.shop.db.write() as tx:
        tx.exec_driver_sql(
            "UPDATE reports SET state='queued', snapshot=NULL, pdf=NULL, attempts=0 WHERE id=?",
            (report,),
        )


def test_a_report_that_is_being_made_says_so_and_looks_again(real_house):
    alice, thanks = rate_oneself(real_house)
    address = thanks.links()["See your report"]
    queued_again(real_house, address.split("/")[-1])
    page = alice.get(address, 202)
    assert page.h1 == "Your report is being made"
    assert page.one("meta", http_equiv="refresh").get("content") == "1"


def test_a_report_that_failed_gives_a_number_and_can_be_made_again(real_house):
    alice, thanks = rate_oneself(real_house)
    address = thanks.links()["See your report"]
    report = address.split("/")[-1]
    queued_again(real_house, report)
    with real_house.shop.db.write() as tx:
        claim = reports.claim(tx, report, 0)
        reports.fail(tx, claim, "a1b2c3d4")
    page = alice.get(address, 500)
    assert "a1b2c3d4" in page.text
    assert "Alice Moreau" in alice.submit(page, {}).text


def test_where_no_pdf_can_be_made_the_report_can_be_read_and_the_page_says_why(
    real_house, monkeypatch
):
    def lack(*_, **__):
        raise pdf.PdfUnavailable(pdf.CURE)

    monkeypatch.setattr(press, "printed", lack)
    alice, thanks = rate_oneself(real_house)
    address = thanks.links()["See your report"]
    assert "Alice Moreau" in alice.get(address).text
    page = alice.get(f"{address}/report.pdf", 503)
    assert page.h1 == "No PDF can be made here"
    assert "Pango" in page.text
    assert page.links()["Read the report"] == address
    monkeypatch.undo()
    assert "Alice Moreau" in alice.submit(page, {}).text
    assert alice.client.get(f"{address}/report.pdf").mimetype == "application/pdf"


def test_a_pdf_that_failed_leaves_the_report_to_be_read(real_house):
    alice, thanks = rate_oneself(real_house)
    address = thanks.links()["See your report"]
    with real_house.shop.db.write() as tx:
        tx.exec_driver_sql("UPDATE reports SET state='failed', reference='a1b2c3d4', pdf=NULL")
    page = alice.get(alice.get(address).links()["The PDF could not be made"], 500)
    assert page.h1 == "The PDF could not be made"
    assert page.links()["Read it on the screen"] == address


def test_while_the_pdf_is_printed_the_report_can_be_read_and_a_page_tells_when_it_is_there(
    real_house,
):
    alice, thanks = rate_oneself(real_house)
    address = thanks.links()["See your report"]
    with real_house.shop.db.write() as tx:
        now = int(time.time())
        tx.exec_driver_sql(f"UPDATE reports SET state='shown', pdf=NULL, heartbeat={now}")
    way = alice.get(address).links()["The PDF is being printed"]
    waiting = alice.get(way, 202)
    assert waiting.one("meta", http_equiv="refresh").get("content") == f"1;url={way}"
    assert waiting.links()["Read the report"] == address
    assert "longer than usual" not in waiting.text
    with real_house.shop.db.write() as tx:
        tx.exec_driver_sql("UPDATE reports SET heartbeat=0")
    assert "taken up again by itself" in alice.get(f"{address}/report.pdf", 202).text
    with real_house.shop.db.write() as tx:
        tx.exec_driver_sql("UPDATE reports SET state='done'")
    done = alice.get(way)
    assert not done.all("meta", http_equiv="refresh")
    assert done.links()["Download the PDF"] == f"{address}/report.pdf"


def test_without_a_coach_the_whole_report_waits_for_the_first_read(real_house):
    shop = real_house.shop
    alone = Rules(nominator="admin", coached=False)
    there = programme(shop.db, shop.keys, asked=shipped(), rules=alone)
    report = release(shop.db, there, opened=True)
    secret = give_link(shop.db, shop.keys, "home", there.alice)
    alice = holding(real_house.app, "home", there.alice, secret)
    for _ in range(2):  # to look changes nothing
        for address in (f"/report/{report}", f"/report/{report}/report.pdf"):
            sent = alice.client.get(address)
            assert sent.headers["Location"] == f"/mine/{there.participation}/first-read"
    with shop.db.write() as tx:
        developing.keep_first_read(tx, there.participation, {"strength": "Listening"})
    assert alice.client.get(f"/report/{report}").status_code == 200
    assert "first-read" not in alice.client.get(f"/report/{report}/report.pdf").headers.get(
        "Location", ""
    )
