"""Making pilot figures of stored answers. Light, as `making` is."""

import json
import logging
import secrets
from collections.abc import Callable, Iterator

from reports import piloting
from reports.hands import HERE, Hands
from reports.items_told import Told
from reports.piloting import Manager
from reports.scoring.response import Response
from survey.answers.draft import NOT_OBSERVED
from survey.errors import NotNow, Stale
from survey.store import pilots, responses, versions
from survey.store.database import Database, Tx
from survey.store.pilots import Pilot
from survey.store.responses import Response as Stored

log = logging.getLogger("plumbline.reports")


def make(db: Database, wanted: str, clock: Callable[[], float], hands: Hands = HERE) -> None:
    """Harmless when it is made already, or another worker is at it. A failure is a state of the
    row, with a reference number that also stands in the log."""
    with db.write() as tx:
        claimed = pilots.claim(tx, wanted, int(clock()))
    if claimed is None:
        return
    try:
        with db.read() as tx:
            told = _told(tx, claimed, hands)
        content = json.dumps(told.as_plain(), sort_keys=True)
        with db.write() as tx:
            pilots.finish(tx, claimed, content)
    except Stale:
        log.warning("another worker took over pilot figures %s", wanted)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("pilot figures %s could not be made; reference %s", wanted, reference)
        with db.write() as tx:
            pilots.fail(tx, claimed, reference)


def _told(tx: Tx, asked: Pilot, hands: Hands) -> Told:
    there = piloting.of_basis(tx, asked.basis)
    if len(there) < piloting.managers_in(asked.basis):
        raise NotNow("answers have gone since these figures were asked for")
    found: Told | None = hands.desk.do(
        "reports.pilot_figures:worked_out",
        (versions.get(tx, asked.version), asked.form),
        [_counted(one, manager) for one, manager in _forms(tx, there)],
        len(there),
        piloting.shown_items(asked.basis),
        _unseen(tx, there),
    )
    if found is None:
        raise NotNow("too few forms")
    return found


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
