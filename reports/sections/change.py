"""Since last time: what others see now and saw then, without calling noise growth."""

from typing import Any

from reports.case import Case
from reports.findings.lists import moved, other_raters
from reports.model import Figure, Section
from reports.published import Change, Moved

LONGEST_HEAD = 30
"""Characters of a round's title over a column of numbers."""


def section(case: Case) -> Section | None:
    """Only with an earlier round that can be compared."""
    if case.is_self or case.change is None:
        return None
    skills = [m for m in case.change.scales.values() if m.id.startswith("skill:")]
    if not skills:
        return None
    _ = case.words._
    return Section(
        id="change",
        title=_("Since last time"),
        lead=moved(case, case.change),
        content={
            "legend": _legend(case, case.change),
            "raters": other_raters(case, case.change).as_plain(),
            "rows": [_row(case, each) for each in case.change.scales.values()],
            "labels": _labels(case, case.change),
            "compared": _compared(case, case.change),
            "reading": [
                _(
                    "“Clearly” means beyond what chance among raters explains, nine times out of "
                    "ten; “probably” eight times out of ten. Most people move little from one "
                    "round to the next."
                ),
                _(
                    "A skill that was rated lowest last time tends to be rated a little higher the "
                    "next time by chance alone."
                ),
            ],
        },
        figures=(_figure(case, case.change, skills),),
    )


def _labels(case: Case, change: Change) -> list[str]:
    """What each round is called, oldest first."""
    _ = case.words._
    first = [_called(case.round_first) or _("Two rounds before")] if change.has_first else []
    before, now = _called(case.round_before), _called(case.round_title)
    return [*first, before or _("Last time"), now or _("This time")]


def _called(title: str) -> str:
    """A round's title where it fits over a column."""
    return title if len(title) <= LONGEST_HEAD else ""


def _legend(case: Case, change: Change) -> list[dict[str, str]]:
    n_, _ = case.words.n_, case.words._
    many = [
        ("ring", _called(case.round_before) or _("last time"), change.n_before),
        ("disc", _called(case.round_title) or _("this time"), change.n_now),
    ]
    if change.has_first:
        first = _called(case.round_first) or _("two rounds before")
        many.insert(0, ("past", first, change.n_first))
    return [
        {
            "sign": sign,
            "name": n_(
                "All others, %(round)s (%(n)s rater)",
                "All others, %(round)s (%(n)s raters)",
                n,
                round=label,
            ),
        }
        for sign, label, n in many
    ]


def _row(case: Case, moved_: Moved) -> dict[str, Any]:
    is_skill = moved_.id.startswith("skill:")
    first = [case.words.value(moved_.first)]
    return {
        "number": case.number(moved_.id.partition(":")[2]) if is_skill else "",
        "name": case.short(moved_.id) if is_skill and moved_.is_part else case.name(moved_.id),
        "part": _part(case, moved_),
        "first": first if case.change and case.change.has_first else [],
        "before": case.words.value(moved_.before),
        "now": case.words.value(moved_.now),
        "change": case.words.signed(moved_.printed),
        "reading": _reading(case, moved_),
    }


def _part(case: Case, moved_: Moved) -> str:
    """Over how many of its statements, if not over all."""
    if not moved_.is_part:
        return ""
    return case.words._("%(n)s of %(of)s statements", n=moved_.items, of=moved_.of)


def _compared(case: Case, change: Change) -> list[str]:
    """Over what is compared, and what is not; nothing where all is the same."""
    _, n_ = case.words._, case.words.n_
    said = []
    if change.unlike:
        said += [
            n_(
                "Change since last time is not shown for %(n)s statement: since then its words "
                "changed, or how it counts.",
                "Change since last time is not shown for %(n)s statements: since then their words "
                "changed, or how they count.",
                change.unlike,
            )
        ]
    if any(each.is_part for each in change.scales.values()):
        said += [
            _(
                "Averages over some of the statements are worked out from the rounded numbers of "
                "these, and may differ from those elsewhere in this report."
            )
        ]
    said += [
        _(
            "%(name)s is not compared: only %(n)s of its %(of)s statements can be.",
            name=case.name(each.id),
            n=each.items,
            of=each.of,
        )
        for each in change.left_out
    ]
    return said


def _reading(case: Case, moved_: Moved) -> str:
    _ = case.words._
    return {
        ("higher", "clear"): _("Clearly higher"),
        ("higher", "likely"): _("Probably higher"),
        ("lower", "clear"): _("Clearly lower"),
        ("lower", "likely"): _("Probably lower"),
    }.get((moved_.direction, moved_.certainty), _("No clear change"))


def _figure(case: Case, change: Change, skills: list[Moved]) -> Figure:
    rows, alt = [], []
    for each in skills:
        scale = case.scale(each.id)
        rounds = {"first": each.first, "before": each.before, "now": each.now}
        values = {name: value.drawn for name, value in rounds.items() if value}
        # The soft band is that of the average over all statements, and stands round no other.
        band = list(scale.band) if scale.band and each.now == scale.all else None
        plain = scale.plain_id
        rows.append({"number": case.number(plain), "name": case.name(each.id), **values,
                     "band": band})  # fmt: skip
        alt.append(f"{case.name(each.id)}: {' – '.join(map(str, values.values()))}")
    before, now = _labels(case, change)[-2:]
    data: dict[str, Any] = {"scale": case.axis, "rows": rows}
    data |= {"before_label": before, "now_label": now}
    if _compared(case, change):
        data["low"] = True
    return Figure("change", "change", case.words.lines(alt), data)
