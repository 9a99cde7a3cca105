"""Who may see a report: the person it is about, by the own link; the demo's, anybody."""

import json
from dataclasses import dataclass

from reports.model import Report as Model
from survey import demo
from survey.errors import NotFound
from survey.store import invitations, participations, reports
from survey.store.database import Tx
from survey.store.reports import Report
from survey.web.access import holds_link
from survey.web.house import house


@dataclass(frozen=True)
class Seen:
    """A report as its reader sees it. `model`: None while it is being made."""

    row: Report
    model: Model | None

    @property
    def is_printed(self) -> bool:
        return self.row.state == "done"


def report_for_visitor(report: str) -> Seen:
    """Raises NotFound, which does not tell a stranger whether there is such a report."""
    with house().db.read() as tx:
        row = reports.get(tx, report)
        if not (_is_demo(tx, report) or _is_own(tx, row)):
            raise NotFound("not this visitor's report")
        snapshot = reports.snapshot(tx, report)
    return Seen(row, Model.from_plain(json.loads(snapshot)) if snapshot else None)


def _is_demo(tx: Tx, report: str) -> bool:
    return house().settings.demo and demo.report_of(tx) == report


def _is_own(tx: Tx, row: Report) -> bool:
    person = participations.get(tx, row.participation).person
    own = invitations.of_rater(tx, row.participation, person)
    return any(holds_link(invitation) for invitation in own)
