"""Whether a gap is between averages over the same statements.

SCORING_SPEC 9 takes it between the two scale scores, and rule 3 lets a score stand on part of the
statements. So where you left one out, or too few could answer it, the two are over different ones.
"""

from collections.abc import Sequence

from reports.case import Case
from reports.model import Finding
from reports.published import Scale


def unlike(case: Case, scale: Scale) -> Finding | None:
    """How many of a scale's statements have a number of both, where that is not the same for all
    of them."""
    both, there = _with_both(case, scale)
    if scale.gap is None or both is None:
        return None
    text = case.words.n_(
        "Of %(all)s statements %(n)s has a number of both, so your average and theirs are partly "
        "over different ones.",
        "Of %(all)s statements %(n)s have a number of both, so your average and theirs are partly "
        "over different ones.",
        both,
        all=there,
    )
    return Finding("compared.unlike", text, (scale.id,), (both, there))


def note(case: Case, scales: Sequence[Scale]) -> str:
    """Which of these gaps that holds for; "" where there is none."""
    ids = [scale.id for scale in scales if unlike(case, scale)]
    if not ids:
        return ""
    return case.words._(
        "%(names)s: your average and theirs are partly over different statements.",
        names=case.words.list_of([case.short(scale) for scale in ids]),
    )


def _with_both(case: Case, scale: Scale) -> tuple[int | None, int]:
    """How many statements have both numbers, and how many there are; None: they are the same."""
    items = [case.now.items[item] for item in case.now.items_of(scale.id)]
    own = {item.id for item in items if item.own}
    others = {item.id for item in items if item.all}
    return (None if own == others else len(own & others)), len(items)
