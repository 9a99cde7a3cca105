"""Where views match and differ: the map, possible blind spots, hidden strengths."""

from typing import Any

from reports import figures
from reports.case import Case
from reports.findings import overall
from reports.model import Section
from reports.published import Item


def section(case: Case) -> Section | None:
    """Needs both views."""
    if case.is_self or not any(s.own and s.all for s in case.now.skills):
        return None
    apart = sorted((i for i in case.now.items.values() if i.own and i.all), key=_gap)
    wide = 0.5 * case.now.unit - 1e-9
    higher = [item for item in reversed(apart) if _gap(item) >= wide][:3]
    lower = [item for item in apart if _gap(item) <= -wide][:3]
    return Section(
        id="views",
        title=case.words._("Where views match and differ"),
        lead=overall.views(case),
        content={
            "half": case.half_a_point,
            "skills": [
                {
                    "number": case.number(s.plain_id),
                    "name": case.short(s.id),
                    "gap": case.words.signed(s.gap.printed) if s.gap else "–",
                }
                for s in case.now.skills
            ],
            "n_items": len(apart),
            "higher": [row(case, item) for item in higher],
            "lower": [row(case, item) for item in lower],
        },
        figures=(figures.views(case),),
    )


def _gap(item: Item) -> float:
    return item.own.stands - item.all.stands if item.own and item.all else 0.0


def row(case: Case, item: Item) -> dict[str, Any]:
    """One statement in a list: the printed gap is the difference of the printed means."""
    return {
        "statement": case.statement(item.id),
        "number": case.number(item.skill),
        "skill": case.short(f"skill:{item.skill}"),
        "you": f"{item.own.stands:.0f}" if item.own else "–",
        "all": case.words.value(item.all),
        "gap": case.words.signed(item.gap) if item.gap is not None else "–",
    }
