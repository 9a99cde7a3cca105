"""Who may see a report.

The person assessed, by the own link or the home's: what stands on the own answers alone, and what
is released. The coach: what stands in the ledger. The admin: a rehearsal's. The demo's: anybody.
"""

from dataclasses import dataclass
from typing import Literal

from flask import Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from reports import snapshots
from reports.model import Report as Model
from survey import demo
from survey.anonymity import releasing
from survey.errors import NotFound, ReportAway
from survey.growth import developing
from survey.rounds.campaign import Rules
from survey.store import accounts, invitations, participations, releases, reports, rounds
from survey.store.database import Tx
from survey.store.reports import Report
from survey.web.access import holds_link
from survey.web.house import house
from survey.web.readers import speak_to_person
from survey.web.visit import holds, signed_in_account

Reader = Literal["manager", "coach", "admin", "anyone"]


@dataclass(frozen=True)
class Seen:
    """A report as its reader sees it. `model`: None while it is being made."""

    row: Report
    model: Model | None
    reader: Reader


def report_for_visitor(report: str) -> Seen:
    """Raises NotFound, which does not tell a stranger whether there is such a report, and
    ReportAway."""
    with house().db.read() as tx:
        row = reports.get(tx, report)
        reader = _reader(tx, row)
        if reader is None and _holds_a_link(tx, row):
            raise ReportAway("not open to the person it is about")
        if reader is None:
            raise NotFound("not this visitor's report")
        if reader == "manager":
            speak_to_person(tx, participations.get(tx, row.participation).person)
        return seen(tx, row, reader)


def seen(tx: Tx, row: Report, reader: Reader) -> Seen:
    """For whoever has been let in already."""
    snapshot = reports.snapshot(tx, row.id)
    return Seen(row, snapshots.from_text(snapshot) if snapshot else None, reader)


def note_opened(seen: Seen) -> None:
    """The manager reads it: what is released cannot be taken back any more."""
    if seen.reader == "manager" and seen.model is not None:
        participation = seen.row.participation
        with house().db.read() as tx:
            known = participations.get(tx, participation).opened
            shown = releasing.released(tx, participation)
        if shown == seen.row.id and not known:
            with house().db.write() as tx:
                releasing.open_released(tx, participation)


def waits_for_first_read(seen: Seen) -> bool:
    """Whether a manager without a coach, who came by the way home and opened the report there, has
    still to say what the first page tells."""
    about = seen.row.participation
    if seen.reader != "manager" or seen.model is None:
        return False
    with house().db.read() as tx:
        found = participations.get(tx, about)
        return (
            found.opened
            and holds(tx, "home", found.person)
            and releasing.released(tx, about) == seen.row.id
            and not Rules.from_json(rounds.rules(tx, found.round)).coached
            and developing.first_read_of(tx, about) is None
        )


def to_first_read(seen: Seen) -> AnyResponse:
    """The way to the page that asks for it."""
    there = url_for("home.first_read", participation=seen.row.participation)
    return Response(status=303, headers={"Location": there})


def _reader(tx: Tx, row: Report) -> Reader | None:
    if house().settings.demo and demo.report_of(tx) == row.id:
        return "anyone"
    if _is_manager(tx, row):
        return "manager"
    return _staff(tx, row)


def _holds_a_link(tx: Tx, row: Report) -> bool:
    """Whether this is the person whom the report is about."""
    person = participations.get(tx, row.participation).person
    own = invitations.of_rater(tx, row.participation, person)
    return holds(tx, "home", person) or any(holds_link(invitation) for invitation in own)


def _is_manager(tx: Tx, row: Report) -> bool:
    if not _holds_a_link(tx, row):
        return False
    is_shown = releasing.released(tx, row.participation) == row.id
    return is_shown or releasing.is_of_own_answers(tx, row)


def _staff(tx: Tx, row: Report) -> Reader | None:
    account = signed_in_account(tx)
    if account is None:
        return None
    is_coach = participations.get(tx, row.participation).coach == account.id
    if is_coach and releases.of_report(tx, row.id) is not None:
        return "coach"
    round_ = rounds.of(tx, row.participation)
    here = [one for one in accounts.roles(tx, account.id) if one.role == "admin"]
    if round_.practice and any(one.organisation == round_.organisation for one in here):
        return "admin"
    return None
