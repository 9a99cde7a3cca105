"""Pilot figures of a version: whose answers they may be made of, and whether they may leave.

Use cases without Flask and without pandas; `reports.pilot_making` works the figures out.

They are of those raters whose answers the released reports of closed rounds print: a statement's
figures of exactly those behind its printed numbers. So beside all these reports they leave nobody
over. And the auditor that guards the group report guards managers here, too: no combination of
pilots may touch fewer than five, where a manager whose report has changed counts as another one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.group import LEAST
from reports.items_told import LEAST as LEAST_FORMS
from reports.items_told import Told
from survey.anonymity import auditor, ledger
from survey.anonymity.auditor import Sets
from survey.cells import ALL_OTHERS
from survey.errors import NotNow
from survey.store import left_since, log, participations, pilots, responses, rounds
from survey.store.database import Tx
from survey.store.pilots import Pilot, Place

MAKE_PILOT = "reports.pilot"
_ITEM, _FORMS = "item:", "forms"


@dataclass(frozen=True)
class Manager:
    """One released report, with the raters behind each statement that it prints."""

    participation: str
    report: str
    behind: Mapping[str, frozenset[str]]
    """Receipts by item."""

    @property
    def raters(self) -> frozenset[str]:
        return frozenset[str]().union(*self.behind.values())


@dataclass(frozen=True)
class Standing:
    """How far the pilot figures of a version by a form are."""

    newest: Pilot | None
    """The last one asked for, in whatever state."""
    shown: Pilot | None
    """The last one that was made."""
    told: Told | None
    managers: int
    forms: int
    can_be_made: bool
    """There are enough managers and forms, and what was made before leaves nobody over."""


def standing(tx: Tx, place: Place) -> Standing:
    made = pilots.of(tx, place)
    done = [one for one in made if one.state == "done" and one.content]
    there = managers(tx, place)
    shown = done[-1] if done else None
    return Standing(
        newest=made[-1] if made else None,
        shown=shown,
        told=Told.from_plain(json.loads(shown.content or "{}")) if shown else None,
        managers=len(there),
        forms=_forms(there),
        can_be_made=_is_enough(there) and _is_safe(tx, place, _basis(there)),
    )


def ask(tx: Tx, place: Place, account: str, day: date) -> str:
    """Id of the pilot to be made; hand it to the queue. Raises NotNow: too few, or too few new."""
    there = managers(tx, place)
    if not _is_enough(there):
        raise NotNow(
            "Pilot figures need the released reports of five managers and fifty forms of raters."
        )
    basis = _basis(there)
    if not _is_safe(tx, place, basis):
        raise NotNow(
            "New pilot figures beside the earlier ones would tell of fewer than five managers. "
            "Wait until five more reports are released."
        )
    asked = pilots.add(tx, place, day, account, basis)
    log.write(
        tx,
        "questionnaire.pilot",
        organisation=place.organisation,
        account=account,
        target=f"version:{place.version[:12]}",
    )
    return asked


def managers(tx: Tx, place: Place) -> list[Manager]:
    """Those with a released report on a closed round, all of whose answers are still there."""
    found = []
    for round_ in rounds.of_organisation(tx, place.organisation):
        asked = (round_.version, round_.form)
        if asked != (place.version, place.form) or round_.state != "closed" or round_.practice:
            continue
        for one in participations.of_round(tx, round_.id):
            report = ledger.released(tx, one.id)
            found.append(_manager(tx, one.id, report) if report else None)
    return [one for one in found if one]


def _manager(tx: Tx, participation: str, report: str) -> Manager | None:
    printed = ledger.history(tx, participation).get(report, {})
    behind = {
        scale.removeprefix(_ITEM): raters
        for (scale, cell), raters in printed.items()
        if cell == ALL_OTHERS and scale.startswith(_ITEM)
    }
    made = Manager(participation, report, behind)
    there = responses.groups(tx, participation).keys()
    return made if behind and made.raters <= there else None


def of_basis(tx: Tx, basis: str) -> list[Manager]:
    """Those of a pilot that is under way. A manager of whom answers are gone meanwhile is left out:
    compare `managers_in`."""
    wanted: dict[str, str] = json.loads(basis)["managers"]
    found = (_manager(tx, one, report) for one, report in sorted(wanted.items()))
    return [one for one in found if one]


def managers_in(basis: str) -> int:
    return len(json.loads(basis)["managers"])


def _forms(there: list[Manager]) -> int:
    return sum(len(one.raters) for one in there)


def _is_enough(there: list[Manager]) -> bool:
    return len(there) >= LEAST and _forms(there) >= LEAST_FORMS


def _basis(there: list[Manager]) -> str:
    """Whose reports, and which of them print nothing of a statement: managers, no rater."""
    items = sorted({item for one in there for item in one.behind})
    without = {item: sorted(one.participation for one in there if item not in one.behind)
               for item in items}  # fmt: skip
    plain = {
        "managers": {one.participation: one.report for one in there},
        "without": without,
    }
    return json.dumps(plain, sort_keys=True)


def _sets(basis: str) -> Sets:
    """The managers behind each statement, and behind all that is told of skills and of what could
    not be observed; a manager with another report counts as another one."""
    plain = json.loads(basis)
    there = {one: f"{one}:{report}" for one, report in plain["managers"].items()}
    items = {
        (f"{_ITEM}{item}", ALL_OTHERS): frozenset(
            name for one, name in there.items() if one not in without
        )
        for item, without in plain["without"].items()
    }
    return items | {(_FORMS, ALL_OTHERS): frozenset(there.values())}


def shown_items(basis: str) -> frozenset[str]:
    """Statements with enough managers behind them."""
    return frozenset(
        scale.removeprefix(_ITEM)
        for (scale, _), those in _sets(basis).items()
        if scale.startswith(_ITEM) and len(those) >= LEAST
    )


def _is_safe(tx: Tx, place: Place, basis: str) -> bool:
    before = [one for one in pilots.of(tx, place) if one.state != "failed"]
    lost = left_since.of(tx, place.organisation) - {
        one.trace for one in pilots.of_organisation(tx, place.organisation)
    }
    if lost and pilots.trace_of(basis) not in lost:
        return False  # one left of which a store from a copy does not know whom it is about
    if basis in [one.basis for one in before]:
        return False  # nothing new to say
    every = [_sets(one) for one in (*(each.basis for each in before), basis)]
    told = [{at: those for at, those in sets.items() if len(those) >= LEAST} for sets in every]
    return not auditor.leaks(told, LEAST)
