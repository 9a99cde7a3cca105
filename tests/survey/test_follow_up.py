"""What a pulse may say: whoever reads it learns of no one, and of no two, what they answered."""

from collections import defaultdict
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from survey.growth.follow_up import (
    CHANGES,
    NOTHING,
    OPEN,
    UNKNOWN,
    Answered,
    Said,
    Share,
    can_be_asked,
    enough,
    needed,
    results,
    said,
)
from tests.factories import questionnaire

GROUPS = questionnaire().instrument.groups
ANSWERS = st.lists(st.sampled_from([*CHANGES, UNKNOWN, ""]), max_size=40)


def told(less, same, more, least=3):
    return said(["less"] * less + ["same"] * same + ["more"] * more, least)


def test_three_large_counts_stand_as_they_are():
    assert told(3, 4, 5).shares == (Share(("less",), 3), Share(("same",), 4), Share(("more",), 5))


def test_small_counts_stand_with_their_neighbours():
    assert told(1, 4, 5).shares == (Share(("less", "same"), 5), Share(("more",), 5))
    assert told(4, 5, 1).shares == (Share(("less",), 4), Share(("same", "more"), 6))


def test_where_no_number_can_stand_there_are_words():
    assert told(0, 0, 9) == told(1, 1, 7) == Said(middle="more")
    assert told(1, 1, 1) == told(0, 3, 0) == Said(middle="same")
    assert told(2, 0, 2) == Said(middle="same")


def test_too_few_answers_say_nothing():
    assert told(0, 0, 2) == NOTHING
    assert told(0, 0, 4, least=5) == NOTHING
    assert said([UNKNOWN] * 9) == NOTHING
    assert told(0, 0, 2, least=0) == NOTHING


@given(ANSWERS, st.integers(0, 8))
def test_a_shown_number_never_stands_on_fewer_than_three(answers, least):
    shown = said(answers, least)
    valid = [a for a in answers if a in CHANGES]
    assert all(share.count >= max(3, least) for share in shown.shares)
    if shown.shares:
        assert len(shown.shares) >= 2
        assert sum(share.count for share in shown.shares) == len(valid)
    if not shown.is_nothing:
        assert len(valid) >= max(3, least)


def test_what_is_said_never_tells_how_one_or_two_or_all_answered():
    """Of all answers that would be told alike, no count of an answer is the same in each, unless
    it is a number that stands there; nor do all of them hold one answer alone."""
    for least in (3, 4, 5):
        for n in range(least, 16):
            alike = defaultdict(list)
            for less, same in product(range(n + 1), repeat=2):
                if less + same <= n:
                    counts = (less, same, n - less - same)
                    alike[told(*counts, least)].append(counts)
            for shown, there in alike.items():
                single = {share.answers[0] for share in shown.shares if len(share.answers) == 1}
                for at, answer in enumerate(CHANGES):
                    if answer not in single:
                        assert len({counts[at] for counts in there}) > 1, (shown, there)
                assert not all(max(counts) == n for counts in there)


def rated(*groups, text="well done"):
    return [Answered(g, {OPEN: f"{text} {i}", "goal:a": "more"}) for i, g in enumerate(groups)]


def test_words_are_those_of_anonymous_raters_in_an_order_of_their_own():
    answers = rated("peers", "reports", "others", "manager")
    shown = results(answers, {"goal:a": "Ask", OPEN: ""}, GROUPS, 3)
    again = results(answers[::-1], {"goal:a": "Ask", OPEN: ""}, GROUPS, 3)
    assert shown.texts == again.texts
    assert sorted(shown.texts) == ["well done 0", "well done 1", "well done 2"]
    assert [(n.group, n.answer) for n in shown.named_texts] == [("manager", "well done 3")]
    assert shown.goals[0].goal == "a"
    assert shown.goals[0].others == Said(middle="more")
    assert [(n.group, n.answer) for n in shown.goals[0].named] == [("manager", "more")]


def test_a_named_rater_does_not_make_up_the_number():
    assert not enough(rated("peers", "peers", "manager"), GROUPS, 3)
    assert enough(rated("peers", "peers", "others"), GROUPS, 3)
    assert not enough(rated("peers", "peers", "others"), GROUPS, 4)


def test_a_single_group_is_asked_back_only_if_five_can_answer():
    invited = {"peers": 4, "reports": 5, "others": 3, "manager": 1}
    assert can_be_asked(invited, GROUPS, 3) == [("peers", "reports", "others"), ("reports",)]
    assert can_be_asked({"peers": 2}, GROUPS, 3) == []
    assert can_be_asked({"peers": 2, "others": 1}, GROUPS, 3) == [("peers", "others")]
    assert needed(("reports",), GROUPS, 3) == 5
    assert needed(("reports", "peers"), GROUPS, 6) == 6
