"""Who responded: invited, answered, shown or why not; privacy; who sees it; the numbers."""

from typing import Any

from reports import figures
from reports.case import Case
from reports.findings import lists
from reports.model import Figure, Section
from reports.published import SELF, GroupState
from survey.cells import ALL_OTHERS, MINIMUM


def section(case: Case) -> Section | None:
    """Left out of a self report."""
    if case.is_self:
        return None
    shares = tuple(_shares(case))
    return Section(
        id="who_responded",
        title=case.words._("Who responded"),
        lead=lists.responded(case),
        content={
            "has_invited": bool(case.invited),
            "rows": [*_own_row(case), *_group_rows(case), _total(case)],
            "privacy": _privacy(case),
            "readers": _readers(case),
            "numbers": _numbers(case),
        },
        figures=shares,
    )


def _group_rows(case: Case) -> list[dict[str, Any]]:
    """Groups that were asked or answered; the others have no part in this round."""
    there = [g for g in case.now.groups if g.answered or case.invited.get(g.id)]
    return [_row(case, group) for group in there]


def _row(case: Case, group: GroupState) -> dict[str, Any]:
    invited = case.invited.get(group.id, 0)
    return {
        "sign": case.questionnaire.group(group.id).sign,
        "name": case.group_name(group.id),
        "invited": str(invited) if invited else "–",
        "answered": str(group.answered),
        "share": f"share-{group.id}" if invited else "",
        "shown": _shown(case, group),
        "quiet": group.state in ("hidden", "nobody"),
        "total": False,
    }


def _shown(case: Case, group: GroupState) -> str:
    _ = case.words._
    if group.state == "combined":
        others = case.words.list_of([case.group_name(g) for g in group.together_with])
        return _("Counted together with %(groups)s", groups=others)
    return {
        "own": _("Yes") if case.lines else _("Yes, as “All others”"),
        "named": _("Yes, as agreed with them"),
        "hidden": _("No: fewer than %(k)s answered. In no number of this report", k=case.now.k),
        "nobody": _("No: nobody answered"),
    }[group.state]


def _own_row(case: Case) -> list[dict[str, Any]]:
    """Your own line, with or without a rating."""
    _ = case.words._
    there = case.now.has_self
    row = {"sign": case.sign(SELF), "name": case.cell_name(SELF), "invited": "1", "share": ""}
    shown = _("Yes") if there else _("No: you did not rate yourself")
    row |= {"answered": "1" if there else "0", "shown": shown}
    return [{**row, "quiet": not there, "total": False}]


def _total(case: Case) -> dict[str, Any]:
    _ = case.words._
    invited = sum(case.invited.get(g.id, 0) for g in case.now.groups)
    hidden = any(g.state == "hidden" for g in case.now.groups)
    return {
        "sign": case.sign(ALL_OTHERS),
        "name": case.cell_name(ALL_OTHERS),
        "invited": str(invited) if invited else "–",
        "answered": str(case.now.n),
        "share": "share-total" if invited else "",
        "shown": _("Yes, without those not shown") if hidden else _("Yes"),
        "quiet": False,
        "total": True,
    }


def _shares(case: Case) -> list[Figure]:
    invited = {g.id: case.invited.get(g.id, 0) for g in case.now.groups}
    answered = {g.id: g.answered for g in case.now.groups}
    pairs = [(g, answered[g], n) for g, n in invited.items() if n]
    if pairs:
        pairs.append(("total", case.now.n, sum(invited.values())))
    return [figures.share(case, f"share-{name}", got, of) for name, got, of in pairs]


def _privacy(case: Case) -> list[str]:
    _ = case.words._
    named = [g.id for g in case.now.groups if g.state == "named"]
    lines = [
        _(
            "A group has numbers of its own only when at least %(k)s people in it answered.",
            k=case.now.k,
        ),
        _(
            "Smaller groups are counted together, or left out of every number, so that nothing can "
            "be worked out by subtraction."
        ),
        _(
            "When all in a group agree on the top or bottom answer, the number is kept vague, such "
            "as “%(value)s or more”, so that nobody’s answer shows.",
            value=case.words.one(case.now.scale_max - 0.2 * case.now.unit),
        ),
        _("Comments are shown word for word, without names, in an order that says nothing."),
    ]
    if named:
        names = case.words.list_of([case.group_name(group) for group in named])
        said = _(
            "%(groups)s: shown even where it is one person; whoever answers in this role is told.",
            groups=names,
        )
        if any(g.answered > 1 for g in case.now.groups if g.state == "named"):
            said = _(
                "%(groups)s: shown even where fewer than %(k)s answered; whoever answers in this "
                "role is told.",
                groups=names,
                k=case.now.k,
            )
        lines.append(said)
    return lines


def _readers(case: Case) -> list[str]:
    _ = case.words._
    whom = _("You and your coach.") if case.coach else _("You, and a coach if you have one.")
    return [
        whom + " " + _("Passing it on is your choice."),
        _(
            "Please do not try to guess who said what. It rarely works, and it makes people "
            "careful the next time."
        ),
    ]


def _numbers(case: Case) -> list[str]:
    _ = case.words._
    first = _(
        "All others is the average of %(n)s people, each counting once. Your own rating never "
        "enters it. A skill’s number is the average of its statements; whoever answered fewer than "
        "half of them is left out of that skill.",
        n=case.now.n,
    )
    second = _(
        "The soft band is a 90 per cent interval, worked out from how far raters differ. Averages "
        "are rounded to one decimal, and gaps are taken from the rounded numbers, so that what you "
        "see adds up."
    )
    if case.now.is_few:
        second = _(
            "With fewer than %(n)s raters no soft band and no spread of answers is drawn: too "
            "little stands behind them. Averages are rounded to one decimal, and gaps are taken "
            "from the rounded numbers, so that what you see adds up.",
            n=MINIMUM.band,
        )
    elif not case.now.has_bands and not case.now.came_together:
        second = _(
            "Some answers came later and are averaged by themselves first, so no soft band and no "
            "spread of answers is drawn. Averages are rounded to one decimal, and gaps are taken "
            "from the rounded numbers, so that what you see adds up."
        )
    elif not case.now.has_bands:
        second = _(
            "Nearly all answers lie at one end of the scale, so averages are kept vague and no "
            "soft band is drawn. They are rounded to one decimal, and gaps are taken from the "
            "rounded numbers, so that what you see adds up."
        )
    return [first, second]
