"""The pages about staff: who may do what, the settings, the log, one's own account."""

import pytest

from survey.store import accounts, log, organisations, participations, questionnaires
from tests.client import text_of
from tests.programme import programme, rival, signed_in


@pytest.fixture
def firm(world):
    return programme(world.db, world.shop.keys)


@pytest.fixture
def ada(world, firm):
    """Ada the admin, signed in."""
    return signed_in(world.app, world.db, firm.ada)


def press(visitor, page, label):
    """The form that is this one button."""
    for form, element in enumerate(page.all("form")):
        if any(text_of(button) == label for button in element.iter("button")):
            return visitor.submit(page, {}, form=form)
    raise AssertionError(f"no button {label!r} in {page.text}")


def people_page(visitor, firm):
    return visitor.get(f"/admin/{firm.organisation}/people")


def invited(ada, firm, **fields):
    page = people_page(ada, firm)
    given = {"name": "Dan", "email": "dan@hallsons.example", "role": "coach"} | fields
    return ada.submit(page, given, form=len(page.all("form")) - 1)


def test_ada_invites_a_coach_who_gets_a_link(world, ada, firm):
    page = invited(ada, firm)
    assert "Dan works here now; a link" in page.text
    assert len(world.mails) == 1
    with world.db.read() as tx:
        assert [one.name for one in accounts.staff(tx, firm.organisation, "coach")] == [
            "Cora",
            "Dan",
        ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"email": "dan"}, "name@example.org"),
        ({"name": ""}, "Give a name"),
        ({"role": "owner"}, ""),
    ],
)
def test_what_cannot_be_used_is_said_at_the_field(ada, firm, fields, told):
    page = invited(ada, firm, **fields)
    assert "There is a problem" in page.text
    assert told in page.text


def test_the_only_admin_cannot_be_removed_by_the_page(ada, firm):
    assert "No longer admin" not in people_page(ada, firm).text


def test_ada_takes_a_role_away(world, ada, firm):
    page = press(ada, people_page(ada, firm), "No longer coach: Cora")
    assert "cora@" not in page.text
    cora = signed_in(world.app, world.db, firm.cora)
    assert "no role anywhere" in cora.get("/account").text


def test_an_admin_who_removes_herself_is_led_out(ada, firm):
    invited(ada, firm, role="admin")
    page = press(ada, people_page(ada, firm), "No longer admin: Ada")
    assert page.h1 == "My account"


def test_a_link_is_sent_again_until_there_is_a_password(world, ada, firm):
    page = press(ada, people_page(ada, firm), "Send the link again: Cora")
    assert "A new link is on its way" in page.text
    with world.db.write() as tx:
        accounts.set_password(tx, firm.cora, "hash")
    assert "Send the link again: Cora" not in people_page(ada, firm).text


def test_cora_is_signed_out_everywhere(world, ada, firm):
    cora = signed_in(world.app, world.db, firm.cora)
    with world.db.write() as tx:
        session = accounts.session_of(tx, firm.cora)
        accounts.set_password(tx, firm.cora, "hash")
    cora = signed_in(world.app, world.db, firm.cora)
    page = press(ada, people_page(ada, firm), "Sign out everywhere: Cora")
    assert "signed out everywhere" in page.text
    assert cora.follow("/account").h1 == "Sign in"
    with world.db.read() as tx:
        assert accounts.session_of(tx, firm.cora) != session


def test_staff_of_another_firm_are_out_of_reach(world, ada, firm):
    other = rival(world.db, world.shop.keys)
    token = people_page(ada, firm).field("csrf_token")
    for deed in ("remove", "end-sessions", "link"):
        answer = ada.client.post(
            f"/admin/{firm.organisation}/people/{other.cora}/{deed}",
            data={"csrf_token": token, "role": "coach"},
        )
        assert answer.status_code == 404


def test_the_settings_take_a_time_zone_and_a_language(world, ada, firm):
    page = ada.get(f"/admin/{firm.organisation}/settings")
    assert page.field("name") == "Hall & Sons"
    fields = {"name": "Hall", "time_zone": "Asia/Tokyo", "language": "en"}
    page = ada.submit(page, fields, form=1)
    assert "Saved." in page.text
    with world.db.read() as tx:
        assert organisations.get(tx, firm.organisation).time_zone == "Asia/Tokyo"
    page = ada.submit(page, fields | {"time_zone": "Moon/Base"}, form=1)
    assert "There is a problem" in page.text


def test_the_log_tells_what_was_done_by_whom_in_the_organisation_s_time(world, ada, firm):
    with world.db.write() as tx:
        about = {"organisation": firm.organisation, "account": firm.cora}
        log.write(tx, "report.released", target=f"participation:{firm.participation}", **about)
        log.write(tx, "round.opened", organisation=firm.organisation, target=f"round:{firm.round}")
        log.write(tx, "something.quite_new", organisation=firm.organisation)
        mine = questionnaires.add(tx, firm.organisation, "leadership", {})
        log.write(tx, "questionnaire.published", target=f"questionnaire:{mine}", **about)
    invited(ada, firm)
    page = ada.get(f"/admin/{firm.organisation}/log")
    lines = {tuple(text_of(cell) for cell in row)[1:] for row in page.all("tr")[1:]}
    assert lines == {
        ("Ada", "made Dan a coach"),
        ("Cora", "released the report for Alice"),
        ("The system", "opened the round Autumn 2026"),
        ("The system", "something: quite new"),
        ("Cora", "published the questionnaire leadership"),
    }
    assert "Europe/Berlin" in page.text


def test_a_coach_makes_an_organisation_of_her_own(world, firm):
    cora = signed_in(world.app, world.db, firm.cora)
    page = cora.get("/account/new-organisation")
    fields = {"name": "Client Ltd", "time_zone": "Europe/Paris", "language": "en"}
    page = cora.submit(page, fields, form=1)
    assert (page.h1, "Client Ltd" in page.text) == ("People", True)
    own = cora.get("/account")
    assert "Client Ltd" in own.text
    assert "Hall & Sons" in own.text


def test_names_are_never_markup(world, ada, firm):
    page = invited(ada, firm, name="<b>Dan</b>")
    assert "<b>Dan</b>" in page.text
    assert not page.all("b")


def test_switching_cora_off_says_what_follows_and_puts_her_out_at_once(world, ada, firm):
    cora = signed_in(world.app, world.db, firm.cora)
    assert cora.get("/account").h1 == "My account"
    ada.get(f"/admin/{firm.organisation}/people/{firm.cora}/hand-over")
    page = ada.get(f"/admin/{firm.organisation}/people/{firm.cora}/switch")
    assert "out at once" in page.text
    assert "1 client stays with this coach" in page.text
    assert cora.get("/account").h1 == "My account", "to look changes nothing"
    page = press(ada, page, "Switch it off now")
    assert "Switched off" in page.text
    assert cora.follow("/account").h1 == "Sign in"
    assert "No coach yet" in ada.get(f"/rounds/{firm.round}/participants").text

    page = ada.get(f"/admin/{firm.organisation}/people/{firm.cora}/switch")
    press(ada, page, "Switch it on")
    log_ = ada.get(f"/admin/{firm.organisation}/log").text
    assert "switched the account of Cora off" in log_
    assert "switched the account of Cora on again" in log_


def test_ada_cannot_switch_herself_off(ada, firm):
    assert "your own account" in ada.get(f"/admin/{firm.organisation}/people/{firm.ada}/switch",
                                         409).text  # fmt: skip


def test_all_clients_of_cora_go_to_dan_at_once(world, ada, firm):
    address = f"/admin/{firm.organisation}/people/{firm.cora}/hand-over"
    assert "no other coach" in ada.get(address).text
    invited(ada, firm)
    page = ada.get(address)
    assert "Alice" in page.text
    assert "notes stay" in page.text
    with world.db.read() as tx:
        dan = accounts.by_email(tx, "dan@hallsons.example").id
        assert participations.get(tx, firm.participation).coach == firm.cora
    page = ada.submit(page, {"taking": dan}, form=-1)
    assert "1 client went to Dan" in page.text
    with world.db.read() as tx:
        assert participations.get(tx, firm.participation).coach == dan
    assert "handed Alice over" in ada.get(f"/admin/{firm.organisation}/log").text
