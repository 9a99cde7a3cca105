"""How to read: contents, the signs in use, an annotated line, what the scale means and is not."""

from typing import Any

from reports.case import Case
from reports.model import Figure, Finding, Section
from reports.published import SELF
from survey.cells import ALL_OTHERS


def section(case: Case) -> Section:
    """Always there; shorter where nobody else is in the report."""
    _ = case.words._
    if case.is_self:
        lead = _(
            "This is your own view of your leadership. Read it once for what you are glad of, "
            "once for what you would like to change."
        )
    else:
        lead = _(
            "Read it twice: once for what you are glad of, once for what you would like to "
            "change. Then choose one or two things."
        )
    return Section(
        id="how_to_read",
        title=_("How to read this report"),
        lead=(Finding("fixed", lead),),
        content={
            "signs": signs(case),
            "scale": _scale_meaning(case),
            "not": _what_it_is_not(case),
            "certainty": "" if case.is_self else _certainty(case),
        },
        figures=() if case.is_self else (_example(case),),
    )


def signs(case: Case) -> list[dict[str, Any]]:
    """The signs that this report uses, each with what it stands for."""
    _ = case.words._
    notes = {SELF: _("your own rating"), ALL_OTHERS: _("the average of everyone but you")}
    order = [SELF] if case.now.has_self else []
    if not case.is_self:
        order += [ALL_OTHERS, *(cell.id for cell in case.lines)]
    entries = [
        {"sign": case.sign(cell), "name": case.cell_name(cell), "note": notes.get(cell, "")}
        for cell in order
    ]
    for entry, cell in zip(entries, order, strict=True):
        people = next((c for c in case.now.cells if c.id == cell), None)
        if people:
            entry["note"] = case.words.n_("%(n)s person", "%(n)s people", people.n)
    if case.change:
        entries.append({"sign": "ring", "name": _("Last time"), "note": _("all others then")})
        if case.change.has_first:
            before = {"name": _("Two rounds before"), "note": _("all others then")}
            entries.append({"sign": "past", **before})
    return entries


def _scale_meaning(case: Case) -> str:
    _ = case.words._
    labels = case.axis["labels"]
    points = case.words.points(
        {value: case.words.within(label) for value, label in enumerate(labels, case.axis["min"])}
    )
    count = len(case.now.items)
    if not case.asks_how_often:
        return _agreement(case, count, points)
    if case.is_self:
        return _(
            "You said how often you do each of %(n)s things, of the occasions that call for it: "
            "%(points)s.",
            n=count,
            points=points,
        )
    return _(
        "People said how often they see each of %(n)s things you may do, of the occasions that "
        "called for it: %(points)s. They could also say “not observed”; such answers are left out.",
        n=count,
        points=points,
    )


def _agreement(case: Case, count: int, points: str) -> str:
    _ = case.words._
    if case.is_self:
        return _("You said how far you agree with each of %(n)s statements about you: %(points)s.",
                 n=count, points=points)  # fmt: skip
    return _(
        "People said how far they agree with each of %(n)s statements about you: %(points)s. They "
        "could also say “%(apart)s”; such answers are left out.",
        n=count,
        points=points,
        apart=case.words.text(case.questionnaire.instrument.scale.not_observed),
    )


def _what_it_is_not(case: Case) -> str:
    _ = case.words._
    if case.is_self:
        return _(
            "These are your own answers, not a test and not a grade. Other people may see other "
            "things; asking them is the next step."
        )
    if not case.now.has_self:
        return _(
            "These are views, not verdicts, and not a grade. Differences below %(half)s seldom "
            "mean much.",
            half=case.half_a_point,
        )
    return _(
        "These are views, not verdicts, and not a grade. A gap says that people see different "
        "things. It does not say who is right. Differences below %(half)s seldom mean much.",
        half=case.half_a_point,
    )


def _certainty(case: Case) -> str:
    return case.words._(
        "“Clearly” means: beyond what chance among raters explains, nine times out of ten. "
        "“Probably” and “may”: eight times out of ten. “Cannot tell”: other raters might well have "
        "given another picture."
    )


def _example(case: Case) -> Figure:
    """A made-up line, at the same places on any scale."""
    low, unit = case.now.scale_min, case.now.unit
    has_self, has_band = case.now.has_self, case.now.has_bands
    cells = [cell.id for cell in case.lines][:3]
    places = (2.1, 2.5, 2.8)
    groups = [
        {"id": cell, "sign": case.sign(cell), "value": round(low + at * unit, 1)}
        for cell, at in zip(cells, places, strict=False)
    ]
    data = {
        "scale": case.axis,
        "self": round(low + 3.4 * unit, 1) if has_self else None,
        "all": round(low + 2.4 * unit, 1),
        "band": [round(low + 2.1 * unit, 1), round(low + 2.7 * unit, 1)] if has_band else None,
        "groups": groups,
        "words": _callouts(case, low, unit),
    }
    alt = case.words._("An example of a line, with its parts named.")
    return Figure("line-example", "line_example", alt, data)


def _callouts(case: Case, low: float, unit: float) -> dict[str, str]:
    words = case.words
    you, all_ = low + 3.4 * unit, low + 2.4 * unit
    return {
        "self": f"{case.cell_name(SELF)}: {words.one(you)}",
        "all": f"{case.cell_name(ALL_OTHERS)}: {words.one(all_)}",
        "gap": words._("Gap: %(gap)s", gap=words.signed(unit)),
        "band": words._("Soft band: where the average could well have landed with other raters"),
        "groups": words._("Small signs: the groups"),
    }
