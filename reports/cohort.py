"""The group report of a round: made once of what has been released, and frozen (decision 10).

Use cases without Flask. The auditor that guards raters guards managers here: no combination of
group reports may touch fewer than five of them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.group import LEAST, GroupReport, Manager, group_report
from survey.anonymity import auditor, releasing
from survey.cells import ALL_OTHERS, SELF
from survey.errors import NotNow
from survey.store import group_reports, left_since, log, participations, published, versions
from survey.store.database import Tx
from survey.store.rounds import Round


@dataclass(frozen=True)
class Standing:
    """How far the group report of a round is."""

    newest: GroupReport | None
    day: date | None
    """When it was made."""
    released: int
    """Managers whose released report has numbers of others."""
    can_be_made: bool
    """There are enough managers, and what was made before leaves nobody to be worked out."""


def standing(tx: Tx, round_: Round) -> Standing:
    made = group_reports.of(tx, round_.id)
    there = _managers(tx, round_)
    newest = GroupReport.from_plain(json.loads(made[-1].content)) if made else None
    possible = group_report(there, versions.get(tx, round_.version), round_.form)
    return Standing(
        newest,
        made[-1].day if made else None,
        len(there),
        round_.state == "closed" and possible is not None and _is_safe(tx, round_, possible),
    )


def make(tx: Tx, round_: Round, account: str, day: date) -> None:
    """Raises NotNow: the round is open, or there are too few reports, or too few new ones."""
    if round_.state != "closed":
        raise NotNow("The group report is made when the round has closed.")
    found = group_report(_managers(tx, round_), versions.get(tx, round_.version), round_.form)
    if found is None:
        raise NotNow("A group report needs the released reports of five managers.")
    if not _is_safe(tx, round_, found):
        raise NotNow(
            "A new group report beside the earlier one would tell of fewer than five managers. "
            "Wait until five more reports are released."
        )
    group_reports.add(tx, round_.id, day, account, _content(found))
    log.write(
        tx,
        "round.group_report",
        organisation=round_.organisation,
        account=account,
        target=f"round:{round_.id}",
    )


def _is_safe(tx: Tx, round_: Round, new: GroupReport) -> bool:
    made = group_reports.of(tx, round_.id)
    lost = left_since.of(tx, round_.id) - {one.trace for one in made}
    if lost and group_reports.trace_of(_content(new)) not in lost:
        return False  # one left of which a store from a copy does not know whom it is about
    before = [GroupReport.from_plain(json.loads(one.content)) for one in made]
    if new.managers in [one.managers for one in before]:
        return False  # nothing new to say
    # Number by number: of the new managers only some may have one that all the earlier had.
    shown = [{(name, ALL_OTHERS): frozenset(those) for name, those in one.behind.items()}
             for one in (*before, new)]  # fmt: skip
    return not auditor.leaks(shown, LEAST)


def _content(made: GroupReport) -> str:
    return json.dumps(made.as_plain(), sort_keys=True)


def _managers(tx: Tx, round_: Round) -> list[Manager]:
    """Those whose released report shows something of what others said."""
    found = []
    for one in participations.of_round(tx, round_.id):
        report = releasing.released(tx, one.id)
        rows = [row for row in published.of(tx, one.id) if row.source == report]
        if rows:
            found.append(Manager(one.id, _numbers(rows, ALL_OTHERS), _numbers(rows, SELF)))
    return [one for one in found if one.others]


def _numbers(rows: Sequence[published.Row], cell: str) -> dict[str, float]:
    """As printed; "4.7 or more" counts as 4.7, as everywhere in what leaves."""
    return {
        row.scale: float(row.printed.rstrip("+-"))
        for row in rows
        if row.cell == cell and row.scale.partition(":")[0] in {"skill", "resp", "item"}
    }
