"""Since last time: what others see now and saw then, without calling noise growth."""

from typing import Any

from reports.case import Case
from reports.findings.lists import moved, other_raters
from reports.model import Figure, Section
from reports.published import Change, Moved


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
            "labels": list(_labels(case)),
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
        figures=(_figure(case, skills),),
    )


def _labels(case: Case) -> tuple[str, str]:
    _ = case.words._
    return case.round_before or _("Last time"), case.round_title or _("This time")


def _legend(case: Case, change: Change) -> list[dict[str, str]]:
    n_ = case.words.n_
    before = case.round_before or case.words._("last time")
    now = case.round_title or case.words._("this time")
    many = [
        ("ring", before, change.n_before),
        ("disc", now, change.n_now),
    ]
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
    return {
        "number": case.number(moved_.id.partition(":")[2]) if is_skill else "",
        "name": case.name(moved_.id),
        "before": case.words.value(moved_.before),
        "now": case.words.value(moved_.now),
        "change": case.words.signed(moved_.printed),
        "reading": _reading(case, moved_),
    }


def _reading(case: Case, moved_: Moved) -> str:
    _ = case.words._
    return {
        ("higher", "clear"): _("Clearly higher"),
        ("higher", "likely"): _("Probably higher"),
        ("lower", "clear"): _("Clearly lower"),
        ("lower", "likely"): _("Probably lower"),
    }.get((moved_.direction, moved_.certainty), _("No clear change"))


def _figure(case: Case, skills: list[Moved]) -> Figure:
    before, now = _labels(case)
    rows = []
    for each in skills:
        scale = case.scale(each.id)
        rows.append(
            {
                "number": case.number(scale.plain_id),
                "name": case.name(each.id),
                "before": each.before.drawn,
                "now": each.now.drawn,
                "band": list(scale.band) if scale.band else None,
            }
        )
    alt = "; ".join(f"{row['name']}: {row['before']} – {row['now']}" for row in rows)
    data = {"scale": case.axis, "rows": rows, "before_label": before, "now_label": now}
    return Figure("change", "change", alt, data)
