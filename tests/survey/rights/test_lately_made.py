"""Prints, paper forms, debrief packs and pilot figures: who goes leaves no trace in them, neither
here nor in a copy that comes back."""

import io
import json
import zipfile

import pytest

from survey.rights import backup, erasing, finding
from survey.store import accounts, bundles, log, papers, people, pilots, prints, reports
from survey.store.pilots import Place
from tests.store_factories import TODAY, instrument, rows
from tests.survey.rights.conftest import NOON

ALICE, CORA = "alice.quittenbaum@hallsons.example", "cora@hallsons.example"


def pdf_of(name):
    return b"%PDF-1.7\n(" + name.encode() + b")"


def pack_of(name):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr("guide.pdf", pdf_of(name))
    return packed.getvalue()


@pytest.fixture
def made(db, firm):
    """All of it about Alice Quittenbaum, whose coach Cora Haselnuss is named in it."""
    with db.write() as tx:
        people.rename(tx, firm.alice, "Alice Quittenbaum")
        people.set_email(tx, firm.alice, ALICE)
        tx.exec_driver_sql("UPDATE accounts SET name = 'Cora Haselnuss' WHERE name = 'Cora'")
        (report,) = [one.id for one in reports.of(tx, firm.participation)]
        wanted = prints.ask(tx, report, "short-a4-dark", "c" * 64)
        both = "Alice Quittenbaum and Cora Haselnuss"
        prints.finish(tx, prints.claim(tx, wanted, 0), pdf_of("Alice Quittenbaum"), "{}")
        pack = bundles.add(tx, firm.cora, [firm.participation], NOON + 86400, report)
        bundles.finish(tx, bundles.claim(tx, pack, 0), pack_of(both), [])
        wish = json.dumps({"readers": f"{both} read the report."})
        papers.add(tx, firm.ada, wish, NOON + 86400, participation=firm.participation)
        basis = json.dumps({"managers": {firm.participation: report}, "without": {}})
        pilots.add(tx, Place(firm.organisation, instrument().version, "standard"), TODAY, firm.cora,
                   basis)  # fmt: skip
        log.write(tx, "round.named", organisation=firm.organisation, detail="For Alice Quittenbaum")
        log.write(tx, "round.named", organisation=firm.organisation, detail="Nobody's")
    return firm


def erase(db, settings, keys, address):
    return erasing.erase(db, settings, keys.record, address, organisation=None, day=TODAY, by=None)


def traces(db, settings, *words):
    with db.read() as tx:
        return [*finding.in_store(tx, words), *finding.in_files(settings, words)]


def details(db, firm):
    with db.read() as tx:
        return [one.detail for one in log.of_organisation(tx, firm.organisation) if one.detail]


class LatelyMadeContract:
    def test_a_manager_leaves_no_trace_in_them(self, db, settings, house_keys, made):
        done = {line.what: line.rows for line in erase(db, settings, house_keys, ALICE).goes}
        assert (done["papers"], done["bundles"]) == (1, 1)
        assert traces(db, settings, "Quittenbaum", ALICE) == []
        assert rows(db, "prints") == rows(db, "papers") == rows(db, "bundles") == 0
        assert rows(db, "pilots") == 1  # of many managers

    def test_a_coach_is_named_on_no_paper_form_any_more(self, db, settings, house_keys, made):
        erase(db, settings, house_keys, CORA)
        assert traces(db, settings, "Haselnuss", CORA) == []
        with db.read() as tx:
            assert accounts.get(tx, made.cora).name == "(erased)"

    def test_nor_are_they_in_a_copy_that_comes_back_the_same_day(
        self, db, settings, house_keys, made, tmp_path
    ):
        backup.save(db, tmp_path / "copy", NOON)
        for address in (ALICE, CORA):
            erase(db, settings, house_keys, address)
        backup.restore(db, settings, house_keys, tmp_path / "copy", replace=True, now=NOON)
        assert traces(db, settings, "Quittenbaum", "Haselnuss", ALICE, CORA) == []
        assert details(db, made) == ["Nobody's"]

    def test_a_print_that_is_not_what_was_made_is_found(self, db, made):
        with db.write() as tx:
            tx.exec_driver_sql("UPDATE prints SET pdf_hash = 'another'")
        with db.read() as tx:
            assert sorted(whole for _, whole in backup.verified(tx)) == [False, True]


class TestOnSqlite(LatelyMadeContract):
    pass


class TestOnPostgres(LatelyMadeContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
