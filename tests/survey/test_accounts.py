"""Staff and organisations as use cases: founding, inviting, leaving, links, and the log of it."""

import time

import pytest

from survey import accounts, doors, jobs, links
from survey.errors import BadInput, LinkUnknown, NewerLink, NotFound, NotNow
from survey.raters import nominating
from survey.rounds import participants
from survey.rounds.campaign import Rules
from survey.store import accounts as rows
from survey.store import log, organisations, outbox, participations, rounds
from survey.store.accounts import Membership
from tests.programme import programme, rival

NOW = 1_800_000_000


@pytest.fixture
def firm(db, house_keys):
    return programme(db, house_keys)


@pytest.fixture
def ada(db, firm):
    with db.read() as tx:
        return rows.get(tx, firm.ada)


def found(tx, keys, **more):
    given = {"name": "Ada", "email": "ada@x.example", "organisation": "X", "time_zone": "UTC"}
    return accounts.found(tx, keys.link, **given | more, now=NOW)


def invite(tx, keys, firm, by, email="dan@x.example", role="coach"):
    return accounts.invite(
        tx, keys.link, firm.organisation, by, name="Dan", email=email, role=role, now=NOW
    )


def deeds(tx, firm):
    return [one.action for one in log.of_organisation(tx, firm.organisation)]


class TestFounding:
    def test_the_first_admin_comes_with_the_organisation(self, db, house_keys):
        with db.write() as tx:
            made = found(tx, house_keys, time_zone="Europe/Berlin")
            (firm,) = organisations.every(tx)
            assert rows.roles(tx, made.account) == [Membership(made.account, firm.id, "admin")]
            assert accounts.behind_link(tx, made.secret, NOW).email == "ada@x.example"
        assert firm.time_zone == "Europe/Berlin"

    def test_once_more_makes_nothing_new_but_a_link(self, db, house_keys):
        with db.write() as tx:
            first, second = found(tx, house_keys), found(tx, house_keys)
            assert first.account == second.account
            assert len(organisations.every(tx)) == 1
            with pytest.raises(NewerLink):
                accounts.behind_link(tx, first.secret, NOW)

    @pytest.mark.parametrize(
        ("wrong", "cure"),
        [
            ({"time_zone": "Berlin"}, "Europe/Berlin"),
            ({"email": "ada"}, "name@example.org"),
            ({"organisation": "  "}, "name"),
            ({"name": ""}, "name"),
        ],
    )
    def test_it_refuses_what_cannot_be_used(self, db, house_keys, wrong, cure):
        with db.write() as tx, pytest.raises(BadInput, match=cure):
            found(tx, house_keys, **wrong)

    def test_an_independent_coach_is_admin_and_coach_of_the_own_client(self, db, firm):
        with db.write() as tx:
            cora = rows.get(tx, firm.cora)
            made = accounts.found_own(tx, cora, "Client", "Europe/Paris")
            mine = {(m.organisation, m.role) for m in rows.roles(tx, cora.id)}
        assert mine == {(firm.organisation, "coach"), (made, "admin"), (made, "coach")}


class TestInviting:
    def test_somebody_new_gets_a_link_by_mail(self, shop, db, house_keys, firm, ada):
        with db.write() as tx:
            invited = invite(tx, house_keys, firm, ada)
            assert deeds(tx, firm) == ["staff.invited_as_coach"]
        jobs.send_mail(shop, invited.message)
        (file,) = shop.settings.outbox.glob("*.eml")
        secret = links.secret(house_keys.link, invited.account, 1, "account")
        assert f"/account/link/{secret}" in file.read_text().replace("=\n", "")

    def test_whoever_has_a_password_gets_the_role_alone(self, db, house_keys, firm, ada):
        with db.write() as tx:
            other = rows.add(tx, "Dan", "dan@x.example")
            rows.set_password(tx, other, "hash")
            invited = invite(tx, house_keys, firm, ada, email="Dan@X.example")
            assert (invited.account, invited.message) == (other, None)

    def test_the_link_is_sent_again_while_there_is_no_password(self, db, house_keys, firm, ada):
        with db.write() as tx:
            dan = invite(tx, house_keys, firm, ada).account
            again = (tx, house_keys.link, firm.organisation, ada, dan)
            assert accounts.send_link_again(*again, now=NOW)
            rows.set_password(tx, dan, "hash")
            with pytest.raises(NotNow, match="has set a password"):
                accounts.send_link_again(*again, now=NOW)

    def test_nothing_can_be_done_to_staff_of_others(self, db, house_keys, firm, ada):
        other = rival(db, house_keys)
        with db.write() as tx:
            with pytest.raises(NotFound):
                accounts.remove(tx, firm.organisation, ada, other.cora, "coach")
            with pytest.raises(NotFound):
                accounts.end_sessions(tx, firm.organisation, ada, other.cora)
            with pytest.raises(NotFound):
                accounts.send_link_again(
                    tx, house_keys.link, firm.organisation, ada, other.cora, now=NOW
                )


class TestLeaving:
    def test_the_last_admin_stays(self, db, firm, ada):
        with db.write() as tx, pytest.raises(NotNow, match="only admin"):
            accounts.remove(tx, firm.organisation, ada, ada.id, "admin")

    def test_with_a_second_admin_the_first_may_go(self, db, house_keys, firm, ada):
        with db.write() as tx:
            invite(tx, house_keys, firm, ada, role="admin")
            accounts.remove(tx, firm.organisation, ada, ada.id, "admin")
            assert rows.roles(tx, ada.id) == []
            assert "staff.removed_as_admin" in deeds(tx, firm)

    def test_a_role_that_is_taken_away_leaves_the_other(self, db, house_keys, firm, ada):
        with db.write() as tx:
            rows.join(tx, ada.id, firm.organisation, "coach")
            accounts.remove(tx, firm.organisation, ada, ada.id, "coach")
            assert [one.role for one in rows.roles(tx, ada.id)] == ["admin"]


def dan(tx, firm, role="coach"):
    account = rows.add(tx, "Dan", "dan@hallsons.example")
    rows.join(tx, account, firm.organisation, role)
    return account


class TestSwitchingOff:
    def test_nobody_is_in_any_more_and_back_it_is_as_it_was(self, db, firm, ada):
        with db.write() as tx:
            session = rows.session_of(tx, firm.cora)
            accounts.switch_off(tx, firm.organisation, ada, firm.cora)
            assert rows.by_session(tx, session) is None
            assert not rows.get(tx, firm.cora).active
            accounts.switch_on(tx, firm.organisation, ada, firm.cora)
            assert rows.by_session(tx, session) is None, "the old session stays ended"
            assert rows.by_session(tx, rows.session_of(tx, firm.cora))
            assert [one.role for one in rows.roles(tx, firm.cora)] == ["coach"]
            assert {"staff.switched_off", "staff.switched_on"} <= set(deeds(tx, firm))

    def test_a_list_to_approve_goes_to_somebody_else_by_another_link(
        self, db, house_keys, firm, ada
    ):
        with db.write() as tx:
            rounds.change(tx, firm.round, rules=Rules(approver="coach").to_json())
            participations.change(tx, firm.participation, listing="waiting")
            outbox.add(tx, "approval", participation=firm.participation, account=firm.cora)
            mailed = doors.ensure(tx, house_keys.link, "approval", firm.participation)
            accounts.switch_off(tx, firm.organisation, ada, firm.cora)
            with pytest.raises(LinkUnknown):
                doors.open_door(tx, "approval", mailed)
            assert outbox.told_to(tx, "approval", firm.ada) == [firm.participation]
            new = doors.ensure(tx, house_keys.link, "approval", firm.participation)
            assert doors.open_door(tx, "approval", new) == firm.participation
            with pytest.raises(NewerLink):
                doors.open_door(tx, "approval", mailed)

    def test_not_oneself_not_twice_and_nobody_of_another_firm(self, db, house_keys, firm, ada):
        other = rival(db, house_keys)
        with db.write() as tx:
            with pytest.raises(NotNow, match="your own"):
                accounts.switch_off(tx, firm.organisation, ada, firm.ada)
            with pytest.raises(NotFound):
                accounts.switch_off(tx, firm.organisation, ada, other.cora)
            with pytest.raises(NotNow, match="not switched off"):
                accounts.switch_on(tx, firm.organisation, ada, firm.cora)
            accounts.switch_off(tx, firm.organisation, ada, firm.cora)
            with pytest.raises(NotNow, match="already"):
                accounts.switch_off(tx, firm.organisation, ada, firm.cora)

    def test_not_who_works_for_somebody_else_too(self, db, house_keys, firm, ada):
        other = rival(db, house_keys)
        with db.write() as tx:
            rows.join(tx, other.cora, firm.organisation, "coach")
            with pytest.raises(NotNow, match="somebody else"):
                accounts.switch_off(tx, firm.organisation, ada, other.cora)

    def test_an_admin_who_is_switched_off_counts_for_none(self, db, firm, ada):
        with db.write() as tx:
            second = dan(tx, firm, "admin")
            accounts.switch_off(tx, firm.organisation, ada, second)
            with pytest.raises(NotNow, match="only admin"):
                accounts.remove(tx, firm.organisation, ada, firm.ada, "admin")

    def test_clients_go_to_nobody_who_is_switched_off(self, db, firm, ada):
        with db.write() as tx:
            other = dan(tx, firm)
            accounts.switch_off(tx, firm.organisation, ada, other)
            with pytest.raises(NotFound):
                participants.hand_over(tx, firm.organisation, firm.cora, other, firm.ada)

    def test_then_the_admins_are_asked_for_approval(self, db, firm, ada):
        rules = Rules(nominator="manager", approver="coach")
        with db.write() as tx:
            about, round_, _alice = participations.whole(tx, firm.participation)
            asked = [nominating.approvers(tx, rules, round_, about)]
            accounts.switch_off(tx, firm.organisation, ada, firm.cora)
            asked.append(nominating.approvers(tx, rules, round_, about))
        assert asked == [[firm.cora], [firm.ada]]


class TestLinks:
    def test_one_sets_a_password_once(self, db, house_keys, firm):
        with db.write() as tx:
            secret = accounts.new_link(tx, house_keys.link, firm.ada, NOW)
            accounts.set_password(tx, secret, "hash", NOW + 60)
            with pytest.raises(NotNow, match="used already"):
                accounts.set_password(tx, secret, "other", NOW + 61)

    def test_it_is_of_no_use_after_a_day_or_for_who_is_switched_off(self, db, house_keys, firm):
        with db.write() as tx:
            secret = accounts.new_link(tx, house_keys.link, firm.ada, NOW)
            with pytest.raises(NotNow):
                accounts.behind_link(tx, secret, NOW + accounts.LINK_LASTS)
            rows.set_active(tx, firm.ada, False)
            with pytest.raises(NotNow):
                accounts.behind_link(tx, secret, NOW)

    def test_a_link_to_something_else_sets_no_password(self, db, house_keys, firm):
        with db.write() as tx, pytest.raises(LinkUnknown):
            accounts.behind_link(tx, links.secret(house_keys.link, firm.ada, 1, "home"), NOW)

    def test_a_forgotten_password_is_mailed_to_known_active_addresses(self, db, house_keys, firm):
        key = house_keys.link
        with db.write() as tx:
            assert accounts.forgotten(tx, key, "ADA@hallsons.example", NOW)
            assert accounts.forgotten(tx, key, "eve@hallsons.example", NOW) is None
            rows.set_active(tx, firm.ada, False)
            assert accounts.forgotten(tx, key, "ada@hallsons.example", NOW) is None


class TestSettings:
    def test_the_log_says_what_was_changed(self, db, firm, ada):
        with db.write() as tx:
            accounts.change_organisation(
                tx, firm.organisation, ada, name="Hall", time_zone="Europe/Berlin", language="en"
            )
            (entry,) = log.of_organisation(tx, firm.organisation)
        assert (entry.action, entry.detail) == ("organisation.changed", "Hall & Sons → Hall")
        assert abs(entry.at - time.time()) < 60

    def test_another_paper_or_cover_is_a_deed_like_any_other(self, db, firm, ada):
        with db.write() as tx:
            same = {"name": "Hall & Sons", "time_zone": "Europe/Berlin", "language": "en"}
            same |= {"paper": "letter", "cover": "light"}
            accounts.change_organisation(tx, firm.organisation, ada, **same)
            (entry,) = log.of_organisation(tx, firm.organisation)
        assert entry.detail == "a4 → letter, dark → light"

    def test_saving_what_is_there_is_no_deed(self, db, firm, ada):
        with db.write() as tx:
            same = {"name": "Hall & Sons", "time_zone": "Europe/Berlin", "language": "en"}
            accounts.change_organisation(tx, firm.organisation, ada, **same)
            assert deeds(tx, firm) == []
