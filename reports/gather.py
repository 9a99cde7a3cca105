"""Everything that the store holds for one person's report, read at one moment. Loads no pandas."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from reports.gathered import Earlier, Gathered, Part
from survey.authoring import publishing
from survey.errors import NotFound
from survey.growth import developing
from survey.questionnaire.compare.comparable import shared
from survey.questionnaire.model import Questionnaire
from survey.store import (
    invitations,
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
from survey.store.reports import Basis
from survey.store.responses import Response
from survey.store.rounds import Round

_ROUNDS_BEFORE = 2
"""Compared with a round, at most."""


def gather(tx: Tx, participation: str, basis: Basis | None = None) -> Gathered:
    """With exactly the responses of `basis`, by default all there are; without what it withholds.

    Raises NotFound, also when one of them is gone: a report with one fewer would tell whose.
    """
    this = participations.get(tx, participation)
    now = _part(tx, this, basis)
    last = developing.last_plan(tx, participation)
    before, first = _comparable(tx, this, now.round)
    return Gathered(
        person=people.get(tx, this.person),
        questionnaire=versions.get(tx, now.round.version),
        now=now,
        before=before,
        guess=developing.guess_of(tx, participation) or {},
        last_plan=last.plan if last else None,
        first=first,
    )


def _comparable(tx: Tx, this: Participation, now: Round) -> tuple[Earlier | None, Earlier | None]:
    """The round before that has something to compare, and the one before that; see `_same`.

    It is compared as it was seen last. An organisation's round that nobody has looked at is not
    compared: it would be a look at answers that are still to be frozen. Nor is anybody's own, but
    for what stands on the own answers alone.
    """
    found: list[Earlier] = []
    for earlier in reversed(participations.earlier(tx, this.id)):
        round_ = rounds.get(tx, earlier.round)
        same = _same(tx, round_, now, found[-1] if found else None)
        part = _seen(tx, earlier, round_) if same else None
        if part:
            asked = versions.get(tx, round_.version)
            found.append(Earlier(**vars(part), questionnaire=asked, same=same))
        if len(found) == _ROUNDS_BEFORE:
            break
    before, first, *_rest = [*found, None, None]
    return before, first


def _seen(tx: Tx, earlier: Participation, round_: Round) -> Part | None:
    seen = releases.in_force(tx, [earlier.id]).get(earlier.id)
    if seen is not None:
        return _still(tx, earlier, reports.basis(tx, seen.report))
    return _own(tx, earlier, round_) if round_.organisation is None else None


def _own(tx: Tx, participation: Participation, round_: Round) -> Part | None:
    """Of a round that has no release because nobody but its person has answered. None: somebody
    has, and nobody has looked; or the answers are gone."""
    found, own = _part(tx, participation, None), versions.get(tx, round_.version).self_group.id
    return found if {one.group for one in found.responses} == {own} else None


def _still(tx: Tx, participation: Participation, basis: Basis | None) -> Part | None:
    """None: some of the answers have been erased since."""
    try:
        return _part(tx, participation, basis)
    except NotFound:
        return None


def _same(tx: Tx, before: Round, now: Round, between: Earlier | None) -> frozenset[str]:
    """The items that mean the same in both rounds and in the one `between`; none if they are not
    enough of any scale.

    They are unchanged, or so declared by their authors, of the same groups by the same rules: what
    a group was promised then must hold now.
    """
    old, new = versions.get(tx, before.version), versions.get(tx, now.version)
    forms = {form.id for form in old.instrument.forms}
    if before.threshold != now.threshold or before.form not in forms or _rules(old) != _rules(new):
        return frozenset()
    items = publishing.comparable_items(tx, before.version, now.version)
    if between:
        items &= between.same
        items &= publishing.comparable_items(tx, before.version, between.round.version)
    found = shared((old, before.form), (new, now.form), items)
    return frozenset() if found.nothing else found.items


def _rules(questionnaire: Questionnaire) -> list[tuple[object, ...]]:
    groups = questionnaire.instrument.groups
    return [(one.id, one.kind, one.minimum, one.merge_order) for one in groups]


def _part(tx: Tx, participation: Participation, basis: Basis | None) -> Part:
    there = _responses(tx, participation.id, basis)
    return Part(
        round=rounds.get(tx, participation.round),
        role=participation.role,
        responses=there,
        invited=_invited(tx, participation.id, there),
        batches={r: n for n, batch in enumerate(basis.by_batch) for r in batch} if basis else {},
    )


def _invited(tx: Tx, participation: str, there: Iterable[Response]) -> dict[str, int]:
    """As the list of raters shows it: where somebody was taken off or moved, any other number
    beside that list would tell whether they had sent. Never fewer than answered."""
    answered = Counter(one.group for one in there)
    shown = invitations.invited(tx, participation)
    return {g: max(shown.get(g, 0), answered[g]) for g in sorted({*shown, *answered})}


def _responses(tx: Tx, participation: str, basis: Basis | None) -> tuple[Response, ...]:
    there = responses.of(tx, [participation])
    if basis is None:
        return tuple(there)
    frozen, left_out = set(basis.receipts), set(basis.withheld)
    chosen = [one for one in there if one.receipt_hash in frozen]
    if len(chosen) < len(frozen):
        raise NotFound("an answer that the report is made of")
    return tuple(replace(one, comments=_kept(one.comments, left_out)) for one in chosen)


def _kept(comments: Mapping[str, str], left_out: set[str]) -> dict[str, str]:
    return {q: t for q, t in comments.items() if withheld.hash_of(q, t) not in left_out}
