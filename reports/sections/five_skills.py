"""All skills on one scale: profile, table of all averages, agreement in words."""

from typing import Any

from reports import figures
from reports.case import Case
from reports.findings import compared
from reports.findings.profile import lead
from reports.model import Section
from reports.published import SELF, Agreement
from survey.cells import ALL_OTHERS

DISC = 0.2
"""What the disc covers of the scale; points of a five-point scale."""


def section(case: Case) -> Section | None:
    """Left out of a self report."""
    if case.is_self:
        return None
    _ = case.words._
    return Section(
        id="five_skills",
        title=_("Your skills side by side"),
        lead=lead(case),
        content={
            "columns": _columns(case),
            "rows": [_row(case, scale.id) for scale in case.now.skills],
            "notes": _notes(case),
            "has_groups": bool(case.lines),
        },
        figures=(figures.profile(case),),
    )


def lines(case: Case) -> list[str]:
    """The lines of tables and charts, in their one order: you, all others, the cells."""
    own = [SELF] if case.now.has_self else []
    return own if case.is_self else [*own, ALL_OTHERS, *(cell.id for cell in case.lines)]


def _columns(case: Case) -> list[dict[str, Any]]:
    """Each with the number of people behind it; of your own line there is nothing to count."""
    people = {cell.id: cell.n for cell in case.now.cells} | {ALL_OTHERS: case.now.n}
    n_ = case.words.n_
    return [
        {
            "sign": case.sign(c),
            "name": case.cell_name(c),
            "head": _head(case, c),
            "n": n_("%(n)s rater", "%(n)s raters", people[c]) if c in people else "",
        }
        for c in lines(case)
    ]


def _head(case: Case, line: str) -> str:
    """Over a narrow column several groups are "Combined"; the legend names them."""
    is_several = any(cell.id == line and len(cell.members) > 1 for cell in case.lines)
    return case.words._("Combined") if is_several else case.cell_name(line)


def _row(case: Case, scale: str) -> dict[str, Any]:
    found = case.scale(scale)
    values = {SELF: found.own, ALL_OTHERS: found.all} | dict(found.cells)
    return {
        "number": case.number(found.plain_id),
        "name": case.short(scale),
        "values": [case.words.value(values.get(line)) for line in lines(case)],
        "agreement": agreement(case, found.agreement),
    }


def agreement(case: Case, found: Agreement | None) -> str:
    """How far raters agree, in words."""
    _ = case.words._
    words = {"together": _("Close together"), "apart": _("Views differ")}
    return words[found] if found else _("Too few to say")


def _notes(case: Case) -> list[str]:
    _ = case.words._
    notes = []
    if case.now.has_bands:
        notes = [
            _(
                "The soft band shows where the average of all others could well have landed with "
                "other raters like these, nine times out of ten."
            )
        ]
        bands = [scale.band for scale in case.now.skills if scale.band]
        if all(high - low <= DISC * case.now.unit + 1e-9 for low, high in bands):
            notes.append(_("Here it is hardly wider than the disc itself."))
    elif case.now.is_few:
        notes = [
            _("With so few raters no soft band is drawn: the averages are a first impression.")
        ]
    if unlike := compared.note(case, case.now.skills):
        notes.append(unlike)
    if any(scale.all and scale.all.bound for scale in case.now.skills):
        notes.append(_("“Or more” and “or less” keep single answers private at the ends."))
    if not case.lines:
        notes.append(_who_all_others_are(case))
    hidden = [g.id for g in case.now.groups if g.state == "hidden"]
    if hidden:
        names = case.words.list_of([case.group_name(group) for group in hidden])
        notes.append(_("%(groups)s: too few to show, and in no number.", groups=names))
    return notes


def _who_all_others_are(case: Case) -> str:
    """Where no cell has a line of its own: the one that there is, of several groups or of one."""
    _, (only,) = case.words._, case.now.cells
    if len(only.members) > 1:
        groups = case.people(only.id)
        return _("No group is shown by itself: all others are %(groups)s.", groups=groups)
    name = case.group_name(only.members[0])
    return _("Only one group is shown (%(group)s), so “All others” stands for it.", group=name)
