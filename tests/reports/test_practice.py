"""A practice round's PDF says of itself that nobody in it is real."""

import pypdfium2

from survey.rounds import rehearsal
from tests.programme import programme, signed_in
from tests.web_app import shipped
from tests.whole_house import open_house


def test_every_page_says_practice_and_the_cover_that_its_people_are_invented(tmp_path):
    house = open_house(tmp_path)
    firm = programme(house.shop.db, house.shop.keys, asked=shipped())
    ada = signed_in(house.app, house.shop.db, firm.ada)
    page = ada.get(f"/rounds/{firm.round}/rehearse")
    forms = [n for n, form in enumerate(page.all("form")) if "rehearse" in form.get("action", "")]
    page = ada.submit(page, {}, form=forms[0])
    printed = ada.client.get(page.links()["Download the report (PDF)"]).data
    house.shop.close()
    with pypdfium2.PdfDocument(printed) as document:
        pages = [sheet.get_textpage().get_text_range() for sheet in document]
    assert len(pages) > 10
    assert "Invented for practice" in pages[0]
    assert f"{rehearsal.NAMES[0]} (practice)" in pages[0]
    foot = f"Confidential. For {rehearsal.NAMES[0]} (practice)."
    assert [n for n, text in enumerate(pages[1:], start=2) if foot not in text] == []
