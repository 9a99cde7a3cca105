"""Snapshots of reports, as versions of the program kept them: each must open for good.

After `SCHEMA` grew, keep one of the new schema with `python -m tests.reports.kept_snapshots`.
"""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from reports import snapshots
from survey.store import participations, releases, reports, rounds
from survey.store.reports import Basis
from tests.store_factories import TODAY

FOLDER = Path(__file__).parents[1] / "golden" / "snapshots"
SOME = ("cover", "at_a_glance", "method")


@cache
def kept(schema=snapshots.SCHEMA):
    """The text of a whole report of this schema, and its figures {name: SVG}."""
    text = (FOLDER / f"{schema}.json").read_text(encoding="utf-8")
    return text, json.loads((FOLDER / f"{schema}-figures.json").read_text(encoding="utf-8"))


@cache
def small():
    """A few of its pages, quick to print."""
    whole = snapshots.from_text(kept()[0])
    some = tuple(section for section in whole.sections if section.id in SOME)
    return snapshots.to_text(replace(whole, sections=some))


def released(db, there, text=None):
    """Id of Alice's released report, with this snapshot; its own PDF is not a real one."""
    with db.write() as tx:
        report = reports.ask(tx, there.participation, Basis(("a" * 64,), (), {}))
        claim = reports.claim(tx, report, 0)
        reports.show(tx, claim, text or kept()[0], kept()[1], 0)
        reports.finish(tx, claim, b"%PDF", "full-a4-dark", "{}")
        put = releases.put(tx, there.participation, report, None, TODAY)
        releases.set_state(tx, put.id, "released", None, TODAY)
        participations.change(tx, there.participation, opened=True)
        rounds.change(tx, there.round, state="closed")
    return report


def keep():
    """Write the snapshot of today's schema, unless there is one."""
    from reports.build import build  # noqa: PLC0415
    from reports.drawing import drawn  # noqa: PLC0415
    from tests.reports.cases import MANY, answers, case  # noqa: PLC0415
    from tests.reports.test_sections import FULL  # noqa: PLC0415

    now = FOLDER / f"{snapshots.SCHEMA}.json"
    if now.exists():
        raise SystemExit(f"{now.name} is kept already, and stays as it is")
    report = build(case([answers(MANY, seed=2), answers(MANY, lean=0.7)], **FULL, earlier=1))
    now.write_text(snapshots.to_text(report), encoding="utf-8")
    figures = json.dumps(drawn(report), indent=0, sort_keys=True)
    (FOLDER / f"{snapshots.SCHEMA}-figures.json").write_text(figures, encoding="utf-8")


if __name__ == "__main__":
    keep()
