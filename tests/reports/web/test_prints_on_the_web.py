"""A report printed another way, as its reader asks for it: once, kept, and only for its readers."""

import hashlib
import io
import zipfile

import pypdf
import pytest

from reports import bundle, making, press, snapshots
from reports.chart_files import SLIDES
from reports.chart_files import kept as kept_charts
from survey.rounds import participants
from survey.rounds.campaign import Rules
from survey.store import bundles, organisations, prints, releases, reports, rounds
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
        claimed = prints.claim(tx, wanted, int(house.shop.clock()))
        prints.progress(tx, claimed, 40)
    page = alice.get(f"/report/{report}/prints/short-a4-dark", 202)
    assert "being printed" in page.text
    assert page.one("progress").get("value") == "40"
    assert "40%" in page.text
    assert "longer than usual" not in page.text
    with house.shop.db.write() as tx:
        prints.beat(tx, claimed, 0)
    page = alice.get(f"/report/{report}/prints/short-a4-dark", 202)
    assert "It takes longer than usual. It is taken up again by itself" in page.text
    house.shop.queue.send("reports.tidy")  # which finds what a worker lost
    assert "It is ready" in alice.get(f"/report/{report}/prints/short-a4-dark").text


def test_a_full_queue_is_told(house, alice, report, monkeypatch):
    with house.shop.db.write() as tx:
        prints.ask(tx, report, "short-a4-light", snapshots.content_of(small()))
    monkeypatch.setattr(house.shop.queue, "waiting", lambda: 12)
    page = alice.get(f"/report/{report}/prints/short-a4-light", 202)
    assert "12 jobs are waiting" in page.text
    house.shop.queue.send("reports.tidy")
    assert "It is ready" in alice.get(f"/report/{report}/prints/short-a4-light").text


def zipped(cora, page):
    file = cora.client.get(page.links()["Download the ZIP"]).data
    return zipfile.ZipFile(io.BytesIO(file))


def ask_for_zip(cora, about, **wish):
    """The page of a ZIP of this client's report."""
    token = cora.get("/coach").field("csrf_token")
    sent = {"length": "full", "paper": "", "cover": "", "client": about, "csrf_token": token}
    return cora.follow(cora.client.post("/coach/bundles", data=sent | wish).location)


def test_a_zip_holds_reports_as_the_coach_wants_them_printed(house, firm, report):
    cora = signed_in(house.app, house.shop.db, firm.cora)
    assert "How they are printed" in cora.get("/coach").text
    page = ask_for_zip(cora, firm.participation, paper="letter")
    assert "All pages · US Letter" in page.text
    packed = zipped(cora, page)
    assert packed.namelist() == ["Alice, Autumn 2026.pdf"]
    printed = packed.read(packed.namelist()[0])
    page = pypdf.PdfReader(io.BytesIO(printed)).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [612, 792]
    with house.shop.db.read() as tx:
        assert prints.left(tx, hashlib.sha256(printed).hexdigest())[0].report == report
    own = zipped(cora, ask_for_zip(cora, firm.participation))
    assert own.read("Alice, Autumn 2026.pdf") == b"%PDF"  # as it was: nothing is printed for it


def test_what_could_not_be_printed_for_a_zip_has_a_number_and_is_tried_again(
    house, firm, report, monkeypatch
):
    cora = signed_in(house.app, house.shop.db, firm.cora)
    wish = {"paper": "letter", "cover": "light"}
    with monkeypatch.context() as patched:
        patched.setattr(press, "stamp", lambda *_: 1 / 0)
        failed = ask_for_zip(cora, firm.participation, **wish)
    assert "Alice, Autumn 2026: the PDF could not be made" in failed.text
    with house.shop.db.read() as tx:
        content = snapshots.content_of(small())
        reference = prints.of(tx, report, content)["full-letter-light"].reference
    assert failed.one("strong").text == reference
    forms = [one.get("action") for one in failed.all("form")]
    again = cora.submit(failed, {}, form=forms.index("/coach/bundles"))
    assert "All pages · US Letter · White first page" in again.text
    assert zipped(cora, again).namelist() == ["Alice, Autumn 2026.pdf"]


def test_a_zip_waits_for_whom_else_is_printing_the_same(house, firm, report, monkeypatch):
    db, content = house.shop.db, snapshots.content_of(small())
    with db.write() as tx:
        wanted = prints.ask(tx, report, "short-a4-dark", content)
        tx.exec_driver_sql("UPDATE prints SET state = 'queued', pdf = NULL WHERE id = ?", (wanted,))
        other = prints.claim(tx, wanted, 0)
        asked = bundles.add(tx, firm.cora, [firm.participation], 9_999_999_999, wish="short--")
    looks = []

    def busy(one):  # the other worker ends while the ZIP looks for the second time
        looks.append(one)
        if len(looks) == 2:
            with db.write() as tx:
                prints.finish(tx, other, b"%PDF of the other", "{}")

    monkeypatch.setattr(bundle, "WAIT", 0)
    bundle.make(bundle.Work(db, lambda: 1.0, lambda *_: b"", busy), asked)
    assert looks == [wanted, wanted]
    with db.read() as tx:
        file = zipfile.ZipFile(io.BytesIO(bundles.file(tx, asked)))
    assert file.read("Alice, Autumn 2026.pdf") == b"%PDF of the other"


def test_a_zip_that_is_gone_says_how_long_one_is_kept(house, firm):
    cora = signed_in(house.app, house.shop.db, firm.cora)
    for address in ("/coach/bundles/" + "0" * 32, "/coach/bundles/" + "0" * 32 + "/zip"):
        assert "kept for 24 hours" in cora.get(address, 404).text


def test_a_report_of_a_later_program_says_so_instead_of_falling_over(house, alice, report):
    with house.shop.db.write() as tx:
        later = small().replace('"schema": 1', '"schema": 99')
        tx.exec_driver_sql("UPDATE reports SET snapshot = ?", (later,))
    page = alice.get(f"/report/{report}", 409)
    assert "made by a later version of the program" in page.text
    with house.shop.db.write() as tx:
        tx.exec_driver_sql("UPDATE reports SET snapshot = ?", (small(),))


def test_a_firm_on_letter_paper_and_a_round_that_saves_ink_get_their_reports_so(
    house, firm, alice, report
):
    db = house.shop.db
    with db.write() as tx:
        organisations.change(tx, firm.organisation, "Hall & Sons", "UTC", "en", paper="letter")
        tx.exec_driver_sql("UPDATE reports SET state = 'queued', attempts = 0, pdf = NULL")
        rounds.change(tx, firm.round, rules=Rules(cover="light").to_json())
    making.make(db, "Plumbline", report)
    with db.read() as tx:
        made, data = reports.get(tx, report), reports.pdf(tx, report)
        assert reports.snapshot(tx, report) == small()  # what was shown stays as it is
        assert set(reports.figure_texts(tx, report)) == set(kept()[1])
    assert (made.state, made.variant) == ("done", "full-letter-light")
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [612, 792]
    own = "All pages · US Letter · White first page, which saves ink"
    assert own in chooser(alice, report).links()


def test_nothing_that_was_made_of_a_report_stays_for_whom_it_is_closed_to(house):
    """Prints, slides, ZIPs, figures, numbers: once it is taken back, or the client handed over."""
    db, shop = house.shop.db, house.shop
    other = programme(db, shop.keys, name="Third")
    report, content = released(db, other, small()), snapshots.content_of(small())
    alice = holding(house.app, "home", other.alice, give_link(db, shop.keys, "home", other.alice))
    cora = signed_in(house.app, db, other.cora)
    with db.write() as tx:
        for name, file in (("short-letter-light", b"%PDF"), (SLIDES, kept_charts({}))):
            claimed = prints.claim(tx, prints.ask(tx, report, name, content), 0)
            prints.finish(tx, claimed, file, "{}")
    zipped_ = ask_for_zip(cora, other.participation).links()["Download the ZIP"]
    pages = ["", "/printing", "/report.pdf", "/figures.css", "/prints/"]
    both = [f"/report/{report}{page}" for page in pages]
    both += [f"/report/{report}/prints/short-letter-light{end}" for end in ("", "/pdf")]
    coachs = [f"/coach/{other.participation}/charts", zipped_]
    assert {alice.client.get(one).status_code for one in both} == {200}
    assert {cora.client.get(one).status_code for one in (*both, *coachs)} == {200}
    assert {alice.client.get(one).status_code for one in coachs} <= {302, 303, 404}
    with db.write() as tx:
        release = releases.in_force(tx, [other.participation])[other.participation]
        releases.set_state(tx, release.id, "preview", None, release.day)
        participants.assign_coach(tx, other.participation, None)
    assert {alice.client.get(one).status_code for one in both} == {404}
    assert {cora.client.get(one).status_code for one in (*both, *coachs)} == {404}
