"""Sentences for the page that sets the skills side by side: how far they reach, who sees what.

At a glance has said which skills stand out and where you see more than others; this page does not
say it again.
"""

from reports.case import Case
from reports.findings import overall
from reports.findings.skill import widest_groups
from reports.model import Finding
from reports.published import tenth

FAR = 0.5
"""Skills nearer to each other than this are not told apart in the lead; points of five."""


def lead(case: Case) -> tuple[Finding, ...]:
    """How far the skills reach, then a difference between groups, or else your own view."""
    found = [reach(case)]
    if third := groups(case):
        found.append(third)
    elif case.now.has_self:
        found.append(overall.differing(case))
    return tuple(found)


def reach(case: Case) -> Finding:
    """From the skill seen least often to the one seen most often, where they lie apart."""
    there = [scale for scale in case.now.skills if scale.all]
    values = {scale.id: tenth(scale.all.drawn) for scale in there if scale.all}
    low, high = min(values.values()), max(values.values())
    if high - low < FAR * case.now.unit - 1e-9:
        return near(case, low, high)
    ends = [tuple(i for i, value in values.items() if value == end) for end in (low, high)]
    shown = [case.words.value(case.scale(ids[0]).all) for ids in ends]
    text = case.words._(
        "Others place your skills between %(low)s (%(least)s) and %(high)s (%(most)s).",
        low=shown[0],
        high=shown[1],
        least=case.within(ends[0]),
        most=case.within(ends[1]),
    )
    return Finding("reach", text, (*ends[0], *ends[1]), (low, high))


def near(case: Case, low: float, high: float) -> Finding:
    """That the skills lie close together: which is seen most and least is not to be told apart."""
    _, there = case.words._, [scale for scale in case.now.skills if scale.all]
    apart = tenth(high - low)
    if apart:
        text = _(
            "The averages of your skills lie at most %(range)s apart.", range=case.words.one(apart)
        )
    else:
        value = case.words.value(there[0].all)
        text = _("All your skills have the same average: %(value)s.", value=value)
    return Finding("near", text, tuple(scale.id for scale in there), (apart or low,))


def groups(case: Case) -> Finding | None:
    """The widest difference between two groups that is likely more than chance; None where there
    are no two groups to compare."""
    _ = case.words._
    compared = [scale for scale in case.now.skills if len(scale.intervals) > 1]
    if not compared:
        return None
    pairs = [(pair, scale) for scale in compared if (pair := widest_groups(case, scale))]
    if not pairs:
        text = _("No two groups of raters clearly differ from each other.")
        return Finding("groups.none", text, tuple(scale.id for scale in compared))
    (_difference, high, low), scale = max(pairs, key=lambda found: found[0][0])
    people = case.people(high)
    text = _(
        "%(high)s rate %(name)s higher (%(above)s) than %(low)s do (%(below)s).",
        high=people[:1].upper() + people[1:],
        low=case.people(low),
        name=case.within((scale.id,)),
        above=case.words.value(scale.cells[high]),
        below=case.words.value(scale.cells[low]),
    )
    values = (scale.cells[high].drawn, scale.cells[low].drawn)
    return Finding("groups.widest", text, (scale.id, high, low), values)
