"""Which comments stand under whose name, and in which order (decision 14)."""

from hypothesis import given
from hypothesis import strategies as st

from reports.comments import Comment, pools, publish_comments
from tests.reports.cases import shipped

GROUPS = shipped().instrument.groups
KINDS = {group.id: group.kind for group in GROUPS}


def sent(**counts):
    return {f"{group}": n for group, n in counts.items()}


def test_a_group_of_five_stands_alone_and_a_named_rater_always():
    assert pools(sent(manager=1, peers=5), GROUPS) == (("manager",), ("peers",))


def test_smaller_groups_are_pooled_from_three():
    assert pools(sent(peers=2, others=1), GROUPS) == (("peers", "others"),)
    assert pools(sent(peers=2), GROUPS) == ()


def test_a_remainder_below_three_joins_a_larger_group():
    assert pools(sent(peers=5, others=2), GROUPS) == (("peers", "others"),)


@given(st.fixed_dictionaries({g: st.integers(0, 7) for g in ("peers", "reports", "others")}))
def test_no_anonymous_pool_is_smaller_than_three(counts):
    made = pools(counts, GROUPS)
    is_only_one = sum(n > 0 for n in counts.values()) == 1
    for members in made:
        size = sum(counts[group] for group in members)
        assert size >= (3 if len(members) > 1 or is_only_one else 5)
    named = [group for members in made for group in members]
    assert len(named) == len(set(named))


def test_words_stand_as_written_and_their_order_says_nothing():
    said = [
        Comment("peers", "keep", text) for text in ("One.", "Two <b>!", "  Three", "Four", "Fünf")
    ]
    forward = publish_comments(said, {"peers": 5}, GROUPS)
    backward = publish_comments(reversed(said), {"peers": 5}, GROUPS)
    assert forward == backward
    assert sorted(forward[0].texts) == sorted(comment.text for comment in said)


def test_the_order_of_one_question_does_not_follow_from_another():
    texts = [f"Comment {n}" for n in range(8)]
    said = [Comment("peers", q, text) for text in texts for q in ("keep", "different")]
    keep, different = publish_comments(said, {"peers": 8}, GROUPS)
    assert set(keep.texts) == set(different.texts)
    assert keep.texts != different.texts


def test_blank_comments_are_left_out():
    assert publish_comments([Comment("peers", "keep", " \n ")], {"peers": 5}, GROUPS) == ()


def headings(shown):
    return {one.groups: len(one.texts) for one in shown}


def test_a_comment_without_its_group_is_not_given_away_by_the_headings_of_the_others():
    """Dana is the one peer who chose so; everybody else stands under a heading."""
    said = [Comment("peers", "keep", f"Peer {n}") for n in range(4)]
    said += [Comment("reports", "keep", f"Report {n}") for n in range(5)]
    said.append(Comment("peers", "keep", "Dana's", show="pool"))
    shown = publish_comments(said, sent(peers=5, reports=5), GROUPS)
    assert headings(shown) == {(): 10}


def test_headings_stay_where_several_of_two_groups_could_have_written_it():
    said = [Comment("peers", "keep", f"Peer {n}") for n in range(3)]
    said += [Comment("reports", "keep", f"Report {n}") for n in range(3)]
    said.append(Comment("peers", "keep", "Dana's", show="pool"))
    shown = publish_comments(said, sent(peers=5, reports=5), GROUPS)
    assert headings(shown) == {("peers",): 3, ("reports",): 3, (): 1}
