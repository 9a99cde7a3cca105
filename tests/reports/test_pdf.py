"""The printed report: tagged, ours alone, repeatable, and nothing outside its margins."""

import io
import socket
import subprocess
import sys

import page as validation
import pypdf
import pytest

from reports import html, pdf
from tests.reports import pages
from tests.reports.pages import Pages
from tests.reports.sample_report import cover, plan, sample


@pytest.fixture(scope="module")
def made(printed):
    return Pages(sample(), printed)


@pytest.fixture(scope="module")
def reader(made):
    return made.reader


def failures(data):
    report = validation.validate_pdf_bytes(data, profile="ua1")
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def simple(body):
    return f'<!doctype html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    "rule",
    [
        pages.it_has_no_fault_of_pdf_ua,
        pages.its_fonts_are_ours,
        pages.no_ink_lies_outside_its_margins,
    ],
    ids=lambda rule: rule.__name__,
)
def test_its_pages_keep_the_rules(made, rule):
    rule(made)


def test_the_validator_would_find_a_picture_without_words(assets):
    found = failures(pdf.write(simple('<h1>A</h1><img src="asset:profile.svg">'), assets))
    assert any("FIGURE" in failure for failure in found)


def test_language_and_title_are_told(reader):
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == "Development report: Mara Lindqvist"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_section_is_a_bookmark_and_a_page(reader):
    titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert titles[1:] == [section.title for section in sample().sections][1:]
    assert len(reader.pages) == len(sample().sections) + 1  # the comments run on


def test_header_footer_and_page_numbers(reader):
    count = len(reader.pages)
    for number, sheet in enumerate(reader.pages, 1):
        text = sheet.extract_text()
        if number == 1:
            assert "1 / " not in text
        else:
            assert "Plumbline" in text
            assert "Confidential. For Mara Lindqvist and her coach." in text
            assert f"{number} / {count}" in text


def test_only_continued_pages_name_their_section_on_top(reader):
    texts = [sheet.extract_text() for sheet in reader.pages]
    continued = [
        text
        for text in texts
        if text.count("In their words")
        and "Comments are" not in text
        and "Customers were too few" in text
        and "Sign" not in text
    ]
    assert continued
    assert texts[3].count("Your results at a glance") == 1


def test_contents_lead_to_pages(made, reader):
    assert "Your five skills 5" in made.texts[1]
    links = [note.get_object() for note in reader.pages[1]["/Annots"]]
    assert len({link["/Dest"] for link in links}) == len(sample().sections) - 1
    assert "Your five skills" in {link["/Contents"] for link in links}


def test_nothing_leads_out_of_the_document(reader):
    for sheet in reader.pages:
        for note in sheet.get("/Annots", []):
            assert note.get_object()["/Subtype"] in ("/Link", "/Widget")
            assert "/A" not in note.get_object()
    assert "/EmbeddedFiles" not in reader.trailer["/Root"].get("/Names", {})


def test_the_plan_can_be_filled_in(reader):
    fields = reader.get_fields()
    assert len(fields) == 15
    assert all(field["/TU"] for field in fields.values())
    assert fields["what1"]["/TU"] == "What I want to be seen doing more often"


def test_the_cover_fills_its_page(made):
    _, picture = made.sheets[0]
    width, height = picture.size
    for at in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1)):
        assert picture.getpixel(at) < 80


def test_the_same_report_gives_the_same_bytes(page, assets, printed):
    assert pdf.write(page, assets) == printed


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/x.svg",
        "https://127.0.0.1:{port}/x.svg",
        "file:///etc/hostname",
        "ftp://127.0.0.1:{port}/x",
        "data:image/svg+xml,%3Csvg/%3E",
        "//127.0.0.1:{port}/x.svg",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        '<img src="{0}" alt="x">',
        '<link rel="stylesheet" href="{0}">',
        "<style>@import url({0}); p {{ background: url({0}) }}</style><p>x",
        '<link rel="attachment" href="{0}">',
        '<object data="{0}"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{0}"/></svg>',
        "<style>@font-face {{ font-family: x; src: url({0}) }} p {{ font-family: x }}</style><p>x",
    ],
)
def test_nothing_is_fetched_from_outside(address, body, caplog):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.05)
        there = address.format(port=listening.getsockname()[1])
        made = pdf.write(simple(body.format(there)), {})
        with pytest.raises(TimeoutError):
            listening.accept()
    assert b"EmbeddedFile" not in made


def test_a_missing_picture_is_an_error():
    with pytest.raises(pdf.AssetMissing, match=r"absent\.svg"):
        pdf.write(simple('<img src="asset:absent.svg" alt="x">'), {})


def test_a_machine_without_pango_is_told_the_cure(monkeypatch):
    monkeypatch.setattr(pdf, "_missing", OSError("cannot load library 'libpango-1.0-0'"))
    pdf._press.cache_clear()
    with pytest.raises(pdf.PdfUnavailable, match="apt install libpango"):
        pdf.write(simple("<p>x"), {})
    monkeypatch.undo()
    pdf._press.cache_clear()


def test_a_report_without_cover_starts_on_its_first_page(sample_templates):
    report = sample(plan())
    made = pdf.write(html.render(report), {"figures.css": html.figure_css(report)})
    reader = pypdf.PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 1
    assert "Plumbline" in reader.pages[0].extract_text()
    assert "1 / 1" in reader.pages[0].extract_text()


def test_a_cover_alone_is_one_page(sample_templates):
    report = sample(cover())
    made = pdf.write(html.render(report), {"figures.css": ""})
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 1


def test_two_threads_print_one_after_the_other():
    # In a process of its own, with a clock: without turns this hung for good.
    code = (
        "from concurrent.futures import ThreadPoolExecutor; "
        "from reports import build, drawing, press; from reports.words import Words; "
        "from tests.reports.cases import answers, case; "
        "made = build.build(case([answers({'self': 1, 'manager': 1, 'peers': 5})])); "
        "words = Words('en'); "
        "work = lambda _: press.printed(made, drawing.drawn(made), words); "
        "found = list(ThreadPoolExecutor(4).map(work, range(6))); "
        "assert all(one == found[0] for one in found)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
