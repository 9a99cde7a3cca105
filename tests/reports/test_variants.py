"""Every way to print a report: short, on Letter, with a white first page, oneself alone, the
extended form. Printed once each, of a snapshot that was kept."""

import io
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import partial

import pypdf
import pytest
from PIL import ImageChops, ImageOps, ImageStat

from reports import snapshots, variant
from reports.build import build
from reports.drawing import drawn
from reports.press import printed, stamp
from reports.variant import Variant
from reports.words import TRANSLATIONS, Words
from survey.errors import BadInput
from survey.translations import compile_new
from tests.reports import pages
from tests.reports.cases import ALONE, MANY, answers, case
from tests.reports.kept_snapshots import kept, small
from tests.reports.pages import Pages

LIGHT = "light"


@dataclass
class Printed(Pages):
    whole: snapshots.Report = None
    content: str = ""


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
    return Printed(chosen.of(report), data, chosen, whole=report, content=content)


@pytest.mark.parametrize(
    "rule",
    [
        pages.it_has_no_fault_of_pdf_ua,
        pages.its_contents_name_what_is_there_and_where,
        pages.no_ink_lies_outside_its_margins,
        pages.two_thirds_of_a_page_are_used_or_left_for_notes,
    ],
    ids=lambda rule: rule.__name__,
)
def test_its_pages_keep_the_rules(made, rule):
    rule(made)


def test_it_has_a_sheet_for_each_section_and_few_when_short(made):
    pages.each_section_has_a_sheet_and_no_more(made)
    if made.variant.length == "short":
        assert len(made.texts) == (8 if made.report.kind == "360" else 6)


def test_a_short_one_says_what_the_full_one_has_and_never_lacks_who_responded(made):
    if made.variant.length == "full":
        assert made.report == made.whole
        return
    assert "This is the short report. The full one also has: " in made.texts[1]
    there = {section.id for section in made.report.sections}
    assert {"how_to_read", "plan", "method"} <= there
    assert ("who_responded" in there) == (made.report.kind == "360")


def test_the_first_page_is_dark_or_saves_ink(made):
    _, picture = made.sheets[0]
    dark = sum(picture.histogram()[:128]) / (picture.size[0] * picture.size[1])
    assert dark < 0.03 if made.variant.cover == LIGHT else dark > 0.85


def test_a_light_first_page_is_mirrored_where_words_run_from_the_right():
    compile_new(TRANSLATIONS)
    covers = []
    for language in ("en", "ar"):
        report = build(replace(case([answers(ALONE)], words=Words(language)), subject="Mara"))
        alone = replace(report, sections=report.sections[:1])
        data = printed(alone, {}, Words(language), Variant(cover="light"))
        covers.append(Pages(alone, data, Variant(cover="light")).sheets[0][1])
    wide, tall = covers[0].size
    motif = (0, int(tall * 0.25), wide, int(tall * 0.8))
    english, arabic = (cover.crop(motif) for cover in covers)
    assert 3 * unlike(ImageOps.mirror(english), arabic) < unlike(english, arabic)


def unlike(one, other):
    """Of 255, on average over the page."""
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def test_the_plan_can_be_filled_in(made):
    fields = made.reader.get_fields()
    assert len(fields) == 15
    assert all(field["/TU"] for field in fields.values())
    writer = pypdf.PdfWriter(clone_from=made.reader)
    writer.update_page_form_field_values(None, {"focus1_what": "Ask before I answer"})
    out = io.BytesIO()
    writer.write(out)
    assert pypdf.PdfReader(out).get_fields()["focus1_what"]["/V"] == "Ask before I answer"


def test_it_says_what_it_shows_and_what_it_was_made_with(made):
    data = made.reader.metadata
    assert data["/Keywords"] == f"content:{made.content}, variant:{made.variant.name}"
    last = made.texts[-1].replace(" ", "")
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
    assert variant.usual("letter", "light") == Variant("full", "letter", "light")
    wish = variant.Wish("short", None, "light")
    assert variant.wished(wish.name) == wish
    assert wish.of(Variant("full", "letter", "dark")) == Variant("short", "letter", "light")
    with pytest.raises(BadInput, match="no wish"):
        variant.wished("short-a5-")
    with pytest.raises(BadInput, match="no variant"):
        variant.named("long-a5-dark")
