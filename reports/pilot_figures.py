"""Pilot figures, as coarse as they leave. Pure; heavy (pandas): for a worker's hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isnan

from reports.items_told import FEWEST, LEAST, Item, Skill, Told, tenths
from reports.scoring import pilot as core
from reports.scoring.form import ScoringForm
from reports.scoring.response import Response
from reports.scoring.sheet import from_responses
from survey.questionnaire.model import Questionnaire


def worked_out(
    asked: tuple[Questionnaire, str],
    forms: Sequence[Response],
    managers: int,
    shown: frozenset[str],
    unseen: Mapping[str, tuple[int, int]],
) -> Told | None:
    """Of these forms, see `told`; None: they are too few. `asked`: also which form of it."""
    form = ScoringForm.of(*asked)
    found = core.pilot(from_responses(nearly_alike(forms, form.scale_min), form), form, own=False)
    return told(found, managers, shown, unseen) if found else None


def nearly_alike(forms: Sequence[Response], lowest: int) -> list[Response]:
    """Where everybody answered a statement alike, one of them stands a step inside (decision 13):
    figures that cannot be worked out without any spread would give everybody's answer away."""
    given = defaultdict[str, list[tuple[str, int]]](list)
    for one in forms:
        for item, value in one.answers:
            if isinstance(value, int):
                given[item].append((one.rater, value))
    moved = {
        (min(those)[0], item): value + (1 if value == lowest else -1)
        for item, those in given.items()
        for value in [those[0][1]]
        if all(each == value for _, each in those)
    }
    return [
        replace(one, answers=[(item, moved.get((one.rater, item), v)) for item, v in one.answers])
        for one in forms
    ]


def told(
    found: core.Pilot,
    managers: int,
    shown: frozenset[str],
    unseen: Mapping[str, tuple[int, int]],
) -> Told:
    """As coarse as it leaves; of statements that are not in `shown` only who could observe them."""
    items = [_item(one, one.item in shown, *unseen.get(one.item, (0, 0))) for one in found.items]
    skills = [
        Skill(
            one.skill,
            one.items,
            one.sheets,
            _limits(one.sheets, one.alpha, one.alpha_low, one.alpha_high),
            _limits(one.sheets, one.omega, one.omega_low, one.omega_high),
        )
        for one in found.scales
    ]
    return Told(
        found.sheets,
        managers,
        {one.item: one for one in items},
        {one.skill: one for one in skills},
    )


def _item(one: core.ItemFigures, is_shown: bool, unseen: int, said: int) -> Item:
    share = tenths(unseen / said) if said >= FEWEST else None
    if not is_shown:
        return Item(one.item, 0, share, None, None, None)
    return Item(
        one.item,
        one.n,
        unseen=share,
        highest=_tenths(one.ceiling),
        high=_tenths(one.high),
        rest=None if isnan(one.item_rest) else round(one.item_rest, 1) + 0.0,  # never -0.0
    )


def _tenths(share: float) -> int | None:
    return None if isnan(share) else tenths(share)


def _limits(forms: int, *limits: float) -> tuple[float, float, float] | None:
    if forms < LEAST or any(map(isnan, limits)):
        return None
    estimate, low, high = (round(one, 2) for one in limits)
    return estimate, low, high
