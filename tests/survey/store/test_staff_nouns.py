"""Organisations, accounts, links, sign-ins and the log: the same promises on both engines."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase

from survey.errors import NotFound
from survey.store import accounts, links, log, objects, organisations, sign_ins, tables
from survey.store.accounts import Entry, Membership

NOW = 1_800_000_000


@pytest.fixture
def hall(db):
    with db.write() as tx:
        return organisations.add(tx, "Hall & Sons", "Europe/Berlin", "de")


@pytest.fixture
def ada(db, hall):
    """Ada the admin."""
    with db.write() as tx:
        account = accounts.add(tx, "Ada", "Ada@Hall.example")
        accounts.join(tx, account, hall, "admin")
    return account


@pytest.fixture
def cora(db, hall):
    """Cora the coach, who also has a client of her own."""
    with db.write() as tx:
        account = accounts.add(tx, "Cora", "cora@hall.example")
        accounts.join(tx, account, hall, "coach")
    return account


class OrganisationsContract:
    def test_an_organisation_keeps_what_it_was_given(self, db, hall):
        with db.read() as tx:
            found = organisations.get(tx, hall)
        assert (found.name, found.time_zone, found.language) == (
            "Hall & Sons",
            "Europe/Berlin",
            "de",
        )

    def test_it_changes_name_time_zone_and_language(self, db, hall):
        with db.write() as tx:
            organisations.change(tx, hall, "Hall", "Asia/Tokyo", "ja")
        with db.read() as tx:
            assert vars(organisations.get(tx, hall)) == {
                "id": hall,
                "name": "Hall",
                "time_zone": "Asia/Tokyo",
                "language": "ja",
                "paper": "a4",
                "cover": "dark",
            }

    def test_all_come_by_name(self, db, hall):
        with db.write() as tx:
            organisations.add(tx, "Abbot")
        with db.read() as tx:
            assert [one.name for one in organisations.every(tx)] == ["Abbot", "Hall & Sons"]

    def test_an_unknown_one_is_not_found(self, db):
        with db.read() as tx, pytest.raises(NotFound):
            organisations.get(tx, "nobody")


class AccountsContract:
    def test_an_address_is_found_however_it_is_written(self, db, ada):
        with db.read() as tx:
            assert accounts.by_email(tx, "ADA@hall.EXAMPLE").id == ada
            assert accounts.by_email(tx, "eve@hall.example") is None

    def test_one_language_is_anothers_no_matter(self, db, ada, cora):
        with db.write() as tx:
            accounts.speak(tx, ada, "de")
            spoken = [accounts.get(tx, one).language for one in (ada, cora)]
        assert spoken == ["de", "en"]

    def test_a_role_twice_is_one_role(self, db, hall, ada):
        with db.write() as tx:
            accounts.join(tx, ada, hall, "admin")
            assert accounts.roles(tx, ada) == [Membership(ada, hall, "admin")]

    def test_staff_are_listed_once_each_and_by_role(self, db, hall, ada, cora):
        with db.write() as tx:
            accounts.join(tx, ada, hall, "coach")
            assert [one.name for one in accounts.staff(tx, hall)] == ["Ada", "Cora"]
            assert [one.name for one in accounts.staff(tx, hall, "admin")] == ["Ada"]
            assert [one.name for one in accounts.staff(tx, hall, "coach")] == ["Ada", "Cora"]

    def test_one_who_leaves_keeps_other_roles(self, db, hall, cora):
        with db.write() as tx:
            client = organisations.add(tx, "Client")
            accounts.join(tx, cora, client, "coach")
            accounts.leave(tx, cora, hall, "coach")
            assert accounts.roles(tx, cora) == [Membership(cora, client, "coach")]

    def test_a_session_belongs_to_an_active_account(self, db, ada):
        with db.write() as tx:
            session = accounts.session_of(tx, ada)
            assert accounts.by_session(tx, session).id == ada
            accounts.set_active(tx, ada, False)
            assert accounts.by_session(tx, session) is None
            assert accounts.by_session(tx, accounts.session_of(tx, ada)) is None

    @pytest.mark.parametrize("deed", [
        accounts.end_sessions,
        accounts.drop_second_factor,
        lambda tx, account: accounts.set_password(tx, account, "hash"),
    ])  # fmt: skip
    def test_sessions_end_with_it(self, db, ada, deed):
        with db.write() as tx:
            session = accounts.session_of(tx, ada)
            deed(tx, ada)
            assert accounts.by_session(tx, session) is None

    def test_who_has_no_password_yet_is_known(self, db, ada, cora):
        with db.write() as tx:
            accounts.set_password(tx, ada, "hash")
            assert accounts.without_password(tx, [ada, cora]) == {cora}

    def test_the_link_in_force_is_kept(self, db, ada):
        with db.write() as tx:
            assert accounts.entry(tx, ada) == Entry(0, 0)
            accounts.set_entry(tx, ada, Entry(3, NOW))
            assert accounts.entry(tx, ada) == Entry(3, NOW)

    def test_a_dropped_second_factor_leaves_nothing(self, db, ada):
        with db.write() as tx:
            values = {"tf_primary_method": "email", "mf_recovery_codes": ["a", "b"]}
            tx.execute(update(tables.accounts).values(values))
            used = datetime(2026, 3, 1, tzinfo=UTC)
            key = {"credential_id": b"id", "public_key": b"key", "backup_state": False,
                   "device_type": "single_device", "name": "Laptop", "usage": "first",
                   "lastuse_datetime": used, "user_id": ada}  # fmt: skip
            tx.execute(tables.passkeys.insert().values(key))
            assert accounts.second_factor(tx, ada) == accounts.SecondFactor("email", 2, 1)
            accounts.drop_second_factor(tx, ada)
            assert accounts.second_factor(tx, ada) == accounts.SecondFactor(None, 0)


class SignInsContract:
    def test_it_holds_for_its_account_only(self, db, ada, cora):
        with db.write() as tx:
            key = sign_ins.begin(tx, ada, NOW)
            assert sign_ins.holds(tx, key, ada, NOW + 60)
            assert not sign_ins.holds(tx, key, cora, NOW + 60)
            assert not sign_ins.holds(tx, key + "x", ada, NOW + 60)

    def test_it_ends_after_half_an_hour_without_a_page(self, db, ada):
        with db.write() as tx:
            key = sign_ins.begin(tx, ada, NOW)
            assert not sign_ins.holds(tx, key, ada, NOW + sign_ins.IDLE)
            sign_ins.see(tx, key, NOW + 600)
            assert sign_ins.holds(tx, key, ada, NOW + sign_ins.IDLE)

    def test_it_ends_after_twelve_hours_in_any_case(self, db, ada):
        with db.write() as tx:
            key = sign_ins.begin(tx, ada, NOW)
            sign_ins.see(tx, key, NOW + sign_ins.LONGEST - 1)
            assert not sign_ins.holds(tx, key, ada, NOW + sign_ins.LONGEST)

    def test_not_every_page_is_worth_a_write(self, db, ada):
        with db.write() as tx:
            key = sign_ins.begin(tx, ada, NOW)
            assert not sign_ins.is_stale(tx, key, NOW + 30)
            assert sign_ins.is_stale(tx, key, NOW + 90)

    def test_signing_out_ends_this_one_and_no_other(self, db, ada):
        with db.write() as tx:
            phone, desk = sign_ins.begin(tx, ada, NOW), sign_ins.begin(tx, ada, NOW)
            sign_ins.end(tx, phone)
            assert not sign_ins.holds(tx, phone, ada, NOW)
            assert sign_ins.holds(tx, desk, ada, NOW)

    def test_the_key_itself_is_not_stored_and_old_rows_are_swept_away(self, db, ada):
        with db.write() as tx:
            key = sign_ins.begin(tx, ada, NOW)
            assert key not in str(tx.execute(select(tables.sign_ins)).all())
            sign_ins.begin(tx, ada, NOW + sign_ins.LONGEST + 1)
            assert len(tx.execute(select(tables.sign_ins)).all()) == 1


class LinksContract:
    def test_a_newer_link_replaces_the_older_which_is_remembered(self, db):
        with db.write() as tx:
            links.keep(tx, "a" * 64, "home", "alice", 1)
            links.keep(tx, "b" * 64, "home", "alice", 2)
            assert not links.by_hash(tx, "a" * 64).current
            assert links.by_hash(tx, "b" * 64).current
            assert links.issue(tx, "home", "alice") == 2

    def test_links_for_another_purpose_stay(self, db):
        with db.write() as tx:
            links.keep(tx, "a" * 64, "home", "alice", 1)
            links.keep(tx, "b" * 64, "requests", "alice", 1)
            links.end(tx, "requests", "alice")
            assert links.by_hash(tx, "a" * 64).current
            assert not links.by_hash(tx, "b" * 64).current

    def test_a_made_up_one_is_none(self, db):
        with db.read() as tx:
            assert links.by_hash(tx, "c" * 64) is None
            assert links.issue(tx, "home", "nobody") == 0


class LogContract:
    def test_an_organisation_s_log_holds_its_own_deeds(self, db, hall, ada):
        with db.write() as tx:
            other = organisations.add(tx, "Rival")
            log.write(tx, "round.opened", organisation=hall, account=ada, target="round:1")
            log.write(tx, "round.opened", organisation=other, target="round:2")
            found = log.of_organisation(tx, hall)
        assert [(one.action, one.account, one.target) for one in found] == [
            ("round.opened", ada, "round:1")
        ]

    def test_what_was_done_to_something_can_be_asked(self, db, hall, ada):
        with db.write() as tx:
            log.write(tx, "report.released", organisation=hall, target="participation:1")
            log.write(tx, "round.opened", organisation=hall, target="round:1")
            assert [one.action for one in log.about(tx, "participation:1")] == ["report.released"]

    def test_it_gives_no_more_than_asked_for(self, db, hall):
        with db.write() as tx:
            for n in range(5):
                log.write(tx, f"deed.{n}", organisation=hall)
            assert len(log.of_organisation(tx, hall, 3)) == 3


class ObjectsContract:
    """The mapped objects that Flask-Security works with."""

    @pytest.fixture
    def staff(self):
        class Base(DeclarativeBase):
            pass

        return type("Staff", (Base,), {"__table__": tables.accounts})

    def test_what_changed_is_stored_with_commit_and_not_before(self, db, ada, staff):
        session = objects.sessions(db)
        found = session.scalar(select(staff).where(staff.id == ada))
        found.name = "Ada L."
        with db.write() as tx:  # nobody is kept waiting by somebody who only changed an object
            assert accounts.get(tx, ada).name == "Ada"
        session.commit()
        session.remove()
        with db.read() as tx:
            assert accounts.get(tx, ada).name == "Ada L."

    def test_what_is_thrown_away_changes_nothing(self, db, ada, staff):
        session = objects.sessions(db)
        session.scalar(select(staff).where(staff.id == ada)).name = "Eve"
        session.remove()
        with db.read() as tx:
            assert accounts.get(tx, ada).name == "Ada"


class TestSqlite(
    OrganisationsContract, AccountsContract, SignInsContract, LinksContract, LogContract,
    ObjectsContract,
):  # fmt: skip
    pass


class TestPostgres(
    OrganisationsContract, AccountsContract, SignInsContract, LinksContract, LogContract,
    ObjectsContract,
):  # fmt: skip
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
