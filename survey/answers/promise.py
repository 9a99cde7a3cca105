"""What becomes of a rater's answers, told before they are sent. Pure.

It goes by how many are invited and never by how many have answered (decision 20), through the
very functions that the report goes through.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.cells import Group, comment_pools, may_stand_apart, partition

Standing = Literal["own", "named", "group", "merged", "hidden"]


@dataclass(frozen=True)
class Promise:
    """For one rater, if all who are invited answer."""

    standing: Standing
    """own: about oneself. named: shown by itself. group: averaged with the own group. merged: with
    other groups, too. hidden: too few, its numbers are not shown."""
    groups: tuple[str, ...]
    """Ids of the groups that are averaged together; () where nothing is shown."""
    others: int
    """How many others are averaged with this rater."""
    heading: tuple[str, ...]
    """Ids of the groups whose names stand above this rater's comments; () if they stand nowhere."""
    can_stand_apart: bool
    """Whether a comment may stand without the group's name."""


def promise(
    groups: Sequence[Group], group: str, invited: Mapping[str, int], threshold: int
) -> Promise:
    """To a rater of `group`. `invited`: by group id; `threshold`: of the round."""
    kind = next(each.kind for each in groups if each.id == group)
    if kind == "self":
        return Promise("own", (group,), 0, (), False)
    cells = partition(invited, groups, threshold)
    cell = cells.get(group)
    together = tuple(each.id for each in groups if cell and cells.get(each.id) == cell)
    others = {each: n for each, n in invited.items() if each in cells}
    return Promise(
        standing=_standing(kind, together),
        groups=together,
        others=max(sum(invited[each] for each in together) - 1, 0),
        heading=next((one for one in comment_pools(others, groups) if group in one), ()),
        can_stand_apart=may_stand_apart(others, groups),
    )


def _standing(kind: str, together: tuple[str, ...]) -> Standing:
    if kind == "named":
        return "named"
    if not together:
        return "hidden"
    return "group" if len(together) == 1 else "merged"
