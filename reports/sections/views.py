"""Where views match and differ: the map, possible blind spots, hidden strengths.

Gaps that are printed alike stand together, or are left out together with a sentence.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from reports import figures
from reports.case import Case
from reports.equals import Cut, cut
from reports.findings import compared, overall
from reports.findings.lists import unlisted
from reports.model import Section
from reports.published import Item
from reports.sections import space

MOST = 3
LARGE = 5.0
"""By so much the height of this page comes out too large, mm."""


def section(case: Case) -> Section | None:
    """Needs both views."""
    if case.is_self or not any(s.own and s.all for s in case.now.skills):
        return None
    apart = sorted((i for i in case.now.items.values() if i.own and i.all), key=_gap)
    wide = 0.5 * case.now.unit - 1e-9
    for most in (MOST, MOST - 1):
        higher = cut([i for i in reversed(apart) if _gap(i) >= wide], _printed, most)
        lower = cut([i for i in apart if _gap(i) <= -wide], _printed, most)
        told = {
            "higher": _notes(case, higher, "blind_spot"),
            "lower": _notes(case, lower, "hidden_strength"),
        }
        height = _height(case, (higher.shown, lower.shown), told)
        if height <= space.PAGE + LARGE:
            break
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
            "higher": [row(case, item) for item in higher.shown],
            "lower": [row(case, item) for item in lower.shown],
            "titles": {
                "higher": _title(case, higher, "blind_spot"),
                "lower": _title(case, lower, "hidden_strength"),
            },
            "note": compared.note(case, case.now.skills),
            "notes": told,
        },
        figures=(figures.views(case),),
    )


def _title(case: Case, found: Cut[Item], kind: str) -> str:
    """A blind spot or a hidden strength is named only where one is listed."""
    _ = case.words._
    named = any(item.kind == kind for item in found.shown)
    if kind == "blind_spot":
        return _("You rate higher: possible blind spots") if named else _("You rate higher")
    return _("Others rate higher: hidden strengths") if named else _("Others rate higher")


def _notes(case: Case, found: Cut[Item], kind: str) -> list[str]:
    """For how many the name holds, and the equals without a row."""
    lines = []
    if count := sum(item.kind == kind for item in found.shown):
        lines.append(_meant(case, kind))
        if count < len(found.shown):
            lines.append(
                case.words.n_(
                    "That holds for %(n)s of these.", "That holds for %(n)s of these.", count
                )
            )
    if found.rest:
        lines.append(unlisted(case, found, case.words.signed(_printed(found.rest[0]))))
    return lines


def _meant(case: Case, kind: str) -> str:
    """What SCORING_SPEC 10 calls so."""
    _, cut_ = case.words._, case.words.one(case.now.scale_min + 2.5 * case.now.unit)
    if kind == "blind_spot":
        return _(
            "“Possible blind spot” means here: you at %(cut)s or higher, others below, and "
            "%(point)s or more apart.",
            cut=cut_,
            point=case.a_point,
        )
    return _(
        "“Hidden strength” means here: others at %(cut)s or higher, you below, and %(point)s or "
        "more apart.",
        cut=cut_,
        point=case.a_point,
    )


def _height(
    case: Case, lists: Sequence[Sequence[Item]], told: Mapping[str, Sequence[str]]
) -> float:
    """Of the page without lines for notes, in mm."""
    used = 38.0 + 108.0
    for items in lists:
        rows = sum(space.lines(case.statement(i.id), 88) * 4.5 + 2.8 for i in items)
        used += rows + (25.0 if items else 16.0)
    for lines in told.values():
        used += space.lines(" ".join(lines), 164, 1.45) * space.SMALL + 2.0 if lines else 0.0
    return used


def _gap(item: Item) -> float:
    return item.own.stands - item.all.stands if item.own and item.all else 0.0


def _printed(item: Item) -> float:
    return item.gap or 0.0


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
