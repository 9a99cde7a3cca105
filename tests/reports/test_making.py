"""Making a report from what the store holds: once, whole, and with failures that are said."""

import logging

import pytest

from reports import making, pdf, press, snapshots
from survey import demo
from survey.questionnaire.loader import load
from survey.store import reports
from tests.web_app import ROOT


@pytest.fixture
def asked_for(db, house_keys):
    """The demo's report, asked for and not made."""
    return demo.load(db, house_keys, load(ROOT / "questionnaires" / "leadership"))


def look(db, report):
    with db.read() as tx:
        return reports.get(tx, report)


def test_it_can_be_read_before_it_can_be_printed(db, asked_for, monkeypatch):
    seen = []
    monkeypatch.setattr(
        press, "printed", lambda *_, **__: seen.append(look(db, asked_for).state) or b"%PDF"
    )
    making.make(db, "Plumbline", asked_for)
    assert seen == ["shown"]
    assert look(db, asked_for).state == "done"


def test_the_snapshot_is_the_whole_report_as_plain_data(db, asked_for):
    making.make(db, "Plumbline", asked_for)
    with db.read() as tx:
        report = snapshots.from_text(reports.snapshot(tx, asked_for))
    assert report.subject == "Mara Lindqvist"
    assert [s.id for s in report.sections].count("skill") == 5
    assert report.meta["raters"] == 14


def test_the_same_answers_give_the_same_pdf(db, asked_for):
    making.make(db, "Plumbline", asked_for)
    first = look(db, asked_for).pdf_hash
    with db.write() as tx:
        tx.exec_driver_sql("UPDATE reports SET state='queued', attempts=0, pdf=NULL")
    making.make(db, "Plumbline", asked_for)
    assert look(db, asked_for).pdf_hash == first


def test_making_it_twice_is_harmless(db, asked_for):
    making.make(db, "Plumbline", asked_for)
    before = look(db, asked_for)
    making.make(db, "Plumbline", asked_for)
    assert look(db, asked_for) == before


def test_a_failure_is_a_state_with_a_number_that_stands_in_the_log(
    db, asked_for, monkeypatch, caplog
):
    def fail(*_, **__):
        raise RuntimeError("the press is jammed")

    monkeypatch.setattr(press, "printed", fail)
    with caplog.at_level(logging.ERROR):
        making.make(db, "Plumbline", asked_for)
    failed = look(db, asked_for)
    assert failed.state == "failed"
    assert failed.reference in caplog.text


def test_without_pango_it_can_be_read_and_the_reason_is_kept(db, asked_for, monkeypatch, caplog):
    def lack(*_, **__):
        raise pdf.PdfUnavailable(pdf.CURE)

    monkeypatch.setattr(press, "printed", lack)
    making.make(db, "Plumbline", asked_for)
    assert look(db, asked_for).reference == reports.NO_PDF_HERE
    assert "apt install" in caplog.text
    assert "Traceback" not in caplog.text
    with db.read() as tx:
        assert reports.snapshot(tx, asked_for)


def test_loading_the_demo_twice_makes_it_once(db, house_keys, asked_for):
    again = demo.load(db, house_keys, load(ROOT / "questionnaires" / "leadership"))
    assert again == asked_for
