"""People, rounds, invitations, drafts and responses, on both engines."""

import pytest
from sqlalchemy import inspect

from survey.errors import AlreadySent, NotFound, Stale
from survey.questionnaire import canonical
from survey.store import (
    drafts,
    invitations,
    participations,
    people,
    reports,
    responses,
    rounds,
    versions,
)
from survey.store.tables import metadata
from tests.store_factories import TODAY, alice_takes_part, answer, instrument, invite


class PeopleAndRoundsContract:
    def test_a_person_can_be_renamed_and_reached(self, db):
        with db.write() as tx:
            alice = people.add(tx, "Alice", language="de")
            people.rename(tx, alice, "Alice B.")
            people.set_email(tx, alice, "alice@example.org")
        with db.read() as tx:
            assert people.get(tx, alice) == people.Person(
                alice, "Alice B.", "alice@example.org", "de"
            )

    @pytest.mark.parametrize("noun", [people, rounds, participations, invitations, reports])
    def test_who_is_not_there_is_not_found(self, db, noun):
        with db.read() as tx, pytest.raises(NotFound):
            noun.get(tx, "nobody")

    def test_a_questionnaire_is_kept_once_and_read_back_whole(self, db):
        asked = instrument(scale_min=0)
        with db.write() as tx:
            versions.keep(tx, asked)
            versions.keep(tx, asked)
        versions._read.clear()
        with db.read() as tx:
            assert versions.get(tx, asked.version) == asked
            assert versions.get(tx, asked.version) is versions.get(tx, asked.version)
            with pytest.raises(NotFound):
                versions.get(tx, "0" * 64)

    def test_editing_the_questionnaire_changes_no_round(self, db):
        before = instrument()
        skills = list(before.skills)
        skills[0] = skills[0].model_copy(update={"items": skills[0].items[:4]})
        after = canonical.assemble(before.instrument, tuple(skills))
        with db.write() as tx:
            alice = alice_takes_part(tx, asked=before)
            versions.keep(tx, after)
        with db.read() as tx:
            round_ = rounds.get(tx, participations.get(tx, alice).round)
            pinned = versions.get(tx, round_.version)
        assert after.version != before.version
        assert canonical.to_json(pinned) == canonical.to_json(before)
        assert (round_.opened_on, round_.threshold, round_.number) == (TODAY, 3, 1)

    def test_earlier_rounds_are_the_same_persons_and_in_order(self, db):
        with db.write() as tx:
            first = alice_takes_part(tx, number=1)
            alice = participations.get(tx, first).person
            third = alice_takes_part(tx, number=3, person=alice)
            second = alice_takes_part(tx, number=2, person=alice)
            alice_takes_part(tx, number=1)  # of another Alice
        with db.read() as tx:
            assert [p.id for p in participations.earlier(tx, third)] == [first, second]
            assert participations.earlier(tx, first) == []

    def test_invitations_are_counted_by_group(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            bob = invite(tx, alice, people.add(tx, "Bob"))
            invite(tx, alice, people.add(tx, "Bea"))
            invite(tx, alice, people.add(tx, "Cleo"), "others")
            assert invitations.close(tx, bob, "done")
            assert not invitations.close(tx, bob, "declined")
            assert invitations.counts(tx, alice) == {"others": 1, "peers": 2}
            assert invitations.counts(tx, alice, "done") == {"peers": 1}
            assert invitations.get(tx, bob).state == "done"


class AnswersContract:
    def test_a_draft_is_saved_only_on_top_of_what_was_read(self, db):
        with db.write() as tx:
            bob = invite(tx, alice_takes_part(tx), people.add(tx, "Bob"))
            assert drafts.get(tx, bob) is None
            assert drafts.save(tx, bob, b"one", 0) == 1
            assert drafts.save(tx, bob, b"two", 1) == 2
            for old in (0, 1, 3, -1):
                with pytest.raises(Stale):
                    drafts.save(tx, bob, b"lost", old)
            assert drafts.get(tx, bob) == drafts.SealedDraft(2, b"two")
            drafts.erase(tx, bob)
            assert drafts.get(tx, bob) is None

    def test_a_response_is_read_back_as_it_was(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            answer(tx, alice, "b" * 64)
            answer(tx, alice, "a" * 64)
            with pytest.raises(AlreadySent):
                answer(tx, alice, "a" * 64)
        with db.read() as tx:
            found = responses.of(tx, [alice])
        assert [r.receipt_hash[0] for r in found] == ["a", "b"]
        assert found[0].answers == (
            ("comm_visi_1", 4),
            ("comm_cult_1", "NO"),
            ("comm_reso_1", None),
        )
        assert found[0].comments == {"keep": "Zoë said “go on”"}
        assert found[0].fast is False

    def test_a_response_has_no_key_to_a_person_no_time_and_no_number(self, db):
        """Exactly these columns; only the participation and the version are pointed to."""
        with db.read() as tx:
            found = inspect(tx)
            columns = {c["name"]: str(c["type"]) for c in found.get_columns("responses")}
            targets = {k["referred_table"] for k in found.get_foreign_keys("responses")}
        names = {"receipt_hash", "subject", "group", "version", "answers", "comments", "fast"}
        names |= {"goals"}
        assert set(columns) == names
        assert not [t for t in columns.values() if "DATE" in t or "TIME" in t or "INT" in t]
        assert targets == {"participations", "versions"}
        pointing = [
            t.name
            for t in metadata.sorted_tables
            for k in t.foreign_keys
            if k.column.table.name == "responses"
        ]
        assert pointing == []


class TestSqlite(PeopleAndRoundsContract, AnswersContract):
    pass


class TestPostgres(PeopleAndRoundsContract, AnswersContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
