"""Which comments are shown, under whose name, and in which order (decision 14).

Pure. Comments stand word for word. By group from five submitted raters in that group, several
groups together from three, else none; the order inside follows from the texts alone, apart for
each question, so that nothing links a person's comments to one another or to when they came.
A rater may have a comment stand without the group's name, or be read by the coach only. What came
in several batches of raters is judged batch by batch, and shown together under equal headings.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from survey.cells import MINIMUM, Group, comment_pools, may_stand_apart

pools = comment_pools
"""The sets of groups under which comments may stand. In survey.cells, because raters are shown
beforehand what becomes of theirs."""

NO_GROUP: tuple[str, ...] = ()
"""`Shown.groups` of comments that stand without any group's name."""


@dataclass(frozen=True)
class Comment:
    """One rater's words. `question`: id of an open question, or of a skill."""

    group: str
    question: str
    text: str
    show: Literal["group", "pool", "coach"] = "group"
    """As the rater chose: with the own group, without it, or for the coach only."""
    batch: int = 0
    """Of those who joined the reports together, 0 for the first."""


@dataclass(frozen=True)
class Shown:
    """Comments on one question from one group, or from several counted together."""

    question: str
    groups: tuple[str, ...]
    """NO_GROUP: whoever wrote them wants no group named."""
    texts: tuple[str, ...]


def publish_comments(
    comments: Iterable[Comment], submitted: Mapping[str, int], groups: Sequence[Group]
) -> tuple[Shown, ...]:
    """What may be shown, question by question in order of first appearance."""
    there = [c for c in comments if c.text.strip()]
    shown: list[Shown] = []
    for question in dict.fromkeys(c.question for c in there):
        said = [c for c in there if c.question == question]
        shown += _on(question, said, submitted, groups)
    return tuple(shown)


def for_the_coach(
    comments: Iterable[Comment], submitted: Mapping[str, int], groups: Sequence[Group]
) -> tuple[Shown, ...]:
    """What raters wrote for the coach only. A named group's stand under its name, the others
    under none, and nowhere where fewer than three could have written them."""
    named = {group.id for group in groups if group.kind == "named"}
    apart = may_stand_apart(submitted, groups)
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in comments:
        if each.show == "coach" and each.text.strip() and (apart or each.group in named):
            heading = (each.group,) if each.group in named else NO_GROUP
            found.setdefault((each.question, heading), []).append(each.text)
    return tuple(Shown(q, heading, _shuffled(q, texts)) for (q, heading), texts in found.items())


Rule = Callable[[Iterable[Comment], Mapping[str, int], Sequence[Group]], tuple[Shown, ...]]
"""`publish_comments` or `for_the_coach`."""


def by_batch(
    rule: Rule,
    comments: Iterable[Comment],
    submitted: Sequence[Mapping[str, int]],
    groups: Sequence[Group],
) -> tuple[Shown, ...]:
    """What may be shown of several batches of raters; `submitted` in each of them.

    Where one group alone joined later, and too few of it to stand under its name, the counts of two
    reports would say whose the new words are as well as a heading: they stand without one.
    """
    anonymous = {group.id for group in groups if group.kind == "anonymous"}
    there = list(comments)
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for batch, sent in enumerate(submitted):
        for each in rule([c for c in there if c.batch == batch], sent, groups):
            few = sum(sent.get(group, 0) for group in each.groups) < MINIMUM.comments_by_group
            is_late = batch > 0 and few and anonymous.issuperset(each.groups)
            heading = NO_GROUP if is_late else each.groups
            found.setdefault((each.question, heading), []).extend(each.texts)
    asked = list(dict.fromkeys(question for question, _ in found))
    ordered = sorted(found.items(), key=lambda one: (asked.index(one[0][0]), one[0][1] == NO_GROUP))
    return tuple(Shown(q, heading, _shuffled(q, texts)) for (q, heading), texts in ordered)


def _on(
    question: str, said: Sequence[Comment], submitted: Mapping[str, int], groups: Sequence[Group]
) -> list[Shown]:
    """The comments on one question. Where the headings of the others would tell whose a comment
    without a group is, none of them names an anonymous group."""
    cells = pools(submitted, groups)
    headed = [c for c in said if c.show == "group"]
    apart: list[Comment] = []
    if may_stand_apart(submitted, groups):
        apart = [c for c in said if c.show == "pool"]
        if len(headed) < len(said) and _tells(headed, submitted, groups):
            named = {group.id for group in groups if group.kind == "named"}
            apart += [c for c in headed if c.group not in named]
            headed = [c for c in headed if c.group in named]
    shown = [(members, [c.text for c in headed if c.group in members]) for members in cells]
    shown.append((NO_GROUP, [c.text for c in apart]))
    return [Shown(question, where, _shuffled(question, texts)) for where, texts in shown if texts]


def _tells(
    headed: Iterable[Comment], submitted: Mapping[str, int], groups: Sequence[Group]
) -> bool:
    """Whether leaving out all who stand under a heading leaves fewer than three anonymous raters,
    or only one group of several."""
    anonymous = [g.id for g in groups if g.kind == "anonymous" and submitted.get(g.id)]
    under = [c.group for c in headed]
    left, left_groups = 0, 0
    for members in pools(submitted, groups):
        if members[0] in anonymous:
            rest = sum(submitted[g] - under.count(g) for g in members)
            left += max(rest, 0)
            left_groups += len(members) if rest > 0 else 0
    return left < MINIMUM.comments_pooled or left_groups < min(2, len(anonymous))


def _shuffled(question: str, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda t: sha256(f"{question}\0{t}".encode()).digest()))
