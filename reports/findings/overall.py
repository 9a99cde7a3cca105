"""Sentences about the skills as a whole: what stands out, where views differ, how alike all is."""

from collections.abc import Sequence

from reports.case import Case
from reports.findings.standing import Side, gaps, stands, surest
from reports.model import Finding
from reports.published import Certainty, Scale, tenth


def _drawn(case: Case, ids: Sequence[str]) -> tuple[float, ...]:
    scales = (case.scale(scale) for scale in ids)
    return tuple(scale.all.drawn for scale in scales if scale.all)


def _at_the_end(scales: Sequence[Scale], ids: Sequence[str], side: Side) -> bool:
    """Whether no other scale is printed as far out as these.

    What is surest need not be furthest: another may lie further off and its range be too wide to
    tell. Then a sentence must not set these before all others.
    """
    sign = 1 if side == "above" else -1
    there = {scale.id: sign * scale.all.drawn for scale in scales if scale.all}
    others = [value for scale, value in there.items() if scale not in ids]
    return not others or min(there[scale] for scale in ids) > max(others)


def stand_out(case: Case) -> Finding:
    """Which skills others see more often than the rest, or that none stands out."""
    _ = case.words._
    ids, sure = surest(stands(case.now.skills), "above")
    if not ids:
        return level(case)
    names, is_highest = case.within(ids), _at_the_end(case.now.skills, ids, "above")
    if sure == "clear" and is_highest:
        text = _("Others see %(names)s clearly more often than your other skills.", names=names)
    elif sure == "clear":
        text = _(
            "Others see %(names)s clearly more often than your skills on average.", names=names
        )
    elif is_highest:
        text = _("Others probably see %(names)s more often than your other skills.", names=names)
    else:
        text = _(
            "Others probably see %(names)s more often than your skills on average.", names=names
        )
    return Finding(f"above.{sure}", text, ids, _drawn(case, ids))


def level(case: Case) -> Finding:
    """Nothing stands above the rest: that is a result, and said as one."""
    _ = case.words._
    there = [scale for scale in case.now.skills if scale.all]
    values = [scale.all.drawn for scale in there if scale.all]
    low, high = min(values), max(values)
    ids = tuple(scale.id for scale in there)
    if surest(stands(case.now.skills), "below")[0]:
        text = _("None of your skills stands clearly above the others.")
        return Finding("above.none", text, ids, (low, high))
    if low == high:
        text = _(
            "Others see all your skills about equally often, at %(value)s.",
            value=case.words.value(there[0].all),
        )
    else:
        text = _(
            "There is no clear difference among your skills: others place them all "
            "between %(low)s and %(high)s.",
            low=case.words.one(low),
            high=case.words.one(high),
        )
    return Finding("level", text, ids, (low, high))


def seen_less(case: Case) -> Finding | None:
    """Which skills others see less often than the rest."""
    _ = case.words._
    ids, sure = surest(stands(case.now.skills), "below")
    if not ids:
        return None
    names = case.within(ids)
    if not case.asks_how_often:
        text = _("People rate %(names)s lower.", names=names)
    elif sure == "clear":
        text = _("People see %(names)s clearly less often.", names=names)
    else:
        text = _("People may see %(names)s a little less often.", names=names)
    return Finding(f"below.{sure}", text, ids, _drawn(case, ids))


def differing(case: Case) -> Finding:
    """Where your view and theirs lie apart most surely, or that they do not."""
    _ = case.words._
    if not case.now.has_self:
        text = _("You did not rate yourself, so this report holds the view of others alone.")
        return Finding("no_self", text)
    wide, every = gaps(case.now.skills), _("every skill")
    if not wide:
        return _no_wide_gap(case)
    first = wide[0].gap
    alike = [s for s in wide if s.gap and first and s.gap.view == first.view
             and s.gap.certainty == first.certainty]  # fmt: skip
    ids = tuple(scale.id for scale in alike)
    names = every if len(alike) == len(case.now.skills) > 1 else case.within(ids)
    texts = {
        ("self_higher", "clear"): _(
            "On %(names)s you rate yourself clearly higher than others do.", names=names
        ),
        ("self_higher", "likely"): _(
            "On %(names)s you probably rate yourself higher than others do.", names=names
        ),
        ("self_lower", "clear"): _(
            "On %(names)s others rate you clearly higher than you rate yourself.", names=names
        ),
        ("self_lower", "likely"): _(
            "On %(names)s others probably rate you higher than you rate yourself.", names=names
        ),
    }
    view, sure = (first.view, first.certainty) if first else ("", "")
    values = tuple(s.gap.printed for s in alike if s.gap)
    return Finding(f"gap.{view}.{sure}", texts[view, sure], ids, values)


def _no_wide_gap(case: Case) -> Finding:
    _ = case.words._
    compared = [scale for scale in case.now.skills if scale.gap]
    open_ = [scale for scale in compared if scale.gap and scale.gap.view != "similar"]
    if not compared:
        return Finding("gap.none", _("Your own view cannot be compared with theirs yet."))
    values = tuple(s.gap.printed for s in compared if s.gap)
    ids = tuple(scale.id for scale in compared)
    if open_:
        text = _("These numbers cannot tell whether your view differs from theirs.")
        return Finding("gap.cannot_tell", text, ids, values)
    text = _("You and the people around you see much the same picture.")
    return Finding("gap.similar", text, ids, values)


def columns(case: Case) -> tuple[Finding, ...]:
    """Which responsibilities others see more or less often: columns speak, squares do not."""
    _ = case.words._
    found = stands(case.now.responsibilities)
    above, sure_above = surest(found, "above")
    below, sure_below = surest(found, "below")
    lines = []
    if above:
        text = _more_in(case, above, sure_above)
        lines.append(Finding(f"column.above.{sure_above}", text, above, _drawn(case, above)))
    if below:
        text = (
            _("They see it less in %(names)s.", names=case.within(below))
            if sure_below == "clear"
            else _("They may see it a little less in %(names)s.", names=case.within(below))
        )
        if not above:
            text = _less_in(case, below, sure_below)
        lines.append(Finding(f"column.below.{sure_below}", text, below, _drawn(case, below)))
    return tuple(lines) or (_level_columns(case),)


def _more_in(case: Case, ids: Sequence[str], sure: Certainty) -> str:
    _, names = case.words._, case.within(ids)
    if _at_the_end(case.now.responsibilities, ids, "above"):
        if sure == "clear":
            return _("People see your leadership most in %(names)s.", names=names)
        return _("People may see your leadership most in %(names)s.", names=names)
    if sure == "clear":
        return _("People see your leadership more in %(names)s than on average.", names=names)
    return _("People may see your leadership more in %(names)s than on average.", names=names)


def _less_in(case: Case, ids: Sequence[str], sure: Certainty) -> str:
    _, names = case.words._, case.within(ids)
    if _at_the_end(case.now.responsibilities, ids, "below"):
        if sure == "clear":
            return _("People see your leadership less in %(names)s than elsewhere.", names=names)
        return _(
            "People may see your leadership a little less in %(names)s than elsewhere.",
            names=names,
        )
    if sure == "clear":
        return _("People see your leadership less in %(names)s than on average.", names=names)
    return _(
        "People may see your leadership a little less in %(names)s than on average.", names=names
    )


def _level_columns(case: Case) -> Finding:
    _ = case.words._
    there = [s for s in case.now.responsibilities if s.all]
    values = tuple(s.all.drawn for s in there if s.all)
    if not there:
        text = _("The responsibilities cannot be told apart with so few answers.")
    elif min(values) < max(values):
        text = _(
            "There is no clear difference among the responsibilities: others place them all "
            "between %(low)s and %(high)s.",
            low=case.words.one(min(values)),
            high=case.words.one(max(values)),
        )
    elif case.asks_how_often:
        text = _("Others see your leadership about equally often in every responsibility.")
    else:
        text = _("Others rate you about alike in every responsibility.")
    return Finding("column.level", text, tuple(s.id for s in there), values)


def views(case: Case) -> tuple[Finding, ...]:
    """How many skills are seen alike, and what may lie behind the others."""
    _, n_ = case.words._, case.words.n_
    compared = [scale for scale in case.now.skills if scale.gap]
    by_view = {
        view: tuple(s.id for s in compared if s.gap and s.gap.view == view)
        for view in ("similar", "self_higher", "self_lower")
    }
    similar = len(by_view["similar"])
    text = n_(
        "On %(n)s of %(all)s skills you and the people around you see much the same thing.",
        "On %(n)s of %(all)s skills you and the people around you see much the same thing.",
        similar,
        all=len(compared),
    )
    if similar == len(compared):
        text = _("On every skill you and the people around you see much the same thing.")
    elif len(by_view["self_higher"]) == len(compared):
        text = _(
            "On every skill you rate yourself %(half)s or more higher than others do.",
            half=case.half_a_point,
        )
    elif len(by_view["self_lower"]) == len(compared):
        text = _(
            "On every skill others rate you %(half)s or more higher than you do.",
            half=case.half_a_point,
        )
    elif not similar:
        text = _(
            "On every skill your view and theirs lie %(half)s or more apart.",
            half=case.half_a_point,
        )
    lines = [Finding("views.similar", text, by_view["similar"], (similar, len(compared)))]
    if len(compared) in map(len, by_view.values()):
        return tuple(lines)
    if higher := by_view["self_higher"]:
        text = _("On %(names)s you may be seeing more than they do.", names=case.within(higher))
        lines.append(Finding("views.self_higher", text, higher))
    if lower := by_view["self_lower"]:
        text = _("On %(names)s they may be seeing more than you do.", names=case.within(lower))
        lines.append(Finding("views.self_lower", text, lower))
    return tuple(lines)


def own_profile(case: Case) -> tuple[Finding, ...]:
    """The lead of a self report: your own highest and lowest skill, or that they are alike."""
    _ = case.words._
    there = [scale for scale in case.now.skills if scale.own]
    if not there:
        text = _("There are too few answers in this round to show any.")
        return (Finding("own.none", text),)
    marks = {scale.id: tenth(scale.own.stands) for scale in there if scale.own}
    low, high = min(marks.values()), max(marks.values())
    if high - low < 0.5 * case.now.unit:
        text = _("You rate your skills much alike, between %(low)s and %(high)s.",
                 low=case.words.one(low), high=case.words.one(high))  # fmt: skip
        return (Finding("own.level", text, tuple(marks), (low, high)),)
    top = tuple(i for i, mark in marks.items() if mark == high)
    bottom = tuple(i for i, mark in marks.items() if mark == low)
    up = _("You rate yourself highest on %(names)s.", names=case.within(top))
    down = _("You leave most room on %(names)s.", names=case.within(bottom))
    return (Finding("own.highest", up, top, (high,)), Finding("own.lowest", down, bottom, (low,)))
