"""The coach's debrief pack on the web: a guide to read, charts to look at, files to take along."""

import io
import zipfile

import pytest
from PIL import Image

from reports import snapshots
from survey.store import bundles, log, participations, prints, releases, reports
from tests.answered import everybody
from tests.client import text_of
from tests.programme import give_link, holding, programme, rival, signed_in
from tests.web_app import shipped
from tests.whole_house import open_house


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = open_house(tmp_path_factory.mktemp("house"))
    yield house
    house.shop.close()


@pytest.fixture(scope="module")
def db(house):
    return house.shop.db


@pytest.fixture(scope="module")
def firm(house, db):
    """Everybody has answered about Alice, and Cora, her coach, has the report and its pack."""
    made = programme(db, house.shop.keys, asked=shipped())
    everybody(db, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reports.press.printed", lambda *_, **__: b"%PDF-1.7 the report")
        cora = signed_in(house.app, db, made.cora)
        press(cora, cora.get(f"/coach/{made.participation}"), "Prepare the report")
    return made


@pytest.fixture(scope="module")
def other(house, db):
    """A firm of its own, with a coach and a client of its own."""
    return rival(db, house.shop.keys, asked=shipped())


@pytest.fixture
def cora(house, db, firm):
    return signed_in(house.app, db, firm.cora)


@pytest.fixture(scope="module")
def drawn(house, db, firm):
    """The page after the charts for slides were made."""
    cora = signed_in(house.app, db, firm.cora)
    return press(cora, cora.get(address(firm, "/charts")), "Make ")


@pytest.fixture(scope="module")
def packed(house, db, firm):
    """The page after the pack was made."""
    cora = signed_in(house.app, db, firm.cora)
    return press(cora, cora.get(address(firm, "/charts")), "Make the debrief pack")


def address(firm, page=""):
    return f"/coach/{firm.participation}{page}"


def press(visitor, page, text, status=200):
    number = next(n for n, form in enumerate(page.all("form")) if text in text_of(form))
    return visitor.submit(page, {}, status, form=number)


def content(tx, report):
    return snapshots.content_of(reports.snapshot(tx, report))


def test_the_guide_is_a_page_of_its_own_beside_the_report(cora, firm):
    page = cora.get(address(firm, "/guide"))
    for words in ("Guide to the debrief", "Open with", "What may sting", "The hour"):
        assert words in page.text
    assert len(page.all("h1")) == 1


def test_every_chart_is_shown_with_title_legend_and_number_of_raters(cora, firm):
    page = cora.get(address(firm, "/charts"))
    for words in ("Your skills side by side", "Skills and responsibilities", "Line manager"):
        assert words in page.text
    assert "raters" in page.text
    assert page.html.count('<svg role="img"') >= 3


def test_the_pack_holds_report_guide_and_charts(cora, packed):
    assert "Report, guide and charts are in it" in packed.text
    answer = cora.client.get(packed.links()["Download the ZIP"])
    with zipfile.ZipFile(io.BytesIO(answer.data)) as files:
        assert files.read("report.pdf") == b"%PDF-1.7 the report"
        assert files.read("guide.pdf").startswith(b"%PDF")
        assert "charts/profile.png" in files.namelist()


def test_looking_at_charts_makes_nothing_and_waiting_is_said(house, db, cora, firm, monkeypatch):
    monkeypatch.setattr(house.shop.queue, "send", lambda *_: None)
    page = cora.get(address(firm, "/charts"))
    assert "Make SVG and PNG for slides" in page.text
    assert cora.client.get(address(firm, "/charts/profile.svg")).status_code == 404
    page = press(cora, page, "Make them", 202)
    assert "Waiting for its turn" in page.text
    assert 'http-equiv="refresh"' in page.html
    with db.write() as tx:
        report = releases.in_force(tx, [firm.participation])[firm.participation].report
        (slides,) = prints.of(tx, report, content(tx, report)).values()
        prints.fail(tx, prints.claim(tx, slides.id, 1), "4711")
    page = cora.get(address(firm, "/charts"))
    assert "tell us this number: 4711" in page.text
    assert "Make it again" in page.text


def test_a_chart_for_a_slide_takes_one_press_and_no_pack(db, cora, firm, drawn):
    assert "PNG (1920 px)" in drawn.text
    with db.read() as tx:
        report = releases.in_force(tx, [firm.participation])[firm.participation].report
        (slides,) = prints.of(tx, report, content(tx, report)).values()
        assert slides.variant == "slides"
    picture = cora.client.get(drawn.links()["PNG (1920 px)"])
    assert Image.open(io.BytesIO(picture.data)).size == (1920, 1080)


def test_charts_for_slides_are_made_once_and_kept(db, cora, firm, drawn):
    before = cora.client.get(address(firm, "/charts/matrix.svg")).data
    token = cora.get(address(firm, "/charts")).field("csrf_token")
    cora.client.post(address(firm, "/charts"), data={"csrf_token": token})
    assert cora.client.get(address(firm, "/charts/matrix.svg")).data == before
    with db.read() as tx:
        report = releases.in_force(tx, [firm.participation])[firm.participation].report
        (slides,) = prints.of(tx, report, content(tx, report)).values()
        assert slides.attempts == 1


def test_slides_are_not_among_the_ways_to_print_a_report(cora, firm, drawn, db):
    with db.read() as tx:
        report = releases.in_force(tx, [firm.participation])[firm.participation].report
    assert "slides" not in cora.get(f"/report/{report}/prints/").html
    assert cora.client.get(f"/report/{report}/prints/slides").status_code == 404
    assert cora.client.get(f"/report/{report}/prints/slides/pdf").status_code == 404


def test_each_file_is_a_download_of_its_own(cora, firm, drawn, packed):
    for name, kind, start in (
        ("charts/profile.png", "image/png", b"\x89PNG"),
        ("charts/matrix.svg", "image/svg+xml", b"<svg"),
        ("guide.pdf", "application/pdf", b"%PDF"),
    ):
        answer = cora.client.get(address(firm, f"/{name}"))
        assert answer.status_code == 200
        assert answer.mimetype == kind
        assert answer.data.startswith(start)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    for name in ("charts/none.svg", "charts/profile.gif", "charts/..%2Freport.pdf"):
        assert cora.client.get(address(firm, f"/{name}")).status_code == 404


def test_making_a_pack_is_logged_and_adds_nothing_to_the_ledger(db, firm, packed):
    with db.read() as tx:
        written = [one.action for one in log.of_organisation(tx, firm.organisation)]
        assert "report.bundled" in written
        assert len(releases.of(tx, firm.participation)) == 1


def test_no_one_else_sees_guide_charts_or_files(house, db, firm, other, drawn, packed):
    secret = give_link(db, house.shop.keys, "home", firm.alice)
    visitors = {
        "the admin": signed_in(house.app, db, firm.ada),
        "another coach": signed_in(house.app, db, other.cora),
        "Alice herself": holding(house.app, "home", firm.alice, secret),
    }
    for who, visitor in visitors.items():
        for name in ("guide", "charts", "guide.pdf", "charts/profile.png"):
            answer = visitor.client.get(address(firm, f"/{name}"))
            assert answer.status_code in (302, 303, 401, 403, 404), (who, name)
            assert b"%PDF" not in answer.data[:9]


def test_before_there_is_a_report_there_is_nothing_to_pack(house, db, other):
    dora = signed_in(house.app, db, other.cora)
    for name in ("pack", "charts"):
        token = dora.get("/coach").field("csrf_token")
        there = f"/coach/{other.participation}/{name}"
        assert dora.client.post(there, data={"csrf_token": token}).status_code == 409
    for name in ("guide", "charts"):
        page = dora.get(f"/coach/{other.participation}/{name}")
        assert "none to read yet" in page.text
        assert "Make the debrief pack" not in page.text


def test_a_client_handed_over_meanwhile_is_not_packed(house, db, firm, cora):
    with db.write() as tx:
        report = releases.in_force(tx, [firm.participation])[firm.participation].report
        wanted = bundles.add(tx, firm.cora, [firm.participation], 9_999_999_999, report)
        participations.change(tx, firm.participation, coach=None)
    house.shop.queue.send("reports.bundle", wanted)
    with db.write() as tx:
        made = bundles.get(tx, wanted)
        participations.change(tx, firm.participation, coach=firm.cora)
    assert made.state == "failed"
    assert made.failures == (bundles.Missing("", "not_yours"),)
