"""A report printed another way, as its reader asks for it: once, kept, and only for its readers."""

import io

import pypdf
import pytest

from reports import making, press, snapshots
from survey.store import organisations, prints, reports
from tests.client import Visitor
from tests.programme import give_link, holding, programme, rival, signed_in
from tests.reports.kept_snapshots import kept, released, small
from tests.whole_house import open_house

SHORT = {"length": "short", "paper": "letter", "cover": "light"}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = open_house(tmp_path_factory.mktemp("prints"))
    yield house
    house.shop.close()


@pytest.fixture(scope="module")
def firm(house):
    return programme(house.shop.db, house.shop.keys)


@pytest.fixture(scope="module")
def report(house, firm):
    return released(house.shop.db, firm, small())


@pytest.fixture(scope="module")
def alice(house, firm):
    secret = give_link(house.shop.db, house.shop.keys, "home", firm.alice)
    return holding(house.app, "home", firm.alice, secret)


def chooser(visitor, report):
    return visitor.get(f"/report/{report}/prints/")


def test_alice_chooses_and_downloads_what_she_chose(house, alice, report):
    page = alice.get(f"/report/{report}")
    page = alice.get(page.links()["Short, Letter, less ink"])
    assert page.h1 == "Print it your way"
    ready = alice.submit(page, SHORT)
    assert "The short report · US Letter · White first page" in ready.h1
    there = alice.client.get(ready.links()["Download the PDF"])
    assert "short-letter-light.pdf" in there.headers["Content-Disposition"]
    document = pypdf.PdfReader(io.BytesIO(there.data))
    assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [612, 792]
    assert "Mara Lindqvist" in document.pages[0].extract_text()
    again = alice.submit(chooser(alice, report), SHORT)
    assert alice.client.get(again.links()["Download the PDF"]).data == there.data
    made = "The short report · US Letter · White first page, which saves ink"
    assert made in chooser(alice, report).links()


def test_what_is_there_already_is_not_made_again(alice, report):
    plain = {"length": "full", "paper": "a4", "cover": "dark"}
    page = chooser(alice, report)
    token = page.field("csrf_token")
    answer = alice.client.post(f"/report/{report}/prints/", data={**plain, "csrf_token": token})
    assert answer.location.endswith(f"/report/{report}/report.pdf")


def test_nothing_but_what_is_offered_can_be_asked_for(alice, report):
    page = alice.submit(chooser(alice, report), {**SHORT, "paper": "a5"})
    assert "Not a valid choice" in page.text
    alice.get(f"/report/{report}/prints/short-a5-light", 404)


def test_cora_may_and_a_stranger_or_a_rival_cannot_tell_that_it_is_there(house, firm, report):
    cora = signed_in(house.app, house.shop.db, firm.cora)
    assert chooser(cora, report).h1 == "Print it your way"
    other = rival(house.shop.db, house.shop.keys)
    for visitor in (Visitor(house.app), signed_in(house.app, house.shop.db, other.cora)):
        visitor.get(f"/report/{report}/prints/", 404)
        visitor.get(f"/report/{report}/prints/short-letter-light/pdf", 404)


def test_a_failure_is_told_with_a_number_and_can_be_tried_again(alice, report, monkeypatch):
    wanted = {**SHORT, "cover": "dark"}
    with monkeypatch.context() as patched:
        patched.setattr(press, "stamp", lambda *_: 1 / 0)
        failed = alice.submit(chooser(alice, report), wanted)
    assert "It could not be made" in failed.text
    assert len(failed.one("strong").text) == 8
    assert "Download the PDF" in alice.submit(failed, {}).links()


def test_a_page_that_waits_looks_again_and_can_be_left(house, alice, report):
    with house.shop.db.write() as tx:
        content = snapshots.content_of(small())
        wanted = prints.ask(tx, report, "short-a4-dark", content)
    page = alice.get(f"/report/{report}/prints/short-a4-dark", 202)
    assert page.one("meta", http_equiv="refresh").get("content") == "2"
    assert "Waiting for its turn" in page.text
    with house.shop.db.write() as tx:
        prints.claim(tx, wanted, 0)
    assert "being printed" in alice.get(f"/report/{report}/prints/short-a4-dark", 202).text
    house.shop.queue.send("reports.tidy")  # which finds what a worker lost
    assert "It is ready" in alice.get(f"/report/{report}/prints/short-a4-dark").text


def test_a_report_of_a_later_program_says_so_instead_of_falling_over(house, alice, report):
    with house.shop.db.write() as tx:
        later = small().replace('"schema": 1', '"schema": 99')
        tx.exec_driver_sql("UPDATE reports SET snapshot = ?", (later,))
    page = alice.get(f"/report/{report}", 409)
    assert "made by a later version of the program" in page.text
    with house.shop.db.write() as tx:
        tx.exec_driver_sql("UPDATE reports SET snapshot = ?", (small(),))


def test_a_firm_on_letter_paper_gets_its_reports_on_it(house, firm, alice, report):
    db = house.shop.db
    with db.write() as tx:
        organisations.change(tx, firm.organisation, "Hall & Sons", "UTC", "en", paper="letter")
        tx.exec_driver_sql("UPDATE reports SET state = 'queued', attempts = 0, pdf = NULL")
    making.make(db, "Plumbline", report)
    with db.read() as tx:
        made, data = reports.get(tx, report), reports.pdf(tx, report)
        assert reports.snapshot(tx, report) == small()  # what was shown stays as it is
        assert set(reports.figure_texts(tx, report)) == set(kept()[1])
    assert (made.state, made.variant) == ("done", "full-letter-dark")
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [612, 792]
    assert "All pages · US Letter · With the dark cover" in chooser(alice, report).links()
