"""What a rater is told beforehand is what the report then does, if all who are invited answer."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.comments import NO_GROUP, Comment, for_the_coach, publish_comments
from survey.answers.promise import promise
from survey.cells import COMBINED
from tests.reports.cases import answers, case, shipped

GROUPS = shipped().instrument.groups
OTHERS = [group.id for group in GROUPS if group.kind != "self"]
KINDS = {group.id: group.kind for group in GROUPS}

counts = st.fixed_dictionaries({group: st.integers(0, 7) for group in OTHERS})


def told(group, invited, threshold=3):
    return promise(GROUPS, group, {"self": 1, **invited}, threshold)


PATTERNS = [
    {"manager": manager, "peers": peers, "reports": reports, "others": others}
    for manager, (peers, reports, others) in product(
        (0, 1), [(4, 5, 3), (2, 5, 1), (2, 2, 0), (1, 1, 1), (3, 0, 2), (2, 0, 0), (6, 2, 2)]
    )
]


@pytest.mark.parametrize("invited", PATTERNS, ids=lambda p: "-".join(map(str, p.values())))
def test_numbers_stand_where_the_report_puts_them(invited):
    published = case([answers({"self": 1, **invited})]).now
    cells = {member: cell for cell in published.cells for member in cell.members}
    for group, n in invited.items():
        if not n:
            continue
        foretold = told(group, invited)
        if KINDS[group] == "named":
            assert foretold.standing == "named"
        elif group not in cells:
            assert foretold.standing == "hidden"
        else:
            assert set(foretold.groups) == set(cells[group].members)
            assert (foretold.standing == "merged") == (cells[group].id == COMBINED)


@given(counts)
@settings(max_examples=300)
def test_comments_stand_under_the_foretold_heading(invited):
    for group, n in invited.items():
        if n:
            shown = publish_comments([Comment(group, "keep", "Well done")], invited, GROUPS)
            assert [one.groups for one in shown] == ([told(group, invited).heading] * len(shown))
            assert bool(shown) == bool(told(group, invited).heading)


@given(counts)
def test_a_comment_without_its_group_is_printed_as_foretold(invited):
    for group, n in invited.items():
        if n:
            shown = publish_comments([Comment(group, "keep", "x", "pool")], invited, GROUPS)
            assert bool(shown) == told(group, invited).can_stand_apart
            assert all(one.groups == NO_GROUP for one in shown)


@given(counts, st.integers(3, 6))
def test_nobody_is_averaged_with_fewer_than_the_threshold(invited, threshold):
    for group, n in invited.items():
        if n and KINDS[group] == "anonymous":
            foretold = told(group, invited, threshold)
            assert foretold.standing == "hidden" or foretold.others + 1 >= threshold


def test_the_own_numbers_are_the_own():
    foretold = told("self", {"peers": 5})
    assert (foretold.standing, foretold.heading, foretold.can_stand_apart) == ("own", (), False)


class TestCommentsWithoutTheirGroup:
    SENT = {"manager": 1, "peers": 5, "reports": 5}

    def on(self, *said, sent=None):
        comments = [Comment(g, "keep", f"{g} {n}", show) for n, (g, show) in enumerate(said)]
        return {
            one.groups: one.texts for one in publish_comments(comments, sent or self.SENT, GROUPS)
        }

    def test_they_stand_apart_and_the_others_stay_under_their_group(self):
        shown = self.on(("peers", "group"), ("reports", "group"), ("peers", "pool"))
        assert set(shown) == {("peers",), ("reports",), NO_GROUP}
        assert shown[NO_GROUP] == ("peers 2",)

    def test_for_the_coach_only_is_not_in_the_report(self):
        assert self.on(("peers", "coach")) == {}

    def test_the_coach_reads_them_without_the_group_but_a_named_one_by_name(self):
        said = [Comment("peers", "keep", "a", "coach"), Comment("manager", "keep", "b", "coach"),
                Comment("peers", "keep", "c")]  # fmt: skip
        read = {one.groups: one.texts for one in for_the_coach(said, self.SENT, GROUPS)}
        assert read == {NO_GROUP: ("a",), ("manager",): ("b",)}
        few = for_the_coach(said, {"manager": 1, "peers": 2}, GROUPS)
        assert [one.groups for one in few] == [("manager",)]

    def test_whom_the_headings_leave_over_is_not_told_by_them(self):
        """All five reports stand under their heading: what is left could only be a peer's."""
        every_report = [("reports", "group")] * 5
        shown = self.on(*every_report, ("peers", "pool"))
        assert set(shown) == {NO_GROUP}
        assert len(shown[NO_GROUP]) == 6

    def test_a_named_rater_keeps_the_name_all_the_same(self):
        shown = self.on(*[("reports", "group")] * 5, ("peers", "pool"), ("manager", "group"))
        assert set(shown) == {NO_GROUP, ("manager",)}

    def test_a_named_rater_may_join_them_where_three_others_answered(self):
        assert self.on(("manager", "pool")) == {NO_GROUP: ("manager 0",)}
        assert self.on(("manager", "pool"), sent={"manager": 1, "peers": 2}) == {}

    @given(counts, st.data())
    @settings(max_examples=300)
    def test_three_or_more_could_have_written_what_stands_without_a_group(self, sent, data):
        writers = [(g, n) for g, count in sent.items() for n in range(count)]
        shows = st.sampled_from(["group", "pool", "coach", None])
        said = [(g, data.draw(shows)) for g, _ in writers]
        comments = [Comment(g, "keep", f"{g} {n}", show)
                    for n, (g, show) in enumerate(said) if show]  # fmt: skip
        shown = publish_comments(comments, sent, GROUPS)
        apart = [text for one in shown if one.groups == NO_GROUP for text in one.texts]
        wished = {f"{g} {n}" for n, (g, show) in enumerate(said) if show == "pool"}
        headed = [text.split()[0] for one in shown if one.groups for text in one.texts]
        anonymous = {g: n for g, n in sent.items() if KINDS[g] == "anonymous" and n}
        left = {g: n - headed.count(g) for g, n in anonymous.items()}
        if apart:
            assert wished <= set(apart)
            assert sum(left.values()) >= 3
        else:
            assert not wished or sum(anonymous.values()) < 3
