"""No word of a report, or of a page around one, is missing from the catalogues."""

import pytest

import app as plumbline
from reports import words
from survey.store import reports
from survey.web.catalogue import ROOMS
from tests.answering import statements
from tests.client import Visitor
from tests.pseudo import LANGUAGE, assert_all_ours, write_pseudo
from tests.whole_house import open_house


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    found = []
    for room in ROOMS:
        found.append(tmp_path_factory.mktemp(room.name))
        write_pseudo(room, found[-1])
    return found


@pytest.fixture
def house(tmp_path, folders, monkeypatch):
    monkeypatch.setattr(plumbline, "CATALOGUES", tuple(folders))
    monkeypatch.setattr(words, "TRANSLATIONS", folders[1])
    house = open_house(tmp_path, PLUMBLINE_DEMO="1")
    yield house
    house.shop.close()


@pytest.fixture
def ana(house):
    """Ana reads Esperanto."""
    return Visitor(house.app, **{"Accept-Language": f"{LANGUAGE}, en;q=0.5"})


@pytest.fixture
def own(ana):
    """Address of Ana's report on herself."""
    page = ana.submit(ana.get("/"), {"name": "Mara"})
    while page.all("input", type="radio") or page.all("textarea"):
        page = ana.submit(page, dict.fromkeys(statements(page), "4") | {"go": "next"})
    thanks = ana.submit(page, {})
    return next(path for path in thanks.links().values() if path.startswith("/report/"))


def test_the_first_page_with_the_demo_is_all_ours(house, ana):
    house.demo_report()
    # Her report is in her language, which is English.
    assert_all_ours(ana.get("/"), leaving_out={"paper"})


def test_a_report_on_the_web_is_all_ours(ana, own):
    assert_all_ours(ana.get(own))


def test_the_pages_around_a_report_are_all_ours(house, ana, own):
    for state, reference, status in [
        ("running", None, 202),
        ("failed", "a1b2c3d4", 500),
        ("failed", reports.NO_PDF_HERE, 503),
    ]:
        with house.shop.db.write() as tx:
            tx.exec_driver_sql(
                "UPDATE reports SET state=?, reference=?, pdf=NULL", (state, reference)
            )
        assert_all_ours(ana.get(f"{own}/report.pdf", status))
