"""Rounds as Ada the admin sees them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from survey.rounds import campaign, programme
from survey.rounds.campaign import Rules
from survey.rounds.programme import RoundDraft
from survey.store import (
    accounts,
    invitations,
    lists,
    organisations,
    participations,
    people,
    releases,
    responses,
)
from survey.store import outbox as outbox_rows
from survey.store import reports as report_rows
from survey.store import rounds as round_rows
from survey.web.campaign_days import the_year
from tests.answered import everybody
from tests.client import text_of
from tests.programme import invited, rival, signed_in
from tests.programme import programme as firm_with_round
from tests.store_factories import rows


@pytest.fixture
def today(world):
    return campaign.today("Europe/Berlin", world.shop.clock())


@pytest.fixture
def firm(world, today):
    """Hall & Sons with an open round."""
    return firm_with_round(world.db, world.shop.keys, asked=world.questionnaire, today=today)


@pytest.fixture
def ada(world, firm):
    return signed_in(world.app, world.db, firm.ada)


@pytest.fixture
def draft(world, firm, today):
    """Id of a draft in the same firm, of which Ada writes the lists."""
    form = world.questionnaire.instrument.forms[0].id
    plan = RoundDraft("Spring", form, today, today + timedelta(days=18))
    plan = replace(plan, rules=Rules(nominator="admin"))
    return programme.create(world.db, firm.organisation, world.questionnaire, plan, firm.ada)


def form_to(page, address):
    """Place of the form that goes to this address."""
    return [form.get("action") for form in page.all("form")].index(address)


def the_round(world, round_):
    with world.db.read() as tx:
        return round_rows.get(tx, round_)


def press(ada, page, address, fields=None):
    return ada.submit(page, fields or {}, form=form_to(page, address))


def test_the_board_shows_totals_and_what_is_late_and_no_rater(world, firm, ada):
    with world.db.write() as tx:
        for invitation in firm.raters["peers"]:
            invitations.close(tx, invitation, "done")
        participations.change(tx, firm.participation, listing="open")
    page = ada.get(f"/admin/{firm.organisation}/")
    assert page.h1 == "Rounds"
    assert "4 of 13" in page.text
    assert page.one("progress").get("value") == "4"
    assert "1 manager has not sent the list of raters" in page.text
    assert "Alice" in page.text
    assert "peers" not in page.text.casefold()
    assert f"/rounds/{firm.round}/" in page.links().values()


def test_an_admin_without_rounds_is_told_how_to_begin(world, firm):
    with world.db.write() as tx:
        empty = organisations.add(tx, "New firm")
        accounts.join(tx, firm.ada, empty, "admin")
    from_ada = signed_in(world.app, world.db, firm.ada)
    page = from_ada.get(f"/admin/{empty}/")
    assert "No rounds yet" in page.text
    assert "Plan the first round" in page.links()


def test_the_year_shows_each_round_in_its_months(firm, ada, today):
    page = ada.get(f"/admin/{firm.organisation}/year")
    assert page.h1 == f"Rounds in {today.year}"
    (line,) = page.one("table").findall("tbody/tr")
    assert len(line.findall("td")) == 12
    assert any(cell.get("class") == "on" for cell in line.findall("td"))
    page = ada.get(f"/admin/{firm.organisation}/year?year={today.year + 7}")
    assert "No round is open or planned" in page.text


@pytest.mark.parametrize("asked", ["", "x", "-1", "99999", "१२३४", "0001", "2026'"])
def test_a_year_that_is_none_is_this_year(asked):
    assert the_year(asked, 2026) == 2026


def test_a_round_is_planned_in_a_form_and_nobody_is_written_to(world, firm, ada):
    page = ada.get(f"/admin/{firm.organisation}/rounds/new")
    fields = {"title": "Summer", "coached": "no", "reminders": "3; 7"}
    page = press(ada, page, f"/admin/{firm.organisation}/rounds/new", fields)
    assert page.h1 == "Summer"
    assert "Nobody takes part yet" in page.text
    with world.db.read() as tx:
        found = next(r for r in round_rows.of_organisation(tx, firm.organisation)
                     if r.title == "Summer")  # fmt: skip
        rules = programme.rules_of(tx, found.id)
    assert (found.state, found.version) == ("draft", world.questionnaire.version)
    assert (rules.coached, rules.reminders, rules.nominator) == (False, (3, 7), "manager")
    assert set(rules.groups) == {
        g.id for g in world.questionnaire.instrument.groups if g.kind != "self"
    }
    assert rows(world.db, "outbox") == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Give the round a title"),
        ({"threshold": "2"}, "Give a number from 3 to 20"),
        ({"threshold": "many"}, "Give a whole number"),
        ({"opens_on": "2020-01-01"}, "This day has passed"),
        ({"opens_on": "soon"}, "Give a day, such as"),
        ({"closes_on": ""}, "Give a day, such as"),
        ({"closes_on": "2020-01-01"}, "cannot be before the first"),
        ({"reminders": "often"}, "Give days as numbers"),
        ({"reminders": "99"}, "The round has closed 99 days after"),
        ({"cap": "0"}, "Give a number from 1 to 200"),
        ({"approver": "coach", "coached": "no"}, "Nobody approves as a coach"),
    ],
)
def test_what_is_wrong_with_a_plan_stands_at_its_field(world, firm, ada, wrong, said):
    page = ada.get(f"/admin/{firm.organisation}/rounds/new")
    page = press(ada, page, f"/admin/{firm.organisation}/rounds/new", {"title": "Summer"} | wrong)
    assert page.h1 == "New round"
    assert said in page.text
    assert said in text_of(page.one("div", id="summary"))
    assert rows(world.db, "rounds") == 1


def test_what_is_wrong_is_told_in_the_language_of_the_page(world, firm, ada):
    page = ada.get(f"/admin/{firm.organisation}/rounds/new")
    ada.client.set_cookie("language", "de")
    wrong = {"title": "Sommer", "closes_on": "2020-01-01"}
    page = press(ada, page, f"/admin/{firm.organisation}/rounds/new", wrong)
    said = text_of(page.one("div", id="summary"))
    assert "Der letzte Tag kann nicht vor dem ersten liegen" in said


def test_numbers_of_a_group_that_contradict_each_other_are_refused(world, firm, ada):
    group = next(g.id for g in world.questionnaire.instrument.groups if g.kind == "anonymous")
    page = ada.get(f"/admin/{firm.organisation}/rounds/new")
    wrong = {"title": "Summer", f"least_{group}": "6", f"best_{group}": "5"}
    page = press(ada, page, f"/admin/{firm.organisation}/rounds/new", wrong)
    assert "Recommended raters cannot be fewer than the minimum" in page.text


def test_settings_of_a_draft_can_all_be_changed(world, ada, draft):
    page = ada.get(f"/rounds/{draft}/settings")
    fields = {"title": "Later", "threshold": "4", "nominator": "manager", "paper": "letter"}
    page = press(ada, page, f"/rounds/{draft}/settings", fields)
    assert "The settings are saved" in page.text
    assert the_round(world, draft).threshold == 4
    with world.db.read() as tx:
        rules = programme.rules_of(tx, draft)
    assert (rules.paper, rules.cover) == ("letter", "")  # the cover is as the organisation has it


def test_how_reports_are_printed_is_no_promise_and_stays_open(world, firm, ada):
    with world.db.write() as tx:
        round_rows.change(tx, firm.round, frozen=True)
    page = ada.get(f"/rounds/{firm.round}/settings")
    press(ada, page, f"/rounds/{firm.round}/settings", {"cover": "light"})
    with world.db.read() as tx:
        assert programme.rules_of(tx, firm.round).cover == "light"


def test_what_was_promised_is_told_and_has_no_field(world, firm, ada):
    with world.db.write() as tx:
        round_rows.change(tx, firm.round, frozen=True)
    page = ada.get(f"/rounds/{firm.round}/settings")
    assert "Raters were promised this with the first invitation" in page.text
    assert not page.all("input", name="threshold")
    before = the_round(world, firm.round)
    fields = {"title": "Renamed", "threshold": "9", "coached": "no", "form": "x"}
    press(ada, page, f"/rounds/{firm.round}/settings", fields)
    after = the_round(world, firm.round)
    assert after.title == "Renamed"
    assert replace(after, title=before.title) == before
    with world.db.read() as tx:
        assert programme.rules_of(tx, firm.round).coached


def test_two_admins_with_the_same_page_do_not_undo_each_other(world, ada, draft):
    first, second = ada.get(f"/rounds/{draft}/settings"), ada.get(f"/rounds/{draft}/settings")
    path = f"/rounds/{draft}/settings"
    press(ada, first, path, {"title": "Ada's"})
    page = ada.submit(second, {"title": "Abe's"}, status=409, form=form_to(second, path))
    assert page.h1 == "Somebody else changed these settings"
    assert the_round(world, draft).title == "Ada's"


def test_a_copy_is_made_with_new_days(world, firm, ada):
    page = ada.get(f"/rounds/{firm.round}/clone")
    page = press(ada, page, f"/rounds/{firm.round}/clone", {"raters": "y"})
    assert page.h1 == "Autumn 2026, again"
    with world.db.read() as tx:
        new = next(r for r in round_rows.of_organisation(tx, firm.organisation)
                   if r.id != firm.round)  # fmt: skip
        (one,) = participations.of_round(tx, new.id)
        assert len(invitations.of_participation(tx, one.id)) == 14
    assert rows(world.db, "outbox") == 0


def test_before_a_round_opens_its_page_says_what_it_means(world, firm, ada, draft):
    group = next(g.id for g in world.questionnaire.instrument.groups if g.kind == "anonymous")
    with world.db.write() as tx:
        round_rows.change(tx, draft, rules=Rules(nominator="admin", cap=1).to_json())
        bob = people.add(tx, "Bob", "bob@hallsons.example", organisation=firm.organisation)
        for name, email in (("Alice", "alice@hallsons.example"), ("Anna", "")):
            one = programme.add_participant(tx, draft, name, email)
            invited(tx, world.shop.keys, one, bob, group, state="listed")
    page = ada.get(f"/rounds/{draft}/open")
    assert "promised to raters and cannot be changed" in page.text
    assert "Bob: 2 forms" in page.text
    assert "No mail reaches: Anna" in page.text
    assert "Fewer raters than this round wants" in page.text
    assert "2 invitations to raters leave at once" in page.text
    page = press(ada, page, f"/rounds/{draft}/open")
    assert "The round is open" in page.text
    with world.db.read() as tx:
        kinds = sorted(outbox_rows.get(tx, m).kind for m in outbox_rows.due(tx, 0))
    assert kinds == ["digest", "take_part"]  # Bob gets one mail for his two forms
    assert the_round(world, draft).frozen


def test_a_round_is_scheduled_and_taken_back(world, ada, draft):
    page = press(ada, ada.get(f"/rounds/{draft}/open"), f"/rounds/{draft}/schedule")
    assert the_round(world, draft).state == "scheduled"
    press(ada, page, f"/rounds/{draft}/unschedule")
    assert the_round(world, draft).state == "draft"


def test_a_round_is_extended_closed_and_reopened(world, firm, ada, today):
    path = f"/rounds/{firm.round}"
    page = press(ada, ada.get(f"{path}/extend"), f"{path}/extend", {"closes_on": str(today)})
    assert "Choose a later day" in page.text
    page = press(ada, ada.get(f"{path}/extend"), f"{path}/extend")
    later = today + timedelta(days=25)
    assert the_round(world, firm.round).closes_on == later
    page = ada.get(f"{path}/close")
    assert "What was begun and not sent is not counted" in page.text
    press(ada, page, f"{path}/close")
    assert the_round(world, firm.round).state == "closed"
    page = ada.get(f"{path}/reopen")
    assert "Nobody can change an answer that was sent" in page.text
    press(ada, page, f"{path}/reopen", {"closes_on": str(today)})
    found = the_round(world, firm.round)
    assert (found.state, found.closes_on) == ("open", today)


@pytest.mark.parametrize("move", ["open", "reopen"])
def test_a_move_that_is_not_possible_is_refused_with_a_reason(firm, ada, move):
    page = ada.get(f"/rounds/{firm.round}/{move}", status=409)
    assert page.h1 == "That cannot be done now"


def test_participants_are_added_looked_after_and_removed(world, firm, ada, draft):
    path = f"/rounds/{draft}/participants"
    page = ada.get(path)
    fields = {"name": "Anna", "email": "anna@hallsons.example", "coach": firm.cora}
    page = press(ada, page, path, fields)
    assert "Anna takes part" in page.text
    with world.db.read() as tx:
        (one,) = participations.of_round(tx, draft)
    assert one.coach == firm.cora
    press(ada, page, f"{path}/coach", {"coach": ""})
    with world.db.read() as tx:
        assert participations.get(tx, one.id).coach is None
    page = press(ada, page, f"{path}/remove")
    assert "Nobody takes part yet" in page.text


def test_a_name_is_needed_and_a_wrong_address_told(ada, draft):
    path = f"/rounds/{draft}/participants"
    page = press(ada, ada.get(path), path, {"email": "anna@"})
    assert "Give a name of up to 120" in page.text
    assert "Give an address like" in page.text


def test_the_list_of_participants_says_nothing_of_answers(world, firm, ada):
    before = ada.get(f"/rounds/{firm.round}/participants").text
    with world.db.write() as tx:
        for group, state in (("peers", "done"), ("others", "declined")):
            for invitation in firm.raters[group]:
                invitations.close(tx, invitation, state)
        invitations.close(tx, firm.own, "done")
    assert ada.get(f"/rounds/{firm.round}/participants").text == before
    assert "13 on the list" in before
    assert "Remove" not in [text_of(b) for b in ada.get(
        f"/rounds/{firm.round}/participants").all("button")]  # fmt: skip


def test_taking_somebody_off_the_list_tells_nothing_of_whether_they_had_sent(world, firm, ada):
    """Bob has sent and Bea has not; to take one or the other off looks the same."""
    bob, bea, *others = firm.raters["peers"]
    with world.db.write() as tx:
        for invitation in (bob, others[0]):
            invitations.close(tx, invitation, "done")
    seen = []
    for leaving in (bob, bea):
        with world.db.write() as tx:
            lists.take_off(tx, leaving)
        seen.append((shown_of(firm, ada), shown_of(firm, ada, "participants")))
        with world.db.write() as tx:
            state = "done" if leaving == bob else "open"
            invitations.change(tx, leaving, taken_off=False, state=state)
    assert seen[0] == seen[1]
    assert "2 of 12" in seen[0][0]
    assert "12 on the list" in seen[0][1]


def shown_of(firm, ada, page=""):
    return ada.get(f"/rounds/{firm.round}/{page}").text


def test_somebody_of_another_round_cannot_be_slipped_in(world, firm, ada, draft):
    path = f"/rounds/{draft}/participants"
    page = press(ada, ada.get(path), path, {"name": "Anna", "coach": ""})
    for action in ("coach", "remove"):
        fields = {"participation": firm.participation}
        ada.submit(page, fields, status=404, form=form_to(page, f"{path}/{action}"))
    with world.db.read() as tx:
        assert participations.get(tx, firm.participation).coach == firm.cora


def test_a_rehearsal_ends_in_a_report_that_can_be_thrown_away(world, firm, ada):
    kept = {table: rows(world.db, table) for table in ("people", "rounds", "responses", "outbox")}
    path = f"/rounds/{firm.round}/rehearse"
    page = press(ada, ada.get(path), path)
    assert page.h1 == "Practice: Autumn 2026"
    assert "The report is being made" in page.text
    (report,) = world.reports
    with world.db.write() as tx:
        claim = report_rows.claim(tx, report, 1)
        report_rows.show(tx, claim, "{}", {}, 2)
        report_rows.finish(tx, claim, b"%PDF-1.7")
        round_ = participations.get(tx, claim.participation).round
    page = ada.get(f"/rounds/{round_}/practice")
    answer = ada.client.get(page.links()["Download the report (PDF)"])
    assert answer.data == b"%PDF-1.7"
    assert "Practice: Autumn 2026" in ada.get(f"/admin/{firm.organisation}/").links()
    assert ada.follow(f"/rounds/{round_}/").h1 == "Practice: Autumn 2026"
    press(ada, page, f"/rounds/{round_}/throw-away")
    assert {table: rows(world.db, table) for table in kept} == kept


def test_a_real_round_has_no_practice_page(firm, ada):
    ada.get(f"/rounds/{firm.round}/practice", status=404)
    ada.get(f"/rounds/{firm.round}/participants")


PAGES = ["", "settings", "clone", "open", "close", "extend", "reopen", "rehearse", "practice",
         "practice.pdf", "participants"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_sees_a_round(world, firm, page):
    other = rival(world.db, world.shop.keys, asked=world.questionnaire)
    for account in (other.ada, other.cora, firm.cora):
        signed_in(world.app, world.db, account).get(f"/rounds/{firm.round}/{page}", status=404)
    signed_in(world.app, world.db, firm.cora).get(f"/admin/{firm.organisation}/", status=404)


def test_pages_of_a_round_hold_no_answer_and_no_time_of_one(world, firm, ada):
    with world.db.write() as tx:
        responses.add(
            tx, "r" * 64, subject=firm.participation, group="peers",
            version=world.questionnaire.version, answers=[("x", 5)],
            comments={"keep": "SECRET WORDS"}, fast=False,
        )  # fmt: skip
    for page in ("", "participants", "settings", "close"):
        assert "SECRET WORDS" not in ada.get(f"/rounds/{firm.round}/{page}").html


def test_days_are_those_of_the_organisation(world, firm, ada):
    with world.db.write() as tx:
        organisations.change(tx, firm.organisation, "Hall & Sons", "Pacific/Auckland", "en")
    page = ada.get(f"/rounds/{firm.round}/")
    assert "Pacific/Auckland" in page.text


def test_closing_a_round_without_coaches_has_its_reports_made_at_once(world):
    there = firm_with_round(
        world.db, world.shop.keys, asked=world.questionnaire, rules=Rules(coached=False)
    )
    everybody(world.db, there)
    ada = signed_in(world.app, world.db, there.ada)
    path = f"/rounds/{there.round}/close"
    press(ada, ada.get(path), path)
    with world.db.read() as tx:
        [seen] = releases.of(tx, there.participation)
    assert world.reports == [seen.report]
