"""One person goes: what goes, what stays and why, and that no trace is left; on both engines."""

import zipfile
from io import BytesIO

import pytest

from survey.answers import respond
from survey.errors import LinkUnknown, NotFound, NotNow
from survey.rights import backup, checking, copying, erasing, finding
from survey.store import accounts, drafts, invitations, lists, log, notes, people, rounds, sign_ins
from survey.store.erasing import ERASED
from survey.store.tables import metadata
from tests.programme import give_link, invitation_secret, programme
from tests.store_factories import TODAY, everything_in, rows

BOB = "bob.zwiebel@HALLSONS.example"


def erase(db, settings, keys, address, organisation=None, by=None):
    return erasing.erase(
        db, settings, keys.record, address, organisation=organisation, day=TODAY, by=by
    )


def shown(db, keys, address, organisation=None):
    return erasing.preview(db, keys.record, address, organisation=organisation, day=TODAY)


def lines(some):
    return {line.what: line.rows for line in some}


def traces(db, settings, *words):
    with db.read() as tx:
        return [*finding.in_store(tx, words), *finding.in_files(settings, words)]


def whole_reports(db):
    with db.read() as tx:
        return [is_whole for _, is_whole in backup.verified(tx)]


class ErasingContract:
    def test_a_rater_goes_and_the_sent_answers_stay(self, db, settings, house_keys, firm, bob):
        done = erase(db, settings, house_keys, BOB)
        assert lines(done.goes) == {"names": 1, "mail": 2, "links": 1}
        assert lines(done.stays) == {"sent_answers": 1}
        assert traces(db, settings, "Zwiebel", BOB) == []
        assert rows(db, "responses") == 13
        assert whole_reports(db) == [True]
        with db.read() as tx:
            assert people.get(tx, bob).name == ERASED
            assert checking.problems(tx, house_keys.record) == []

    def test_a_dry_run_tells_exactly_that_and_changes_nothing(
        self, db, settings, house_keys, firm, bob
    ):
        before = everything_in(db)
        told = shown(db, house_keys, BOB)
        assert everything_in(db) == before
        done = erase(db, settings, house_keys, BOB)
        assert (done.goes, done.stays) == (told.goes, told.stays)

    def test_an_unsent_form_ends_with_what_was_begun(self, db, settings, house_keys):
        made = programme(db, house_keys)
        first = made.raters["peers"][0]
        with db.write() as tx:
            drafts.save(tx, first, b"sealed", 0)
        done = erase(db, settings, house_keys, "peers1@hallsons.example")
        assert lines(done.goes) == {"names": 1, "drafts": 1}
        with pytest.raises(LinkUnknown):
            respond.read_invitation(db, first, invitation_secret(house_keys, first))
        with db.read() as tx:
            assert invitations.get(tx, first).state == "removed"

    def test_the_list_does_not_tell_whether_the_erased_one_had_sent(self, db, settings, house_keys):
        made = programme(db, house_keys)
        sent, unsent = made.raters["peers"][:2]
        with db.write() as tx:
            invitations.close(tx, sent, "done")
        for n in (1, 2):
            erase(db, settings, house_keys, f"peers{n}@hallsons.example")
        with db.read() as tx:
            shown_rows = {row.invitation: row for row in lists.of(tx, made.participation)}
        first, second = shown_rows[sent], shown_rows[unsent]
        assert (first.name, first.taken_off) == (second.name, second.taken_off) == (ERASED, True)

    def test_a_manager_goes_with_reports_answers_and_raters_that_nothing_else_needs(
        self, db, settings, house_keys, firm, bob
    ):
        with db.write() as tx:
            notes.save(tx, firm.participation, firm.cora, "Alice listens", 0)
        give_link(db, house_keys, "home", firm.alice)
        done = erase(db, settings, house_keys, "alice@hallsons.example")
        gone = lines(done.goes)
        assert (gone["participations"], gone["reports"], gone["answers"]) == (1, 1, 13)
        assert (gone["requests"], gone["notes"], gone["links"]) == (14, 1, 2)
        assert gone["names"] == 14  # Alice, and the raters of nobody else
        left = {name: rows(db, name) for name in ("people", "responses", "reports", "outbox")}
        assert set(left.values()) == {0}
        assert rows(db, "rounds") == 1  # the organisation's
        assert traces(db, settings, "Alice", "Zwiebel") == []

    def test_a_line_manager_s_answers_stay_without_the_name(self, db, settings, house_keys, firm):
        done = erase(db, settings, house_keys, "manager1@hallsons.example")
        assert lines(done.stays) == {"named_answers": 1}

    def test_staff_go_and_what_they_did_is_nobody_s(self, db, settings, house_keys, firm):
        with db.write() as tx:
            accounts.set_password(tx, firm.cora, "argon2")
            sign_ins.begin(tx, firm.cora, 10**10)
            log.write(tx, "report.released", organisation=firm.organisation, account=firm.cora,
                      detail="Cora <cora@hallsons.example>")  # fmt: skip
        done = erase(db, settings, house_keys, "cora@hallsons.example", by=firm.ada)
        assert lines(done.stays) == {"deeds": 1}
        assert lines(done.goes)["details"] == 1
        assert traces(db, settings, "Cora", "cora@") == []
        with db.read() as tx:
            assert not accounts.get(tx, firm.cora).active
            assert accounts.roles(tx, firm.cora) == []
            actions = [one.action for one in log.of_organisation(tx, firm.organisation)]
            assert sorted(actions) == ["person.erased", "report.released"]
            assert checking.log_problems(tx, house_keys.record) == []

    def test_the_only_admin_cannot_go(self, db, settings, house_keys, firm):
        with pytest.raises(NotNow, match="Hall & Sons would be left without an admin"):
            erase(db, settings, house_keys, "ada@hallsons.example")

    def test_an_organisation_erases_nobody_of_another(self, db, settings, house_keys, firm):
        other = programme(db, house_keys, name="Rival")
        with pytest.raises(NotFound):
            erase(db, settings, house_keys, "alice@rival.example", firm.organisation)
        with db.write() as tx:
            accounts.join(tx, firm.cora, other.organisation, "coach")
        erase(db, settings, house_keys, "cora@hallsons.example", firm.organisation)
        with db.read() as tx:
            (role,) = accounts.roles(tx, firm.cora)
            assert (role.organisation, accounts.get(tx, firm.cora).name) == (
                other.organisation,
                "Cora",
            )

    def test_what_others_wrote_is_told_and_left(self, db, settings, house_keys, firm, bob):
        with db.write() as tx:
            rounds.change(tx, firm.round, title="Asked by Bob Zwiebel")
        told = shown(db, house_keys, BOB)
        assert told.left == (("rounds.title", 1),)


class TestSqlite(ErasingContract):
    pass


class TestPostgres(ErasingContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db


class TestCopy:
    def test_a_rater_gets_what_is_known_and_no_answer(self, db, firm, bob):
        with db.read() as tx:
            copy = copying.of_rater(tx, bob)
        assert copy.data["person"][0]["email"] == "Bob.Zwiebel@hallsons.example"
        (asked,) = copy.data["asked"]
        assert (asked["about"], asked["state"]) == ("Alice", "done")
        packed = zipfile.ZipFile(BytesIO(copying.zipped(copy, "en")))
        everything = b"".join(packed.read(name) for name in packed.namelist()).decode()
        assert "Only a receipt code leads to it" in everything
        assert "go on" not in everything  # what was written in a comment
        for other in ("peers 2", "alice@", "Cora", "a" * 64):
            assert other not in everything

    def test_a_manager_gets_the_released_report_and_no_rater(self, db, firm, bob):
        with db.read() as tx:
            copy = copying.of_manager(tx, firm.alice)
        assert copy.files == {"reports/1.pdf": b"%PDF"}
        assert not {"Bob", "peers"} & set(str(copy.data).replace("'", " ").split())

    def test_a_report_that_is_not_released_is_not_in_it(self, db, house_keys, firm):
        with db.write() as tx:
            tx.execute(metadata.tables["releases"].update().values(state="preview"))
            assert copying.of_manager(tx, firm.alice).files == {}

    def test_staff_get_their_account_without_its_secrets(self, db, firm):
        with db.write() as tx:
            accounts.set_password(tx, firm.cora, "argon2 secret")
            notes.save(tx, firm.participation, firm.cora, "Alice listens", 0)
            log.write(tx, "report.released", organisation=firm.organisation, account=firm.cora,
                      target="participation:1", detail="about Alice")  # fmt: skip
            copy = copying.of_staff(tx, firm.cora)
        assert copy.data["roles"] == [{"organisation": "Hall & Sons", "role": "coach"}]
        assert copy.data["deeds"][0]["action"] == "report.released"
        assert "argon2" not in str(copy.data)
        assert "Alice" not in str(copy.data)

    def test_a_name_is_text_on_the_page(self, db, firm, bob):
        with db.write() as tx:
            people.rename(tx, bob, "<script>alert(1)</script>")
            copy = copying.of_rater(tx, bob)
        page = zipfile.ZipFile(BytesIO(copying.zipped(copy, "en"))).read("index.html").decode()
        assert "<script>" not in page
        assert "&lt;script&gt;" in page


class TestScan:
    @pytest.mark.parametrize("name", ["Zoë O'Neil", "李小龙", "ÀÉ Straße", "a&b"])
    def test_it_finds_a_name_however_it_is_spelled(self, db, settings, firm, bob, name):
        with db.write() as tx:
            people.rename(tx, bob, name.upper())
        assert traces(db, settings, name)

    def test_it_looks_into_mail_queue_zip_and_pdf(self, db, settings, firm):
        settings.outbox.mkdir(parents=True)
        (settings.outbox / "x.eml").write_text(
            "Subject: =?utf-8?q?Zo=C3=AB?=\nContent-Transfer-Encoding: quoted-printable\n"
            "Content-Type: text/plain; charset=utf-8\n\nCaf=C3=A9\n"
        )
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
            into.writestr("Zoë.txt", "x" * 100 + "Quentin")
        with db.write() as tx:
            tx.execute(metadata.tables["reports"].update().values(pdf=packed.getvalue()))
        found = {word for _, word in traces(db, settings, "Zoë", "café", "Quentin")}
        assert found == {"Zoë", "café", "Quentin"}

    def test_it_finds_what_was_erased_and_not_overwritten(self, db, settings, firm, bob):
        with db.write() as tx:
            people.rename(tx, bob, "Nobody")
        assert {place for place, _ in traces(db, settings, "Zwiebel")} >= {"people.email"}
        with db.write() as tx:
            people.set_email(tx, bob, None)
        assert traces(db, settings, "Zwiebel")  # in the write-ahead log
        db.sweep_out()
        assert traces(db, settings, "Zwiebel") == []
