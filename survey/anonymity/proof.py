"""The whole ledger of numbers, proved anew: for `./run audit`."""

from collections.abc import Iterable
from dataclasses import dataclass

from survey.anonymity import auditor, ledger
from survey.store import published, releases, reports, responses
from survey.store.database import Tx


@dataclass(frozen=True)
class Proof:
    """What was found about one person's round; nothing in `faults`: all is well."""

    sources: tuple[str, ...]
    """Reports and follow-ups, by id."""
    numbers: int
    recomputed: int
    """Reports whose sets of raters the answers, which are still there, give again."""
    faults: tuple[str, ...]


def of(tx: Tx, participation: str) -> Proof:
    """Every set is what its hash says, every n is its size, the answers give the same sets again,
    and no combination of all of them touches fewer than k raters."""
    rows, members = published.of(tx, participation), published.members(tx, participation)
    faults = [
        f"{row.source}, {row.scale}, {row.cell}: the set of raters is not the one that was entered"
        for row in rows
        if published.hash_of(members[row.raters]) != row.raters
    ]
    faults += [
        f"{row.source}, {row.scale}, {row.cell}: n is {row.n}, of {len(members[row.raters])} raters"
        for row in rows
        if row.n not in (None, len(members[row.raters]))
    ]
    history, promise = ledger.history(tx, participation), ledger.promise_to(tx, participation)
    again = _again(tx, participation)
    faults += [
        f"{source}: the answers give other sets of raters than those that were entered"
        for source, sets in again.items()
        if source in history and not _same(history[source], sets)
    ]
    told = auditor.leaks(
        ledger.anonymous_sets([*again.values(), *history.values()], promise), promise.k
    )
    faults += [
        f"{scale}: all numbers together tell of {len(raters)} rater(s), with k = {promise.k}"
        for scale, found in sorted(told.items())
        for raters in found
    ]
    return Proof(tuple(history), len(rows), len(again), tuple(faults))


def participations(tx: Tx) -> Iterable[str]:
    """Ids of all who have anything in the ledger."""
    return published.participations(tx)


def _again(tx: Tx, participation: str) -> dict[str, auditor.Sets]:
    """The sets of reports from their answers, where these are still there."""
    there, promise = responses.of(tx, [participation]), ledger.promise_to(tx, participation)
    still = {one.receipt_hash for one in there}
    found = {}
    for one in releases.of(tx, participation):
        basis = reports.basis(tx, one.report)
        if basis and reports.snapshot(tx, one.report) and still.issuperset(basis.receipts):
            found[one.report] = ledger.sets_of(basis, there, promise)
    return found


def _same(entered: auditor.Sets, again: auditor.Sets) -> bool:
    """A goal that was given up before the report was made is not in it."""
    return all(again.get(place) == raters for place, raters in entered.items()) and all(
        place in entered or place[0].startswith("goal:") for place in again
    )
