"""What the ledger of releases says about the responses there are (decision 10).

The rules are those of survey.anonymity.batches; here they meet the store.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from survey.anonymity import auditor, batches
from survey.anonymity.auditor import Number, Place, Sets
from survey.anonymity.batches import Promise
from survey.answers.draft import NOT_OBSERVED
from survey.cells import SELF
from survey.errors import NotFound, NotNow, Unproven
from survey.growth.follow_up import CHANGES
from survey.store import (
    left_since,
    published,
    releases,
    reports,
    responses,
    rounds,
    versions,
    withheld,
)
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
    """What the next report may be made of: all responses at first, later whatever may join.

    Nothing can join a report of which some answers have been erased since.
    """
    there, promise = responses.of(tx, [participation]), promise_to(tx, participation)
    left_out = tuple(sorted(withheld.of(tx, participation)))
    seen = [basis_of(tx, one) for one in ledger]
    if any(not _has_all(there, one) for one in seen):
        return replace(seen[-1], withheld=left_out)
    basis = joined(seen, there, promise)
    shown = [sets_of(one, there, promise) for one in (*seen, basis)]
    if seen and tells_of_few(tx, participation, *shown):
        frozen = set(seen[-1].receipts)  # so late anonymous ones wait
        known = [r for r in there
                 if r.receipt_hash in frozen or r.group not in promise.anonymous]  # fmt: skip
        basis = joined(seen, known, promise)
    return replace(basis, withheld=left_out)


def _has_all(there: Iterable[Response], basis: Basis) -> bool:
    return {one.receipt_hash for one in there}.issuperset(basis.receipts)


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


def sets_of(basis: Basis, there: Sequence[Response], promise: Promise) -> Sets:
    """The raters behind each number of others in a report on this basis. Pure."""
    return batches.published_sets(basis.by_batch, sheets_of(there), promise)


def enter(tx: Tx, report: str, numbers: Mapping[Place, Number]) -> None:
    """Write down every number that this report is about to show, and whom it is about.

    Raises Unproven: rules say otherwise than the report who stands behind a number, or somebody
    with all reports so far could work out something of fewer than k raters.
    """
    participation = reports.get(tx, report).participation
    there, promise = responses.of(tx, [participation]), promise_to(tx, participation)
    basis = reports.basis(tx, report) or reports.basis_now(tx, participation)
    sets = {
        place: raters
        for place, raters in sets_of(basis, there, promise).items()
        if place in numbers or not _is_goal(place)  # a goal may be given up since
    }
    if {place: one.n or len(sets.get(place, ())) for place, one in numbers.items()} != {
        place: len(raters) for place, raters in sets.items()
    }:
        raise Unproven("the report and the ledger do not agree on who stands behind its numbers")
    for one in releases.of(tx, participation):
        if one.report != report:
            _catch_up(tx, one, there, promise)
    _enter(tx, participation, report, sets, numbers)


def enter_follow_up(
    tx: Tx, follow_up: str, participation: str, sets: Sets, numbers: Mapping[Place, Number]
) -> None:
    """Likewise for a pulse that is closed. Raises Unproven."""
    if any(one.n not in (None, len(sets[place])) for place, one in numbers.items()):
        raise Unproven("the pulse and the ledger do not agree on who stands behind its numbers")
    _enter(tx, participation, follow_up, sets, numbers)


def tells_of_few(tx: Tx, participation: str, *more: Sets) -> list[str]:
    """Scales on which somebody with all that left, and with these numbers, could work out something
    of fewer than k anonymous raters."""
    promise = promise_to(tx, participation)
    there = anonymous_sets([*history(tx, participation).values(), *more], promise)
    return sorted(auditor.leaks(there, promise.k))


def trace_of(sets: Sets, promise: Promise) -> str | None:
    """By which a report or pulse is known again by the anonymous raters behind its numbers; None:
    nothing in it is about any. Pure."""
    (unnamed,) = anonymous_sets([sets], promise)
    behind = {place: raters for place, raters in unnamed.items() if raters}
    scales = {place: raters for place, raters in behind.items() if not _is_goal(place)}
    kind, told = ("report", scales) if scales else ("pulse", behind)
    lines = [f"{place} {published.hash_of(raters)}" for place, raters in told.items()]
    return f"{kind}:{published.hash_of(lines)}" if lines else None


def traces(tx: Tx, participation: str) -> set[str]:
    """Of all that left about one person's round, as far as this store knows."""
    promise = promise_to(tx, participation)
    found = {trace_of(sets, promise) for sets in history(tx, participation).values()}
    return {trace for trace in found if trace}


def may_follow(tx: Tx, participation: str, sets: Sets) -> bool:
    """Whether these numbers may stand beside what left after the copy of which this store was
    brought back: whom that was about, nobody knows any more, so it can only be made again."""
    lost = left_since.of(tx, participation)
    if not lost:
        return True
    trace = trace_of(sets, promise_to(tx, participation))
    known = traces(tx, participation)
    if trace is None or trace in known:
        return True
    kind = trace.partition(":")[0]
    unknown = {one for one in lost - known if one.startswith(f"{kind}:")}
    return not unknown or trace in unknown


def refuse_after_copy(tx: Tx, participation: str, basis: Basis) -> None:
    """Raises NotNow: see `may_follow`."""
    sets = sets_of(basis, responses.of(tx, [participation]), promise_to(tx, participation))
    if not may_follow(tx, participation, sets):
        raise NotNow(
            "A report was made after the backup from which this server was restored, of answers "
            "that are no longer all here. Another one beside it could tell who said what. "
            "Use the PDF of that report, or ask again in a new round."
        )


def _is_goal(place: Place) -> bool:
    return place[0].startswith("goal:")


def _enter(
    tx: Tx, participation: str, source: str, sets: Sets, numbers: Mapping[Place, Number]
) -> None:
    if not may_follow(tx, participation, sets):
        raise Unproven("numbers left that this store, brought back from a copy, knows nothing of")
    if told := tells_of_few(tx, participation, sets):
        raise Unproven(f"together with what left before it would tell of few: {told}")
    _keep(tx, participation, source, sets, numbers)


def earlier(tx: Tx, report: str) -> int:
    """How many other reports on the same person's round the ledger held before this one."""
    mine = releases.of_report(tx, report)
    ledger = releases.of(tx, reports.get(tx, report).participation)
    return sum(mine is None or one.number < mine.number for one in ledger)


def _catch_up(tx: Tx, one: Release, there: Sequence[Response], promise: Promise) -> None:
    """Numbers of a report that was shown before there was this ledger."""
    is_there = {row.source for row in published.of(tx, one.participation)}
    basis = basis_of(tx, one)
    if one.report not in is_there and _has_all(there, basis):
        sets = sets_of(basis, there, promise)
        older = {place: Number(len(raters), "") for place, raters in sets.items()}
        _keep(tx, one.participation, one.report, sets, older)


def _keep(
    tx: Tx, participation: str, source: str, sets: Sets, numbers: Mapping[Place, Number]
) -> None:
    """Once: a report that is made a second time must be about the same raters."""
    hashes = {place: published.hash_of(raters) for place, raters in sets.items()}
    before = {(row.scale, row.cell): row.raters
              for row in published.of(tx, participation) if row.source == source}  # fmt: skip
    if before and before != hashes:
        raise Unproven("the same report was about other raters before")
    if not before:
        rows = [
            published.Row(source, *place, participation, one.n, one.printed, hashes[place])
            for place, one in numbers.items()
        ]
        published.add(tx, rows, set(sets.values()))


def history(tx: Tx, participation: str) -> dict[str, dict[Place, frozenset[str]]]:
    """The raters behind every number that left, by report or follow-up."""
    members = published.members(tx, participation)
    found: dict[str, dict[Place, frozenset[str]]] = {}
    for row in published.of(tx, participation):
        found.setdefault(row.source, {})[row.scale, row.cell] = members[row.raters]
    return found


def anonymous_sets(there: Iterable[Sets], promise: Promise) -> list[Sets]:
    """The same without those who have numbers of their own under their name. Pure."""
    every = list(there)
    named = {group.id for group in promise.groups if group.kind == "named"} | {SELF}
    known = frozenset[str]().union(
        *(raters for sets in every for (_, cell), raters in sets.items() if cell in named)
    )
    return [{place: raters - known for place, raters in sets.items()} for sets in every]


def shows_others(tx: Tx, participation: str) -> bool:
    """Whether a report would show anything of what others said, with the answers so far."""
    there = sheets_of(responses.of(tx, [participation]))
    return batches.shown_of_others(there, promise_to(tx, participation)) > 0


def shows_anything(tx: Tx, participation: str) -> bool:
    """Whether there is a report to be made at all."""
    there, promise = sheets_of(responses.of(tx, [participation])), promise_to(tx, participation)
    return batches.shown_of_others(there, promise) > 0 or batches.shows_own(there, promise)


def promise_to(tx: Tx, participation: str) -> Promise:
    round_ = rounds.of(tx, participation)
    return Promise.of(versions.get(tx, round_.version), round_.form, round_.threshold)


def sheets_of(there: Iterable[Response]) -> list[batches.Sheet]:
    """What survey.anonymity.batches needs to know of responses."""
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
