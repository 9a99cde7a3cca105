"""Every number in a report, as the ledger of published numbers keeps it. Pure."""

from reports.case import Case
from reports.published import Item, Scale, Value
from survey.anonymity.auditor import OVERALL, Number, Place
from survey.cells import ALL_OTHERS, SELF


def numbers_of(case: Case) -> dict[Place, Number]:
    """By scale (see survey.anonymity.auditor.Place) and cell; none in a self report."""
    if case.is_self:
        return {}
    found: dict[Place, Number] = {}
    for name, one in [*case.now.scales.items(), *_items(case)]:
        cells = {**one.cells, ALL_OTHERS: one.all, SELF: one.own}
        found |= {(name, cell): _number(value) for cell, value in cells.items() if value}
    if overall := case.now.overall.get(ALL_OTHERS):
        # The page prints no n beside it: the skills may have several.
        found[OVERALL, ALL_OTHERS] = Number(None, _number(overall).printed)
    for goal in case.last_plan:
        if not goal.said.is_nothing:
            found[f"goal:{goal.id}", ALL_OTHERS] = Number(goal.said.n, goal.said.printed)
    return found


def _items(case: Case) -> list[tuple[str, Scale | Item]]:
    return [(f"item:{item}", one) for item, one in case.now.items.items()]


def _number(value: Value) -> Number:
    sign = {"": "", "more": "+", "less": "-"}[value.bound]
    return Number(value.n, f"{value.drawn}{sign}")
