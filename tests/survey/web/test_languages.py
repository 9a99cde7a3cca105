"""Every word of ours is in the catalogue, and what is in the catalogue reaches the page."""

import pytest

from survey.web.catalogue import ROOMS, as_text, collect
from survey.web.language import available
from tests.answering import answers, to_the_check_page
from tests.client import Visitor
from tests.pseudo import START, assert_all_ours, write_pseudo
from tests.web_app import make_world


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("translations")
    write_pseudo(ROOMS[0], folder)
    return folder


@pytest.fixture
def ana(tmp_path, folder):
    """Ana reads Esperanto."""
    world = make_world(tmp_path, translations=folder)
    yield Visitor(world.app, **{"Accept-Language": "eo, en;q=0.5"})
    world.shop.close()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_the_template_for_translators_is_up_to_date(room):
    wanted = as_text(collect(room))
    assert room.pot.read_text(encoding="utf-8") == wanted, "run: python -m survey.web.catalogue"


@pytest.mark.parametrize("path", ["/", "/about", "/privacy", "/limits"])
def test_no_word_of_a_page_is_left_untranslated(ana, path):
    page = ana.get(path)
    assert page.one("html").get("lang") == "eo"
    assert_all_ours(page)


def test_no_word_of_answering_is_left_untranslated(ana):
    page = ana.submit(ana.get("/"), {"name": "Mara"})
    assert_all_ours(page)
    assert_all_ours(ana.submit(page, {"a_comm_visi_1": "9"}, status=422))
    assert_all_ours(ana.submit(page, {"t_communication": "9" * 5000}, status=422))
    assert_all_ours(ana.submit(page, answers(page, 2) | {"go": "later"}))
    page = ana.get(page.one("form").get("action"))
    while page.all("input", type="radio") or page.all("textarea"):
        page = ana.submit(page, answers(page, 2) | {"go": "next"})
        assert_all_ours(page)
    refused = ana.submit(page, {"name": "", "email": "x"}, status=422)
    assert_all_ours(refused)


def test_no_word_of_the_thanks_is_left_untranslated(ana):
    page = ana.submit(ana.get("/"), {"name": "Mara"})
    while page.all("input", type="radio") or page.all("textarea"):
        page = ana.submit(page, answers(page) | {"go": "next"})
    assert_all_ours(ana.submit(page, {}))


def test_an_error_page_is_translated(ana):
    assert_all_ours(ana.get("/nowhere", status=404))


def test_pages_compiled_for_one_language_stay_in_it(tmp_path, folder):
    world = make_world(tmp_path, translations=folder)
    ana = Visitor(world.app, **{"Accept-Language": "eo"})
    mara = Visitor(world.app, **{"Accept-Language": "en"})
    assert START in ana.submit(ana.get("/"), {}).text
    assert START not in mara.submit(mara.get("/"), {}).text
    world.shop.close()


def test_an_unknown_language_gets_the_sources(mara):
    mara.headers["Accept-Language"] = "tlh"
    assert mara.get("/").one("html").get("lang") == "en"


def test_languages_are_those_with_a_catalogue(folder):
    assert available(folder) == ("en", "eo")


def test_the_check_page_is_found_in_any_language(mara, first_page):
    assert to_the_check_page(mara, first_page).h1 == "Check your answers"
