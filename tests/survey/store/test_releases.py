"""The ledger, what is withheld, notes, bundles and pilots, on both engines."""

from dataclasses import replace

import pytest

from survey.errors import NotFound, Stale
from survey.store import (
    accounts,
    bundles,
    notes,
    organisations,
    pilots,
    releases,
    reports,
    versions,
    withheld,
)
from survey.store.withheld import Withheld
from tests.store_factories import TODAY, alice_takes_part, answer, instrument

NOW = 1_800_000_000


class ReleasesContract:
    def cora(self, tx, name="Cora"):
        return accounts.add(tx, name, f"{name.lower()}@example.org")

    def place(self, tx):
        asked = instrument()
        versions.keep(tx, asked)
        return pilots.Place(organisations.add(tx, "Hall & Sons"), asked.version, "standard")

    def test_the_newest_of_the_ledger_is_in_force(self, db):
        with db.write() as tx:
            alice, cora = alice_takes_part(tx), self.cora(tx)
            answer(tx, alice, "a" * 64)
            first = reports.ask(tx, alice)
            answer(tx, alice, "b" * 64)
            second = reports.ask(tx, alice)
            releases.put(tx, alice, first, cora, TODAY)
            assert releases.put(tx, alice, first, None, TODAY).account == cora
            releases.put(tx, alice, second, None, TODAY)
        with db.read() as tx:
            assert [one.report for one in releases.of(tx, alice)] == [first, second]
            assert releases.in_force(tx, [alice])[alice].report == second
            assert releases.in_force(tx, ["nobody"]) == {}

    def test_what_comes_back_in_force_is_a_preview_again(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            first = reports.ask(tx, alice)
            answer(tx, alice, "a" * 64)
            second = reports.ask(tx, alice)
            row = releases.put(tx, alice, first, None, TODAY)
            releases.set_state(tx, row.id, "released", None, TODAY)
            assert releases.of_report(tx, first).state == "released"
            releases.put(tx, alice, second, None, TODAY)
            releases.put(tx, alice, first, None, TODAY)
            newest = releases.in_force(tx, [alice])[alice]
        assert (newest.report, newest.state, newest.number) == (first, "preview", 3)

    def test_a_report_keeps_what_it_is_made_of(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            answer(tx, alice, "b" * 64)
            answer(tx, alice, "a" * 64, "reports")
            asked = reports.ask(tx, alice)
            one = reports.Basis(("a" * 64,), ("c" * 64,), {"reports": 1})
            other = reports.ask(tx, alice, one)
            assert reports.ask(tx, alice, one) == other
        with db.read() as tx:
            everything = reports.basis(tx, asked)
            assert everything.receipts == ("a" * 64, "b" * 64)
            assert everything.counts == {"peers": 1, "reports": 1}
            assert reports.basis(tx, other) == one
            assert set(reports.named(tx, [asked, other, "nobody"])) == {asked, other}

    def test_a_comment_is_withheld_once(self, db):
        with db.write() as tx:
            row = Withheld(alice_takes_part(tx), "f" * 64, "It is cruel.", self.cora(tx), TODAY)
            assert withheld.add(tx, row)
            assert not withheld.add(tx, row)
            assert withheld.of(tx, row.participation) == {row.text_hash: row}
            assert withheld.remove(tx, row.participation, row.text_hash)
            assert not withheld.remove(tx, row.participation, row.text_hash)

    def test_notes_are_their_authors_and_saved_on_top_of_what_was_read(self, db):
        with db.write() as tx:
            alice, cora, carl = alice_takes_part(tx), self.cora(tx), self.cora(tx, "Carl")
            assert notes.get(tx, alice, cora) == notes.Note()
            assert notes.save(tx, alice, cora, "Start with trust", 0) == 1
            assert notes.save(tx, alice, cora, "Start with trust.", 1) == 2
            for old in (0, 1, 3):
                with pytest.raises(Stale):
                    notes.save(tx, alice, cora, "lost", old)
            assert notes.get(tx, alice, cora) == notes.Note("Start with trust.", 2)
            assert notes.get(tx, alice, carl) == notes.Note()

    def test_a_bundle_is_made_by_one_worker_at_a_time(self, db):
        failed = bundles.Missing("Alice", "failed", "a1b2c3d4")
        with db.write() as tx:
            cora = self.cora(tx)
            made = bundles.add(tx, cora, ["one", "two"], NOW + 86400)
            assert bundles.lost(tx, NOW) == [made]
            bundles.resent(tx, made, NOW)
            assert bundles.lost(tx, NOW) == []
            claimed = bundles.claim(tx, made, NOW)
            assert claimed.participations == ("one", "two")
            assert bundles.claim(tx, made, NOW) is None
            bundles.progress(tx, claimed, 1, NOW)
            bundles.finish(tx, claimed, b"PK", [failed])
            with pytest.raises(Stale):
                bundles.progress(tx, claimed, 2, NOW)
        with db.read() as tx:
            done = bundles.get(tx, made)
            assert (done.state, done.made, done.failures) == ("done", 1, (failed,))
            assert bundles.file(tx, made) == b"PK"
            assert bundles.of(tx, cora) == [done]
            assert bundles.lost(tx, NOW + 999) == []

    def test_pilot_figures_are_made_once_and_counted_in_their_place(self, db):
        with db.write() as tx:
            place = self.place(tx)
            cora = self.cora(tx)
            first, other = (
                pilots.add(tx, where, TODAY, cora, '{"managers": {"alice": "report"}}')
                for where in (place, replace(place, form="extended"))
            )
            assert pilots.lost(tx, NOW) == sorted([first, other])
            pilots.resent(tx, other, NOW)
            assert pilots.lost(tx, NOW) == [first]
            claimed = pilots.claim(tx, first, NOW)
            assert pilots.claim(tx, first, NOW) is None
            pilots.finish(tx, claimed, "{}")
            with pytest.raises(Stale):
                pilots.fail(tx, claimed, "abcd")
            second = pilots.add(tx, place, TODAY, cora, '{"managers": {}}')
        with db.read() as tx:
            assert [(one.id, one.number, one.state) for one in pilots.of(tx, place)] == [
                (first, 1, "done"), (second, 2, "queued"),
            ]  # fmt: skip
            every = pilots.of_organisation(tx, place.organisation)
            assert {one.id for one in every} == {first, other, second}
            assert pilots.organisations(tx) == [place.organisation]
            assert pilots.with_any(tx, ["alice", "bob"]) == 2
            assert pilots.with_any(tx, []) == 0

    def test_pilot_figures_whose_worker_died_are_given_up_at_last(self, db):
        with db.write() as tx:
            place = self.place(tx)
            made = pilots.add(tx, place, TODAY, self.cora(tx), "{}")
            now = NOW
            for _ in range(pilots.ATTEMPTS):
                assert pilots.claim(tx, made, now).state == "running"
                now += pilots.PATIENCE
                assert pilots.lost(tx, now) == [made]
            assert pilots.claim(tx, made, now) is None
            assert pilots.of(tx, place)[0].state == "failed"

    def test_a_bundle_whose_worker_died_is_begun_again_and_given_up_at_last(self, db):
        with db.write() as tx:
            made = bundles.add(tx, self.cora(tx), ["one"], NOW + 86400)
            now, first = NOW, None
            for _ in range(bundles.ATTEMPTS):
                claimed = bundles.claim(tx, made, now)
                first = first or claimed
                now += bundles.PATIENCE
                assert bundles.lost(tx, now) == [made]
            with pytest.raises(Stale):
                bundles.progress(tx, first, 1, now)
            assert bundles.claim(tx, made, now) is None
            assert bundles.get(tx, made).state == "failed"

    def test_a_bundle_is_erased_after_its_day(self, db):
        with db.write() as tx:
            made = bundles.add(tx, self.cora(tx), ["one"], NOW)
            assert bundles.erase_old(tx, NOW - 1) == 0
            assert bundles.erase_old(tx, NOW) == 1
            with pytest.raises(NotFound):
                bundles.get(tx, made)


class TestSqlite(ReleasesContract):
    pass


class TestPostgres(ReleasesContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
