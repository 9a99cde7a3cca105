"""Making pilot figures of stored answers. The heavy half of `piloting`: imports pandas."""

import json
import logging
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import isnan

from reports import piloting
from reports.items_told import FEWEST, LEAST, Item, Skill, Told, tenths
from reports.piloting import Manager
from reports.scoring import pilot as core
from reports.scoring.form import ScoringForm
from reports.scoring.sheet import Response, from_responses
from survey.answers.draft import NOT_OBSERVED
from survey.errors import NotNow, Stale
from survey.store import pilots, responses, versions
from survey.store.database import Database, Tx
from survey.store.pilots import Pilot
from survey.store.responses import Response as Stored

log = logging.getLogger("plumbline.reports")


def make(db: Database, wanted: str, clock: Callable[[], float]) -> None:
    """Harmless when it is made already, or another worker is at it. A failure is a state of the
    row, with a reference number that also stands in the log."""
    with db.write() as tx:
        claimed = pilots.claim(tx, wanted, int(clock()))
    if claimed is None:
        return
    try:
        with db.read() as tx:
            content = json.dumps(_told(tx, claimed).as_plain(), sort_keys=True)
        with db.write() as tx:
            pilots.finish(tx, claimed, content)
    except Stale:
        log.warning("another worker took over pilot figures %s", wanted)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("pilot figures %s could not be made; reference %s", wanted, reference)
        with db.write() as tx:
            pilots.fail(tx, claimed, reference)


def _told(tx: Tx, asked: Pilot) -> Told:
    there = piloting.of_basis(tx, asked.basis)
    if len(there) < piloting.managers_in(asked.basis):
        raise NotNow("answers have gone since these figures were asked for")
    form = ScoringForm.of(versions.get(tx, asked.version), asked.form)
    counted = [_counted(one, manager) for one, manager in _forms(tx, there)]
    sheets = from_responses(nearly_alike(counted, form.scale_min), form)
    found = core.pilot(sheets, form, own=False)
    if found is None:
        raise NotNow("too few forms")
    shown = piloting.shown_items(asked.basis)
    return told(found, len(there), shown, _unseen(tx, there))


def _unseen(tx: Tx, there: list[Manager]) -> dict[str, tuple[int, int]]:
    """By item: how many could not observe it, of how many who said anything of it. Of all raters
    who stand behind any number: where nobody can observe it, no report has a number of it."""
    found: dict[str, tuple[int, int]] = {}
    for one, _ in _forms(tx, there):
        for item, value in one.answers:
            unseen, said = found.get(item, (0, 0))
            found[item] = (unseen + (value == NOT_OBSERVED), said + (value is not None))
    return found


def _forms(tx: Tx, there: list[Manager]) -> Iterator[tuple[Stored, Manager]]:
    """Those that stand behind any number of a report."""
    for manager in there:
        for one in responses.of(tx, [manager.participation]):
            if one.receipt_hash in manager.raters:
                yield one, manager


def _counted(one: Stored, manager: Manager) -> Response:
    """A form without the answers that the numbers of the report leave out."""
    nobody = frozenset[str]()
    answers = [
        (item, value)
        if value == NOT_OBSERVED or one.receipt_hash in manager.behind.get(item, nobody)
        else (item, None)
        for item, value in one.answers
    ]
    return Response(manager.participation, 1, one.receipt_hash, one.group, answers)


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
