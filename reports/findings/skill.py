"""What one skill's numbers may mean: a few sentences, the surest first."""

from math import sqrt

from reports.case import Case
from reports.certainty import certainty
from reports.findings import phrases
from reports.findings.standing import stands
from reports.model import Finding
from reports.published import Item, Scale

WIDE = 0.5
"""Differences from here on are worth a sentence; points of a five-point scale."""


def meaning(case: Case, scale: Scale, most: int = 3) -> tuple[Finding, ...]:
    """The sentences of "What this may mean"; never empty where others' numbers are shown."""
    rules = (gap, position, between_groups, within, agreement)
    if scale.gap and scale.gap.view == "similar":  # no news: what tells this skill apart goes first
        rules = (position, between_groups, gap, within, agreement)
    found = [finding for rule in rules if (finding := rule(case, scale))]
    return tuple(found[:most]) or (nothing_to_tell(case, scale),)


def gap(case: Case, scale: Scale) -> Finding | None:
    """Your view beside theirs."""
    at = scale.gap
    if at is None:
        return None
    if at.view == "similar":
        text = _similar(case, scale, at.printed)
    else:
        size = case.words.one(abs(at.printed))
        if scale.all and scale.all.bound:  # what lies beyond the edge only widens it
            size = case.words._("at least %(size)s", size=size)
        text = case.vary(scale.id, phrases.gap(case, at.view, at.certainty, size))
    return Finding(f"skill.gap.{at.view}.{at.certainty}", text, (scale.id,), (at.printed,))


def _similar(case: Case, scale: Scale, printed: float) -> str:
    """Small gaps in words; no size where either number is printed as "or more"."""
    if any(value and value.bound for value in (scale.own, scale.all)):
        said = phrases.about_alike(case)
    elif printed == 0:
        said = phrases.alike(case, case.words.value(scale.all))
    else:
        said = phrases.nearly_alike(case, case.words.one(abs(printed)))
    return case.vary(scale.id, said)


def position(case: Case, scale: Scale) -> Finding | None:
    """The skill beside the other skills."""
    stand = next((s for s in stands(case.now.skills) if s.scale == scale.id), None)
    if stand is None or scale.all is None:
        return None
    text = case.vary(scale.id, phrases.position(case, stand.side, stand.certainty))
    rule = f"skill.{stand.side}.{stand.certainty}"
    return Finding(rule, text, (scale.id,), (scale.all.drawn,))


def between_groups(case: Case, scale: Scale) -> Finding | None:
    """Two groups of raters that see different things, where that is likely more than chance."""
    if not (found := widest_groups(case, scale)):
        return None
    _difference, high, low = found
    people = case.people(high)
    said = phrases.groups(
        case,
        high=people,
        High=_capital(people),
        low=case.people(low),
        above=case.words.value(scale.cells[high]),
        below=case.words.value(scale.cells[low]),
    )
    text = case.vary(scale.id, said)
    values = (scale.cells[high].drawn, scale.cells[low].drawn)
    return Finding("skill.groups", text, (scale.id, high, low), values)


def widest_groups(case: Case, scale: Scale) -> tuple[float, str, str] | None:
    """The difference, the higher and the lower cell of the two groups that lie furthest apart,
    of those that do so by half a point or more and likely not by chance; None where none do."""
    pairs = [
        (scale.cells[a].stands - scale.cells[b].stands, a, b)
        for a in scale.intervals
        for b in scale.intervals
        if scale.cells[a].stands - scale.cells[b].stands >= WIDE * case.now.unit
    ]
    likely = [pair for pair in pairs if _is_likely(scale, *pair)]
    return max(likely, key=lambda pair: pair[0], default=None)


def _is_likely(scale: Scale, difference: float, high: str, low: str) -> bool:
    up, down = scale.intervals[high], scale.intervals[low]
    return certainty(difference, sqrt(up.se**2 + down.se**2), up.df) != "cannot_tell"


def within(case: Case, scale: Scale) -> Finding | None:
    """Statements of the skill that lie a point or more apart: an example, not a rank."""
    there = [i for i in items_of(case, scale) if i.all]
    if len(there) < 2:
        return None
    top = max(there, key=lambda i: i.all.stands if i.all else 0.0)
    bottom = min(there, key=lambda i: i.all.stands if i.all else 0.0)
    if not (top.all and bottom.all) or top.all.stands - bottom.all.stands < case.now.unit:
        return None
    low, high = case.words.value(bottom.all), case.words.value(top.all)
    text = case.vary(scale.id, phrases.items(case, low, high))
    return Finding("skill.items", text, (top.id, bottom.id), (top.all.drawn, bottom.all.drawn))


def agreement(case: Case, scale: Scale) -> Finding | None:
    """Raters who lie far apart among themselves."""
    if scale.agreement != "apart":
        return None
    text = case.vary(scale.id, phrases.apart(case))
    return Finding("skill.apart", text, (scale.id,))


def nothing_to_tell(case: Case, scale: Scale) -> Finding:
    """No rule found anything: say so plainly."""
    _ = case.words._
    if scale.all is None:
        text = _("Too few people could answer this skill to show their view.")
        return Finding("skill.too_few", text, (scale.id,))
    text = case.vary(scale.id, phrases.level(case))
    return Finding("skill.level", text, (scale.id,), (scale.all.drawn,))


def items_of(case: Case, scale: Scale) -> tuple[Item, ...]:
    """The skill's published items in order of presentation."""
    return tuple(i for i in case.now.items.values() if i.skill == scale.plain_id)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
