"""What one skill's numbers may mean: a few sentences, the surest first."""

from math import sqrt

from reports.case import Case
from reports.certainty import certainty
from reports.findings.standing import stands
from reports.model import Finding
from reports.published import Item, Scale

WIDE = 0.5
"""Differences from here on are worth a sentence; points of a five-point scale."""


def meaning(case: Case, scale: Scale, most: int = 3) -> tuple[Finding, ...]:
    """The sentences of "What this may mean"; never empty where others' numbers are shown."""
    rules = (gap, position, between_groups, within, agreement)
    found = [finding for rule in rules if (finding := rule(case, scale))]
    return tuple(found[:most]) or (nothing_to_tell(case, scale),)


def gap(case: Case, scale: Scale) -> Finding | None:
    """Your view beside theirs."""
    _ = case.words._
    at = scale.gap
    if at is None:
        return None
    size = case.words.one(abs(at.printed))
    texts = {
        ("self_higher", "clear"): _(
            "You rate yourself %(size)s higher than others do. You may do it where they cannot "
            "see it, or it may not come across as you mean it.",
            size=size,
        ),
        ("self_higher", "likely"): _(
            "You probably rate yourself higher than others do (by %(size)s). It could be that "
            "some of it happens out of their sight.",
            size=size,
        ),
        ("self_lower", "clear"): _(
            "Others rate you %(size)s higher than you rate yourself. What comes easily may not "
            "feel like a skill; you could use it on purpose.",
            size=size,
        ),
        ("self_lower", "likely"): _(
            "Others probably rate you higher than you do (by %(size)s). They may see more in it "
            "than you give yourself credit for.",
            size=size,
        ),
    }
    text = texts.get((at.view, at.certainty))
    if at.view == "similar":
        text = _similar(case, scale, at.printed)
    elif text is None:
        text = _(
            "Your rating and theirs are %(size)s apart. Other raters might have given another "
            "picture, so take it as a question rather than a result.",
            size=size,
        )
    return Finding(f"skill.gap.{at.view}.{at.certainty}", text, (scale.id,), (at.printed,))


def _similar(case: Case, scale: Scale, printed: float) -> str:
    """Small gaps in words; no size where either number is printed as "or more"."""
    _ = case.words._
    if any(value and value.bound for value in (scale.own, scale.all)):
        return _("You and others see this much alike.")
    if printed == 0:
        return _("You and others see this alike, at %(value)s.", value=case.words.value(scale.all))
    return _(
        "You and others see this much alike: only %(size)s lies between you.",
        size=case.words.one(abs(printed)),
    )


def position(case: Case, scale: Scale) -> Finding | None:
    """The skill beside the other skills."""
    _ = case.words._
    stand = next((s for s in stands(case.now.skills) if s.scale == scale.id), None)
    if stand is None or scale.all is None:
        return None
    rated = {
        ("above", "clear"): _("Among your skills, others rate this one clearly higher."),
        ("above", "likely"): _("Among your skills, others may rate this one higher."),
        ("below", "clear"): _("Among your skills, others rate this one clearly lower."),
        ("below", "likely"): _("Among your skills, others may rate this one lower."),
    }
    often = {
        ("above", "clear"): _("Among your skills, others see this one clearly more often."),
        ("above", "likely"): _("Among your skills, others may see this one more often."),
        ("below", "clear"): _("Among your skills, others see this one clearly less often."),
        ("below", "likely"): _("Among your skills, others may see this one less often."),
    }
    text = (often if case.asks_how_often else rated)[stand.side, stand.certainty]
    rule = f"skill.{stand.side}.{stand.certainty}"
    return Finding(rule, text, (scale.id,), (scale.all.drawn,))


def between_groups(case: Case, scale: Scale) -> Finding | None:
    """Two groups of raters that see different things, where that is likely more than chance."""
    if not (found := widest_groups(case, scale)):
        return None
    _difference, high, low = found
    text = case.words._(
        "%(high)s rate this higher (%(above)s) than %(low)s do (%(below)s). They may meet you in "
        "different situations.",
        high=_capital(case.people(high)),
        low=case.people(low),
        above=case.words.value(scale.cells[high]),
        below=case.words.value(scale.cells[low]),
    )
    values = (scale.cells[high].drawn, scale.cells[low].drawn)
    return Finding("skill.groups", text, (scale.id, high, low), values)


def widest_groups(case: Case, scale: Scale) -> tuple[float, str, str] | None:
    """The difference, the higher and the lower cell of the two groups that lie furthest apart;
    None where that is less than half a point or may be chance."""
    pairs = [
        (scale.cells[a].stands - scale.cells[b].stands, a, b)
        for a in scale.intervals
        for b in scale.intervals
        if scale.cells[a].stands > scale.cells[b].stands
    ]
    if not pairs:
        return None
    difference, high, low = max(pairs, key=lambda pair: pair[0])
    up, down = scale.intervals[high], scale.intervals[low]
    sure = certainty(difference, sqrt(up.se**2 + down.se**2), up.df)
    if difference < WIDE * case.now.unit or sure == "cannot_tell":
        return None
    return difference, high, low


def within(case: Case, scale: Scale) -> Finding | None:
    """Statements of the skill that lie a point or more apart: an example, not a rank."""
    there = [i for i in items_of(case, scale) if i.all]
    if len(there) < 2:
        return None
    top = max(there, key=lambda i: i.all.stands if i.all else 0.0)
    bottom = min(there, key=lambda i: i.all.stands if i.all else 0.0)
    if not (top.all and bottom.all) or top.all.stands - bottom.all.stands < case.now.unit:
        return None
    text = case.words._(
        "Within this skill the statements lie between %(low)s and %(high)s. Which of them matters "
        "most in your work?",
        low=case.words.value(bottom.all),
        high=case.words.value(top.all),
    )
    return Finding("skill.items", text, (top.id, bottom.id), (top.all.drawn, bottom.all.drawn))


def agreement(case: Case, scale: Scale) -> Finding | None:
    """Raters who lie far apart among themselves."""
    if scale.agreement != "apart":
        return None
    text = case.words._(
        "The people who rated you differ from one another here. An average hides that; ask what "
        "different people see."
    )
    return Finding("skill.apart", text, (scale.id,))


def nothing_to_tell(case: Case, scale: Scale) -> Finding:
    """No rule found anything: say so plainly."""
    _ = case.words._
    if scale.all is None:
        text = _("Too few people could answer this skill to show their view.")
        return Finding("skill.too_few", text, (scale.id,))
    text = _("Others rate this about as high as your other skills.")
    if case.asks_how_often:
        text = _("Others see this about as often as your other skills.")
    return Finding("skill.level", text, (scale.id,), (scale.all.drawn,))


def items_of(case: Case, scale: Scale) -> tuple[Item, ...]:
    """The skill's published items in order of presentation."""
    return tuple(i for i in case.now.items.values() if i.skill == scale.plain_id)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
