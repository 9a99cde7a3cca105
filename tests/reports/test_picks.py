"""What was chosen from options leaves the house only where it tells of nobody (decision 14)."""

import json
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.picks import Bar, Picked, publish_picks
from survey.questionnaire.canonical import from_json, to_json
from tests.factories import questionnaire

OPTIONS = ("a", "b", "c", "d")


@cache
def asked(pick=1):
    plain = json.loads(to_json(questionnaire()))
    question = {
        "id": "top", "type": "ranking" if pick > 1 else "choice", "pick": pick, "self": "What?",
        "other": "What?", "options": [{"id": o, "name": o.upper()} for o in OPTIONS],
    }  # fmt: skip
    plain["instrument"]["first_questions"] = [question]
    return from_json(json.dumps(plain))


def shown(groups, pick=1, hidden=(), **more):
    """`groups`: {group: choices}, a choice written as its options, "ab"."""
    picked = [Picked(g, "top", tuple(c)) for g, choices in groups.items() for c in choices]
    there = publish_picks(picked, asked(pick), set(groups) - {"self", *hidden}, **more)
    return there[0] if there else None


def test_bars_count_the_anonymous_from_eight_on():
    got = shown({"self": "a", "manager": "b", "peers": "aaab", "reports": "bbbac"})
    assert got.own == ("a",)
    assert got.named == (("manager", ("b",)),)
    assert got.n == 9
    assert got.bars == (Bar(("b",), 4), Bar(("a", "c", "d"), 5))


def test_what_few_chose_is_put_together():
    got = shown({"peers": "aaaab", "reports": "bbbcd"})
    assert got.bars == (Bar(("b",), 4), Bar(("a", "c", "d"), 6))


def test_what_nobody_chose_is_shown_as_nobody():
    got = shown({"peers": "aaaa", "reports": "bbbb"})
    assert [bar.count for bar in got.bars] == [4, 4, 0, 0]


def test_nearly_all_of_one_mind_has_no_bars_and_the_same_words():
    for few in ("a", "b", "bb"):
        got = shown({"peers": "aaaaaaaa"[len(few) :] + few})
        assert got.bars == ()
        assert got.most == ("a",)


def test_below_eight_words_say_what_most_chose_and_below_five_nothing():
    assert shown({"peers": "aaabc"}).most == ("a",)
    assert shown({"peers": "aabbc"}) is None, "two are too few to be most"
    assert shown({"peers": "aaab"}) is None


def test_a_hidden_group_counts_in_nothing():
    assert shown({"peers": "aaab", "others": "ab"}, hidden=["others"]) is None


def test_a_named_group_shows_its_choice_and_is_in_no_bar():
    got = shown({"manager": "d", "peers": "aaaa", "reports": "bbbb"})
    assert got.named == (("manager", ("d",)),)
    assert {bar.options: bar.count for bar in got.bars}[("d",)] == 0


def test_of_a_ranking_those_who_did_not_choose_must_be_several_too():
    ab = shown({"peers": ["ab"] * 4 + ["ac"] * 4}, pick=2)
    assert ab.bars == (), "all of them chose a"
    assert ab.most == ("a",)


def test_a_higher_minimum_of_the_round_holds_for_choices_too():
    """Raters were told that nothing is shown of fewer than five."""
    said = {"peers": "aaaa", "reports": "bbbbb"}
    assert [bar.count for bar in shown(said).bars] == [4, 5, 0, 0]
    got = shown(said, k=5)
    assert got.bars == ()
    assert got.most == ("b",)
    assert shown({"peers": "aaaabc"}, k=5) is None


def test_of_several_batches_only_what_is_nobody_s_secret_is_shown():
    said = {"self": "a", "manager": "b", "peers": "aaaa", "reports": "bbbb"}
    got = shown(said, batches=2)
    assert (got.own, got.named) == (("a",), (("manager", ("b",)),))
    assert (got.n, got.bars, got.most) == (0, (), ())


CHOICES = st.lists(st.sets(st.sampled_from(OPTIONS), min_size=1, max_size=2), max_size=16)


@settings(max_examples=300, deadline=None)
@given(CHOICES, st.sampled_from([1, 2]))
def test_no_bar_tells_of_one_or_two(choices, pick):
    said = ["".join(sorted(c))[:pick] for c in choices]
    got = shown({"peers": said}, pick=pick)
    if got is None or not got.bars:
        return
    assert got.n == len(said) >= 8
    for bar in got.bars:
        least = 3 if len(bar.options) == 1 else 3 * pick
        assert bar.count == 0 or bar.count >= least
        assert len(bar.options) > 1 or got.n - bar.count >= 3
    assert sorted(o for bar in got.bars for o in bar.options) == list(OPTIONS)
    assert sum(bar.count for bar in got.bars) == sum(map(len, said))


@pytest.mark.parametrize("n", [8, 9])
def test_bars_fit_several_answers_wherever_options_are_put_together(n):
    """Whoever knows the bars cannot tell how the options inside a common one were chosen."""
    for counts in product(range(n + 1), repeat=3):
        if sum(counts) != n:
            continue
        said = [o for o, count in zip(OPTIONS, counts, strict=False) for _ in range(count)]
        got = shown({"peers": said})
        for bar in got.bars if got else ():
            if len(bar.options) > 1:
                assert bar.count >= 3
