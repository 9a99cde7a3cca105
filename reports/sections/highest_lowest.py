"""Statements seen most and least often, in no strict order; where raters differ most."""

from reports.case import Case
from reports.findings.lists import alike, range_of_items, seen
from reports.model import Section
from reports.published import Item
from reports.sections.views import row

MOST, DIFFERING = 5, 3


def section(case: Case) -> Section | None:
    """Left out of a self report, and where fewer than two statements have an average."""
    order, _ = seen(case), case.words._
    if case.is_self or len(order) < 2:
        return None
    close = alike(case)
    count = min(MOST, len(order) // 2)
    spread = _apart(case)
    highest = () if _all_equal(order) else order[:count]
    lowest = () if close else order[-count:][::-1]
    often = _("Seen most and least often")
    return Section(
        id="highest_lowest",
        title=often if case.asks_how_often else _("Rated highest and lowest"),
        lead=(range_of_items(case),),
        content={
            "has_self": case.now.has_self,
            "often": case.asks_how_often,
            "alike": close,
            "highest": [row(case, item) for item in highest],
            "lowest": [row(case, item) for item in lowest],
            "differing": [row(case, item) for item in spread],
            "spread_allowed": not case.now.is_few and case.now.came_together,
            "joined_later": not case.now.came_together,
            "prompts": [] if highest else _prompts(case),
        },
    )


def _apart(case: Case) -> list[Item]:
    """Up to three statements on which raters differ from each other (decision 18)."""
    there = [item for item in case.now.items.values() if item.spread is not None]
    return sorted(there, key=lambda i: -(i.spread or 0.0))[:DIFFERING]


def _prompts(case: Case) -> list[str]:
    """What to write down where there is nothing to list."""
    _ = case.words._
    return [
        _("Which two statements matter most in your work now?"),
        _("Whom could you ask for an example of each?"),
        _("What would you like people to see in half a year?"),
    ]


def _all_equal(order: tuple[Item, ...]) -> bool:
    return len({item.all.drawn for item in order if item.all}) == 1
