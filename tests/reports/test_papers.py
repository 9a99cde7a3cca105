"""Paper forms as PDF: tagged, inside their margins, each with its own code and page numbers."""

import io
import re
import zipfile
from functools import cache

import page as validation
import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner

from reports import papers
from reports.paper_command import paper_command
from survey.jobs import PRINT_PAPERS
from survey.paper import printing
from survey.paper.printing import House, Wish
from survey.raters import slips
from survey.store import papers as rows
from tests.programme import programme, signed_in
from tests.whole_house import open_house

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}")
LATER = 9_999_999_999


@cache
def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range().replace("\r\n", "\n"))
        text.close()
        page.close()
    document.close()
    return texts


def failures(pdf: bytes) -> list[str]:
    found = validation.validate_pdf_bytes(pdf, profile="ua1").failures
    return [f"{one.rule_id}: {one.message}" for one in found]


def outside(pdf: bytes, margin: int = 15) -> list[int]:
    """Numbers of pages with ink nearer to the left or right edge than `margin` mm."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for number, sheet in enumerate(document, start=1):
        picture = sheet.render(scale=1).to_pil().convert("L")
        sheet.close()
        edge = round(margin * 72 / 25.4)
        for strip in ((0, 0, edge, picture.height),
                      (picture.width - edge, 0, picture.width, picture.height)):  # fmt: skip
            if min(picture.crop(strip).tobytes()) < 250:
                found.append(number)
    document.close()
    return found


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = open_house(tmp_path_factory.mktemp("papers"))
    yield made
    made.shop.close()


@pytest.fixture(scope="module")
def printed(house):
    """Three forms for peers of Alice: who asked, the job's id, the PDF, the slips' codes."""
    shop = house.shop
    firm = programme(shop.db, shop.keys)
    with shop.db.write() as tx:
        made = slips.add_slips(tx, shop.keys, firm.participation, "peers", 3)
        slips.add_slips(tx, shop.keys, firm.participation, "reports", 1)
        wish = Wish("peers", "en", readers="Alice reads the report.")
        job = rows.add(
            tx, firm.ada, wish.to_json(), LATER, participation=firm.participation, many=3
        )
    shop.queue.send(PRINT_PAPERS, job)
    with shop.db.read() as tx:
        sealed = rows.sealed(tx, job)
    codes = {slips.code(shop.keys, one) for one in made}
    return firm, job, sealed, printing.opened(shop.keys, job, sealed), codes


@pytest.fixture(scope="module")
def specimens(tmp_path_factory):
    """Each shipped questionnaire in its longest form, as the command line prints it."""
    folder, made = tmp_path_factory.mktemp("specimens"), {}
    for name, more in (
        ("leadership", ("--form", "extended", "--group", "self")),
        ("service_team", ("--form", "full", "--group", "team")),
        ("pulse", ("--size", "Letter", "--language", "de")),
        ("team_quality", ()),
    ):
        out = folder / f"{name}.pdf"
        done = CliRunner().invoke(paper_command, [name, *more, "-o", str(out)])
        assert done.exit_code == 0, done.output
        made[name] = out.read_bytes()
    return made


def test_each_slip_has_its_form_with_its_code_on_every_page(printed):
    _, _, _, pdf, codes = printed
    pages = pages_of(pdf)
    assert len(pages) % 3 == 0
    each = len(pages) // 3
    found = []
    for start in range(0, len(pages), each):
        form = pages[start : start + each]
        (code,) = {one for text in form for one in CODE.findall(text)}
        found.append(code)
        for number, text in enumerate(form, start=1):
            assert f"{number} / {each}" in text
            assert code in text
    assert len(found) == 3
    assert set(found) == codes


def test_it_says_who_reads_it_and_what_is_promised(printed):
    first = " ".join(pages_of(printed[3])[0].split())
    for sentence in (
        "Alice reads the report.",
        "Nobody is shown what you alone answered: numbers of a group appear from 3 answers on",
        "Whoever types this form in reads what you ticked and wrote.",
    ):
        assert sentence in first


def test_the_database_does_not_know_a_code(printed):
    _, _, sealed, pdf, codes = printed
    assert pdf.startswith(b"%PDF")
    assert b"%PDF" not in sealed
    assert not any(code.encode() in sealed for code in codes)


def test_who_asked_downloads_it_and_nobody_else(house, printed):
    firm, job, _, pdf, _ = printed
    ada, cora = (signed_in(house.app, house.shop.db, one) for one in (firm.ada, firm.cora))
    assert "3 forms are ready" in ada.get(f"/papers/{job}").text
    response = ada.client.get(f"/papers/{job}/file")
    assert (response.data, response.mimetype) == (pdf, "application/pdf")
    cora.get(f"/papers/{job}/file", 404)


def test_the_order_tells_nothing(house, printed):
    """Ten times three forms: never shuffled would be one chance in ten million."""
    _, job, *_ = printed
    shop = house.shop
    with shop.db.read() as tx:
        made = rows.get(tx, job)
        orders = {
            tuple(
                one.handing.code
                for one in printing.papers_of(tx, House("", "", shop.keys), made, shop.clock())
            )
            for _ in range(10)
        }
    assert len(orders) > 1


def test_paper_forms_are_tagged_and_valid_pdf_ua(printed, specimens):
    assert failures(printed[3]) == []
    for name in ("leadership", "service_team"):
        assert failures(specimens[name]) == [], name


def test_nothing_is_printed_outside_the_margins(specimens):
    for name, pdf in specimens.items():
        assert outside(pdf) == [], name


def test_the_scale_s_words_stand_above_the_statements_of_every_page(specimens):
    for text in pages_of(specimens["leadership"]):
        statements = re.findall(r"^\d+ +I ", text, re.M)
        assert not statements or "Almost" in text


def test_letter_is_letter(specimens):
    box = pypdf.PdfReader(io.BytesIO(specimens["pulse"])).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)


def test_no_page_is_nearly_empty(specimens):
    for name, pdf in specimens.items():
        assert all(len(text.split()) > 40 for text in pages_of(pdf)), name


def test_choices_and_conditions_are_explained(specimens):
    words = " ".join(" ".join(pages_of(specimens["service_team"])).split())
    assert "Tick one." in words
    assert "Tick up to 2." in words
    assert "Only if you ticked “At different places” in question 1." in words
    assert "Specimen without a code" in words


def test_many_forms_come_as_a_zip_of_several(monkeypatch, house, printed):
    monkeypatch.setattr(papers, "AT_ONCE", 1)
    shop, done = house.shop, []
    with shop.db.read() as tx:
        job = rows.get(tx, printed[1])
        wanted = printing.papers_of(tx, House("P", "", shop.keys), job, shop.clock())[:2]
    packed = zipfile.ZipFile(io.BytesIO(papers.printed(wanted, done.append)))
    found = [set(CODE.findall(" ".join(pages_of(packed.read(n))))) for n in packed.namelist()]
    assert found == [{one.handing.code} for one in wanted]
    assert done == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["leadership", "--form", "none"], "form: 'none' is none of: standard, extended"),
        (["leadership", "--group", "none"], "group: 'none' is none of: self, manager"),
        (["leadership", "--language", "xx"], "language: 'xx' is none of: en"),
        (["nothing_here"], "nothing_here"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(tmp_path, arguments, said):
    out = tmp_path / "x.pdf"
    done = CliRunner().invoke(paper_command, [*arguments, "-o", str(out)])
    assert done.exit_code == 1
    assert said in done.output
    assert not out.exists()
