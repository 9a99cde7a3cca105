"""Whose a comment may be: of one group among others at least five, else at least three raters."""

from itertools import product

import pytest

from reports.comments import Comment, publish_comments
from survey.cells import MINIMUM
from tests.attack.instrument import questionnaire
from tests.attack.programmes import ANONYMOUS

SIZES = list(product((0, 1, 2, 3, 4, 5, 6), repeat=len(ANONYMOUS)))


def found_out(show="group"):
    """Headings with too few possible authors, of every round of up to six raters a group in which
    everybody wrote something, to be shown as said."""
    groups = questionnaire().instrument.groups
    found = []
    for sizes in SIZES:
        sent = dict(zip(ANONYMOUS, sizes, strict=True))
        said = [Comment(g, "keep", f"{g} {n}", show) for g, size in sent.items()
                for n in range(size)]  # fmt: skip
        for shown in publish_comments(said, sent, groups):
            authors = sum(sent[g] for g in shown.groups or ANONYMOUS)
            by_group = len(shown.groups) == 1 and authors < sum(sizes)
            if authors < (5 if by_group else 3):
                found.append((sizes, shown.groups))
    return found


@pytest.mark.parametrize("show", ["group", "pool"])
def test_no_comment_has_too_few_possible_authors(show):
    assert found_out(show) == []


@pytest.mark.parametrize("rule", ["comments_by_group", "comments_pooled"])
def test_without_this_minimum_one_has(rule):
    kept = getattr(MINIMUM, rule)
    object.__setattr__(MINIMUM, rule, 1)  # frozen, and rightly so
    try:
        assert found_out() != []
    finally:
        object.__setattr__(MINIMUM, rule, kept)


def test_without_a_minimum_for_comments_without_a_heading_one_has(monkeypatch):
    monkeypatch.setattr("reports.comments.may_stand_apart", lambda *_: True)
    assert found_out("pool") != []
