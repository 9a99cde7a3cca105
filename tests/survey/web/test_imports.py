"""An import by hand: upload, columns, dry run, confirmation; nobody else's table."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from survey.importing.spreadsheet import LARGEST
from survey.importing.table_columns import FIELDS, HEADERS
from survey.store import accounts, imports, invitations, participations, people
from tests.client import Page, filled
from tests.programme import programme, rival, signed_in
from tests.store_factories import rows
from tests.workbooks import workbook

HEADER = [HEADERS[name] for name in FIELDS]
DAN = ["Dan", "dan@hallsons.example", "Head of Test", "cora@hallsons.example"]
ROWS = [
    HEADER,
    [*DAN, "", "", "", ""],
    ["Dan", "dan@hallsons.example", "", "", "Eve", "eve@hallsons.example", "Peers", "en"],
    ["Dan", "dan@hallsons.example", "", "", "Fay", "fay@hallsons.example", "Pers", "en"],
    ["Dan", "dan@hallsons.example", "", "", "=cmd|' /C calc'!A0", "=1+1@x", "Peers", "en"],
]


@pytest.fixture
def firm(world):
    return programme(world.db, world.shop.keys, asked=world.questionnaire, state="draft")


@pytest.fixture
def ada(world, firm):
    return signed_in(world.app, world.db, firm.ada)


def send(visitor, page: Page, content: bytes, name: str, status: int = 200) -> Page:
    form = page.one("form", enctype="multipart/form-data")
    data = filled(form) | {"file": (io.BytesIO(content), name)}
    response = visitor.client.post(
        form.get("action", ""), data=data, follow_redirects=True,
        content_type="multipart/form-data",
    )  # fmt: skip
    return visitor._page(response, status)


def post(visitor, page: Page, action: str, status: int = 200, **fields: str) -> Page:
    place = [f.get("action", "").endswith(action) for f in page.all("form")].index(True)
    return visitor.submit(page, chosen(page) | fields, status, place)


def chosen(page: Page) -> dict[str, str]:
    """What stands in the selects."""
    return {
        select.get("name", ""): option.get("value", "")
        for select in page.all("select")
        for option in select.iter("option")
        if "selected" in option.attrib
    }


def upload(ada, firm, content=None, name="people.xlsx", status=200) -> Page:
    page = ada.get(f"/rounds/{firm.round}/import")
    return send(ada, page, workbook(ROWS) if content is None else content, name, status)


def checked(ada, firm) -> Page:
    return post(ada, upload(ada, firm), "/columns")


def test_a_table_goes_from_upload_to_confirmation(world, ada, firm):
    columns = upload(ada, firm)
    assert columns.h1 == "Which column holds what"
    assert "Head of Test" in columns.text
    check = post(ada, columns, "/columns")
    assert "2 new rows" in check.text
    assert "2 rows with problems" in check.text
    assert "Did you mean “Peers”?" in check.text
    assert rows(world.db, "people") == 14  # nothing was written
    refused = post(ada, check, "/confirm", 422)
    assert "Tick that rows with problems are left out" in refused.text
    done = post(ada, refused, "/confirm", leave_out="yes")
    assert "1 new manager, 1 new rater" in done.text
    assert "2 rows left out" in done.text
    with world.db.read() as tx:
        dan = people.by_email(tx, firm.organisation, "dan@hallsons.example")
        (part,) = participations.of(tx, dan.id)
        assert (part.role, part.coach) == ("Head of Test", firm.cora)
        assert len(invitations.of_participation(tx, part.id)) == 2
    assert rows(world.db, "imports") == 0


def test_the_same_table_again_changes_nothing(world, ada, firm):
    post(ada, checked(ada, firm), "/confirm", leave_out="yes")
    again = checked(ada, firm)
    assert "2 rows are there already" in again.text
    assert "There is nothing to import" in again.text


def test_problems_leave_as_a_file_without_formulas(ada, firm):
    text = io.StringIO()
    csv.writer(text).writerows(ROWS)
    page = post(ada, upload(ada, firm, text.getvalue().encode(), "people.csv"), "/columns")
    response = ada.client.get(page.links()["All problems as CSV"])
    table = list(csv.reader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert table[0][:4] == ["Row", "Column", "Problem", "What to do"]
    assert {row[0] for row in table[1:]} == {"4", "5"}
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "'=cmd|' /C calc'!A0" in table[-1]


def test_columns_must_be_chosen_once_and_the_manager_at_all(ada, firm):
    page = upload(ada, firm)
    wrong = post(ada, page, "/columns", 422, role="0", manager_name="0")
    assert "This column was chosen twice" in wrong.text
    wrong = post(ada, page, "/columns", 422, manager_email="-1")
    assert "Say which column holds the manager's address" in wrong.text
    post(ada, page, "/columns", 422, role="77")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "people.csv", "There are no rows below a header"),
        (b"x" * (LARGEST + 1), "people.csv", "larger than 2 megabytes"),
        (b"a,b\n\0,1", "people.csv", "characters that no text has"),
        (b"PK\x03\x04", "people.xlsx", "The workbook cannot be read"),
        (b"a,b\n1,2", "people.pdf", "neither CSV nor XLSX"),
        (b"a\n" * 5003, "people.csv", "more than 5000 rows"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(world, ada, firm, content, name, said):
    assert said in upload(ada, firm, content, name, 422).text
    assert rows(world.db, "imports") == 0


def test_no_file_at_all_is_told(ada, firm):
    assert "Choose a file" in upload(ada, firm, b"", "", 422).text


def test_letters_of_windows_are_told(ada, firm):
    content = "Manager name;Manager e-mail\nZoë;z@x.example".encode("cp1252")
    assert "was read as Windows-1252" in upload(ada, firm, content, "people.csv").text


def test_a_body_beyond_all_measure_is_refused(ada, firm):
    upload(ada, firm, b"x" * 4 * 1024 * 1024, "people.csv", 413)


def test_a_table_is_its_uploaders_alone(world, ada, firm):
    page = upload(ada, firm)
    address = page.one("form", action=page.all("form")[-1].get("action", "")).get("action", "")
    other = rival(world.db, world.shop.keys, asked=world.questionnaire)
    with world.db.write() as tx:
        bert = accounts.add(tx, "Bert", "bert@hallsons.example")
        accounts.join(tx, bert, firm.organisation, "admin")
    for stranger in (firm.cora, other.ada, bert):
        signed_in(world.app, world.db, stranger).get(address, 404)
    ada.get(address)


def test_a_table_ends_after_a_day(world, ada, firm):
    page = upload(ada, firm)
    address = page.all("form")[-1].get("action", "")
    with world.db.write() as tx:
        imports.erase_old(tx, int(world.shop.clock()) + imports.KEPT + 1)
    ada.get(address, 404)


def test_what_changes_between_looking_and_confirming_is_looked_at_again(world, ada, firm):
    check = checked(ada, firm)
    with world.db.write() as tx:
        people.add(tx, "Eva", "eve@hallsons.example", organisation=firm.organisation)
    again = post(ada, check, "/confirm", leave_out="yes")
    assert "Something has changed since you looked" in again.text
    assert again.h1 == "Check before importing"


def test_an_open_round_says_that_people_are_written_to(world):
    firm = programme(world.db, world.shop.keys, asked=world.questionnaire)
    ada = signed_in(world.app, world.db, firm.ada)
    page = checked(ada, firm)
    assert "This round is open" in page.text


def test_a_closed_round_takes_no_table(world):
    firm = programme(world.db, world.shop.keys, asked=world.questionnaire, state="closed")
    signed_in(world.app, world.db, firm.ada).get(f"/rounds/{firm.round}/import", 409)


def test_templates_are_read_back_by_ourselves(ada, firm):
    page = ada.get(f"/rounds/{firm.round}/import")
    text = ada.client.get(page.links()["Template as CSV"])
    assert text.get_data().decode("utf-8-sig").strip().split(",") == HEADER
    book = ada.client.get(page.links()["Template as XLSX"])
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.get_data()))
    assert sheets.get_sheet_by_index(0).to_python() == [HEADER]
    assert "Peers (peers)" in [row[0] for row in sheets.get_sheet_by_index(1).to_python()]
