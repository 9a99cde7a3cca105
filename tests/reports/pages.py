"""A printed report, and what the pages of every one owe their reader."""

import io
import re
from dataclasses import dataclass, field
from functools import cached_property

import page as validation
import pypdf
import pypdfium2

from reports.leaves import words_of
from reports.model import Report
from reports.variant import Variant

PAPER = {"a4": (210.0, 297.0, 18.0), "letter": (215.9, 279.4, 20.95)}  # mm: wide, tall, margin
LONG = {"comments", "own_skills"}  # as long as what people wrote
OURS = r"/[A-Z]{6}\+Plumb-(Sans|Serif|Field|Arabic|Hebrew|Thai|Devanagari|Han)\b"


@dataclass
class Pages:
    report: Report
    """With the sections that this variant has."""
    data: bytes
    variant: Variant = field(default_factory=Variant)

    @cached_property
    def texts(self):
        """The words of each page, a single blank between them."""
        return [" ".join(text.split()) for text in words_of(self.data).pages]

    @cached_property
    def reader(self):
        return pypdf.PdfReader(io.BytesIO(self.data))

    @cached_property
    def sheets(self):
        """(width and height in mm, picture in grey) of each page."""
        document = pypdfium2.PdfDocument(self.data)
        return [
            (
                [round(side * 25.4 / 72, 1) for side in sheet.get_size()],
                sheet.render(scale=1).to_pil().convert("L"),
            )
            for sheet in document
        ]

    @cached_property
    def first_sheets(self):
        """On which sheet each section begins, from 0."""
        titles = (entry for entry in self.reader.outline if not isinstance(entry, list))
        return [self.reader.get_destination_page_number(title) for title in titles]


def fonts(reader):
    """Names of every font, those within pictures too, and each is in the file."""
    holders = [reader.trailer["/Root"].get("/AcroForm", {}).get("/DR", {})]
    for sheet in reader.pages:
        inner = (sheet["/Resources"].get("/XObject") or {}).values()
        holders += [sheet["/Resources"], *(one.get_object().get("/Resources", {}) for one in inner)]
    found = set()
    for one in (one for held in holders for one in (held.get("/Font") or {}).values()):
        font = one.get_object()
        if str(font["/BaseFont"]) not in found:
            inside = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(inside)
            found.add(str(font["/BaseFont"]))
    return found


def ours(found):
    return all(re.match(OURS, one) for one in found)


def it_has_no_fault_of_pdf_ua(made):
    assert validation.validate_pdf_bytes(made.data, profile="ua1").failures == []


def its_fonts_are_ours(made):
    assert ours(fonts(made.reader))


def each_section_has_a_sheet_and_no_more(made):
    """But for what people wrote; and ten statements, which may need two."""
    ends = [*made.first_sheets[1:], len(made.texts)]
    for section, first, end in zip(made.report.sections, made.first_sheets, ends, strict=True):
        most = 2 if section.content.get("many") else 1
        assert end - first >= 1, section.title
        assert end - first <= most or section.id in LONG, section.title


def its_sections_are_bookmarks(made):
    def titles(outline):
        for entry in outline:
            yield from titles(entry) if isinstance(entry, list) else [entry.title]

    assert {section.title for section in made.report.sections} <= set(titles(made.reader.outline))


def its_contents_name_what_is_there_and_where(made):
    contents, named = made.texts[1], 0
    for section in made.report.sections[2:]:
        if section.content.get("in_contents", True):
            title = section.content.get("contents_title", section.title)
            page = int(re.search(rf"{re.escape(title)}\s*(\d+)", contents)[1])
            assert section.title in made.texts[page - 1]
            named += 1
    links = [note.get_object() for note in made.reader.pages[1]["/Annots"]]
    assert len({link["/Dest"] for link in links}) == named


def no_ink_lies_outside_its_margins(made):
    wide, tall, margin = PAPER[made.variant.paper]
    for number, (size, picture) in enumerate(made.sheets, 1):
        assert size == [wide, tall]
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


def two_thirds_of_a_page_are_used_or_left_for_notes(made):
    for number, (_, picture) in enumerate(made.sheets):
        at = max(n for n, first in enumerate(made.first_sheets) if first <= number)
        section = made.report.sections[at]
        if section.id in LONG:
            continue
        wide, tall = picture.size
        body = picture.point(lambda v: 255 * (v < 235)).crop((0, 0, wide, int(tall * 0.93)))
        assert body.getbbox()[3] / tall > 0.6, f"page {number + 1}: {section.title}"
