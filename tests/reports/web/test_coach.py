"""The coach's rooms: who is let in, what each state says, and what may be done in it."""

import io
import re
import zipfile
from dataclasses import replace

import pytest

from reports import bundle
from reports.build import build
from reports.web.client import worth_preparing
from survey.anonymity import releasing
from survey.store import (
    accounts,
    bundles,
    invitations,
    log,
    notes,
    outbox,
    participations,
    releases,
    reports,
    rounds,
)
from tests.answered import everybody, sent
from tests.client import Visitor, text_of
from tests.programme import give_link, holding, programme, rival, signed_in
from tests.reports.cases import MANY, answers, case
from tests.web_app import shipped
from tests.whole_house import open_house

CRUEL = "She shouted at Bob in front of a customer"


@pytest.fixture
def house(tmp_path):
    house = open_house(tmp_path)
    yield house
    house.shop.close()


@pytest.fixture(autouse=True)
def quick_press(monkeypatch):
    """Drawing is part of what is tested here, printing is not."""
    monkeypatch.setattr("reports.press.printed", lambda *_, **__: b"%PDF")


@pytest.fixture
def db(house):
    return house.shop.db


@pytest.fixture
def firm(house, db):
    return programme(db, house.shop.keys, asked=shipped())


@pytest.fixture
def cora(house, db, firm):
    return signed_in(house.app, db, firm.cora)


@pytest.fixture
def answered(db, firm):
    """Everybody has answered, and each of five reports wrote something."""
    everybody(db, firm, comments={"keep": CRUEL})


def address(firm, page=""):
    return f"/coach/{firm.participation}{page}"


def button(page, text):
    """The number of the form whose button says so."""
    forms = page.all("form")
    return next(n for n, form in enumerate(forms) if text in text_of(form))


def press(visitor, page, text, status=200, /, **fields):
    return visitor.submit(page, fields, status, form=button(page, text))


def prepared(visitor, firm):
    return press(visitor, visitor.get(address(firm)), "Prepare the report")


def released(visitor, firm):
    prepared(visitor, firm)
    return press(visitor, visitor.get(address(firm, "/release")), "Release to Alice")


def manager(house, db, firm):
    """Alice, who has opened the link to her home."""
    secret = give_link(db, house.shop.keys, "home", firm.alice)
    return holding(house.app, "home", firm.alice, secret)


def report_of(db, firm):
    with db.read() as tx:
        return releases.in_force(tx, [firm.participation])[firm.participation].report


# The portfolio


def test_a_coach_without_clients_is_told_who_assigns_them(house, db, firm):
    with db.write() as tx:
        carl = accounts.add(tx, "Carl", "carl@example.org")
        accounts.join(tx, carl, firm.organisation, "coach")
    page = signed_in(house.app, db, carl).get("/coach")
    assert "No clients yet; an admin assigns them" in page.text


def test_the_portfolio_tells_how_far_each_client_is(cora, db, firm):
    sent(db, firm, "peers", 2)
    row = cora.get("/coach").all("tr")[1]
    for words in ("Alice", "Autumn 2026", "2 of 13", "Collecting answers"):
        assert words in text_of(row)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"listing": "open"}, "Choosing raters"),
        ({"round": {"state": "scheduled"}}, "Not open yet"),
        ({"round": {"state": "closed"}}, "Ready to prepare"),
    ],
)
def test_each_state_has_its_words(cora, db, firm, change, words):
    change = dict(change)
    with db.write() as tx:
        rounds.change(tx, firm.round, **change.pop("round", {"title": "Autumn 2026"}))
        if change:
            participations.change(tx, firm.participation, **change)
    assert words in text_of(cora.get("/coach").all("tbody")[0])


def test_one_account_sees_its_clients_of_several_firms_and_nobody_elses(house, db, firm, cora):
    other = rival(db, house.shop.keys, asked=shipped())
    third = programme(db, house.shop.keys, asked=shipped(), name="Third")
    with db.write() as tx:
        participations.change(tx, other.participation, coach=firm.cora)
    page = cora.get("/coach")
    assert "2 clients, 2 organisations" in page.text
    assert "Third" not in page.text
    only = cora.get(f"/coach?organisation={other.organisation}")
    assert len(only.all("tbody")[0].findall("tr")) == 1
    cora.get(address(third), 404)


def test_clients_are_searched_filtered_and_sorted_by_the_address(cora, firm):
    assert len(cora.get("/coach?search=ALI+hall&sort=next").all("tbody")) == 1
    assert "No client fits" in cora.get("/coach?search=nobody").text
    assert "No client fits" in cora.get("/coach?state=released").text
    assert len(cora.get("/coach?state=nonsense&sort=nonsense").all("tbody")) == 1


def test_rehearsals_are_nobodys_clients(cora, db, firm):
    with db.write() as tx:
        rounds.change(tx, firm.round, practice=True)
    assert "No clients yet" in cora.get("/coach").text


# Before there is a report


def test_with_too_few_answers_it_says_what_is_missing_and_prepares_nothing(cora, db, firm):
    sent(db, firm, "peers", 2)
    page = cora.get(address(firm))
    assert "2 of 13 have answered" in page.text
    assert "too few to show anything" in page.text
    assert "Prepare the report" not in page.text
    assert "Ask for more raters, or give more time" in page.links()


def test_with_nothing_to_show_at_all_a_closed_round_says_so(cora, db, firm):
    sent(db, firm, "peers", 2)
    with db.write() as tx:
        rounds.change(tx, firm.round, state="closed")
    page = cora.get(address(firm))
    assert "Prepare the report" not in page.text
    assert "nor a self-rating" in page.text


def test_looking_at_the_page_freezes_nothing(cora, db, firm, answered):
    cora.get(address(firm))
    with db.read() as tx:
        assert releases.of(tx, firm.participation) == []


def test_while_the_report_is_made_the_page_says_so_and_looks_again(cora, db, firm, answered):
    with db.write() as tx:
        releasing.ask_report(tx, firm.participation)
    page = cora.get(address(firm), 202)
    assert "The report is being made" in page.text
    assert page.one("meta", http_equiv="refresh").get("content") == "2"
    assert "Being made" in cora.get("/coach").text


def test_a_report_that_failed_gives_a_number_and_can_be_made_again(
    cora, db, firm, answered, monkeypatch
):
    def jam(*_):
        raise RuntimeError("the press is jammed")

    monkeypatch.setattr("reports.press.printed", jam)
    page = press(cora, cora.get(address(firm)), "Prepare the report", 500)
    with db.read() as tx:
        assert reports.get(tx, report_of(db, firm)).reference in page.text
    monkeypatch.setattr("reports.press.printed", lambda *_, **__: b"%PDF")
    assert "Before you release it" in press(cora, page, "Make it again").text


# The preview


def test_the_preview_shows_the_report_beside_what_to_look_at(cora, db, firm, answered):
    page = prepared(cora, firm)
    for words in (
        "Your results at a glance",
        "Before you release it",
        "13 of 13 answered; enough in 4 groups",
        "The self-rating of Alice is in",
        "Nothing noted for the debrief yet",
        "Worth preparing for",
        "Largest gap",
        "Alice sees nothing until you release it",
    ):
        assert words in page.text
    assert re.search(r"Download PDF \(1 kB\)", page.text)
    assert "Previewed" in cora.get("/coach").text


def test_of_equals_none_is_taken_out_to_prepare_for(house):
    made = build(case([answers(MANY, seed=3, lean=0.8)]))
    page = next(s for s in made.sections if s.id == "highest_lowest")
    rows = [{**row, "all": "4.0"} for row in page.content["highest"]]
    alike = replace(page, content={**page.content, "highest": rows})
    with house.app.test_request_context():
        (before,) = [p for p in worth_preparing(made) if p.title == "Highest"]
        level = replace(made, sections=(alike,))
        (after,) = [p for p in worth_preparing(level) if p.title == "Highest"]
    assert before.statement == page.content["highest"][0]["statement"]
    assert after.statement == f"{len(rows)} statements alike"


def test_every_section_named_on_the_left_is_on_the_page(cora, firm, answered):
    page = prepared(cora, firm)
    anchors = [a.get("href")[1:] for a in page.one("nav", class_="places").iter("a")]
    assert len(anchors) > 8
    ids = {element.get("id") for element in page.root.iter()}
    assert set(anchors) <= ids


def test_groups_that_are_too_few_are_named(cora, db, firm):
    sent(db, firm, "self")
    sent(db, firm, "reports", 5)
    sent(db, firm, "peers", 2)
    page = prepared(cora, firm)
    assert "Shown together, too few on their own" in page.text


def test_answers_that_come_after_the_first_look_wait(cora, db, firm):
    sent(db, firm, "reports", 5)
    prepared(cora, firm)
    sent(db, firm, "others", 2)
    text = cora.get(address(firm)).text
    assert "At least 1 more is missing" in text
    assert "has at least 3 new ones" in text
    sent(db, firm, "others", 1)
    page = cora.get(address(firm))
    before = report_of(db, firm)
    press(cora, page, "Make a new report with them")
    assert report_of(db, firm) != before


def test_nothing_but_the_ledgers_reports_is_read_by_the_coach(house, db, firm, cora):
    sent(db, firm, "self")
    with db.write() as tx:
        own = reports.ask(tx, firm.participation)
    house.shop.queue.send("reports.make", own)
    cora.get(f"/report/{own}", 404)


# Release


def test_before_release_the_manager_sees_no_report(house, db, firm, cora, answered):
    prepared(cora, firm)
    manager(house, db, firm).get(f"/report/{report_of(db, firm)}", 404)


def test_release_says_what_it_means_writes_a_mail_and_lets_the_manager_read(
    house, db, firm, cora, answered
):
    prepared(cora, firm)
    page = cora.get(address(firm, "/release"))
    assert "You can take it back as long as it has not been opened" in page.text
    page = press(cora, page, "Release to Alice")
    assert re.search(r"Released on .* by Cora", page.text)
    with db.read() as tx:
        due = [outbox.get(tx, one) for one in outbox.due(tx, 1)]
        said = [one.action for one in log.about(tx, f"participation:{firm.participation}")]
    kinds = {one.kind for one in due if one.participation == firm.participation}
    assert kinds <= {"report_ready"}  # sent at once where somebody writes such mails
    assert set(said) >= {"report.previewed", "report.released"}
    alice = manager(house, db, firm)
    assert "Your results at a glance" in alice.get(f"/report/{report_of(db, firm)}").text
    assert "Opened" in cora.get("/coach").text


def test_what_is_unopened_can_be_taken_back_and_what_is_opened_cannot(
    house, db, firm, cora, answered
):
    page = released(cora, firm)
    alice = manager(house, db, firm)
    press(cora, page, "Take back")
    for its in ("", "/prints/"):
        there = alice.get(f"/report/{report_of(db, firm)}{its}", 404)
        assert "It was taken back before you opened it" in there.text
    assert "taken back" not in Visitor(house.app).get(f"/report/{report_of(db, firm)}", 404).text
    page = press(cora, cora.get(address(firm, "/release")), "Release to Alice")
    alice.get(f"/report/{report_of(db, firm)}")
    refused = press(cora, page, "Take back", 409)
    assert "cannot be taken back" in refused.text


def test_the_coach_who_reads_it_has_not_opened_it_for_the_manager(db, firm, cora, answered):
    released(cora, firm)
    cora.get(f"/report/{report_of(db, firm)}")
    assert "Alice has not opened it yet" in cora.get(address(firm)).text


def test_an_admin_reads_no_report_but_a_rehearsals(house, db, firm, cora, answered):
    released(cora, firm)
    ada = signed_in(house.app, db, firm.ada)
    ada.get(f"/report/{report_of(db, firm)}", 404)
    ada.get(address(firm), 404)
    with db.write() as tx:
        rounds.change(tx, firm.round, practice=True)
    ada.get(f"/report/{report_of(db, firm)}")


def test_another_coach_and_another_firms_admin_find_nothing(house, db, firm, cora, answered):
    released(cora, firm)
    other = rival(db, house.shop.keys, asked=shipped())
    for account in (other.cora, other.ada):
        stranger = signed_in(house.app, db, account)
        for page in ("", "/comments", "/notes", "/responses", "/plan", "/release", "/earlier"):
            stranger.get(address(firm, page), 404)
        stranger.get(f"/report/{report_of(db, firm)}", 404)


# Comments


def test_a_comment_is_left_out_with_a_reason_and_the_report_made_anew(db, firm, cora, answered):
    assert CRUEL in prepared(cora, firm).text
    first = report_of(db, firm)
    page = cora.get(address(firm, "/comments"))
    ask = cora.get(next(a.get("href") for a in page.all("a") if "Leave out" in text_of(a)))
    assert "Say why" in press(cora, ask, "Leave it out", reason="").text
    page = press(cora, ask, "Leave it out", reason="It names a customer")
    assert "Reason: It names a customer" in page.text
    assert CRUEL not in cora.get(address(firm)).text
    assert "1 comment is left out" in cora.get(address(firm)).text
    with db.read() as tx:
        before, after = (reports.basis(tx, r) for r in (first, report_of(db, firm)))
        said = log.about(tx, f"participation:{firm.participation}")
    assert before.receipts == after.receipts
    assert CRUEL not in str(said)
    page = press(cora, page, "Put back")
    assert CRUEL in cora.get(address(firm)).text


def test_after_release_no_comment_can_be_left_out(cora, firm, answered):
    released(cora, firm)
    page = cora.get(address(firm, "/comments"))
    assert "Leave out" not in " ".join(page.links())


def test_what_is_for_the_coach_alone_stands_apart_and_in_no_report(cora, db, firm):
    sent(db, firm, "reports", 5, comments={"keep": "Between us"}, shows={"keep": "coach"})
    page = prepared(cora, firm)
    assert "Between us" not in page.text
    assert "Between us" in cora.get(address(firm, "/comments")).text


def test_a_comment_that_the_report_does_not_show_is_shown_nowhere(cora, db, firm):
    """Two peers who wrote are too few for comments to be printed."""
    sent(db, firm, "self")
    sent(db, firm, "manager")
    sent(db, firm, "peers", 2, comments={"keep": "Between us"})
    with db.write() as tx:
        rounds.change(tx, firm.round, state="closed")
    prepared(cora, firm)
    assert "Between us" not in cora.get(address(firm, "/comments")).text


# Notes, responses, plan


def test_notes_are_kept_and_belong_to_the_coach_alone(house, db, firm, cora, answered):
    page = press(cora, cora.get(address(firm, "/notes")), "Only you see these", text="Listen")
    assert "Notes saved" in page.text
    assert page.one("textarea").text.strip() == "Listen"
    with db.write() as tx:
        carl = accounts.add(tx, "Carl", "carl@example.org")
        accounts.join(tx, carl, firm.organisation, "coach")
        participations.change(tx, firm.participation, coach=carl)
    theirs = signed_in(house.app, db, carl).get(address(firm, "/notes"))
    assert "Listen" not in theirs.text
    cora.get(address(firm, "/notes"), 404)
    with db.read() as tx:
        assert notes.get(tx, firm.participation, firm.cora).text == "Listen"


def test_two_tabs_lose_no_note(cora, firm):
    one = cora.get(address(firm, "/notes"))
    other = cora.get(address(firm, "/notes"))
    press(cora, one, "Only you see these", text="From the first tab")
    page = press(cora, other, "Only you see these", text="From the second tab")
    assert "Another tab has saved newer notes" in page.text
    assert "From the first tab" in page.text
    assert page.one("textarea").text.strip() == "From the second tab"
    assert "Notes saved" in press(cora, page, "Only you see these", text="Both").text


def test_notes_save_themselves_by_the_script(cora, firm):
    page = cora.get(address(firm, "/notes"))
    token = {"X-CSRFToken": page.field("csrf_token")}
    where = page.one("form", class_="note").get("data-save")
    kept = cora.client.post(where, json={"text": "A", "revision": 0}, headers=token)
    assert kept.get_json() == {"revision": 1}
    assert cora.client.post(
        where, json={"text": "B", "revision": 0}, headers=token
    ).status_code == 409  # fmt: skip
    assert cora.client.post(where, json={"text": 3}, headers=token).status_code == 422


def test_responses_are_totals_and_nothing_by_person(cora, db, firm):
    sent(db, firm, "peers", 2)
    page = cora.get(address(firm, "/responses"))
    assert "2 of 13" in page.text
    with db.read() as tx:
        people_ = invitations.of_participation(tx, firm.participation)
    for one in people_:
        assert one.person not in page.html
    for name in ("peers 1", "reports 2", "@hallsons.example"):
        assert name not in page.html


def test_the_round_is_extended_to_a_later_day_only(cora, db, firm):
    page = cora.get(address(firm, "/responses"))
    assert "later than the last day" in press(
        cora, page, "Give more time", closes_on="2026-01-01"
    ).text  # fmt: skip
    page = press(cora, page, "Give more time", closes_on="2027-12-20")
    assert "The round is open for longer" in page.text
    with db.read() as tx:
        assert rounds.get(tx, firm.round).closes_on.isoformat() == "2027-12-20"


def test_the_plan_and_earlier_rounds_say_when_there_is_none(cora, firm):
    assert "No plan yet" in cora.get(address(firm, "/plan")).text
    assert "None in which you looked after Alice" in cora.get(address(firm, "/earlier")).text


# Bundles


def test_ticked_reports_come_in_one_zip(house, db, firm, cora, answered):
    prepared(cora, firm)
    page = press(cora, cora.get("/coach"), "Make a ZIP", client=firm.participation)
    assert "1 report is in it" in page.text
    file = cora.client.get(page.links()["Download the ZIP"])
    assert "attachment" in file.headers["Content-Disposition"]
    packed = zipfile.ZipFile(io.BytesIO(file.data))
    assert packed.namelist() == ["Alice, Autumn 2026.pdf"]
    assert packed.read(packed.namelist()[0]).startswith(b"%PDF")
    assert "1 report" in cora.get("/coach").links()


def test_what_failed_is_listed_by_name_and_why(cora, db, firm):
    token = cora.get("/coach").field("csrf_token")
    sent_ = {"client": firm.participation, "csrf_token": token}
    page = cora.follow(cora.client.post("/coach/bundles", data=sent_).location)
    assert "Alice, Autumn 2026: no report has been prepared yet" in page.text
    assert "No ZIP could be made" in page.text


def test_a_zip_of_nothing_or_of_others_clients_is_refused(house, db, firm, cora):
    other = rival(db, house.shop.keys, asked=shipped())
    token = cora.get("/coach").field("csrf_token")
    for chosen in ([], [other.participation]):
        answer = cora.client.post("/coach/bundles", data={"client": chosen, "csrf_token": token})
        assert answer.status_code == 409


def test_a_client_handed_over_meanwhile_is_not_in_the_zip(db, firm, cora, answered):
    prepared(cora, firm)
    with db.write() as tx:
        wanted = bundles.add(tx, firm.cora, [firm.participation], 9_999_999_999)
        participations.change(tx, firm.participation, coach=None)
    bundle.make(bundle.Work(db, lambda: 1.0, lambda *_: b"", lambda _: None), wanted)
    page = cora.get(f"/coach/bundles/{wanted}")
    assert "A client: a client of somebody else by now" in page.text
    assert "Alice" not in page.text


def test_a_bundle_is_its_makers_for_a_day(house, db, firm, cora):
    with db.write() as tx:
        wanted = bundles.add(tx, firm.cora, [firm.participation], 9_999_999_999)
        old = bundles.add(tx, firm.cora, [firm.participation], 1)
    assert "0 of 1 looked at" in cora.get(f"/coach/bundles/{wanted}", 202).text
    cora.get(f"/coach/bundles/{old}", 404)
    signed_in(house.app, db, firm.ada).get(f"/coach/bundles/{wanted}", 404)
    house.shop.queue.send("reports.tidy")  # erases the old, makes what was lost
    assert "Not in it" in cora.get(f"/coach/bundles/{wanted}").text
    with db.read() as tx:
        assert [one.id for one in bundles.of(tx, firm.cora)] == [wanted]


def test_names_in_a_zip_are_safe_and_different():
    names = set()
    assert bundle._unused("../../etc/passwd", names) == "etcpasswd.pdf"
    assert bundle._unused("Zoë Ångström, Autumn", names) == "Zoë Ångström, Autumn.pdf"
    assert bundle._unused("zoë ångström, autumn", names) == "zoë ångström, autumn 2.pdf"
    assert bundle._unused("???", names) == "report.pdf"
