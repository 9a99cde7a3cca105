"""A practice round: invented people, a real report, nobody written to, nothing left."""

import pytest

from survey.errors import NotNow
from survey.rounds import rehearsal
from survey.rounds.rehearsal import Words
from survey.store import invitations, participations, people, reports, responses
from survey.store import rounds as round_rows
from survey.store.tables import metadata
from tests.programme import programme
from tests.store_factories import instrument, rows

WORDS = Words(
    "Practice: Autumn", "practice", "Head of Example", ("An invented remark.", "Another.")
)


@pytest.fixture
def firm(db, house_keys):
    return programme(db, house_keys)


def rehearsed(db, firm, seed=7):
    return rehearsal.rehearse(db, firm.round, WORDS, firm.ada, seed=seed)


def answers_of(db, made):
    with db.read() as tx:
        (one,) = participations.of_round(tx, made.round)
        return sorted((r.group, r.answers) for r in responses.of(tx, [one.id]))


class RehearsalContract:
    def test_it_is_closed_marked_as_practice_and_writes_to_nobody(self, db, firm):
        made = rehearsed(db, firm)
        with db.read() as tx:
            found = round_rows.get(tx, made.round)
            (one,) = participations.of_round(tx, made.round)
            asked = invitations.of_participation(tx, one.id)
            there = people.named(tx, [each.person for each in asked])
        assert (found.practice, found.state, found.title) == (True, "closed", "Practice: Autumn")
        assert rows(db, "outbox") == 0
        assert all(p.email.endswith("@example.invalid") for p in there.values())
        assert {p.organisation for p in there.values()} == {None}
        assert there[one.person].name.endswith(" (practice)")

    def test_every_group_answers_as_the_round_recommends(self, db, firm):
        groups = instrument().instrument.groups
        wanted = {g.id: max(g.recommended, 1) for g in groups}
        given = [group for group, _ in answers_of(db, rehearsed(db, firm))]
        assert {group: given.count(group) for group in given} == wanted

    def test_the_same_seed_invents_the_same_answers_and_another_others(self, db, firm):
        first = answers_of(db, rehearsed(db, firm))
        assert answers_of(db, rehearsed(db, firm)) == first
        assert answers_of(db, rehearsed(db, firm, seed=8)) != first

    def test_the_real_round_is_left_alone(self, db, firm):
        rehearsed(db, firm)
        with db.read() as tx:
            assert responses.of(tx, [firm.participation]) == []
            assert not round_rows.get(tx, firm.round).frozen

    def test_its_report_is_asked_for_and_found(self, db, firm):
        made = rehearsed(db, firm)
        with db.read() as tx:
            assert rehearsal.report_of(tx, made.round).id == made.report
            assert rehearsal.report_of(tx, firm.round) is None
            assert reports.get(tx, made.report).state == "queued"

    def test_thrown_away_it_leaves_nothing(self, db, firm):
        kept = {table: rows(db, table) for table in metadata.tables if table != "log"}
        made = rehearsed(db, firm)
        with db.write() as tx:
            rehearsal.throw_away(tx, made.round)
        assert {table: rows(db, table) for table in kept} == kept

    def test_only_practice_can_be_thrown_away_and_not_be_rehearsed(self, db, firm):
        with pytest.raises(NotNow), db.write() as tx:
            rehearsal.throw_away(tx, firm.round)
        with db.write() as tx, pytest.raises(ValueError, match="real answers"):
            round_rows.erase_practice(tx, firm.round)
        made = rehearsed(db, firm)
        with pytest.raises(NotNow):
            rehearsal.rehearse(db, made.round, WORDS)


class TestSqlite(RehearsalContract):
    pass


class TestPostgres(RehearsalContract):
    @pytest.fixture
    def db(self, postgres_db):
        postgres_db.migrate()
        return postgres_db
