"""Release: what a coach sees first and the manager then, and what must wait (decision 10).

Nothing is live. The first look at a report freezes the responses it is made of; the ledger
(survey.store.releases) keeps every report that was seen. Answers that arrive later join by the
batch rule of survey.anonymity.batches.
"""

import time
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from survey.anonymity import ledger
from survey.anonymity.ledger import basis_of, next_basis, shows_anything, shows_others
from survey.errors import BadInput, NotNow
from survey.growth import following
from survey.rounds import campaign
from survey.rounds.campaign import Rules
from survey.store import (
    bundles,
    log,
    organisations,
    outbox,
    participations,
    people,
    releases,
    reports,
    responses,
    rounds,
    versions,
    withheld,
)
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.store.releases import Release
from survey.store.reports import Report
from survey.store.rounds import Round
from survey.store.withheld import Withheld

REPORT_READY = "report_ready"
released = ledger.released
is_frozen = ledger.is_frozen
State = Literal["none", "making", "failed", "previewed", "released", "opened"]


@dataclass(frozen=True)
class Standing:
    """How far the report on one participation is."""

    state: State
    release: Release | None = None
    """The one in force."""
    report: Report | None = None
    waiting: int = 0
    """Answers that came after the first look and may not join yet; 0 if the next look has them."""
    joins: bool = False
    """New answers are there, and a new report may have them."""
    least: int = 0
    """k: so many of each group must come together."""

    @property
    def missing(self) -> int:
        """At least so many more are needed until those that wait may join. It follows from how many
        wait in all: by group it would tell whose answers came (decision 15)."""
        return max(self.least - self.waiting, 0)


def ask_report(
    tx: Tx, participation: str, account: str | None = None, now: float | None = None
) -> str:
    """Id of the report on what may be shown now; a new one only if that has changed.

    Hand it to the queue after the transaction. The first one freezes the responses. Raises NotNow:
    nobody has answered, or the round is open and too few have.
    """
    found = participations.lock(tx, participation)
    round_ = rounds.get(tx, found.round)
    seen = releases.of(tx, participation)
    if not shows_anything(tx, participation):
        raise NotNow("Too few have answered, and there is no own rating: there is nothing to show.")
    if not seen and round_.state == "open" and not shows_others(tx, participation):
        raise NotNow(
            "Too few have answered to show anything of what others said. "
            "Wait, ask for more raters, or close the round."
        )
    basis = next_basis(tx, participation, seen)
    ledger.refuse_after_copy(tx, participation, basis)
    report = reports.ask(tx, participation, basis)
    if not seen or seen[-1].report != report:
        releases.put(tx, participation, report, account, _today(tx, round_, now))
        _note(tx, "report.previewed", participation, account)
    return report


def release(
    tx: Tx, participation: str, account: str | None, now: float | None = None
) -> str | None:
    """The manager may read the report in force. Returns the id of the outbox row that tells so.

    None: there is no address to write to, or it was released before. Raises NotNow: not made yet.
    """
    found = participations.lock(tx, participation)
    round_ = rounds.get(tx, found.round)
    in_force, report = _in_force(tx, participation)
    if in_force.state == "released":
        return None
    if not _is_made(report):
        raise NotNow("The report is not made yet. Wait a moment and release it then.")
    day = _today(tx, round_, now)
    releases.set_state(tx, in_force.id, "released", account, day)
    participations.change(tx, participation, opened=False)
    _note(tx, "report.released", participation, account)
    if round_.practice:
        return None
    following.plan_pulse(tx, participation, day)
    if people.get(tx, found.person).email is None:
        return None
    return outbox.add(tx, REPORT_READY, participation=participation)


def take_back(tx: Tx, participation: str, account: str, now: float | None = None) -> None:
    """Undo a release that the manager has not opened. Raises NotNow: opened, or not released."""
    found = participations.lock(tx, participation)
    round_ = rounds.get(tx, found.round)
    shown, _report = _in_force(tx, participation)
    if shown.state != "released":
        raise NotNow("This report is not released, so there is nothing to take back.")
    if found.opened:
        raise NotNow("The report has been opened. What was read cannot be taken back.")
    releases.set_state(tx, shown.id, "preview", account, _today(tx, round_, now))
    # An earlier one, if there is one, is open to the manager again and may have been read.
    participations.change(tx, participation, opened=released(tx, participation) is not None)
    outbox.cancel(tx, REPORT_READY, participation)
    _note(tx, "report.taken_back", participation, account)


def open_released(tx: Tx, participation: str) -> None:
    """The manager reads the released report: it cannot be taken back any more."""
    if released(tx, participation) is not None:
        participations.change(tx, participation, opened=True)


def withhold(
    tx: Tx,
    participation: str,
    question: str,
    text: str,
    *,
    reason: str,
    account: str,
    now: float | None = None,
) -> str:
    """Keep a comment out, for a reason that the log keeps; id of the report without it.

    It is made of the same responses, never of newer ones. Raises NotNow: released, or no look was
    taken yet; BadInput: no reason, or nobody wrote that.
    """
    if not reason.strip():
        raise BadInput("say why; the log keeps it", "reason")
    _found, round_, latest = _to_be_changed(tx, participation)
    frozen = set(basis_of(tx, latest).receipts)
    said = (r for r in responses.of(tx, [participation]) if r.receipt_hash in frozen)
    if not any(one.comments.get(question) == text for one in said):
        raise BadInput("no such comment stands in this report", "text")
    day = _today(tx, round_, now)
    text_hash = withheld.hash_of(question, text)
    if withheld.add(tx, Withheld(participation, text_hash, reason.strip(), account, day)):
        _note(tx, "comment.withheld", participation, account, reason.strip())
    return _made_anew(tx, participation, latest, account, day)


def put_back(
    tx: Tx, participation: str, text_hash: str, account: str, now: float | None = None
) -> str:
    """Show a comment again; id of the report with it. Raises NotNow, as `withhold` does."""
    _found, round_, latest = _to_be_changed(tx, participation)
    if withheld.remove(tx, participation, text_hash):
        _note(tx, "comment.put_back", participation, account)
    return _made_anew(tx, participation, latest, account, _today(tx, round_, now))


def on_close(tx: Tx, participation: str, now: float | None = None) -> str | None:
    """A round without a coach has closed: id of the report to be made, released when it is.

    None: there is a coach, nothing that a report could show or may, or it is made: then it is
    released.
    """
    round_ = rounds.of(tx, participation)
    if _rules(tx, round_).coached or not shows_anything(tx, participation):
        return None
    try:
        report = ask_report(tx, participation, now=now)
    except NotNow:  # brought back from a copy: the round closes all the same
        return None
    if not _is_made(reports.get(tx, report)):
        return report
    after_made(tx, report, now)
    return None


def after_made(tx: Tx, report: str, now: float | None = None) -> str | None:
    """A report has been made: released at once where no coach stands between. See `release`."""
    found = releases.of_report(tx, report)
    if found is None:
        return None
    round_ = rounds.of(tx, found.participation)
    if round_.state != "closed" or _rules(tx, round_).coached:
        return None
    in_force, _report = _in_force(tx, found.participation)
    if in_force.report != report:
        return None
    return release(tx, found.participation, None, now)


def is_of_own_answers(tx: Tx, report: Report) -> bool:
    """Whether nothing but the own form stands behind it: whose form it is may read it at once."""
    round_ = rounds.of(tx, report.participation)
    basis = reports.basis(tx, report.id)
    if basis is None:  # older than the ledger
        return round_.organisation is None
    own = versions.get(tx, round_.version).self_group.id
    return set(basis.counts) == {own}


def state_of(tx: Tx, participation: str) -> Standing:
    """All that a page needs to know of release."""
    seen = releases.of(tx, participation)
    if not seen:
        return Standing("none")
    report = reports.get(tx, seen[-1].report)
    frozen = len(basis_of(tx, seen[-1]).receipts)
    may = next_basis(tx, participation, seen).receipts
    return Standing(
        state_in(seen[-1], report, participations.get(tx, participation).opened),
        seen[-1],
        report,
        waiting=len(responses.groups(tx, participation).keys() - set(may)),
        joins=len(may) > frozen,
        least=rounds.of(tx, participation).threshold,
    )


def state_in(in_force: Release, report: Report, opened: bool) -> State:
    """The state in a word, from what a list of many has read at once."""
    if in_force.state == "released":
        return "opened" if opened else "released"
    if _is_made(report):
        return "previewed"
    return "failed" if report.state == "failed" else "making"


def enough(tx: Tx, participation: str) -> bool:
    """Whether a report would show anything of what others said, with the answers so far."""
    return shows_others(tx, participation)


def presentable(tx: Tx, participation: str) -> bool:
    """Whether a report can be made at all: others may be shown, or there is an own rating."""
    return shows_anything(tx, participation)


def _is_made(report: Report) -> bool:
    """A machine that lacks what makes PDFs still has pages to read."""
    return report.state == "done" or report.reference == reports.NO_PDF_HERE


def _in_force(tx: Tx, participation: str) -> tuple[Release, Report]:
    newest = releases.in_force(tx, [participation]).get(participation)
    if newest is None:
        raise NotNow("There is no report yet. Prepare it first.")
    return newest, reports.get(tx, newest.report)


def _to_be_changed(tx: Tx, participation: str) -> tuple[Participation, Round, Release]:
    found = participations.lock(tx, participation)
    latest, _report = _in_force(tx, participation)
    if latest.state == "released":
        raise NotNow("The report is released. Take it back first, while it is unopened.")
    return found, rounds.get(tx, found.round), latest


def _made_anew(tx: Tx, participation: str, latest: Release, account: str, day: date) -> str:
    """The same frozen responses, without what is withheld now. No ZIP keeps the one of before: it
    would be handed on with what is withheld in it."""
    left_out = tuple(sorted(withheld.of(tx, participation)))
    basis = replace(basis_of(tx, latest), withheld=left_out)
    report = reports.ask(tx, participation, basis)
    releases.put(tx, participation, report, account, day)
    bundles.forget(tx, [participation])
    return report


def _rules(tx: Tx, round_: Round) -> Rules:
    return Rules.from_json(rounds.rules(tx, round_.id))


def _today(tx: Tx, round_: Round, now: float | None) -> date:
    at = time.time() if now is None else now
    if round_.organisation is None:
        return datetime.fromtimestamp(at, UTC).date()
    return campaign.today(organisations.get(tx, round_.organisation).time_zone, at)


def _note(tx: Tx, action: str, participation: str, account: str | None, detail: str = "") -> None:
    log.write(
        tx,
        action,
        organisation=rounds.of(tx, participation).organisation,
        account=account,
        target=f"participation:{participation}",
        detail=detail,
    )
