"""Which answers may stand together in a report, after what was seen before. Pure (decision 10).

Two reports on one person that differ by one late answer give that answer away. So late answers
join in batches: a batch is the raters whose answers joined the reports on somebody together. Each
is scored by itself, by the ordinary rules, and a later report pools what each batch may show. So a
batch never splits: whatever is added or subtracted, over all reports, whole batches are left, and
in each of them the cells of a first report, which nothing tells apart either.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from survey.anonymity.auditor import OVERALL, Place
from survey.answers.answering import USABLE_SHARE
from survey.cells import ALL_OTHERS, MINIMUM, SELF, Group, partition, together
from survey.questionnaire.model import Questionnaire

Scales = Mapping[str, Collection[str]]
"""Items by scale; see `scales_of`."""
Cells = Mapping[str, str | None]
"""Group -> its cell; None where it is hidden."""


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

    @classmethod
    def of(cls, asked: Questionnaire, form: str, k: int) -> "Promise":
        return cls(asked.instrument.groups, k, scales_of(asked, form))

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


def batches_of(
    seen: Sequence[Collection[str]], there: Sequence[Sheet], promise: Promise
) -> tuple[frozenset[str], ...]:
    """The receipts of the last of these reports by batch, oldest first: who joined with whom.

    `seen`: the receipts of each report, oldest first. Those of whom nothing was shown count into
    the next batch. Named raters and the own form, who are not anonymous, stand in the first,
    whenever they came.
    """
    found = _anonymous_batches(seen, there, promise)
    if not found:
        return tuple(frozenset(receipts) for receipts in seen[-1:])
    anonymous = frozenset(s.receipt for s in there if s.group in promise.anonymous)
    return (found[0] | (frozenset(seen[-1]) - anonymous), *found[1:])


def admitted(
    seen: Sequence[Collection[str]], there: Sequence[Sheet], promise: Promise
) -> frozenset[str]:
    """Receipts that the next report may be made of.

    `seen`: the receipts of each report so far, oldest first; `there`: all sheets there are. Named
    raters and the own form join at any time. Anonymous ones join in batches: only when each group
    that gained has gained enough forms that count.
    """
    if not seen:
        return frozenset(sheet.receipt for sheet in there)
    known = frozenset(seen[-1]) | {s.receipt for s in there if s.group not in promise.anonymous}
    batches = _anonymous_batches(seen, there, promise)
    loose = _loose(batches, there, promise)
    if not batches:  # nothing of anonymous raters was shown: this is as good as the first report
        return known | {s.receipt for s in loose} if _has_cell(loose, promise) else known
    gained = Counter(s.group for s in loose if _is_usable(s))
    if not gained or min(gained.values()) < promise.k:
        return known
    return known | {s.receipt for s in loose if s.group in gained}


def _anonymous_batches(
    seen: Sequence[Collection[str]], there: Sequence[Sheet], promise: Promise
) -> list[frozenset[str]]:
    """A batch is one from the first report on in which it has a cell, or is enough for words."""
    found: list[frozenset[str]] = []
    for receipts in seen:
        block = [s for s in _loose(found, there, promise) if s.receipt in receipts]
        if _has_cell(block, promise) or len(block) >= MINIMUM.comments_pooled:
            found.append(frozenset(s.receipt for s in block))
    return found


def _loose(
    batches: Iterable[frozenset[str]], there: Iterable[Sheet], promise: Promise
) -> list[Sheet]:
    """Anonymous raters who are in no batch yet."""
    joined = frozenset[str]().union(*batches)
    return [s for s in there if s.group in promise.anonymous and s.receipt not in joined]


def _has_cell(block: Iterable[Sheet], promise: Promise) -> bool:
    """Whether numbers of anonymous raters can be shown."""
    cells = _cell_of(block, promise)
    return any(cell and group in promise.anonymous for group, cell in cells.items())


def published_sets(
    batches: Sequence[Collection[str]], there: Sequence[Sheet], promise: Promise
) -> dict[Place, frozenset[str]]:
    """The raters behind each number that a report of these batches shows, the own ones included.

    Each batch shows what it may by rules 3 to 6 and 10 of the scoring rules, and a number is about
    those of all batches together. A report that would be the self report shows none.
    """
    blocks = [[s for s in there if s.receipt in batch] for batch in batches]
    cells = [_cell_of(block, promise) for block in blocks]
    shown_in = together(cells)
    found: dict[Place, frozenset[str]] = {}
    for scale, items in promise.scales.items():
        behind: dict[str, frozenset[str]] = {}
        for block, cell_of in zip(blocks, cells, strict=True):
            for own, raters in _behind(block, cell_of, items, promise).items():
                cell = shown_in.get(own) or own
                behind[cell] = behind.get(cell, frozenset()) | raters
        found |= {(scale, cell): raters for cell, raters in behind.items()}
        everyone = frozenset[str]().union(*behind.values())
        if len(everyone) >= promise.k:
            found[scale, ALL_OTHERS] = everyone
    if not any(s.startswith("skill:") and cell == ALL_OTHERS for s, cell in found):
        return {}
    found |= _overall(found, promise)
    return found | _own(blocks, promise) | _behind_goals(blocks, promise)


def _overall(
    found: Mapping[Place, frozenset[str]], promise: Promise
) -> dict[Place, frozenset[str]]:
    """Rule 7: whoever stands behind any of the skills, if all of them have a number."""
    skills = [scale for scale in promise.scales if scale.startswith("skill:")]
    if any((scale, ALL_OTHERS) not in found for scale in skills):
        return {}
    raters = frozenset[str]().union(*(found[scale, ALL_OTHERS] for scale in skills))
    return {(OVERALL, ALL_OTHERS): raters}


def _own(blocks: Iterable[Iterable[Sheet]], promise: Promise) -> dict[Place, frozenset[str]]:
    """The own form behind each of its numbers."""
    own = [s for block in blocks for s in block if s.group in promise.self_groups and _is_usable(s)]
    return {
        (scale, SELF): frozenset(s.receipt for s in own)
        for scale, items in promise.scales.items()
        if any(_has_score(s, items) for s in own)
    }


def _behind(
    block: Iterable[Sheet], cell_of: Cells, items: Collection[str], promise: Promise
) -> dict[str, frozenset[str]]:
    """Who of a batch stands behind the numbers of a scale, by cell; cells that may show it.

    A scale stands as the mean of its items, so a cell shows it only beside one of them.
    """
    raters: dict[str, set[str]] = {}
    for sheet in block:
        cell = cell_of.get(sheet.group)
        if cell is not None and _is_usable(sheet) and _has_score(sheet, items):
            raters.setdefault(cell, set()).add(sheet.receipt)
    least = dict.fromkeys((g.id for g in promise.groups if g.kind == "named"), 1)
    found = {c: frozenset(those) for c, those in raters.items()
             if len(those) >= least.get(c, promise.k)}  # fmt: skip
    if len(items) < 2:
        return found
    beside = [_behind(block, cell_of, (item,), promise) for item in items]
    return {c: those for c, those in found.items() if any(c in cells for cells in beside)}


def _behind_goals(
    blocks: Iterable[Iterable[Sheet]], promise: Promise
) -> dict[Place, frozenset[str]]:
    """Who stands behind what is said of each goal of the last round: those who said something in
    the first batch in which enough did, also on forms that do not count."""
    found: dict[Place, frozenset[str]] = {}
    for block in blocks:
        said: dict[str, set[str]] = {}
        for sheet in block:
            for goal in sheet.goals if sheet.group in promise.anonymous else ():
                said.setdefault(goal, set()).add(sheet.receipt)
        for goal, raters in said.items():
            if len(raters) >= promise.k:
                found.setdefault((f"goal:{goal}", ALL_OTHERS), frozenset(raters))
    return found


def _cell_of(block: Iterable[Sheet], promise: Promise) -> dict[str, str | None]:
    """The cell of each group of one batch but self, by rule 4 of the scoring rules."""
    counts = Counter(s.group for s in block if _is_usable(s))
    return partition(counts, promise.groups, promise.k)


def _is_usable(sheet: Sheet) -> bool:
    return bool(sheet.valid) and len(sheet.valid) >= ceil(USABLE_SHARE * len(sheet.shown))


def _has_score(sheet: Sheet, items: Collection[str]) -> bool:
    """Rule 3: half of what was shown of the scale has a valid answer."""
    shown, valid = len(sheet.shown & set(items)), len(sheet.valid & set(items))
    return valid > 0 and valid >= ceil(USABLE_SHARE * shown)
