"""How far a report is: growing, seldom noted, and heard of the press itself."""

import logging

import pytest

from reports import printing, progress, snapshots
from reports.press import printed
from reports.progress import between, seldom
from reports.words import Words
from survey.errors import Stale
from survey.store import prints
from tests.programme import programme
from tests.reports.kept_snapshots import kept, released, small


def test_it_grows_and_is_noted_seldom_and_never_as_all():
    noted, now = [], [0.0]
    tell = seldom(noted.append, lambda: now[0], every=1)
    for at, part in ((0, 0.2), (0.5, 0.5), (1.1, 0.6), (2.2, 0.3), (3.3, 1.0)):
        now[0] = at
        tell(part)
    assert noted == [20, 60, 99]


def test_a_part_of_the_job_counts_as_much_as_it_is():
    heard = []
    tell = between(heard.append, 0.2, 1)
    tell(0)
    tell(0.5)
    assert heard == pytest.approx([0.2, 0.6])


def test_what_cannot_be_noted_stops_no_press():
    def gone(_percent):
        raise Stale("another worker's")

    seldom(gone)(0.5)


def test_the_press_tells_page_by_page_and_the_log_hears_nothing_of_it(caplog):
    heard = []
    with caplog.at_level(logging.INFO):
        printed(snapshots.from_text(small()), kept()[1], Words("en"), tell=heard.append)
    assert heard[:3] == pytest.approx([progress.LAID_OUT * n / 3 for n in (1, 2, 3)])
    assert heard[-1] == progress.WRITING
    printed(snapshots.from_text(small()), kept()[1], Words("en"))
    assert heard.count(progress.WRITING) == 1  # nobody listens any more
    assert "weasyprint.progress" not in {one.name for one in caplog.records}


def test_a_print_notes_how_far_it_is_and_shows_signs_of_life(db, house_keys, monkeypatch):
    report = released(db, programme(db, house_keys), small())
    with db.write() as tx:
        wanted = prints.ask(tx, report, "short-a4-dark", snapshots.content_of(small()))
    noted, note = [], prints.progress

    def noting(tx, claimed, percent):
        noted.append(percent)
        note(tx, claimed, percent)

    monkeypatch.setattr(prints, "progress", noting)
    monkeypatch.setattr(progress, "SELDOM", 0)
    printing.make(db, wanted, lambda: 0.0)
    with db.read() as tx:
        made = prints.get(tx, wanted)
    assert made.state == "done"
    assert noted
    assert noted == sorted(noted)
    assert made.percent == noted[-1]
