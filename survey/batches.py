"""Which answers may stand together in a report, after what was seen before. Pure (decision 10).

Two reports on one person that differ by one late answer give that answer away. So late answers
wait until each anonymous group that gained has gained enough, and until, for every statement and
every scale, no linear combination of all averages ever shown touches fewer than k raters.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil

from survey.answering import USABLE_SHARE
from survey.cells import Group, partition
from survey.questionnaire.model import Questionnaire

Scales = Mapping[str, Collection[str]]
"""Items by scale; see `scales_of`."""


@dataclass(frozen=True)
class Sheet:
    """One sent form, as far as it matters here: which items have a valid answer, never which."""

    receipt: str
    group: str
    shown: frozenset[str]
    valid: frozenset[str]
    goals: frozenset[str] = frozenset()
    """Goals of the last round that it says something about."""


@dataclass(frozen=True)
class Promise:
    """What a round promised its raters, and what it asks."""

    groups: Sequence[Group]
    k: int
    scales: Scales

    @property
    def anonymous(self) -> frozenset[str]:
        return frozenset(group.id for group in self.groups if group.kind == "anonymous")

    @property
    def self_groups(self) -> frozenset[str]:
        return frozenset(group.id for group in self.groups if group.kind == "self")


def scales_of(questionnaire: Questionnaire, form: str) -> Scales:
    """Every statement, skill and responsibility: whatever has an average."""
    found: dict[str, set[str]] = {}
    for skill in questionnaire.skills:
        for item in questionnaire.items_of(skill, form):
            for scale in (f"item:{item.id}", f"skill:{skill.id}", f"resp:{item.responsibility}"):
                found.setdefault(scale, set()).add(item.id)
    return found


def shown_of_others(sheets: Iterable[Sheet], promise: Promise) -> int:
    """How many raters would stand behind what a report shows of others; 0: it would show none."""
    others = [s for s in sheets if s.group not in promise.self_groups and _is_usable(s)]
    cells = partition(Counter(s.group for s in others), promise.groups, promise.k)
    n = sum(cells[s.group] is not None for s in others)
    return n if n >= promise.k else 0


def shows_own(sheets: Iterable[Sheet], promise: Promise) -> bool:
    """Whether there is an own form that counts."""
    return any(s.group in promise.self_groups and _is_usable(s) for s in sheets)


def admitted(
    seen: Sequence[Collection[str]], there: Sequence[Sheet], promise: Promise
) -> frozenset[str]:
    """Receipts that the next report may be made of.

    `seen`: the receipts of each report so far, oldest first; `there`: all sheets there are. Named
    raters and the own form join at any time, anonymous ones in batches.
    """
    every = frozenset(sheet.receipt for sheet in there)
    if not seen:
        return every
    frozen = frozenset(seen[-1])
    late = [s for s in there if s.receipt not in frozen]
    known = frozen | {s.receipt for s in late if s.group not in promise.anonymous}
    gained = Counter(s.group for s in late if s.group in promise.anonymous)
    if not gained or min(gained.values()) < promise.k:
        return known
    return known if leaks([*seen, every], there, promise) else every


def leaks(reports: Sequence[Collection[str]], sheets: Sequence[Sheet], promise: Promise) -> bool:
    """Whether the averages of these reports, together, disclose fewer than k anonymous raters."""
    cells = [_cells(frozenset(receipts), sheets, promise) for receipts in reports]
    asked: set[frozenset[frozenset[str]]] = set()
    for items in promise.scales.values():
        there = frozenset(s.receipt for s in sheets if _has_score(s, items))
        published = frozenset(
            behind
            for report in cells
            for cell in report
            if len(behind := cell & there) >= promise.k
        )
        if published not in asked:
            asked.add(published)
            if discloses(published, promise.k):
                return True
    return any(discloses(one, promise.k) for one in _behind_goals(reports, sheets, promise))


def _behind_goals(
    reports: Sequence[Collection[str]], sheets: Sequence[Sheet], promise: Promise
) -> list[set[frozenset[str]]]:
    """For each goal, the raters behind what each report says of it: all anonymous ones together,
    whoever said something, also on a form that does not count."""
    found = []
    for goal in frozenset[str]().union(*(sheet.goals for sheet in sheets)):
        said = {s.receipt for s in sheets if goal in s.goals and s.group in promise.anonymous}
        behind = (frozenset(said & set(receipts)) for receipts in reports)
        found.append({raters for raters in behind if len(raters) >= promise.k})
    return found


def discloses(published: Collection[frozenset[str]], k: int) -> bool:
    """Whether a linear combination of averages over these sets touches fewer than k raters."""
    rows = list(published)
    raters = frozenset[str]().union(*rows)
    atoms = Counter(tuple(rater in row for row in rows) for rater in raters)
    # Raters who are always together count as one column; only small ones can be found out.
    columns = list(atoms)
    small = [at for at, column in enumerate(columns) if atoms[column] < k]
    whole = _rank(rows, columns)
    for size in range(1, k):
        for chosen in combinations(small, size):
            if sum(atoms[columns[at]] for at in chosen) < k:
                rest = [column for at, column in enumerate(columns) if at not in chosen]
                if _rank(rows, rest) < whole:
                    return True
    return False


def _rank(rows: Sequence[frozenset[str]], columns: Sequence[tuple[bool, ...]]) -> int:
    matrix = [[Fraction(column[row]) for column in columns] for row in range(len(rows))]
    rank = 0
    for column in range(len(columns)):
        pivot = next((r for r in range(rank, len(matrix)) if matrix[r][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        for below in range(rank + 1, len(matrix)):
            factor = matrix[below][column] / matrix[rank][column]
            pairs = zip(matrix[below], matrix[rank], strict=True)
            matrix[below] = [a - factor * b for a, b in pairs]
        rank += 1
    return rank


def _cells(
    receipts: frozenset[str], sheets: Sequence[Sheet], promise: Promise
) -> list[frozenset[str]]:
    """The raters of each anonymous cell of one report, by rule 4 of the scoring rules."""
    usable = [s for s in sheets if s.receipt in receipts and _is_usable(s)]
    counts = Counter(s.group for s in usable)
    found: dict[str, set[str]] = {}
    for group, cell in partition(counts, promise.groups, promise.k).items():
        if cell is not None and group in promise.anonymous:
            found.setdefault(cell, set()).update(s.receipt for s in usable if s.group == group)
    return [frozenset(cell) for cell in found.values()]


def _is_usable(sheet: Sheet) -> bool:
    return bool(sheet.valid) and len(sheet.valid) >= ceil(USABLE_SHARE * len(sheet.shown))


def _has_score(sheet: Sheet, items: Collection[str]) -> bool:
    """Rule 3: half of what was shown of the scale has a valid answer."""
    shown, valid = len(sheet.shown & set(items)), len(sheet.valid & set(items))
    return valid > 0 and valid >= ceil(USABLE_SHARE * shown)
