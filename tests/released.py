"""A released report of a programme, without the work of making one: the real report of other
answers under the programme's participation."""

import json
from functools import cache

from reports.build import build
from survey.store import participations, releases, reports, rounds
from survey.store.database import Database
from survey.store.reports import Basis
from tests.programme import Programme
from tests.reports.cases import MANY, answers, case
from tests.store_factories import TODAY


@cache
def snapshot() -> str:
    """A 360 report of many raters, as the store keeps it."""
    made = build(case([answers(MANY, lean=0.5)]))
    return json.dumps(made.as_plain(), ensure_ascii=False, sort_keys=True)


def release(db: Database, there: Programme, *, opened=False, closed=True) -> str:
    """Id of the report; the round is closed."""
    with db.write() as tx:
        report = reports.ask(tx, there.participation, Basis(("a" * 64,), (), {}))
        claim = reports.claim(tx, report, 0)
        reports.show(tx, claim, snapshot(), {}, 0)
        reports.finish(tx, claim, b"%PDF")
        put = releases.put(tx, there.participation, report, None, TODAY)
        releases.set_state(tx, put.id, "released", None, TODAY)
        participations.change(tx, there.participation, opened=opened)
        if closed:
            rounds.change(tx, there.round, state="closed")
    return report
