"""Files as people upload them, and as somebody does who wants to do harm."""

import contextlib
import csv
import io
import time
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import BadInput
from survey.importing.spreadsheet import LARGEST, BadTable, read
from tests.workbooks import workbook


def refused(content: bytes, file="people.csv") -> str:
    with pytest.raises(BadTable) as caught:
        read(content, file)
    return caught.value.reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_it_reads_what_spreadsheets_write(delimiter):
    lines = ["Name|E-mail", 'Zoë "Z"|z@x.example', '"a|b"|"two\nlines"']
    lines[1] = '"Zoë ""Z"""|z@x.example'
    text = "\r\n".join(lines).replace("|", delimiter)
    for content in (text.encode("utf-8-sig"), text.encode(), text.encode("utf-16")):
        table = read(content, "People.CSV")
        assert table.rows[1] == ('Zoë "Z"', "z@x.example")
        assert table.rows[2] == (f"a{delimiter}b", "two\nlines")
        assert not table.is_legacy


def test_it_says_when_letters_were_taken_as_windows_ones():
    table = read("Name;E-Mail\nZoë;z@x.example".encode("cp1252"), "people.csv")
    assert table.is_legacy
    assert table.rows[1][0] == "Zoë"


def test_rows_keep_their_places_and_their_lengths():
    table = read(b"a,b\n1\n\n1,2,3\n\n\n", "x.csv")
    assert table.rows == (("a", "b"), ("1",), (), ("1", "2", "3"))


def test_nobody_called_na_or_none_vanishes():
    assert read(b"a,b\nNA,None\n", "x.csv").rows[1] == ("NA", "None")


def test_a_workbook_is_read_as_somebody_sees_it():
    rows = [
        ["Name", "Number", "Day", "Sum", "Yes"],
        ["Alice", 7, date(2026, 11, 23), "=1+1", True],
        ["Zoë", 1.5, "", "", ""],
    ]
    table = read(workbook(rows), "people.xlsx")
    assert table.rows[1] == ("Alice", "7", "2026-11-23", "worked out", "TRUE")
    assert table.rows[2][:2] == ("Zoë", "1.5")


def test_a_workbook_keeps_empty_rows_and_columns_in_place():
    table = read(workbook([["h", "a"], [], ["", "b"]]), "x.xlsx")
    assert table.rows[2] == ("", "b")


def test_it_refuses_what_is_too_much():
    assert refused(b"a\n" * 5002) == "long"
    assert read(b"a\n" * 5001, "x.csv").rows[5000] == ("a",)
    assert refused(b"x" * (LARGEST + 1)) == "large"
    assert refused(b",".join([b"a"] * 201) + b"\n1") == "wide"
    assert refused(b"") == "empty"
    assert refused(b"only,a,header\n") == "empty"


def test_it_refuses_text_that_is_none():
    assert refused(b'a,b\n"open,1\n') == "quotes"
    assert refused(b"a,b\nx\0y,1\n") == "nul"
    assert refused(b"a,b\n\x81\x8d\x8f,1\n") == "binary"
    assert refused(b"\xff\xfea") == "binary"


def test_what_a_file_is_decides_and_not_what_it_is_called():
    assert refused(workbook([["a"], ["b"]]), "people.csv") == "kind"
    assert refused(b"a,b\n1,2\n", "people.xlsx") == "kind"
    assert refused(b"a,b\n1,2\n", "people.exe") == "kind"
    assert refused(b"PK\x03\x04 and so on", "people.xlsx") == "unreadable"


def test_it_refuses_a_workbook_with_macros():
    file = io.BytesIO(workbook([["a"], ["b"]]))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub AutoOpen")
    assert refused(file.getvalue(), "people.xlsx") == "macros"


def test_it_refuses_a_bomb_before_unpacking_it():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    started = time.monotonic()
    assert refused(file.getvalue(), "people.xlsx") == "bomb"
    assert time.monotonic() - started < 2


def test_a_workbook_with_a_cell_at_the_end_of_the_world_costs_little():
    """5 kB that ask for gigabytes: what is read in a child has little memory and time."""
    far = io.BytesIO()
    with xlsxwriter.Workbook(far) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "z")
    started = time.monotonic()
    assert refused(far.getvalue(), "people.xlsx") in {"bomb", "long", "wide"}
    assert time.monotonic() - started < 13


def test_a_lying_archive_is_refused_too():
    file = io.BytesIO(workbook([["a"], ["b"]]))
    content = bytearray(file.getvalue())
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (1).to_bytes(4, "little")  # "one byte long"
    with contextlib.suppress(BadInput):
        read(bytes(content), "people.xlsx")


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv", "a", "\0.csv"]))
def test_any_bytes_are_a_table_or_refused(content, file):
    try:
        table = read(content, file)
    except BadInput:
        return
    assert all(isinstance(cell, str) for row in table.rows for cell in row)


@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=5))
def test_what_was_written_as_csv_is_read_back(rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["h", "h"], *rows])
    try:
        table = read(out.getvalue().encode("utf-8", "replace"), "a.csv")
    except BadInput:
        return
    assert len(table.rows) <= len(rows) + 1
