"""What the ledger of releases says about the responses there are (decision 10).

The rules are those of survey.batches; here they meet the store.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from survey import batches
from survey.batches import Promise
from survey.draft import NOT_OBSERVED
from survey.errors import NotFound
from survey.follow_up import CHANGES
from survey.store import releases, reports, responses, rounds, versions, withheld
from survey.store.database import Tx
from survey.store.releases import Release
from survey.store.reports import Basis
from survey.store.responses import Response


def released(tx: Tx, participation: str) -> str | None:
    """Id of the report that the manager may read."""
    ledger = releases.of(tx, participation)
    return next((one.report for one in reversed(ledger) if one.state == "released"), None)


def is_frozen(tx: Tx, participation: str) -> bool:
    """Somebody has looked: what was sent can no longer be withdrawn (decision 9)."""
    return bool(releases.of(tx, participation))


def basis_of(tx: Tx, one: Release) -> Basis:
    """What a report of the ledger is made of."""
    basis = reports.basis(tx, one.report)
    if basis is None:
        raise NotFound("a report older than the ledger")
    return basis


def next_basis(tx: Tx, participation: str, ledger: Sequence[Release]) -> Basis:
    """What the next report may be made of: all responses at first, later whatever may join."""
    there, promise = responses.of(tx, [participation]), _promise(tx, participation)
    basis = joined([basis_of(tx, one) for one in ledger], there, promise)
    return replace(basis, withheld=tuple(sorted(withheld.of(tx, participation))))


def joined(seen: Sequence[Basis], there: Sequence[Response], promise: Promise) -> Basis:
    """The next basis after those of the reports so far, oldest first. Pure."""
    sheets, before = sheets_of(there), [one.receipts for one in seen]
    may = batches.admitted(before, sheets, promise)
    found = batches.batches_of([*before, may], sheets, promise)
    receipts = frozenset[str]().union(*found)
    return Basis(
        tuple(sorted(receipts)),
        counts=dict(Counter(one.group for one in there if one.receipt_hash in receipts)),
        batches=tuple(tuple(sorted(batch)) for batch in found) if len(found) > 1 else (),
    )


def shows_others(tx: Tx, participation: str) -> bool:
    """Whether a report would show anything of what others said, with the answers so far."""
    there = sheets_of(responses.of(tx, [participation]))
    return batches.shown_of_others(there, _promise(tx, participation)) > 0


def shows_anything(tx: Tx, participation: str) -> bool:
    """Whether there is a report to be made at all."""
    there, promise = sheets_of(responses.of(tx, [participation])), _promise(tx, participation)
    return batches.shown_of_others(there, promise) > 0 or batches.shows_own(there, promise)


def _promise(tx: Tx, participation: str) -> Promise:
    round_ = rounds.of(tx, participation)
    return Promise.of(versions.get(tx, round_.version), round_.form, round_.threshold)


def sheets_of(there: Iterable[Response]) -> list[batches.Sheet]:
    """What survey.batches needs to know of responses."""
    return [
        batches.Sheet(
            one.receipt_hash,
            one.group,
            shown=frozenset(item for item, _ in one.answers),
            valid=frozenset(i for i, value in one.answers if value not in (None, NOT_OBSERVED)),
            goals=frozenset(goal for goal, said in one.goals.items() if said in CHANGES),
        )
        for one in there
    ]
