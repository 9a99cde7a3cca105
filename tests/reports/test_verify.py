"""`verify`: what left here is known by its bytes and made again; what was altered is told apart."""

import io
import json
from dataclasses import replace

import pypdf
import pytest

from reports import press, printing, snapshots, stranger, variant
from reports.chart_files import SLIDES
from reports.likeness import compare
from reports.press import printed, stamp
from reports.verifying import verify
from reports.versions import versions
from reports.words import Words
from survey.store import prints
from tests.programme import programme
from tests.reports.kept_snapshots import kept, released, small

LETTER = variant.named("full-letter-light")
CONTENT = snapshots.content_of(small())


@pytest.fixture
def report(db, house_keys):
    """Alice's released report, of few pages."""
    return released(db, programme(db, house_keys), small())


def on_letter(text=None, made_with=None):
    """The report as it is printed on Letter, whatever it says of itself."""
    marked = stamp(CONTENT, LETTER, made_with)
    return printed(snapshots.from_text(text or small()), kept()[1], Words("en"), LETTER, marked)


def finished(db, report, data, made_with):
    with db.write() as tx:
        claimed = prints.claim(tx, prints.ask(tx, report, LETTER.name, CONTENT), 0)
        prints.finish(tx, claimed, data, json.dumps(dict(made_with)))


def test_what_left_here_is_known_with_person_round_and_day_and_made_again_alike(db, report, capsys):
    with db.write() as tx:
        wanted = prints.ask(tx, report, LETTER.name, CONTENT)
    printing.make(db, wanted, lambda: 0.0)
    with db.read() as tx:
        data = prints.pdf(tx, wanted)
    assert verify(db, data)
    said = capsys.readouterr().out
    assert "This file left here, unchanged" in said
    assert "Report on Alice, round 'Autumn 2026' of Hall & Sons" in said
    assert "report 1 of this round, released on 2026-11-23" in said
    assert "the same bytes" in said


def test_under_other_versions_words_and_numbers_are_compared_and_that_is_said(db, report, capsys):
    then = {**versions(), "weasyprint": "69.0"}
    data = on_letter(made_with=then)
    finished(db, report, data, then)
    assert verify(db, data)
    said = capsys.readouterr().out
    assert "weasyprint 69.0 → 70.0" in said
    assert "bytes are not compared" in said
    assert "3 pages with" in said
    assert "all alike" in said


def test_words_that_the_program_says_otherwise_since_do_not_make_it_untrue_but_numbers_do(
    db, report, capsys, monkeypatch
):
    then = {**versions(), "program": "0" * 64}
    data = on_letter(made_with=then)
    finished(db, report, data, then)
    later = press.printed

    def renamed(report, *rest):
        *others, last = report.sections
        return later(replace(report, sections=(*others, replace(last, title="Numbers"))), *rest)

    def without_numbers(report, *rest):
        return later(replace(report, sections=report.sections[:1]), *rest)

    monkeypatch.setattr(press, "printed", renamed)
    assert verify(db, data)
    said = capsys.readouterr().out
    assert '"About these numbers" in place of "Numbers"' in said
    assert "words of the program" in said
    monkeypatch.setattr(press, "printed", without_numbers)
    assert not verify(db, data)
    assert "NOT what is kept of it" in capsys.readouterr().err


def test_a_file_with_another_number_did_not_leave_here_and_what_differs_is_told(db, report, capsys):
    finished(db, report, on_letter(), versions())
    plain = json.loads(small())
    glance = next(one for one in plain["sections"] if one["id"] == "at_a_glance")
    there = glance["content"]["rows"][0]["all"]
    glance["content"]["rows"][0]["all"] = "4.9"
    assert not verify(db, on_letter(json.dumps(plain)))
    said = capsys.readouterr().err
    assert "NOT a file that left here" in said
    assert "Report on Alice" in said
    assert f'page 2: "4.9" in place of "{there}"' in said


def test_a_file_that_was_filled_in_is_not_the_one_that_left_but_says_the_same(db, report, capsys):
    data = on_letter()
    finished(db, report, data, versions())
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(data)), io.BytesIO()
    writer.write(out)
    assert not verify(db, out.getvalue())
    said = capsys.readouterr()
    assert "NOT a file that left here" in said.err
    assert "The pages say the same" in said.err


def test_a_snapshot_that_was_changed_in_the_store_is_found_out(db, report, capsys):
    data = on_letter()
    finished(db, report, data, versions())
    changed = snapshots.from_text(small())
    with db.write() as tx:
        text = snapshots.to_text(replace(changed, subject="Bob"))
        tx.exec_driver_sql("UPDATE reports SET snapshot = ?", (text,))
    assert not verify(db, data)
    said = capsys.readouterr().err
    assert "OTHER bytes" in said
    assert '"Mara Lindqvist" in place of "Bob"' in said


def blank(**locked):
    """A PDF that is no report."""
    pages, out = pypdf.PdfWriter(), io.BytesIO()
    pages.add_blank_page(100, 100)
    if locked:
        pages.encrypt(**locked)
    pages.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "It is empty"),
        (b"no paper", "It is no PDF"),
        (b"PK\x03\x04 and so on", "unpack it, and verify each PDF"),
        (b"%PDF-1.7", "it is damaged"),
        (blank(), "It names no content"),
        (blank(user_password="secret"), "locked with a password: save it without one"),
    ],
)
def test_what_is_no_report_is_told_so_and_why(db, report, capsys, data, why):
    assert not verify(db, data)
    said = capsys.readouterr().err
    assert "NOT a file that left here" in said
    assert why in said


def test_a_report_of_another_installation_is_told_so(db, report, capsys):
    data = on_letter()
    with db.write() as tx:
        tx.exec_driver_sql("UPDATE reports SET snapshot = NULL")
    assert not verify(db, data)
    assert f"the content {CONTENT}, which is not known here" in capsys.readouterr().err


def test_a_forgery_cannot_call_itself_what_is_kept_for_slides(db, report, capsys):
    with db.write() as tx:
        claimed = prints.claim(tx, prints.ask(tx, report, SLIDES, CONTENT), 0)
        prints.finish(tx, claimed, b"PK charts", json.dumps(dict(versions())))
    pages, out = pypdf.PdfWriter(), io.BytesIO()
    pages.add_blank_page(100, 100)
    pages.add_metadata({"/Keywords": f"content:{CONTENT} variant:{SLIDES}"})
    pages.write(out)
    assert not verify(db, out.getvalue())
    assert "in no variant made here" in capsys.readouterr().err
    assert not verify(db, b"PK charts")


def test_breaks_of_lines_are_no_difference_and_a_minus_is_part_of_a_number():
    found = compare(["You \u22121.3", "b"], ["You\n\u22121.3", "b"])
    assert (found.pages, found.words, found.numbers, found.differences) == (2, 3, 1, ())
    assert compare(["a"], ["a", "b"]).differences == ("it has 1 pages in place of 2",)


def test_a_file_that_would_take_all_memory_or_time_is_no_report(db, report, capsys):
    pages = pypdf.PdfWriter()
    for _ in range(stranger.PAGES + 1):
        pages.add_blank_page(100, 100)
    many = io.BytesIO()
    pages.write(many)
    for data in (many.getvalue(), b"%PDF-1.7" + bytes(stranger.LARGEST)):
        assert not verify(db, data)
        assert "cannot be read as a PDF of a report" in capsys.readouterr().err
