"""Goals, check-ins, thanks and follow-ups, on both engines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect

from survey.errors import NotFound
from survey.growth.development import Action, CheckIn, Goal, Rest
from survey.store import accounts, check_ins, follow_ups, goals, people, talks, thanks
from survey.store.ids import new_id
from tests.store_factories import TODAY, alice_takes_part

LATER = TODAY + timedelta(days=30)


def a_goal(tx, alice, position=1, **more):
    goal = Goal(new_id(), alice, position, "skill:communication", "Say it sooner", **more)
    goals.keep(tx, goal)
    return goal


def a_pulse(tx, alice, **more):
    values = {"groups": ["peers"], "questions": {}, "threshold": 3, "opens_on": TODAY}
    return follow_ups.add(tx, alice, "pulse", **(values | {"closes_on": LATER} | more))


class AfterContract:
    def test_of_proposed_times_one_is_picked_until_others_are_proposed(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            cora = accounts.add(tx, "Cora", "cora@hall.example")
            assert talks.of(tx, [alice]) == {}
            talks.propose(tx, alice, cora, [2_000_000_060, 2_000_000_000])
            talks.pick(tx, alice, 2_000_000_060)
            found = talks.Talk(alice, cora, (2_000_000_000, 2_000_000_060), 2_000_000_060)
            assert talks.of(tx, [alice]) == {alice: found}
            talks.propose(tx, alice, cora, [2_000_000_120])
            assert talks.of(tx, [alice])[alice].picked is None

    def test_a_goal_is_read_back_and_written_over(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            goal = a_goal(
                tx, alice, actions=(Action("Zoë: “ask”", LATER), Action("tell")), review_on=LATER,
                support="Bob", why="because", obstacle="haste",
            )  # fmt: skip
            assert goals.get(tx, goal.id) == goal
            told = replace(goal, title="Say it now", actions=(Action("ask", None, True),))
            goals.keep(tx, told)
            assert goals.of(tx, [alice]) == [told] == goals.every(tx)

    def test_two_goals_come_in_their_order_and_leave_with_their_check_ins(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            second, first = a_goal(tx, alice, 2), a_goal(tx, alice, 1)
            check_ins.add(tx, first.id, TODAY, "on_way", "")
            assert goals.of(tx, [alice]) == [first, second]
            goals.remove(tx, first.id)
            assert goals.of(tx, [alice]) == [second]
            assert check_ins.of(tx, [first.id, second.id]) == []
            with pytest.raises(NotFound):
                goals.get(tx, first.id)

    def test_what_stands_beside_the_goals_is_kept_once(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            assert goals.rest(tx, alice) == Rest()
            goals.keep_rest(tx, alice, Rest("listening", TODAY))
            goals.keep_rest(tx, alice, Rest("listening", LATER))
            assert goals.rest(tx, alice) == Rest("listening", LATER)

    def test_of_one_day_the_last_check_in_counts(self, db):
        with db.write() as tx:
            goal = a_goal(tx, alice_takes_part(tx)).id
            check_ins.add(tx, goal, LATER, "reached", "done")
            check_ins.add(tx, goal, TODAY, "behind", "not yet")
            check_ins.add(tx, goal, TODAY, "on_way", "after all")
            assert check_ins.of(tx, [goal]) == [
                CheckIn(goal, TODAY, "on_way", "after all"),
                CheckIn(goal, LATER, "reached", "done"),
            ]

    def test_a_note_is_written_once(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            assert thanks.of(tx, alice) is None
            assert thanks.add(tx, alice, "Thank you", TODAY)
            assert not thanks.add(tx, alice, "Thanks again", LATER)
            assert thanks.of(tx, alice) == thanks.Thanks(alice, "Thank you", TODAY)

    def test_a_follow_up_is_planned_opened_and_closed_once(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            pulse = a_pulse(tx, alice)
            assert [f.id for f in follow_ups.in_state(tx, "planned")] == [pulse]
            assert not follow_ups.close(tx, pulse)
            assert follow_ups.open_(tx, pulse, {"q": "More?"}, LATER)
            assert not follow_ups.open_(tx, pulse, {}, TODAY)
            follow_ups.plan(tx, pulse, date(2030, 1, 1), date(2030, 1, 2))
            follow_ups.remove(tx, pulse)
            assert follow_ups.of(tx, alice) == [
                follow_ups.FollowUp(
                    pulse, alice, "pulse", ("peers",), {"q": "More?"}, 3, TODAY, LATER, "open"
                )
            ]
            assert follow_ups.close(tx, pulse)
            with pytest.raises(NotFound):
                follow_ups.get(tx, "nobody")

    def test_a_planned_one_can_be_moved_and_removed(self, db):
        with db.write() as tx:
            alice = alice_takes_part(tx)
            pulse = a_pulse(tx, alice)
            follow_ups.plan(tx, pulse, LATER, LATER)
            assert follow_ups.get(tx, pulse).opens_on == LATER
            follow_ups.remove(tx, pulse)
            assert follow_ups.of(tx, alice) == []

    def test_it_is_answered_once_and_by_nobody_in_particular(self, db):
        with db.write() as tx:
            pulse = a_pulse(tx, alice_takes_part(tx), state="open")
            bob = people.add(tx, "Bob")
            invitation = follow_ups.asked(tx, follow_ups.ask(tx, pulse, bob, "peers"), True)
            assert follow_ups.answer(tx, invitation, {"q": "more"})
            assert not follow_ups.answer(tx, invitation, {"q": "less"})
            (answer,) = follow_ups.answers(tx, pulse)
            assert (answer.group, answer.answers) == ("peers", {"q": "more"})
        with db.read() as tx:
            columns = {c["name"] for c in inspect(tx).get_columns("follow_up_answers")}
        assert columns == {"id", "follow_up", "group", "answers"}


class TestSqlite(AfterContract):
    pass


class TestPostgres(AfterContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db
