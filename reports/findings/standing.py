"""What stands clear of a person's own average, and where views differ. Numbers only, no words.

Intervals decide, not ranks: what lies within the noise is equal (decision 17).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from reports.equals import Cut, cut, first
from reports.published import Certainty, Published, Scale

Side = Literal["above", "below"]


@dataclass(frozen=True)
class Stand:
    """A scale beside the average of its kind."""

    scale: str
    side: Side
    certainty: Certainty


def average(scales: Iterable[Scale]) -> float | None:
    """The plain mean of all others over these scales; None when there is none."""
    values = [scale.all.stands for scale in scales if scale.all]
    return sum(values) / len(values) if values else None


def stands(scales: Sequence[Scale]) -> tuple[Stand, ...]:
    """Scales that stand clearly (90 %) or likely (80 %) off the average of all of them.

    Sure ones first, then by distance from the average.
    """
    middle = average(scales)
    found = []
    for scale in scales:
        stand = _stand(scale, middle) if middle is not None else None
        if stand and scale.all and middle is not None:
            distance = abs(scale.all.stands - middle)
            found.append((stand.certainty != "clear", -distance, stand))
    return tuple(stand for *_, stand in sorted(found, key=lambda f: f[:2]))


def _stand(scale: Scale, middle: float) -> Stand | None:
    at = scale.interval
    if at is None:
        return None
    if at.low80 > middle:
        return Stand(scale.id, "above", "clear" if at.low > middle else "likely")
    if at.high80 < middle:
        return Stand(scale.id, "below", "clear" if at.high < middle else "likely")
    return None


def surest(found: Iterable[Stand], side: Side) -> tuple[tuple[str, ...], Certainty]:
    """The clear ones of a side, or else the likely ones, or nothing."""
    there = [stand for stand in found if stand.side == side]
    for certainty in ("clear", "likely"):
        ids = tuple(stand.scale for stand in there if stand.certainty == certainty)
        if ids:
            return ids, "clear" if certainty == "clear" else "likely"
    return (), "cannot_tell"


def gaps(scales: Iterable[Scale]) -> tuple[Scale, ...]:
    """Scales that you and others see differently beyond doubt or likely; sure ones first, then
    the widest by the printed gap."""
    differing = [
        s for s in scales if s.gap and s.gap.view != "similar" and s.gap.certainty != "cannot_tell"
    ]
    return tuple(sorted(differing, key=lambda s: (wide(s)[0] != "clear", -wide(s)[1])))


def wide(scale: Scale) -> tuple[Certainty, float]:
    """How sure a gap is and how wide it is printed: gaps alike in both are equals."""
    return (scale.gap.certainty, abs(scale.gap.printed)) if scale.gap else ("cannot_tell", 0.0)


def drawn(scale: Scale) -> float:
    """All others' average as printed; 0 where there is none."""
    return scale.all.drawn if scale.all else 0.0


def strengths(now: Published) -> Cut[Stand]:
    """Up to three skills or responsibilities that others see more often than the rest."""
    both = (*stands(now.skills), *stands(now.responsibilities))
    above = [stand for stand in both if stand.side == "above"]
    ordered = sorted(above, key=lambda s: s.certainty != "clear")
    return cut(ordered, lambda s: _place(now, s), 3)


def _place(now: Published, stand: Stand) -> tuple[Certainty, bool, float]:
    """Equal are scales of one kind that are as sure, and printed with the same average."""
    scale = now.scales[stand.scale]
    return stand.certainty, scale.is_skill, drawn(scale)


def focus(now: Published) -> Cut[str]:
    """At most two scales worth a look: seen less often than the rest, then rated far higher by you.

    Skills before responsibilities among the equally sure.
    """
    both = (*stands(now.skills), *stands(now.responsibilities))
    below = {s.scale: _place(now, s) for s in
             sorted((s for s in both if s.side == "below"), key=lambda s: s.certainty != "clear")
             }  # fmt: skip
    higher = [s for s in gaps(now.skills) if s.gap and s.gap.view == "self_higher"]
    taken = {stand.scale for found in (strengths(now),) for stand in (*found.shown, *found.rest)}
    places = below | {s.id: wide(s) for s in higher if s.id not in {*below, *taken}}
    return cut(places, places.__getitem__, 2)


def targets(now: Published) -> Cut[str]:
    """What the ideas are for: the focus, filled up to two with the skill seen least often, where
    that is a single one. In a self report: the skills that you rate lowest yourself.

    Where more than two are equal, two of them stand as examples, and `rest` has them all.
    """
    if now.kind == "self":
        found = {s.id: s.own.drawn for s in now.skills if s.own}
    else:
        found = {s.id: s.all.drawn for s in now.skills if s.all}
    ordered = sorted(found, key=found.__getitem__)
    look = Cut[str](()) if now.kind == "self" else focus(now)
    if look.shown:
        more = first((s for s in ordered if s not in look.shown), found.__getitem__, 1)
        return Cut((*look.shown, *more.shown)[:2])
    alike = look if look.rest else cut(ordered, found.__getitem__, 2)
    return Cut(alike.shown or alike.rest[:2], () if alike.shown else alike.rest)
