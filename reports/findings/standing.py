"""What stands clear of a person's own average, and where views differ. Numbers only, no words.

Intervals decide, not ranks: what lies within the noise is equal (decision 17).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

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
    """Scales that you and others see differently beyond doubt or likely; widest first."""
    differing = [
        s for s in scales if s.gap and s.gap.view != "similar" and s.gap.certainty != "cannot_tell"
    ]
    return tuple(sorted(differing, key=lambda s: (s.gap.certainty != "clear", -distance(s))
                        if s.gap else (True, 0.0)))  # fmt: skip


def distance(scale: Scale) -> float:
    """How far you and all others are apart, unrounded; 0 when either is missing."""
    return abs(scale.own.stands - scale.all.stands) if scale.own and scale.all else 0.0


def strengths(now: Published) -> tuple[Stand, ...]:
    """Up to three skills or responsibilities that others see more often than the rest."""
    both = (*stands(now.skills), *stands(now.responsibilities))
    above = [stand for stand in both if stand.side == "above"]
    return tuple(sorted(above, key=lambda s: s.certainty != "clear")[:3])


def focus(now: Published) -> tuple[str, ...]:
    """At most two scales worth a look: seen less often than the rest, then rated far higher by you.

    Skills before responsibilities among the equally sure.
    """
    both = (*stands(now.skills), *stands(now.responsibilities))
    below = sorted(
        (s for s in both if s.side == "below"), key=lambda stand: stand.certainty != "clear"
    )
    wide = [s for s in gaps(now.scales.values()) if s.gap and s.gap.view == "self_higher"]
    taken = {stand.scale for stand in strengths(now)}
    ids = [s.scale for s in below] + [s.id for s in wide if s.is_skill and s.id not in taken]
    return tuple(dict.fromkeys(ids))[:2]


def targets(now: Published) -> tuple[str, ...]:
    """What the ideas are for: the focus, filled up to two with the skills seen least often.

    In a self report: the two skills that you rate lowest yourself.
    """
    if now.kind == "self":
        own = [s for s in now.skills if s.own]
        return tuple(s.id for s in sorted(own, key=lambda s: s.own.stands if s.own else 0.0))[:2]
    there = [s for s in now.skills if s.all]
    rest = sorted(there, key=lambda s: s.all.stands if s.all else 0.0)
    return tuple(dict.fromkeys((*focus(now), *(s.id for s in rest))))[:2]
