"""The short ways to a page lead to the same page as the plain one."""

import io
from collections import Counter

import numpy as np
import pypdf
import pypdfium2
import pytest

from reports import pdf, shortcuts
from reports.charts.strip import share
from reports.engraving import Engraver, Foreign
from reports.model import Figure


@pytest.fixture(scope="module")
def plain(page, assets):
    """The sample report as WeasyPrint alone prints it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "shortcuts", failing)
        return pdf.write(page, assets)


def failing():
    raise AttributeError("this WeasyPrint is another one")


def pictures(printed):
    return [
        np.asarray(sheet.render(scale=1.5).to_pil().convert("L")).astype(int)
        for sheet in pypdfium2.PdfDocument(printed)
    ]


def outline(printed):
    reader = pypdf.PdfReader(io.BytesIO(printed))
    notes = [len(sheet.get("/Annots", [])) for sheet in reader.pages]
    marks = [(mark.title, mark.left, mark.top) for mark in flat(reader.outline)]
    return marks, sorted(reader.get_fields()), notes


def flat(tree):
    for mark in tree:
        yield from flat(mark) if isinstance(mark, list) else [mark]


def letters(printed):
    """How many there are on each page, spaces left out."""
    texts = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(printed)]
    return [Counter("".join(text.split())) for text in texts]


def test_every_page_looks_the_same(printed, plain):
    for number, (short, long) in enumerate(zip(pictures(printed), pictures(plain), strict=True), 1):
        apart = np.abs(short - long) > 64
        # Words within figures: WeasyPrint sets letter by letter there, without kerning.
        assert apart.mean() < 0.003, f"page {number}"


def test_it_says_and_holds_the_same(printed, plain):
    assert outline(printed) == outline(plain)
    assert letters(printed) == letters(plain)


def test_no_report_of_ours_needs_the_plain_way(page, assets, caplog):
    pdf.write(page, assets)
    assert not caplog.messages


def test_what_goes_wrong_on_a_short_way_is_said_and_the_plain_way_taken(caplog):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "shortcuts", failing)
        pdf.write("<!doctype html><html lang='en'><title>-</title><p>-", {})
    assert "no short way to this report" in caplog.text


def test_another_weasyprint_is_left_alone(monkeypatch):
    monkeypatch.setattr(shortcuts, "KNOWN", "0.1")
    with shortcuts.shortcuts():
        assert not shortcuts.taken()
    monkeypatch.undo()
    with shortcuts.shortcuts():
        assert shortcuts.taken()
    assert not shortcuts.taken()


def test_all_our_pictures_are_engraved(assets):
    press = pdf._press()
    files = {**assets, **press.files}
    ours = {f"asset:{name}" for name in files if name.endswith(".svg")}
    assert set(press.engraver.pictures(files)) == ours


@pytest.mark.parametrize(
    "part",
    [
        '<linearGradient id="a"/>',
        '<path d="M 0 0 A 1 1 0 0 1 2 2" fill="#000000"/>',
        '<path d="M 0 0" fill="red"/>',
        '<g transform="scale(2)"><path d="M 0 0" fill="#000000"/></g>',
    ],
)
def test_a_picture_of_others_is_not(part):
    size = 'width="1mm" height="1mm" viewBox="0 0 1 1"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{part}</svg>'
    with pytest.raises(Foreign):
        Engraver(None).engrave(svg)


def test_a_picture_keeps_its_size():
    bar = share(Figure("bar", "share", "1/2", {"answered": 1, "invited": 2}))
    width, height, ratio = Engraver(None).engrave(bar).get_intrinsic_size()
    assert (width * 25.4 / 96, height * 25.4 / 96) == pytest.approx((40, 2.4))
    assert ratio == pytest.approx(40 / 2.4)
