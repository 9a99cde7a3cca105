"""Every way to print a report: short, on Letter, with a white first page, oneself alone, the
extended form. Printed once each, of a snapshot that was kept."""

import io
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property, partial

import page as validation
import pypdf
import pypdfium2
import pytest

from reports import snapshots, variant
from reports.build import build
from reports.leaves import words_of
from reports.press import drawn, printed, stamp
from reports.variant import Variant
from reports.words import Words
from survey.errors import BadInput
from tests.reports.cases import ALONE, MANY, answers, case
from tests.reports.kept_snapshots import kept, small

PAPER = {"a4": (210.0, 297.0, 18.0), "letter": (215.9, 279.4, 20.95)}  # mm: wide, tall, margin
LIGHT = "light"
LOOSE = {"comments", "guess", "last_plan"}  # as long as what people wrote


@dataclass
class Printed:
    variant: Variant
    whole: snapshots.Report
    content: str
    data: bytes

    @property
    def report(self):
        return self.variant.of(self.whole)

    @cached_property
    def pages(self):
        return [" ".join(text.split()) for text in words_of(self.data).pages]


def extended():
    report = build(case([answers(MANY, 50)], form_id="extended"))
    return snapshots.to_text(report), drawn(report)


def alone():
    report = build(case([answers(ALONE)]))
    return snapshots.to_text(report), drawn(report)


WANTED = {
    "full-letter-dark": kept,
    "short-a4-light": kept,
    "full-letter-light": extended,
    "short-letter-light": alone,
}


@pytest.fixture(scope="module", params=WANTED)
def made(request):
    text, figures = WANTED[request.param]()
    chosen, report = variant.named(request.param), snapshots.from_text(text)
    content = snapshots.content_of(text)
    data = printed(report, figures, Words("en"), chosen, stamp(content, chosen))
    return Printed(chosen, report, content, data)


def test_it_has_no_fault_of_pdf_ua(made):
    assert validation.validate_pdf_bytes(made.data, profile="ua1").failures == []


def test_it_has_a_page_for_each_section_and_more_for_comments_alone(made):
    more = len(made.pages) - len(made.report.sections)
    has_comments = any(section.id == "comments" for section in made.report.sections)
    assert more == (1 if has_comments else 0)
    if made.variant.length == "short":
        assert len(made.pages) == (8 if made.report.kind == "360" else 6)


def test_the_contents_name_what_is_there_and_where(made):
    contents = made.pages[1]
    for section in made.report.sections[2:]:
        if section.content.get("in_contents", True):
            title = section.content.get("contents_title", section.title)
            page = int(re.search(rf"{re.escape(title)}\s*(\d+)", contents)[1])
            assert section.title in made.pages[page - 1]


def test_a_short_one_says_what_the_full_one_has_and_never_lacks_who_responded(made):
    if made.variant.length == "full":
        assert made.report == made.whole
        return
    assert "This is the short report. The full one also has: " in made.pages[1]
    there = {section.id for section in made.report.sections}
    assert {"how_to_read", "plan", "method"} <= there
    assert ("who_responded" in there) == (made.report.kind == "360")


def test_no_ink_lies_outside_the_margins_of_its_paper(made):
    wide, tall, margin = PAPER[made.variant.paper]
    for number, sheet in enumerate(pypdfium2.PdfDocument(made.data), 1):
        assert [round(side * 25.4 / 72, 1) for side in sheet.get_size()] == [wide, tall]
        picture = sheet.render(scale=1).to_pil().convert("L")
        unit = picture.size[0] / wide
        right, bottom = picture.size
        outside = (
            (0, 0, int((margin - 0.6) * unit), bottom),
            (int((wide - margin + 0.6) * unit) + 1, 0, right, bottom),
            (0, 0, right, int(10 * unit)),
            (0, int((tall - 9) * unit), right, bottom),
        )
        for box in outside if number > 1 else ():
            assert picture.crop(box).getextrema()[0] > 245, f"page {number}, {box}"


def test_two_thirds_of_a_page_are_used_or_left_for_notes(made):
    for number, sheet in enumerate(pypdfium2.PdfDocument(made.data), 1):
        text = made.pages[number - 1][:200]
        section = next((s for s in made.report.sections if s.title in text), None)
        if section is None or section.id in LOOSE:
            continue  # a page that goes on with the comments has no title
        picture = sheet.render(scale=1).to_pil().convert("L").point(lambda v: 255 * (v < 235))
        wide, tall = picture.size
        body = picture.crop((0, 0, wide, int(tall * 0.93)))  # without the footer
        assert body.getbbox()[3] / tall > 0.6, f"page {number}: {section.title}"


def test_the_first_page_is_dark_or_saves_ink(made):
    picture = pypdfium2.PdfDocument(made.data)[0].render(scale=0.5).to_pil().convert("L")
    dark = sum(picture.histogram()[:128]) / (picture.size[0] * picture.size[1])
    assert dark < 0.03 if made.variant.cover == LIGHT else dark > 0.85


def test_the_plan_can_be_filled_in(made):
    reader = pypdf.PdfReader(io.BytesIO(made.data))
    fields = reader.get_fields()
    assert len(fields) == 15
    assert all(field["/TU"] for field in fields.values())
    writer = pypdf.PdfWriter(clone_from=reader)
    writer.update_page_form_field_values(None, {"focus1_what": "Ask before I answer"})
    out = io.BytesIO()
    writer.write(out)
    assert pypdf.PdfReader(out).get_fields()["focus1_what"]["/V"] == "Ask before I answer"


def test_it_says_what_it_shows_and_what_it_was_made_with(made):
    data = pypdf.PdfReader(io.BytesIO(made.data)).metadata
    assert data["/Keywords"] == f"content:{made.content}, variant:{made.variant.name}"
    last = made.pages[-1].replace(" ", "")
    assert made.content in last
    assert "WeasyPrint70" in last
    if made.whole.meta.get("raters") and made.content == snapshots.content_of(kept()[0]):
        assert "checkedagainst1earlierreport" in last


def test_the_same_snapshot_gives_the_same_bytes_on_another_day_elsewhere():
    chosen = Variant("full", "letter", "light")
    report = snapshots.from_text(small())
    marked = stamp(snapshots.content_of(small()), chosen)
    here = printed(report, kept()[1], Words("en"), chosen, marked)
    code = (
        "import sys, time_machine; "
        "from reports import press, snapshots; from reports.variant import Variant; "
        "from reports.words import Words; from tests.reports.kept_snapshots import kept, small; "
        "there = time_machine.travel('2031-02-03 23:59', tick=True); there.start(); "
        "chosen = Variant('full', 'letter', 'light'); "
        "marked = press.stamp(snapshots.content_of(small()), chosen); "
        "report = snapshots.from_text(small()); "
        "made = press.printed(report, kept()[1], Words('en'), chosen, marked); "
        "sys.stdout.buffer.write(made)"
    )
    elsewhere = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LC_ALL": "C", "LANG": "C"}
    run = partial(subprocess.run, [sys.executable, "-W", "ignore", "-c", code])
    done = run(capture_output=True, check=True, env=elsewhere | {"PATH": ""})
    assert done.stdout == here


def test_a_variant_is_known_by_its_name():
    assert [variant.named(one.name) for one in variant.every()] == list(variant.every())
    assert variant.on("letter") == Variant("full", "letter", "dark")
    with pytest.raises(BadInput, match="no variant"):
        variant.named("long-a5-dark")
