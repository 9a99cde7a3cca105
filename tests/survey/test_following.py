"""Plans, notes, pulses and questions back, over both stores."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from survey.errors import AlreadySent, BadInput, NotFound, NotNow, RoundClosed
from survey.growth import developing, following
from survey.growth.developing import Draft
from survey.growth.development import Action, CheckIn, Rest
from survey.growth.follow_up import OPEN, UNKNOWN
from survey.raters.requests import open_requests
from survey.rounds.campaign import Rules
from survey.store import (
    follow_ups,
    invitations,
    outbox,
    participations,
    people,
    published,
    rounds,
)
from survey.store.tables import follow_up_invitations
from tests.programme import programme, rival, started
from tests.store_factories import TODAY, everything_in, instrument

WEEK = timedelta(days=7)
CLOSED = TODAY + timedelta(days=15)


@pytest.fixture
def skills():
    return [f"skill:{skill.id}" for skill in instrument().skills]


def planned(tx, there, about):
    drafts = [Draft(one, f"Goal {n}") for n, one in enumerate(about, start=1)]
    developing.keep_plan(tx, there.participation, drafts, Rest("listening", TODAY))
    return [goal.id for goal in developing.plan_of(tx, there.participation).goals]


def asked_in(tx, follow_up, *groups):
    """Ids of invitations to it, of some groups or of all."""
    statement = select(follow_up_invitations.c.id, follow_up_invitations.c.group).where(
        follow_up_invitations.c.follow_up == follow_up
    )
    return [row.id for row in tx.execute(statement) if not groups or row.group in groups]


def kinds(tx):
    return sorted(outbox.get(tx, one).kind for one in outbox.due(tx, 9_999_999_999))


def sent(tx, follow_up, count, goal_answer="more", groups=("peers", "reports", "others")):
    questions = [q for q in follow_ups.get(tx, follow_up).questions if q != OPEN]
    for n, one in enumerate(asked_in(tx, follow_up, *groups)[:count]):
        words = {OPEN: f"words {n}"}
        following.answer(tx, one, dict.fromkeys(questions, goal_answer) | words)


class FollowingContract:
    def test_a_goal_that_stays_about_the_same_keeps_its_looks_back(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            first, _second = planned(tx, there, skills[:2])
            said = CheckIn(first, TODAY, "on_way", "going well")
            developing.check_in(tx, there.participation, said)
            swapped = planned(tx, there, [skills[2], skills[0]])
            assert swapped[1] == first
            assert developing.plan_of(tx, there.participation).last(first) == said
            planned(tx, there, [])
            assert developing.plan_of(tx, there.participation).goals == ()

    def test_a_plan_is_about_what_was_asked_and_never_twice(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            wrong = [skills[:1] * 2, skills[:3], ["skill:none"], ["item:none"], ["round:x"]]
            for about in wrong:
                with pytest.raises(BadInput):
                    planned(tx, there, about)
            with pytest.raises(BadInput):
                developing.keep_plan(tx, there.participation, [Draft(skills[0], " ")], Rest())
            said = CheckIn("other", TODAY, "behind", "")
            with pytest.raises(NotFound):
                developing.check_in(tx, there.participation, said)

    def test_a_look_back_is_due_in_its_own_house_on_its_day(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            draft = Draft(skills[0], "Ask", [Action("ask", TODAY)], TODAY + WEEK)
            developing.keep_plan(tx, there.participation, [draft], Rest())
            mine, here = [(there.participation, TODAY)], there.organisation
            assert developing.due_check_ins(tx, TODAY, here) == mine
            assert developing.due_check_ins(tx, TODAY, "elsewhere") == []
            assert developing.due_check_ins(tx, TODAY, None) == []
            tomorrow = TODAY + timedelta(days=1)
            assert developing.due_check_ins(tx, tomorrow, here) == []
            assert developing.due_check_ins(tx, tomorrow, here, late=1) == mine

    def test_the_next_round_asks_about_the_goals_of_the_last(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            goals = planned(tx, there, skills[:2])
            now = rounds.get(tx, there.round)
            next_ = rounds.add(
                tx, "Next", version=now.version, form=now.form, threshold=3, opened_on=TODAY,
                number=2, organisation=there.organisation,
            )  # fmt: skip
            again = participations.add(tx, there.alice, next_)
            asked = developing.goals_of_last_round(tx, again)
            assert asked == list(zip(goals, ["Goal 1", "Goal 2"], strict=True))
            assert developing.goals_of_last_round(tx, there.participation) == []

    def test_the_note_goes_to_all_whatever_they_did_and_once(self, db, house_keys):
        there = programme(db, house_keys)
        with db.write() as tx:
            invitations.close(tx, there.raters["peers"][0], "done")
            invitations.close(tx, there.raters["peers"][1], "declined")
            invitations.change(tx, there.raters["peers"][2], state="removed")
            nobody = invitations.get(tx, there.raters["peers"][3]).person
            people.set_email(tx, nobody, None)
            with pytest.raises(BadInput):
                developing.thank(tx, there.participation, "  ", TODAY)
            developing.thank(tx, there.participation, "Thank you", TODAY)
            assert kinds(tx) == ["note"] * 11
            with pytest.raises(NotNow):
                developing.thank(tx, there.participation, "And again", TODAY)
            assert kinds(tx) == ["note"] * 11

    def test_a_pulse_opens_on_its_day_if_there_is_a_goal(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            pulse = following.plan_pulse(tx, there.participation, TODAY)
            assert following.plan_pulse(tx, there.participation, TODAY + WEEK) == pulse
            day = follow_ups.get(tx, pulse).opens_on
            assert day == TODAY + timedelta(days=90)
            following.open_due(tx, day, there.organisation)
            assert follow_ups.get(tx, pulse).state == "planned"
            planned(tx, there, skills[:1])
            following.open_due(tx, day - timedelta(days=1), there.organisation)
            following.open_due(tx, day, "elsewhere")
            assert follow_ups.get(tx, pulse).state == "planned"
            following.open_due(tx, day + WEEK, there.organisation)
            assert follow_ups.get(tx, pulse).state == "open"
            assert follow_ups.get(tx, pulse).closes_on == day + WEEK + timedelta(days=14)
            assert kinds(tx) == ["pulse"] * 13

    def test_a_round_may_have_no_pulse_and_a_manager_plan_one(self, db, house_keys, skills):
        there = programme(db, house_keys, rules=Rules(pulse_after=0))
        with db.write() as tx:
            assert following.plan_pulse(tx, there.participation, TODAY) is None
            planned(tx, there, skills[:1])
            pulse = following.plan_pulse(tx, there.participation, TODAY, 60)
            assert follow_ups.get(tx, pulse).opens_on == TODAY + timedelta(days=60)
            assert started(tx, there) == pulse
            assert follow_ups.get(tx, pulse).state == "open"

    def test_who_declined_or_was_removed_is_not_asked_again(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            invitations.close(tx, there.raters["peers"][0], "declined")
            invitations.change(tx, there.raters["peers"][1], state="removed")
            invitations.close(tx, there.raters["peers"][2], "done")
            planned(tx, there, skills[:1])
            pulse = started(tx, there)
            assert len(asked_in(tx, pulse)) == 11

    def test_answers_are_held_until_it_closes(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            goals = planned(tx, there, skills[:1])
            pulse = started(tx, there)
            sent(tx, pulse, 4)
            assert following.results(tx, pulse) is None
            following.close_due(tx, CLOSED - timedelta(days=1), there.organisation)
            assert following.results(tx, pulse) is None
            following.close_due(tx, CLOSED, there.organisation)
            following.close_due(tx, CLOSED, there.organisation)
            shown = following.results(tx, pulse)
            assert [goal.goal for goal in shown.goals] == goals
            assert shown.goals[0].others.middle == "more"
            assert sorted(shown.texts) == [f"words {n}" for n in range(4)]
            assert kinds(tx).count("follow_up_ready") == 2  # Alice, and Cora her coach

    def test_what_a_pulse_shows_stands_in_the_ledger_from_its_closing(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            goals = planned(tx, there, skills[:2])
            pulse = started(tx, there)
            sent(tx, pulse, 4)
            assert published.of(tx, there.participation) == []
            following.close_due(tx, CLOSED, there.organisation)
            rows = published.of(tx, there.participation)
            assert {(r.source, r.scale, r.printed) for r in rows} == {
                (pulse, f"goal:{goal}", "more") for goal in goals
            }
            (behind,) = published.members(tx, there.participation).values()
            assert behind == {one.id for one in follow_ups.answers(tx, pulse)}

    def test_a_pulse_that_the_auditor_does_not_prove_is_not_shown(self, db, house_keys, skills):
        """As if the same goal had been counted before, with one answer fewer."""
        there = programme(db, house_keys)
        with db.write() as tx:
            (goal,) = planned(tx, there, skills[:1])
            pulse = started(tx, there)
            sent(tx, pulse, 4)
            few = frozenset([one.id for one in follow_ups.answers(tx, pulse)][1:])
            row = published.Row("before", f"goal:{goal}", "all_others", there.participation,
                                3, "3", published.hash_of(few))  # fmt: skip
            published.add(tx, [row], [few])
            following.close_due(tx, CLOSED, there.organisation)
            assert following.results(tx, pulse) is None
            assert published.of(tx, there.participation) == [row]

    def test_two_answers_show_nothing_and_neither_does_a_named_one_more(
        self, db, house_keys, skills
    ):
        there = programme(db, house_keys)
        with db.write() as tx:
            planned(tx, there, skills[:1])
            pulse = started(tx, there)
            sent(tx, pulse, 2)
            sent(tx, pulse, 1, groups=("manager",))
            following.close_due(tx, CLOSED, there.organisation)
            assert following.results(tx, pulse) is None

    def test_it_is_answered_once_while_it_is_open_and_with_something(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            planned(tx, there, skills[:1])
            pulse = started(tx, there)
            question = next(q for q in follow_ups.get(tx, pulse).questions if q != OPEN)
            one, two, *_ = asked_in(tx, pulse)
            for nothing in ({}, {OPEN: "  "}, {question: "lots"}, {"other": "more"}):
                with pytest.raises(BadInput):
                    following.answer(tx, one, nothing)
            following.answer(tx, one, {question: UNKNOWN})
            with pytest.raises(AlreadySent):
                following.answer(tx, one, {question: "more"})
            following.close_due(tx, CLOSED, there.organisation)
            with pytest.raises(RoundClosed):
                following.answer(tx, two, {question: "more"})

    def test_what_is_asked_of_somebody_is_listed_until_it_is_answered(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            planned(tx, there, skills[:1])
            pulse = started(tx, there)
            one = asked_in(tx, pulse, "peers")[0]
            bob = follow_ups.asked(tx, one).person
            (found,) = [each for each in open_requests(tx, bob) if each.follow_up]
            assert (found.follow_up, found.about_name) == (one, "Alice")
            following.answer(tx, one, {OPEN: "well done"})
            assert [e.state for e in open_requests(tx, bob) if e.follow_up] != ["to_do"]

    def test_a_question_back_goes_to_groups_that_are_large_enough(self, db, house_keys):
        there = programme(db, house_keys)
        with db.write() as tx:
            every, reports = following.groups_to_ask(tx, there.participation)
            assert (set(every), reports) == ({"peers", "reports", "others"}, ("reports",))
            for groups in (("peers",), ("manager",), ("reports", "peers"), ()):
                with pytest.raises(BadInput):
                    following.ask_back(tx, there.participation, groups, "Why?", TODAY)
            with pytest.raises(BadInput):
                following.ask_back(tx, there.participation, every, " ", TODAY)
            asked = following.ask_back(tx, there.participation, reports, "Why?", TODAY)
            assert kinds(tx) == ["ask_back"] * 5
            with pytest.raises(NotNow):
                following.ask_back(tx, there.participation, every, "Why?", TODAY)
            sent(tx, asked, 4)
            following.close_due(tx, CLOSED, there.organisation)
            assert following.results(tx, asked) is None, "four of one group are too few for words"
            again = following.ask_back(tx, there.participation, every, "{{ Why? }}", TODAY)
            sent(tx, again, 3)
            following.close_due(tx, CLOSED, there.organisation)
            assert len(following.results(tx, again).texts) == 3
            with pytest.raises(NotNow):
                following.ask_back(tx, there.participation, every, "And?", TODAY)

    def test_an_answer_leaves_no_trace_of_who_or_when(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            planned(tx, there, skills[:1])
            pulse = started(tx, there)
        before = everything_in(db).splitlines()
        with db.write() as tx:
            sent(tx, pulse, 1)
        after = everything_in(db).splitlines()
        new = [row for row in after if row not in before]
        new.remove(f"('{there.participation}',)")  # noted until the next stir
        assert len(after) == len(before) + 2
        assert len(new) == 2  # the answer, and an invitation that is done
        (answer,) = (row for row in new if "words 0" in row)
        (done,) = (row for row in new if "words 0" not in row)
        assert done.split("'")[1] not in answer

    def test_the_guess_is_on_the_scale_and_before_opening(self, db, house_keys, skills):
        there = programme(db, house_keys)
        with db.write() as tx:
            skill = skills[0].removeprefix("skill:")
            assert developing.guess_of(tx, there.participation) is None
            for wrong in ({"nothing": 3}, {skill: 0}, {skill: 6}):
                with pytest.raises(BadInput):
                    developing.keep_guess(tx, there.participation, wrong)
            developing.keep_guess(tx, there.participation, {skill: 4})
            participations.change(tx, there.participation, opened=True)
            with pytest.raises(NotNow):
                developing.keep_guess(tx, there.participation, {})
            assert developing.guess_of(tx, there.participation) == {skill: 4}


class TestSqlite(FollowingContract):
    pass


class TestPostgres(FollowingContract):
    @pytest.fixture
    def db(self, postgres_db):
        return postgres_db


def test_the_rivals_are_not_asked(db, house_keys, skills):
    there, other = programme(db, house_keys), rival(db, house_keys)
    with db.write() as tx:
        planned(tx, there, skills[:1])
        planned(tx, other, skills[:1])
        pulse = started(tx, there)
        theirs = {invitations.get(tx, i).person for g in other.raters.values() for i in g}
        asked = {follow_ups.asked(tx, i).person for i in asked_in(tx, pulse)}
    assert asked.isdisjoint(theirs)
