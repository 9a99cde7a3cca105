"""Old rounds report exactly as before, whatever becomes of their questionnaire."""

import json
from datetime import date

from reports import making
from survey import publishing
from survey.questionnaire.edit import operations
from survey.questionnaire.loader import of_files
from survey.store import questionnaires, reports, versions
from tests import answered
from tests.programme import programme
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
        new = operations.entitle(new, "Another thing", "en")
        publishing.save(tx, id_, new, 2, None)
        publishing.publish(tx, id_, 3, note="All new.", today=TODAY)
        assert len(questionnaires.published(tx, id_)) == 2
    versions._read.clear()  # as in a process that starts now
    after = made(db, there.participation)
    assert after == before
    assert "Sings." not in json.dumps(after)
