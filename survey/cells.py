"""Who is reported with whom: counts of raters to reporting cells, and the one table of minimums.

Standard library only: nominating and the rater's preview need it as much as scoring does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

COMBINED = "combined"
"""Id of the cell that small anonymous groups share."""

ALL_OTHERS = "all_others"
"""Id of the total over all published cells except self. Not a cell: it is computed from cells."""

SELF = "self"
"""Id under which the person's own numbers stand, whatever the own group is called. Not a cell."""

RESERVED = frozenset({COMBINED, ALL_OTHERS})
"""Ids that no rater group may have."""


@dataclass(frozen=True)
class Minimum:
    """Fewest raters behind what is shown (decision 14). A round may set only `cell` higher."""

    cell: int = 3
    """Numbers of an anonymous cell: the k of SCORING_SPEC."""
    distribution: int = 8
    """How often each answer was given, over all others."""
    spread: int = 8
    """How far answers lie apart, over all others."""
    band: int = 8
    """A drawn interval, of all others."""
    agreement: int = 5
    """Agreement in words, over all others."""
    chosen: int = 5
    """What was chosen most often from options, in words, over all anonymous raters."""
    comments_by_group: int = 5
    """Comments under their group's name; counts submitted raters."""
    comments_pooled: int = 3
    """Comments pooled over the anonymous groups; counts submitted raters."""


MINIMUM = Minimum()


class Group(Protocol):
    """What `partition` needs to know of a rater group."""

    @property
    def id(self) -> str: ...

    @property
    def kind(self) -> str:
        """'self', 'named' or 'anonymous'."""
        ...

    @property
    def merge_order(self) -> int:
        """Lower is merged first among equally small groups."""
        ...


def partition(
    counts: Mapping[str, int], groups: Sequence[Group], k: int = MINIMUM.cell
) -> dict[str, str | None]:
    """Rule 4 of SCORING_SPEC: the reporting cell of every group that has raters.

    `counts`: usable raters by group id, whole numbers from 0; groups left out have none.
    Returns, for each group but self with at least one rater, the id of its cell: its own id,
    COMBINED, or None when nothing of it may be shown. Every anonymous cell has at least `k` raters
    (k >= 1). ValueError: an unknown or reserved group id, a negative count, k below 1.
    """
    _refuse_nonsense(counts, groups, k)
    present = [group for group in groups if counts.get(group.id, 0) > 0]
    anonymous = [group for group in present if group.kind == "anonymous"]
    small = [group for group in anonymous if counts[group.id] < k]
    large = [group for group in anonymous if counts[group.id] >= k]

    cells: dict[str, str | None] = {g.id: g.id for g in present if g.kind != "self"}
    if not small:
        return cells
    if sum(counts[group.id] for group in small) >= k:
        pool = small
    elif large:
        host = min(large, key=lambda group: (counts[group.id], group.merge_order))
        pool = [*small, host]
    else:
        return cells | {group.id: None for group in small}
    return cells | {group.id: COMBINED for group in pool}


def together(batches: Iterable[Mapping[str, str | None]]) -> dict[str, str | None]:
    """The cells of groups over several batches of raters, each as `partition` found it.

    What was combined once stays combined: the groups' earlier numbers cannot be told apart.
    """
    found: dict[str, str | None] = {}
    for cells in batches:
        for group, cell in cells.items():
            if found.get(group) != COMBINED:
                found[group] = cell or found.get(group)
    return found


def comment_pools(
    submitted: Mapping[str, int], groups: Sequence[Group]
) -> tuple[tuple[str, ...], ...]:
    """The sets of groups under which comments may stand; named groups stand alone.

    `submitted` counts the forms sent by each group, self left out; in a preview, the invited.
    """
    anonymous = [g for g in groups if g.kind == "anonymous" and submitted.get(g.id)]
    cells = partition({g.id: submitted[g.id] for g in anonymous}, anonymous,
                      MINIMUM.comments_by_group)  # fmt: skip
    by_cell: dict[str, list[str]] = {}
    for group in anonymous:
        by_cell.setdefault(cells.get(group.id) or "", []).append(group.id)
    hidden = by_cell.pop("", [])
    if sum(submitted[g] for g in hidden) >= MINIMUM.comments_pooled:
        by_cell["pooled"] = hidden
    named = [(g.id,) for g in groups if g.kind == "named" and submitted.get(g.id)]
    return (*named, *(tuple(members) for members in by_cell.values()))


def may_stand_apart(submitted: Mapping[str, int], groups: Sequence[Group]) -> bool:
    """Whether a comment may be printed without its group's name: enough anonymous raters to be
    one of."""
    several = sum(submitted.get(g.id, 0) for g in groups if g.kind == "anonymous")
    return several >= MINIMUM.comments_pooled


def _refuse_nonsense(counts: Mapping[str, int], groups: Sequence[Group], k: int) -> None:
    ids = {group.id for group in groups}
    if k < 1:
        raise ValueError(f"a cell needs at least one rater, k = {k} does not")
    if ids & RESERVED:
        raise ValueError(f"no rater group may be called {sorted(ids & RESERVED)[0]!r}")
    if unknown := counts.keys() - ids:
        raise ValueError(f"unknown rater group {sorted(unknown)[0]!r}")
    if any(count < 0 for count in counts.values()):
        raise ValueError("counts of raters cannot be negative")
