"""Skills by responsibilities: rows and columns speak, single squares are never ranked."""

from typing import Any

from reports.case import Case
from reports.findings import overall
from reports.model import Figure, Finding, Section
from reports.published import SELF, Item, Value
from survey.cells import ALL_OTHERS


def section(case: Case) -> Section | None:
    """All others, or in a self report your own answers; left out where no statement has any."""
    if not any(_value(case, item) for item in case.now.items.values()):
        return None
    _ = case.words._
    one_each = max(len(_square(case, s.id, r.id)) for s in case.skills
                   for r in case.responsibilities) == 1  # fmt: skip
    return Section(
        id="matrix",
        title=_("Skills and responsibilities"),
        lead=_own_lead(case) if case.is_self else overall.columns(case),
        content={
            "one_each": one_each,
            "a_point": case.a_point,
            "has_self": case.now.has_self and not case.is_self,
            "has_marks": any(_marked(case)),
            "has_blanks": not all(_value(case, item) for item in case.now.items.values()),
            **_key(case),
            "stands_out": _what_stands_out(case, one_each),
            "columns": [
                {"name": case.words.text(r.name), "text": case.words.text(r.definition)}
                for r in case.responsibilities
            ],
        },
        figures=(_figure(case),),
    )


def _key(case: Case) -> dict[str, str]:
    """The ends of the colours, with the words of the scale that they stand for."""
    low = case.words._("%(low)s or less", low=case.words.one(_ramp_start(case)))
    labels = case.axis["labels"]
    return {
        "low": f"{low} ({labels[1]})" if len(labels) == case.now.scale_max else low,
        "high": f"{case.words.one(case.now.scale_max)} ({labels[-1]})",
    }


def _own_lead(case: Case) -> tuple[Finding, ...]:
    text = case.words._(
        "Each skill is at work in each responsibility. Look along the rows and down the columns "
        "of your own answers."
    )
    return (Finding("fixed", text),)


def _ramp_start(case: Case) -> float:
    return case.now.scale_min + case.now.unit


def _value(case: Case, item: Item) -> Value | None:
    return item.own if case.is_self else item.all


def _square(case: Case, skill: str, responsibility: str) -> list[Item]:
    return [
        i for i in case.now.items.values() if (i.skill, i.responsibility) == (skill, responsibility)
    ]


def _mean(values: list[Value]) -> Value | None:
    """The mean of a square's statements, from the values that stand."""
    if len(values) < 2:
        return values[0] if values else None
    stands = sum(value.stands for value in values) / len(values)
    bounds = {value.bound for value in values}
    return Value(stands, min(v.n for v in values), bounds.pop() if len(bounds) == 1 else "")


def _cell(case: Case, skill: str, responsibility: str) -> dict[str, Any]:
    items = _square(case, skill, responsibility)
    value = _mean([v for item in items if (v := _value(case, item))])
    own = _mean([item.own for item in items if item.own])
    mark = None
    if not case.is_self and own and value and abs(own.stands - value.stands) >= case.now.unit:
        mark = "up" if own.stands > value.stands else "down"
    sides = {item.stands_out for item in items}
    return {
        "value": value.drawn if value else None,
        "shown": case.words.value(value),
        "weight": len(sides) == 1 and sides != {""},
        "mark": mark,
    }


def _figure(case: Case) -> Figure:
    totals = [case.now.scales.get(f"resp:{r.id}") for r in case.responsibilities]
    grand = case.now.overall.get(SELF if case.is_self else ALL_OTHERS)
    rows: list[dict[str, Any]] = []
    for skill in case.skills:
        row = case.now.scales.get(f"skill:{skill.id}")
        rows.append(
            {
                "number": case.number(skill.id),
                "name": case.words.text(skill.name),
                "cells": [_cell(case, skill.id, r.id) for r in case.responsibilities],
                "total": case.words.value((row.own if case.is_self else row.all) if row else None),
            }
        )
    data: dict[str, Any] = {
        "scale": case.axis,
        "columns": [case.words.text(r.name) for r in case.responsibilities],
        "rows": rows,
        "totals": [
            case.words.value((t.own if case.is_self else t.all) if t else None) for t in totals
        ],
        "grand": case.words.value(grand),
        "totals_label": case.words._("All skills"),
        "total_label": case.words._("All responsibilities"),
    }
    alt = case.words.lines(
        f"{row['name']}: {case.words.beside(*(c['shown'] for c in row['cells']))}" for row in rows
    )
    return Figure("matrix", "matrix", alt, data)


def _what_stands_out(case: Case, one_each: bool) -> list[str]:
    """Whole rows and columns that lie high, and how many squares stand clear: never which."""
    if case.is_self:
        return []
    _, n_ = case.words._, case.words.n_
    clear = sum(bool(item.stands_out) for item in case.now.items.values())
    lines = []
    if not clear:
        lines.append(_("No single statement stands clear of the average of your skills."))
    elif one_each:
        lines.append(
            n_(
                "%(n)s statement stands clear of the average of your skills: its square is in "
                "strong type.",
                "%(n)s statements stand clear of the average of your skills: their squares are in "
                "strong type.",
                clear,
            )
        )
    else:
        lines.append(
            n_(
                "%(n)s statement stands clear of the average of your skills.",
                "%(n)s statements stand clear of the average of your skills. A square is in strong "
                "type where all its statements do.",
                clear,
            )
        )
    if one_each:
        lines += _marks(case)
    return [*lines, *_high_throughout(case)]


def _high_throughout(case: Case) -> list[str]:
    """The skills of which every statement lies high: one line for all, so that none is left out."""
    _ = case.words._
    least = {f"skill:{skill.id}": _least(case, skill.id) for skill in case.skills}
    high = [s for s, value in least.items() if value >= case.now.scale_min + 2.5 * case.now.unit]
    if not high:
        return []
    lowest = case.words.one(min(least[skill] for skill in high))
    if len(high) == len(least):
        return [_("Every statement of every skill at %(value)s or higher.", value=lowest)]
    names = case.within(high)
    said = _("%(skill)s: every statement at %(value)s or higher.", skill=names, value=lowest)
    return [said[:1].upper() + said[1:]]


def _least(case: Case, skill: str) -> float:
    """The lowest average of its statements; 0 where one has none."""
    values = [i.all for i in case.now.items.values() if i.skill == skill]
    return min(value.drawn if value else 0.0 for value in values)


def _marked(case: Case) -> list[str | None]:
    """The triangles of all squares."""
    return [_cell(case, s.id, r.id)["mark"] for s in case.skills for r in case.responsibilities]


def _marks(case: Case) -> list[str]:
    """How many squares carry a triangle, each way: never which."""
    n_ = case.words.n_
    marks = _marked(case)
    up, down = marks.count("up"), marks.count("down")
    lines = []
    if up:
        lines.append(
            n_(
                "In %(n)s square you rate yourself %(point)s or more higher than others do.",
                "In %(n)s squares you rate yourself %(point)s or more higher than others do.",
                up,
                point=case.a_point,
            )
        )
    if down:
        lines.append(
            n_(
                "In %(n)s square others rate you %(point)s or more higher than you do.",
                "In %(n)s squares others rate you %(point)s or more higher than you do.",
                down,
                point=case.a_point,
            )
        )
    return lines
