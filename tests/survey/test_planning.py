"""What is wrong with a plan, and what of it stays as it was promised."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.rounds.campaign import RoundDraft, Rules, Wanted
from survey.rounds.planning import broken, check, kept
from tests.factories import questionnaire

TODAY = date(2026, 11, 23)
ASKED = questionnaire()
GOOD = RoundDraft("Autumn", "standard", TODAY, TODAY + timedelta(days=18))


def fields(draft, day=TODAY):
    return {finding.where for finding in check(draft, ASKED, day)}


def test_a_usual_plan_has_nothing_wrong():
    assert fields(GOOD) == set()


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"form": "none"}, "form"),
        ({"threshold": 2}, "threshold"),
        ({"threshold": 21}, "threshold"),
        ({"opens_on": TODAY - timedelta(days=1)}, "opens_on"),
        ({"closes_on": None}, "closes_on"),
        ({"closes_on": TODAY - timedelta(days=1)}, "closes_on"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(wrong, where):
    assert where in fields(replace(GOOD, **wrong))


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"reminders": (0, 4)}, "reminders"),
        ({"reminders": (9, 4)}, "reminders"),
        ({"reminders": (4, 4)}, "reminders"),
        ({"reminders": (4, 19)}, "reminders"),
        ({"reminders": tuple(range(1, 12))}, "reminders"),
        ({"cap": 0}, "cap"),
        ({"cap": 201}, "cap"),
        ({"pulse_after": 30}, "pulse_after"),
        ({"languages": ()}, "languages"),
        ({"languages": ("xx",)}, "languages"),
        ({"approver": "coach", "coached": False}, "approver"),
        ({"approver": "admin", "nominator": "admin"}, "approver"),
        ({"groups": {"peers": Wanted(5, 3)}}, "groups"),
        ({"groups": {"none": Wanted(3, 5)}}, "groups"),
    ],
)
def test_a_wrong_rule_is_told_with_its_field(wrong, where):
    assert fields(replace(GOOD, rules=replace(Rules(), **wrong))) == {where}


@pytest.mark.parametrize("nominator", ["admin", "manager"])
@pytest.mark.parametrize("coached", [True, False])
def test_all_four_flows_can_be_planned(nominator, coached):
    assert fields(replace(GOOD, rules=Rules(nominator=nominator, coached=coached))) == set()


def test_a_round_that_runs_may_have_begun_in_the_past():
    begun = replace(GOOD, opens_on=TODAY - timedelta(days=3))
    assert fields(begun, None) == set()


def test_messages_can_be_filled_in():
    wrong = replace(GOOD, title="", threshold=1, rules=Rules(reminders=(40,), cap=0))
    for finding in check(wrong, ASKED, TODAY):
        assert "%" not in finding.message % finding.values


def test_a_draft_can_be_changed_in_everything():
    other = RoundDraft("x", "extended", TODAY, TODAY, 5, Rules(coached=False, nominator="admin"))
    assert broken(GOOD, other, "draft", frozen=False) == ()


def test_an_open_round_keeps_its_first_day_and_who_writes_the_lists():
    other = replace(GOOD, opens_on=TODAY + timedelta(days=1), rules=Rules(nominator="admin"))
    assert set(broken(GOOD, other, "open", frozen=False)) == {"opens_on", "nominator"}


DRAFTS = st.builds(
    RoundDraft,
    title=st.sampled_from(["a", "b"]),
    form=st.sampled_from(["standard", "extended"]),
    opens_on=st.just(TODAY),
    closes_on=st.sampled_from([TODAY, TODAY + timedelta(days=9)]),
    threshold=st.integers(3, 5),
    rules=st.builds(
        Rules,
        coached=st.booleans(),
        groups=st.sampled_from([{}, {"peers": Wanted(3, 5)}]),
        cap=st.integers(1, 9),
        pulse_after=st.sampled_from([0, 60, 90]),
        texts=st.sampled_from([{}, {"invitation": {}}]),
    ),
)


@given(DRAFTS, DRAFTS)
def test_after_the_first_invitation_no_promise_gets_weaker(before, after):
    if broken(before, after, "open", frozen=True):
        return
    assert (before.form, before.threshold) == (after.form, after.threshold)
    assert before.rules.groups == after.rules.groups
    assert before.rules.coached == after.rules.coached
    assert after.rules.pulse_after <= before.rules.pulse_after


@given(DRAFTS, DRAFTS)
def test_settings_with_one_fingerprint_are_the_same_but_for_mail_texts(before, after):
    same = before == replace(after, rules=replace(after.rules, texts=before.rules.texts))
    assert (before.fingerprint() == after.fingerprint()) == same


def test_what_is_kept_can_be_shown_before_it_is_tried():
    assert kept("draft", frozen=False) == frozenset()
    assert "threshold" in kept("open", frozen=True)
