"""A request in each of its states, and a round's first and last day. On both engines."""

from datetime import UTC, date, datetime, timedelta

import pytest

from survey import links
from survey.answers import respond
from survey.answers.draft import Changes, Draft
from survey.errors import AlreadySent, BadInput, Declined, NotFound, RoundClosed, Withdrawn
from survey.growth.development import Goal
from survey.store import goals, invitations, participations, responses, rounds
from tests.programme import invitation_secret, programme
from tests.store_factories import TODAY, alice_starts, everything, rows

LAST = TODAY + timedelta(days=18)


def at(day, hour=12, minute=0):
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).timestamp()
    return lambda: moment


NOON = at(TODAY)


class RaterContract:
    @pytest.fixture
    def firm(self, db, house_keys):
        return programme(db, house_keys)

    @pytest.fixture
    def bob(self, firm, house_keys):
        """Id and secret of a peer's invitation."""
        found = firm.raters["peers"][0]
        return found, invitation_secret(house_keys, found)

    def test_he_is_told_who_asks_and_who_reads(self, db, firm, bob):
        asked = respond.request_of(db, *bob, clock=NOON)
        assert (asked.organisation, asked.coach, asked.person.name) == (
            "Hall & Sons",
            "Cora",
            "Alice",
        )
        assert asked.invited == {"self": 1, "manager": 1, "peers": 4, "reports": 5, "others": 3}
        assert (asked.rater, asked.is_own, asked.is_open) == ("peers 1", False, True)

    def test_declining_erases_what_was_begun_and_can_be_undone(self, db, bob):
        respond.save_draft(db, *bob, everything(), 0, clock=NOON)
        respond.decline(db, *bob, clock=NOON)
        respond.decline(db, *bob, clock=NOON)
        assert rows(db, "drafts") == 0
        with pytest.raises(Declined):
            respond.read_draft(db, *bob, clock=NOON)
        respond.undo_decline(db, *bob, clock=NOON)
        respond.undo_decline(db, *bob, clock=NOON)
        assert respond.read_draft(db, *bob, clock=NOON).revision == 0

    def test_neither_is_possible_once_the_round_has_closed(self, db, bob):
        after = at(LAST + timedelta(days=2))
        with pytest.raises(RoundClosed):
            respond.decline(db, *bob, clock=after)
        respond.decline(db, *bob, clock=NOON)
        with pytest.raises(RoundClosed):
            respond.undo_decline(db, *bob, clock=after)

    def test_what_was_sent_cannot_be_declined(self, db, bob):
        respond.save_draft(db, *bob, everything(), 0, clock=NOON)
        respond.send(db, *bob, links.receipt(), clock=NOON)
        for use in (respond.decline, respond.undo_decline):
            with pytest.raises(AlreadySent):
                use(db, *bob, clock=NOON)

    def test_a_request_that_was_taken_back_says_so(self, db, bob):
        with db.write() as tx:
            invitations.change(tx, bob[0], state="removed")
        for use in (respond.read_draft, respond.decline, respond.undo_decline):
            with pytest.raises(Withdrawn):
                use(db, *bob, clock=NOON)

    def test_the_last_day_ends_at_midnight_in_the_organisations_time_zone(self, db, bob):
        """Berlin is an hour ahead of UTC in winter."""
        respond.save_draft(db, *bob, everything(), 0, clock=at(LAST, 22, 59))
        for use in (respond.read_draft, respond.decline):
            with pytest.raises(RoundClosed) as raised:
                use(db, *bob, clock=at(LAST, 23, 0))
            assert raised.value.closed_on == LAST
        with pytest.raises(RoundClosed):
            respond.save_draft(db, *bob, Changes(), 1, clock=at(LAST, 23, 0))
        with pytest.raises(RoundClosed):
            respond.send(db, *bob, links.receipt(), clock=at(LAST, 23, 0))

    def test_a_round_that_is_to_open_says_when(self, db, firm, bob):
        opens = TODAY + timedelta(days=3)
        with db.write() as tx:
            rounds.change(tx, firm.round, state="scheduled", opened_on=opens)
        with pytest.raises(RoundClosed) as raised:
            respond.read_draft(db, *bob, clock=NOON)
        assert raised.value.opens_on == opens

    def test_somebody_who_is_only_listed_cannot_answer_yet(self, db, house_keys, firm):
        dora = firm.raters["peers"][1]
        with db.write() as tx:
            invitations.change(tx, dora, state="listed")
        with pytest.raises(RoundClosed):
            respond.read_draft(db, dora, invitation_secret(house_keys, dora), clock=NOON)

    def test_how_comments_stand_is_kept_with_them(self, db, firm, bob):
        respond.save_draft(db, *bob, everything(), 0, clock=NOON)
        words = Changes(texts={"keep": "a", "different": "b"}, shows={"keep": "coach"})
        assert respond.save_draft(db, *bob, words, 1, clock=NOON) == 2
        respond.send(db, *bob, links.receipt(), shows={"different": "pool"}, clock=NOON)
        with db.read() as tx:
            (response,) = responses.of(tx, [firm.participation])
        assert response.shows == {"keep": "coach", "different": "pool"}
        assert response.comments == {"keep": "a", "different": "b"}

    def test_a_comment_can_be_put_back_under_its_group(self, db, bob):
        respond.save_draft(
            db, *bob, Changes({}, {"keep": "a"}, shows={"keep": "pool"}), 0, clock=NOON
        )
        respond.save_draft(db, *bob, Changes(shows={"keep": None}), 1, clock=NOON)
        assert respond.read_draft(db, *bob, clock=NOON).draft.shows == {}

    @pytest.mark.parametrize("wrong", [{"keep": "nobody"}, {"meta": "pool"}, {"keep": ""}])
    def test_it_refuses_what_no_comment_can_be(self, db, bob, wrong):
        with pytest.raises(BadInput):
            respond.save_draft(db, *bob, Changes(shows=wrong), 0, clock=NOON)

    def test_oneself_has_no_group_to_stand_with(self, db, house_keys, firm):
        own = firm.own, invitation_secret(house_keys, firm.own)
        with pytest.raises(BadInput):
            respond.save_draft(
                db, *own, Changes({}, {"keep": "a"}, shows={"keep": "pool"}), 0, clock=NOON
            )

    def test_the_own_answers_of_a_360_ask_for_no_report(self, db, house_keys, firm):
        own = firm.own, invitation_secret(house_keys, firm.own)
        respond.save_draft(db, *own, everything(), 0, clock=NOON)
        assert respond.send(db, *own, links.receipt(), clock=NOON).report is None

    def test_not_even_where_the_others_are_only_named_yet(self, db, house_keys):
        firm = programme(db, house_keys, raters={})
        own = firm.own, invitation_secret(house_keys, firm.own)
        respond.save_draft(db, *own, everything(), 0, clock=NOON)
        assert respond.send(db, *own, links.receipt(), clock=NOON).report is None

    def test_an_organisation_knows_its_addresses(self, db, house_keys, firm):
        own = firm.own, invitation_secret(house_keys, firm.own)
        with pytest.raises(NotFound):
            respond.set_email(db, *own, "elsewhere@example.org", clock=NOON)


class SinceLastTimeContract:
    @pytest.fixture
    def second(self, db, house_keys):
        """Alice's second round; in the first she chose a goal."""
        first = programme(db, house_keys)
        with db.write() as tx:
            goals.keep(
                tx, Goal("g" * 32, first.participation, 1, "skill:communication", "Listen", ())
            )
        again = programme(db, house_keys, name="Again", number=2, raters={"peers": 3})
        with db.write() as tx:
            participations.change(tx, again.participation, person=first.alice)
        return again

    def test_others_are_asked_about_each_goal(self, db, house_keys, second):
        bob = second.raters["peers"][0]
        link = bob, invitation_secret(house_keys, bob)
        assert respond.read_draft(db, *link, clock=NOON).goals == (("g" * 32, "Listen"),)
        respond.save_draft(db, *link, everything(), 0, clock=NOON)
        respond.save_draft(db, *link, Changes(goals={"g" * 32: "more"}), 1, clock=NOON)
        respond.send(db, *link, links.receipt(), clock=NOON)
        with db.read() as tx:
            (response,) = responses.of(tx, [second.participation])
        assert response.goals == {"g" * 32: "more"}

    def test_only_about_goals_that_there_are_and_only_so(self, db, house_keys, second):
        bob = second.raters["peers"][0]
        link = bob, invitation_secret(house_keys, bob)
        for wrong in ({"x": "more"}, {"g" * 32: "much"}):
            with pytest.raises(BadInput):
                respond.save_draft(db, *link, Changes(goals=wrong), 0, clock=NOON)


def test_a_draft_of_before_there_were_choices_opens():
    old = b'{"answers":{"a":1},"texts":{"keep":"x"},"seconds":2.0,"timed":true}   '
    assert Draft.from_bytes(old) == Draft({"a": 1}, {"keep": "x"}, 2.0)


def test_a_self_assessment_never_closes(db, house_keys):
    alice = alice_starts(db, house_keys)
    far = at(date(2090, 1, 1))
    assert respond.read_draft(db, alice.invitation, alice.secret, clock=far).is_own


class TestSqlite(RaterContract, SinceLastTimeContract):
    pass


class TestPostgres(RaterContract, SinceLastTimeContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
