"""Statements seen most and least often, in no strict order; where raters differ most.

Equals stand together: a list ends where the printed value changes, and says what it left out.
"""

from collections.abc import Mapping, Sequence

from reports.case import Case
from reports.equals import Cut, cut
from reports.findings.lists import alike, drawn, notes, range_of_items, seen
from reports.model import Section
from reports.published import Item, tenth
from reports.sections import space
from reports.sections.views import row

MOST, DIFFERING = 5, 3


def section(case: Case) -> Section | None:
    """Left out of a self report, and where fewer than two statements have an average."""
    order = seen(case)
    if case.is_self or len(order) < 2:
        return None
    differing = _apart(case)
    for most in range(MOST, DIFFERING - 1, -1):
        highest, lowest = _highest(case, order, most), _lowest(case, order, most)
        told = {
            "highest": notes(case, highest, "above"),
            "lowest": notes(case, lowest, "below"),
            "differing": _as_far_apart(case, differing),
        }
        shown = (highest.shown, lowest.shown, differing.shown)
        if _height(case, shown, told) <= space.PAGE:
            break
    return Section(
        id="highest_lowest",
        title=_title(case, highest, lowest),
        lead=(range_of_items(case),),
        content={
            "has_self": case.now.has_self,
            "often": case.asks_how_often,
            "alike": alike(case),
            "highest": [row(case, item) for item in highest.shown],
            "lowest": [row(case, item) for item in lowest.shown],
            "differing": [row(case, item) for item in differing.shown],
            "notes": told,
            "spread_allowed": not case.now.is_few and case.now.came_together,
            "joined_later": not case.now.came_together,
            "prompts": [] if any(shown[:2]) else _prompts(case),
        },
    )


def _title(case: Case, highest: Cut[Item], lowest: Cut[Item]) -> str:
    """No list is announced that is not there, and nothing side by side where nothing stands."""
    _ = case.words._
    if not any((highest.shown, highest.rest, lowest.shown, lowest.rest)):
        return _("Which statements matter to you")
    if not (highest.shown and lowest.shown):
        return _("The statements side by side")
    often = _("Seen most and least often")
    return often if case.asks_how_often else _("Rated highest and lowest")


def _highest(case: Case, order: Sequence[Item], most: int) -> Cut[Item]:
    """Nothing where all are equal."""
    if len({drawn(item) for item in order}) == 1:
        return Cut(())
    return cut(order, drawn, min(most, len(order) // 2))


def _lowest(case: Case, order: Sequence[Item], most: int) -> Cut[Item]:
    """Nothing where all are close together."""
    if alike(case):
        return Cut(())
    return cut(order[::-1], drawn, min(most, len(order) // 2))


def _apart(case: Case) -> Cut[Item]:
    """Up to three statements on which raters differ from each other (decision 18)."""
    there = [item for item in case.now.items.values() if item.spread is not None]
    by_spread = sorted(there, key=lambda i: -(i.spread or 0.0))
    return cut(by_spread, lambda item: tenth(item.spread or 0.0), DIFFERING)


def _as_far_apart(case: Case, found: Cut[Item]) -> list[str]:
    """Statements that raters differ on alike, of which there is no room for all. Not how many: no
    ledger knows how far apart answers to a statement are that is not named."""
    _ = case.words._
    if not found.rest:
        return []
    if found.shown:
        return [_("On others they differ alike, so none of those is listed.")]
    return [_("On several statements they differ alike, so none is put before another.")]


def _prompts(case: Case) -> list[str]:
    """What to write down where there is nothing to list."""
    _ = case.words._
    return [
        _("Which two statements matter most in your work now?"),
        _("Whom could you ask for an example of each?"),
        _("What would you like people to see in half a year?"),
    ]


def _height(
    case: Case, lists: Sequence[Sequence[Item]], told: Mapping[str, Sequence[str]]
) -> float:
    """Of the page without lines for notes, in mm."""
    used = 32.0
    for items in lists:
        rows = sum(space.lines(case.statement(i.id), 88) * 4.5 + 2.8 for i in items)
        used += rows + (27.0 if items else 18.0)
    for lines in told.values():
        used += space.lines(" ".join(lines), 164, 1.45) * space.SMALL + 2.0 if lines else 0.0
    return used
