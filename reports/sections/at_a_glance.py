"""The results at a glance: one page, whatever the numbers say."""

from collections.abc import Callable, Sequence
from typing import Any

from reports import figures
from reports.case import Case
from reports.equals import Cut, cut, first
from reports.findings import compared, overall, sureness
from reports.findings.standing import focus, gaps, stands, strengths, wide
from reports.model import Finding, Section
from reports.published import Gap, Item, Scale, Value, tenth
from reports.sections import ideas


def section(case: Case) -> Section | None:
    """Left out of a self report, which has a page of its own."""
    if case.is_self:
        return None
    tried = focus(case.now).shown[:1]
    return Section(
        id="at_a_glance",
        title=case.words._("Your results at a glance"),
        lead=_lead(case),
        content={
            "has_self": case.now.has_self,
            "ticks": [str(p) for p in range(case.now.scale_min, case.now.scale_max + 1)],
            "rows": [_row(case, scale) for scale in case.now.skills],
            "ends": case.ends,
            "note": compared.note(case, [*case.now.skills, *_told(case)]),
            "strengths": _strengths(case),
            "focus": _focus(case),
            "differently": _differently(case) if case.now.has_self else None,
            "questions": questions(case),
            "try": ideas.first(case, tried[0]) if tried else None,
        },
        figures=tuple(
            figures.strip(case, f"glance-{s.plain_id}", s, groups=False) for s in case.now.skills
        ),
    )


def _lead(case: Case) -> tuple[Finding, ...]:
    """Two sentences: what others see most, then what they see less; else where your view differs,
    which comes first where it does so on every skill. The cards hold the rest."""
    differing = overall.differing(case)
    less = overall.seen_less(case)
    is_a_gap = differing.rule.startswith(("gap.self_higher", "gap.self_lower"))
    is_everywhere = is_a_gap and len(differing.about) == len(case.now.skills)
    return overall.stand_out(case), less if less and not is_everywhere else differing


def reading(case: Case, gap: Gap | None) -> str:
    """A gap in words (decision 17)."""
    _ = case.words._
    if gap is None:
        return "–"
    return {
        ("similar", "clear"): _("Similar view"),
        ("self_higher", "clear"): _("You rate clearly higher"),
        ("self_higher", "likely"): _("You probably rate higher"),
        ("self_higher", "cannot_tell"): _("Cannot tell"),
        ("self_lower", "clear"): _("Others rate clearly higher"),
        ("self_lower", "likely"): _("Others probably rate higher"),
        ("self_lower", "cannot_tell"): _("Cannot tell"),
    }[gap.view, gap.certainty]


def _row(case: Case, scale: Scale) -> dict[str, Any]:
    return {
        "number": case.number(scale.plain_id),
        "name": case.name(scale.id),
        "strip": f"glance-{scale.plain_id}",
        "you": case.words.value(scale.own),
        "all": case.words.value(scale.all),
        "reading": reading(case, scale.gap),
    }


def _strengths(case: Case) -> dict[str, Any]:
    """What stands above the person's own average; else the highest, said to be no clear order."""
    _ = case.words._
    found = strengths(case.now)
    if found.shown or found.rest:
        rows = _facts(case, [s.scale for s in found.shown], _top)
        sure = {stand.certainty for stand in (*found.shown, *found.rest)}
        alike = _alike(case, rows, [s.scale for s in found.rest])
        return {"rows": rows, "note": f"{sureness.more(case, sure)}{alike}"}
    there = sorted((s for s in case.now.skills if s.all), key=_seen, reverse=True)
    note = _("Rated highest, though not clearly higher than the rest.")
    if case.asks_how_often:
        note = _("Seen most often, though not clearly more often than the rest.")
    if there and _drawn(there[0].all) == _drawn(there[-1].all):
        note = _("All your skills are rated about alike. Build on the one you enjoy most.")
        if case.asks_how_often:
            note = _(
                "All your skills are seen about equally often. Build on the one you enjoy most."
            )
        return {"rows": [], "note": note}
    top = _first(there)
    if there and not top:
        note = _("Several skills share the first place: choose among them by what you enjoy.")
    return {"rows": _facts(case, [s.id for s in top], _top), "note": note}


def _alike(case: Case, rows: Sequence[object], ids: Sequence[str]) -> str:
    """A sentence more, on the equals for which there is no room."""
    _ = case.words._
    if not ids:
        return ""
    if rows:
        return " " + _("The next ones are alike: %(names)s.", names=case.within(ids))
    return " " + _("None of these comes before another: %(names)s.", names=case.within(ids))


def _first(there: Sequence[Scale]) -> list[Scale]:
    """The first two, with all that are equal to the second; no more than three."""
    if len(there) < 2:
        return list(there)
    second = _seen(there[1])
    found = [s for s in there if tenth(_seen(s)) >= tenth(second)]
    if len(found) <= 3:
        return found
    return found[:1] if tenth(_seen(found[0])) > tenth(second) else []


def _focus(case: Case) -> dict[str, Any]:
    _ = case.words._
    there = focus(case.now)
    found = (*there.shown, *there.rest)
    if not found:
        note = _(
            "Nothing calls for attention before the rest. Choose what matters most in your work "
            "now; the pages on each skill may help."
        )
        return {"rows": [], "note": note}
    below = {s.scale: s.certainty for s in (*stands(case.now.skills),
             *stands(case.now.responsibilities)) if s.side == "below"}  # fmt: skip
    if below.keys() >= set(found):
        note = sureness.less(case, {below[scale] for scale in found})
    elif below.keys().isdisjoint(found):
        note = _("Where you rate yourself higher than others do.")
    elif case.asks_how_often:
        note = _("Seen less often than the rest, or rated higher by you than by others.")
    else:
        note = _("Rated lower than the rest, or higher by you than by others.")
    rows = _facts(case, there.shown, _bottom)
    return {"rows": rows, "note": f"{note}{_alike(case, rows, there.rest)}"}


def _facts(
    case: Case, scales: Sequence[str], pick: Callable[[list[Item]], Item]
) -> list[dict[str, Any]]:
    """A row each; no statement is the example twice."""
    rows: list[dict[str, Any]] = []
    told: set[str] = set()
    for scale in scales:
        rows.append(_fact(case, scale, pick, told))
        told.add(rows[-1].pop("item"))
    return rows


def _fact(
    case: Case, scale: str, pick: Callable[[list[Item]], Item], told: set[str]
) -> dict[str, Any]:
    """A skill or responsibility, with one statement only to show what is meant."""
    plain = case.scale(scale).plain_id
    items = [i for i in case.now.items.values() if i.all and plain in (i.skill, i.responsibility)]
    is_skill = case.scale(scale).is_skill
    items = [i for i in items if (i.skill if is_skill else i.responsibility) == plain]
    items = [i for i in items if i.id not in told]
    chosen = pick(items).id if items else ""
    return {
        "text": case.name(scale),
        "value": case.words.value(case.scale(scale).all),
        "example": case.statement(chosen) if chosen else "",
        "item": chosen,
    }


def _top(items: list[Item]) -> Item:
    return max(items, key=lambda i: i.all.stands if i.all else 0.0)


def _bottom(items: list[Item]) -> Item:
    return min(items, key=lambda i: i.all.stands if i.all else 0.0)


def _seen(scale: Scale) -> float:
    return scale.all.stands if scale.all else 0.0


def _drawn(value: Value | None) -> float | None:
    return value.drawn if value else None


def _differently(case: Case) -> dict[str, Any]:
    """Two skills or responsibilities where views lie apart, one each way where there is one."""
    found = _far_apart(case)
    rows = [
        {
            "text": case.name(s.id),
            "reading": reading(case, s.gap),
            "you": case.words.value(s.own),
            "all": case.words.value(s.all),
        }
        for s in sorted((s for one in found for s in one.shown), key=_widest_first)
    ]
    notes = [_as_wide(case, one.rest) for one in found if one.rest]
    return {"rows": rows, "note": " ".join(notes) if rows or notes else _nowhere(case)}


def _far_apart(case: Case) -> list[Cut[Scale]]:
    """Equals together, at most two in a list."""
    far = gaps((*case.now.skills, *case.now.responsibilities))
    higher = [s for s in far if s.gap and s.gap.view == "self_higher"]
    lower = [s for s in far if s.gap and s.gap.view == "self_lower"]
    if higher and lower:
        return [first(higher, wide, 2), first(lower, wide, 2)]
    return [cut(far, wide, 2)]


def _told(case: Case) -> list[Scale]:
    """Responsibilities whose gap the page tells, beside those of all skills."""
    found = [s for one in _far_apart(case) for s in (*one.shown, *one.rest)]
    return [scale for scale in found if not scale.is_skill]


def _widest_first(scale: Scale) -> float:
    return -wide(scale)[1]


def _as_wide(case: Case, scales: Sequence[Scale]) -> str:
    """Gaps as wide as each other, of which there is no room for all."""
    return case.words._(
        "%(reading)s, by as much each time: %(names)s.",
        reading=reading(case, scales[0].gap),
        names=case.within([s.id for s in scales]),
    )


def _nowhere(case: Case) -> str:
    _ = case.words._
    both = (*case.now.skills, *case.now.responsibilities)
    if all(s.gap.view == "similar" for s in both if s.gap):
        return _(
            "Nowhere do your view and theirs lie %(half)s or more apart.", half=case.half_a_point
        )
    return _("Where your view and theirs differ, the difference may be chance.")


def questions(case: Case) -> list[str]:
    """Three questions to talk over: one open, one each on the focus and on what differs."""
    _ = case.words._
    asked = [_("Which of these results surprises you, and which did you expect?")]
    about = [scale for scale in focus(case.now).shown if case.scale(scale).is_skill]
    about += [s.id for s in gaps(case.now.skills)]
    lowest = min((s for s in case.now.skills if s.all), key=_seen)
    for scale in dict.fromkeys((*about, lowest.id)):
        skill = case.questionnaire.skill(case.scale(scale).plain_id)
        asked.append(case.words.text(skill.questions[0]))
    asked.append(_("Which of your strengths could help you most with what you want to change?"))
    return asked[:3]
