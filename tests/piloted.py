"""Managers with released reports, whose ledger says who stands behind which number; no PDF is made:
what pilot figures are made of."""

import random
import secrets

from survey.anonymity import ledger
from survey.anonymity.auditor import Number
from survey.store import participations, people, releases, reports, responses, rounds, versions
from survey.store.reports import Basis
from tests.released import snapshot
from tests.store_factories import TODAY


def managers(db, firm, count, raters=10, *, said=None, round_=None):
    """So many managers more, each rated by `raters` peers; ids of the participations.

    `said(item, level, chance)`: an answer; `level` is what the rater thinks of the manager.
    """
    made = []
    for n in range(count):
        with db.write() as tx:
            one = people.add(tx, f"Manager {n}", organisation=firm.organisation)
            made.append(participations.add(tx, one, round_ or firm.round, "", coach=firm.cora))
            rated(tx, made[-1], raters, said or usual, seed=n)
            release(tx, made[-1])
    return made


def usual(_item, level, chance):
    return min(5, max(1, round(level + chance.gauss(0, 0.6))))


def rated(tx, participation, raters, said, group="peers", seed=0):
    round_ = rounds.of(tx, participation)
    asked = versions.get(tx, round_.version)
    chance = random.Random(f"{group}{seed}")
    for _ in range(raters):
        level = chance.gauss(3.4, 0.8)
        given = [(one.id, said(one.id, level, chance)) for one in asked.items(round_.form)]
        responses.add(
            tx, secrets.token_hex(32), subject=participation, group=group, version=round_.version,
            answers=given, comments={}, fast=False,
        )  # fmt: skip


def release(tx, participation):
    """What there is now, with its numbers in the ledger; id of the report."""
    basis: Basis = ledger.next_basis(tx, participation, releases.of(tx, participation))
    report = reports.ask(tx, participation, basis)
    claim = reports.claim(tx, report, 0)
    reports.show(tx, claim, snapshot(), {}, 0)
    reports.finish(tx, claim, b"%PDF")
    there, promise = responses.of(tx, [participation]), ledger.promise_to(tx, participation)
    sets = ledger.sets_of(basis, there, promise)
    ledger.enter(tx, report, {at: Number(len(those), "3.0") for at, those in sets.items()})
    put = releases.put(tx, participation, report, None, TODAY)
    releases.set_state(tx, put.id, "released", None, TODAY)
    return report
