"""What the person assessed expected, before reading: beside the own view and the others'."""

from dataclasses import replace
from typing import Any

from reports import figures
from reports.case import Case
from reports.model import Figure, Finding, Section
from reports.published import Scale, tenth


def section(case: Case) -> Section | None:
    """Only with a guess, and with something of others to set it beside."""
    there = [s for s in case.now.skills if s.plain_id in case.guess and s.all]
    if case.is_self or not there:
        return None
    _ = case.words._
    return Section(
        id="guess",
        title=_("What you expected"),
        lead=(_finding(case, there),),
        content={
            "has_self": case.now.has_self,
            "rows": [_row(case, scale) for scale in there],
            "ticks": [str(p) for p in range(case.now.scale_min, case.now.scale_max + 1)],
            "ends": case.ends,
            "note": _("You guessed before you saw anything of this report."),
        },
        figures=tuple(_figure(case, scale) for scale in there),
    )


def _row(case: Case, scale: Scale) -> dict[str, Any]:
    return {
        "number": case.number(scale.plain_id),
        "name": case.name(scale.id),
        "strip": f"guess-{scale.plain_id}",
        "guess": case.words.one(case.guess[scale.plain_id]),
        "you": case.words.value(scale.own),
        "all": case.words.value(scale.all),
    }


def _figure(case: Case, scale: Scale) -> Figure:
    """The guess lies in the lower lane, as a ring; the rest is drawn as everywhere."""
    guess = case.guess[scale.plain_id]
    plain = figures.strip(case, f"guess-{scale.plain_id}", replace(scale, band=None), groups=False)
    said = case.words._("guess %(value)s", value=case.words.one(guess))
    ring = {"id": "guess", "sign": "ring", "value": float(guess)}
    data = {**plain.data, "groups": [ring]}
    return replace(plain, alt=case.words.beside(plain.alt, said), data=data)


def _finding(case: Case, there: list[Scale]) -> Finding:
    """Where the guess lies furthest off, by the printed numbers; equals are named together."""
    _ = case.words._
    off = {s.id: tenth(s.all.drawn - case.guess[s.plain_id]) for s in there if s.all}
    half = 0.5 * case.now.unit
    far = {scale: by for scale, by in off.items() if abs(by) >= half - 1e-9}
    if not far:
        text = _("You expected about what others say, on every skill.")
        return Finding("guess.near", text, tuple(off))
    up = tuple(scale for scale, by in far.items() if by > 0)
    down = tuple(scale for scale, by in far.items() if by < 0)
    if up and down:
        text = _(
            "Others rate you higher than you expected in %(higher)s, and lower in %(lower)s.",
            higher=case.within(up),
            lower=case.within(down),
        )
        return Finding("guess.both", text, (*up, *down), tuple(far[s] for s in (*up, *down)))
    furthest = max(map(abs, far.values()))
    about = tuple(scale for scale, by in far.items() if abs(by) == furthest)
    names = case.within(about)
    text = _("Others rate you lower than you expected, most of all in %(skill)s.", skill=names)
    if up:
        text = _("Others rate you higher than you expected, most of all in %(skill)s.", skill=names)
    if len(about) == len(off) > 1:
        text = _("Others rate you lower than you expected, in every skill alike.")
        if up:
            text = _("Others rate you higher than you expected, in every skill alike.")
    rule = "guess.higher" if up else "guess.lower"
    return Finding(rule, text, about, tuple(far[scale] for scale in about))
