"""Pictures as data: what each figure holds, from published values only, rounded to one decimal."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.case import Case
from reports.model import Figure
from reports.published import SELF, Bin, Item, Scale, Value
from survey.cells import ALL_OTHERS


def _drawn(value: Value | None) -> float | None:
    return value.drawn if value else None


def _groups(case: Case, cells: Mapping[str, Value]) -> list[dict[str, Any]]:
    shown = {cell.id for cell in case.lines}
    return [
        {"id": cell, "sign": case.sign(cell), "value": value.drawn}
        for cell, value in cells.items()
        if cell in shown
    ]


def _said(case: Case, own: Value | None, everyone: Value | None, cells: Mapping[str, Value]) -> str:
    """The values of a line in words."""
    shown = [(cell.id, cells.get(cell.id)) for cell in case.lines]
    values = [(SELF, own), (ALL_OTHERS, everyone), *shown]
    return case.words.beside(
        *(f"{case.cell_name(c)} {case.words.value(v)}" for c, v in values if v)
    )


def strip(case: Case, name: str, of: Scale | Item, *, groups: bool = True) -> Figure:
    """A small line: you, all others and the groups on the scale."""
    cells = of.cells if groups else {}
    band = of.band if isinstance(of, Scale) else None
    data = {
        "scale": case.axis,
        "self": _drawn(of.own),
        "all": _drawn(of.all),
        "band": list(band) if band else None,
        "groups": _groups(case, cells),
    }
    return Figure(name, "strip", _said(case, of.own, of.all, cells), data)


def distribution(case: Case, name: str, bins: Sequence[Bin]) -> Figure:
    """How many chose which answer; merged points share one bar."""
    data = {
        "scale": case.axis,
        "bins": [{"first": b.first, "last": b.last, "count": b.count} for b in bins],
    }
    return Figure(name, "distribution", said_bins(case, bins), data)


def said_bins(case: Case, bins: Sequence[Bin]) -> str:
    """ "1 to 3: 4, 4: 6, 5: 3"."""
    said = [
        case.words._("%(first)s to %(last)s: %(n)s", first=b.first, last=b.last, n=b.count)
        if b.last > b.first
        else f"{b.first}: {b.count}"
        for b in bins
    ]
    return case.words.beside(*said)


def profile(case: Case) -> Figure:
    """All skills on one scale."""
    rows = [
        {
            "number": case.number(scale.plain_id),
            "name": case.name(scale.id),
            "self": _drawn(scale.own),
            "all": _drawn(scale.all),
            "band": list(scale.band) if scale.band else None,
            "groups": _groups(case, scale.cells),
            "numbers": _numbers(case, scale),
        }
        for scale in case.now.skills
    ]
    alt = case.words.lines(
        f"{case.name(s.id)}: {_said(case, s.own, s.all, s.cells)}" for s in case.now.skills
    )
    own, others, gap = case.words._("You"), case.words._("All others"), case.words._("Gap")
    columns = [own] if case.is_self else [own, others, gap] if case.now.has_self else [others]
    strong = 1 if len(columns) > 1 else 0
    data = {"scale": case.axis, "rows": rows, "columns": columns, "strong": strong}
    return Figure("profile", "profile", alt, data)


def _numbers(case: Case, scale: Scale) -> list[str]:
    own, others = case.words.value(scale.own), case.words.value(scale.all)
    if case.is_self:
        return [own]
    gap = case.words.signed(scale.gap.printed) if scale.gap else "–"
    return [own, others, gap] if case.now.has_self else [others]


def views(case: Case) -> Figure:
    """Others across, you up: skills as numbers, statements as rings."""
    skills = [s for s in case.now.skills if s.own and s.all]
    data = {
        "scale": case.axis,
        "skills": [
            {"number": case.number(s.plain_id), "all": _drawn(s.all), "self": _drawn(s.own)}
            for s in skills
        ],
        "items": [
            {"all": item.all.drawn, "self": item.own.drawn}
            for item in case.now.items.values()
            if item.all and item.own
        ],
        "x_label": case.words._("How all others rate you"),
        "y_label": case.words._("How you rate yourself"),
        "above_label": case.words._("You rate higher"),
        "below_label": case.words._("Others rate higher"),
        "band_label": case.words._("similar view"),
    }
    alt = case.words.lines(f"{case.name(s.id)}: {_said(case, s.own, s.all, {})}" for s in skills)
    return Figure("views", "views", alt, data)


def share(case: Case, name: str, answered: int, invited: int) -> Figure:
    """How many of those invited answered."""
    data: dict[str, Any] = {"answered": answered, "invited": invited}
    if case.words.rtl:
        data["rtl"] = True
    return Figure(name, "share", f"{answered}/{invited}", data)
