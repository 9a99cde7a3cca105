"""From a sequence of arrivals to what is printed, the whole way but for the store.

    for look in looks([[sent("peers", 3)...], [...]]):   # one list of forms before each look
        look.case.now      # all numbers that may leave (reports.published)
        look.printed       # the report as plain data, as pages and files read it
        look.basis         # receipts and batches
        look.sets          # {(scale, cell): receipts behind it}, as the ledger keeps them

The same rules as in the house decide what joins when: survey.anonymity.ledger.joined,
reports.working_out.case_of.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count

from reports.build import build
from reports.case import Case
from reports.gathered import Gathered, Part
from reports.words import Words
from reports.working_out import case_of
from survey.anonymity.batches import Promise, published_sets
from survey.anonymity.ledger import joined, sheets_of
from survey.errors import BadInput
from survey.store.people import Person
from survey.store.reports import Basis
from survey.store.responses import Response
from survey.store.rounds import Round
from tests.store_factories import instrument

_numbers = count()


def sent(group, answers, *, asked=None, receipt="", **more):
    """One sent form: `answers` one value for all statements, or a list with one for each, in the
    form's order ("NO" not observed, None skipped). `more`: comments, shows, goals."""
    items = [item.id for item in (asked or instrument()).items("standard")]
    values = answers if isinstance(answers, list) else [answers] * len(items)
    return Response(
        receipt or f"{group}{next(_numbers):05}", "mara", group, "",
        tuple(zip(items, values, strict=True)),
        comments=more.pop("comments", {}), fast=False, **more,
    )  # fmt: skip


@dataclass(frozen=True)
class Look:
    """One report on all that may be in it when somebody looks."""

    basis: Basis
    promise: Promise
    there: tuple[Response, ...]
    case: Case

    @cached_property
    def printed(self):
        return build(self.case).as_plain()

    @cached_property
    def sets(self):
        return published_sets(self.basis.by_batch, sheets_of(self.there), self.promise)


def looks(arrivals, *, asked=None, form="standard", k=3, last_plan=None):
    """A Look after each of the arrivals; None where there is nothing to print."""
    asked = asked or instrument()
    promise = Promise.of(asked, form, k)
    there, seen, found = [], [], []
    for arrived in arrivals:
        there += arrived
        basis = joined(seen, there, promise)
        seen.append(basis)
        found.append(_look(basis, promise, there, (asked, form), last_plan))
    return found


def _look(basis, promise, there, asked_by, last_plan):
    asked, form = asked_by
    frozen = tuple(one for one in there if one.receipt_hash in basis.receipts)
    round_ = Round("r", "Autumn", asked.version, form, promise.k, date(2026, 10, 5), 1)
    batches = {r: n for n, batch in enumerate(basis.by_batch) for r in batch}
    part = Part(round_, "", frozen, dict(Counter(one.group for one in frozen)), batches)
    gathered = Gathered(Person("p", "Mara", None, "en"), asked, part, None, {}, last_plan)
    try:
        return Look(basis, promise, frozen, case_of(gathered, Words("en"), "Plumbline"))
    except BadInput:
        return None
