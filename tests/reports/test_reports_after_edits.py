"""Old rounds report exactly as before, whatever becomes of their questionnaire."""

import json
from dataclasses import replace
from datetime import date

import pytest

from reports import making
from reports.gather import gather
from reports.numbers import numbers_of
from reports.words import Words
from reports.working_out import case_of
from survey.anonymity import releasing
from survey.authoring import publishing
from survey.questionnaire.compare.comparable import Declared
from survey.questionnaire.edit import operations
from survey.questionnaire.edit.fields import put
from survey.questionnaire.edit.rewriting import meaning
from survey.questionnaire.loader import of_files
from survey.store import (
    organisations,
    participations,
    questionnaires,
    reports,
    responses,
    rounds,
    versions,
)
from tests import answered
from tests.programme import programme
from tests.store_factories import alice_takes_part, answer
from tests.survey.questionnaire.edit.folders import LEADERSHIP

TODAY = date(2026, 11, 23)


def made(db, participation):
    """What the report says and the hash of its PDF, made now."""
    with db.write() as tx:
        report = reports.ask(tx, participation)
        tx.exec_driver_sql("UPDATE reports SET state='queued', attempts=0, pdf=NULL, snapshot=NULL")
    making.make(db, "Plumbline", report)
    with db.read() as tx:
        done = reports.get(tx, report)
        assert done.state == "done"
        return json.loads(reports.snapshot(tx, report)), done.pdf_hash


def test_a_round_reports_as_before_after_its_questionnaire_was_edited(db, house_keys):
    files = LEADERSHIP
    there = programme(db, house_keys, asked=of_files(files))
    answered.everybody(db, there)
    before = made(db, there.participation)
    with db.write() as tx:
        id_ = publishing.begin(tx, there.organisation, "leadership", files)
        publishing.publish(tx, id_, 1, note="First.", today=TODAY)
        new = operations.reword(files, "comm_visi_1", "en", "I sing.", "Sings.")
        new = operations.retire(new, "comm_cult_2")
        new = operations.relabel(new, ["Never", "Once", "Half", "Most", "Ever"])
        new = put(new, "instrument.title.en", "Another thing")
        publishing.save(tx, id_, new, 2, None)
        publishing.publish(tx, id_, 3, note="All new.", today=TODAY)
        assert len(questionnaires.published(tx, id_)) == 2
    versions._read.clear()  # as in a process that starts now
    after = made(db, there.participation)
    assert after == before
    assert "Sings." not in json.dumps(after)


def two_rounds(db, files, later, declared=None):
    """The items over which a report of Alice's second round, asked by `later`, is compared with
    the first; None: it is not."""
    with db.write() as tx:
        house = organisations.add(tx, "Hall & Sons")
        id_ = publishing.begin(tx, house, "leadership", files)
        publishing.publish(tx, id_, 1, note="First.", today=TODAY)
        publishing.save(tx, id_, later, 2, None)
        publishing.publish(tx, id_, 3, note="Next.", today=TODAY, declared=declared)
        asked = of_files(files)
        first = alice_takes_part(tx, 1, asked=asked)
        said = [("comm_visi_1", 4)]
        responses.add(
            tx, "a" * 64, subject=first, group="self", version=asked.version,
            answers=said, comments={}, fast=False,
        )  # fmt: skip
        alice = participations.get(tx, first).person
        second = alice_takes_part(tx, 2, alice, asked=of_files(later))
        before = gather(tx, second).before
        return before and before.same


REWORDED = operations.reword(LEADERSHIP, "comm_visi_1", "en", "I say the goals.", "Says the goals.")
DECLARED = Declared(frozenset({"comm_visi_1"}))


CORE = {item.id for item in of_files(LEADERSHIP).items("standard")}
MOVED = operations.move(
    operations.move(LEADERSHIP, "comm_visi_1", "inspiration", "vision"),
    "insp_visi_1", "communication", "vision",  # no cell may stay empty
)  # fmt: skip


@pytest.mark.parametrize(
    ("later", "declared", "lost"),
    [
        (put(LEADERSHIP, "instrument.title.en", "Another title"), None, set()),
        (operations.reword(LEADERSHIP, "comm_visi_2", "en", "I sing."), None, set()),
        (operations.reorder(LEADERSHIP, "comm_visi_1", 3), None, set()),
        (REWORDED, None, {"comm_visi_1"}),
        (REWORDED, DECLARED, set()),
        (operations.retire(REWORDED, "comm_visi_2"), DECLARED, set()),
        (MOVED, DECLARED, {"comm_visi_1", "insp_visi_1"}),
    ],
    ids=["title", "not on this form", "order", "reworded", "declared", "and one less", "moved"],
)
def test_rounds_are_compared_over_what_means_the_same(db, later, declared, lost):
    assert two_rounds(db, LEADERSHIP, later, declared) == CORE - lost


def test_with_another_scale_there_is_nothing_to_compare(db):
    labels = ["Never", "Once", "Half", "Most", "Ever"]
    assert two_rounds(db, LEADERSHIP, operations.relabel(LEADERSHIP, labels)) is None


def test_the_round_before_prints_its_own_numbers_again(db, house_keys):
    """Also where late answers joined it, and where the next round asks by a later version."""
    later = operations.reorder(REWORDED, "comm_visi_1", 3)
    firm = programme(db, house_keys, asked=of_files(LEADERSHIP))
    with db.write() as tx:
        id_ = publishing.begin(tx, firm.organisation, "leadership", LEADERSHIP)
        publishing.publish(tx, id_, 1, note="First.", today=TODAY)
        publishing.save(tx, id_, later, 2, None)
        publishing.publish(tx, id_, 3, note="Next.", today=TODAY, declared=DECLARED)
        second = alice_takes_part(tx, 2, firm.alice, asked=of_files(later))
    seen = []
    for group, count in (("peers", 4), ("reports", 3)):
        answered.sent(db, firm, group, count)
        with db.write() as tx:
            report = releasing.ask_report(tx, firm.participation, firm.cora)
            seen.append(case_of_report(tx, firm.participation, report))
    answered.sent(db, firm, "others", 2)  # they wait
    answered.sent(db, replace(firm, participation=second), "peers", 5, seed=2)
    with db.read() as tx:
        now = case_of(gather(tx, second), Words("en"), "")
    assert seen[1].now.batches == now.before.batches == 2
    assert numbers_of(replace(now, now=now.before)) == numbers_of(seen[1])
    assert numbers_of(seen[1]) != numbers_of(seen[0])
    assert now.change is not None


def case_of_report(tx, participation, report):
    return case_of(gather(tx, participation, reports.basis(tx, report)), Words("en"), "")


def test_another_minimum_is_another_promise_and_is_not_compared(db):
    with db.write() as tx:
        first = alice_takes_part(tx, 1)
        answer(tx, first, "a" * 64, "self")
        alice = participations.get(tx, first).person
        assert gather(tx, alice_takes_part(tx, 2, alice)).before is not None
        third = alice_takes_part(tx, 3, alice)
        for one in participations.earlier(tx, third):
            rounds.change(tx, one.round, threshold=5)
        assert gather(tx, third).before is None


def test_a_group_that_was_promised_more_is_not_compared(db):
    plain = meaning("instrument.yaml", LEADERSHIP["instrument.yaml"])
    plain["groups"][2]["kind"] = "named"
    later = operations.change(LEADERSHIP, "instrument.yaml", plain)
    assert not two_rounds(db, LEADERSHIP, later)
