"""Every error a visitor can meet is a page that says what happened and what to do next."""

import logging

import pytest

from survey import errors
from survey.store.database import Database
from survey.web.error_pages import PAGES
from tests.answering import to_the_check_page
from tests.client import Page, obey_house_rules


def kinds(of: type = errors.PlumblineError) -> list[type]:
    return [one for child in of.__subclasses__() for one in (child, *kinds(child))]


def raised(world, error: Exception) -> Page:
    def trouble():
        raise error

    world.app.view_functions["pages.about"] = trouble
    return Page(world.app.test_client().get("/about"))


AWAY = (errors.NoRoom, errors.StoreAway)
OURS = [kind for kind in kinds() if kind.__module__ == "survey.errors"]


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.__name__)
def test_each_error_of_the_tree_has_its_page(world, kind):
    page = raised(world, kind("words for the log"))
    obey_house_rules(page)
    assert 400 <= page.status < 500 or page.status == 503 and kind in AWAY
    assert page.h1 == str(PAGES[kind].title)
    assert ("words for the log" in page.text) is (kind is errors.NotNow)
    assert "Go to the first page" in page.links()


def test_a_fault_shows_a_number_and_the_log_knows_it(world, caplog):
    with caplog.at_level(logging.ERROR):
        page = raised(world, RuntimeError("the disk is full"))
    obey_house_rules(page)
    assert page.status == 500
    reference = page.one("strong").text
    assert reference in caplog.text
    assert "the disk is full" in caplog.text
    assert "the disk" not in page.text


def test_a_store_that_does_not_answer_is_a_page_that_says_so(world, monkeypatch):
    """Real: nobody listens at this port. Signed in or not, each page says the same."""
    gone = Database("postgresql://ada:hush@127.0.0.1:1/plumbline")
    monkeypatch.setattr(world.shop.db, "read", gone.read)
    monkeypatch.setattr(world.shop.db, "write", gone.write)
    for address in ("/link/any-secret-at-all", "/home/link/any-secret-at-all"):
        page = Page(world.app.test_client().get(address))
        obey_house_rules(page)
        assert (page.status, page.h1) == (503, str(PAGES[errors.StoreAway].title)), address
        assert "hush" not in page.text


def test_where_even_its_page_fails_there_are_last_words_with_the_number(world, caplog, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("no template")

    monkeypatch.setattr("survey.web.errors.render_template", broken)
    world.app.config["PROPAGATE_EXCEPTIONS"] = False  # as in a real house
    for address in ("/nowhere", "/answer/x/communication"):
        caplog.clear()
        answer = world.app.test_client().get(address)
        assert (answer.status_code, answer.mimetype) == (500, "text/plain")
        assert answer.text.rstrip().rpartition(" ")[2] in caplog.text
        assert "no template" not in answer.text


def test_the_log_of_a_fault_does_not_hold_the_link(world, caplog):
    def trouble(secret):
        raise RuntimeError

    world.app.view_functions["answer.link"] = trouble
    page = Page(world.app.test_client().get("/link/THE-SECRET"))
    assert page.status == 500
    assert "THE-SECRET" not in caplog.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/nowhere", 404), ("get", "/start", 405), ("get", "/answer/x/communication", 404)],
)
def test_the_webs_own_errors_are_pages_too(world, method, path, status):
    page = Page(getattr(world.app.test_client(), method)(path))
    assert page.status == status
    obey_house_rules(page)


def test_our_script_gets_words_it_can_show(world):
    answer = world.app.test_client().post("/nowhere", json={})
    assert answer.status_code == 404
    assert answer.json["message"].startswith("There is nothing at this address")


def test_the_log_of_a_fault_does_not_hold_the_answers(world, mara, first_page, caplog):
    mara.save(first_page, {"t_communication": "He shouts at people"})
    check = to_the_check_page(mara, mara.get(first_page.one("form").get("action")))
    with world.db.write() as tx:
        tx.exec_driver_sql(
            "create trigger full before insert on responses "
            "begin select raise(fail, 'database or disk is full'); end"
        )
    mara.submit(check, {"name": "Mara Lindqvist"}, status=500)
    assert "disk is full" in caplog.text
    for secret in ("He shouts", "Lindqvist", "comm_visi_1", check.field("receipt")):
        assert secret not in caplog.text
    with world.db.write() as tx:
        tx.exec_driver_sql("drop trigger full")
    assert mara.submit(check, {"name": "Mara Lindqvist"}).h1.startswith("Thank you")


def test_our_script_gets_the_number_of_a_fault_among_the_words(world, mara, first_page, caplog):
    with world.db.write() as tx:
        tx.exec_driver_sql("alter table drafts rename to elsewhere")
    failed = mara.save(first_page, {"a_comm_visi_1": "4"})
    assert failed.status_code == 500
    assert failed.json["reference"] in failed.json["message"]
    assert failed.json["reference"] in caplog.text
    with world.db.write() as tx:
        tx.exec_driver_sql("alter table elsewhere rename to drafts")
    assert mara.save(first_page, {"a_comm_visi_1": "4"}).status_code == 200
