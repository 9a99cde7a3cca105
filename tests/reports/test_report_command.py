"""`report`: from a CSV to a PDF, or a clear refusal and no file."""

import csv
import io
import zipfile

import click
import pypdf
import pytest
from click.testing import CliRunner

from reports.commands import COMMANDS
from tests.reports.cases import ROOT, answers, shipped

DEMO = ROOT / "survey" / "demo"
FIRST = [item.id for item in shipped().items("standard")]


def run(*arguments):
    group = click.Group(commands=list(COMMANDS))
    return CliRunner().invoke(group, ["report", *map(str, arguments)])


def write(path, people):
    """`people`: subject -> {group: rows}."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["subject", "round", "rater_id", "group", "item_id", "value"])
        for subject, groups in people.items():
            for group, rows in groups.items():
                for number, row in enumerate(rows):
                    for item, value in zip(FIRST, row, strict=True):
                        out.writerow([subject, 1, f"{group}{number}", group, item, value])
    return path


def test_it_writes_the_demo_report_with_comments_and_the_coachs_pack(tmp_path):
    out, pack = tmp_path / "mara.pdf", tmp_path / "mara.zip"
    done = run(
        DEMO / "responses.csv",
        "--comments",
        DEMO / "comments.csv",
        "--subject",
        "Mara Lindqvist",
        "--pdf",
        out,
        "--pack",
        pack,
    )
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(pack) as files:
        assert files.read("report.pdf") == out.read_bytes()
        assert "charts/change.png" in files.namelist()
    pdf = pypdf.PdfReader(io.BytesIO(out.read_bytes()))
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "Mara Lindqvist" in text
    assert "In their words" in text
    assert "Since last time" in text


@pytest.fixture
def company(tmp_path):
    few = {"self": 1, "reports": 3}
    return write(tmp_path / "all.csv", {"Alice": answers(few), "Bob": answers(few, seed=2)})


def test_a_subject_column_picks_the_person(company, tmp_path):
    out = tmp_path / "bob.pdf"
    done = run(company, "--subject", "Bob", "--pdf", out)
    assert done.exit_code == 0, done.output
    pdf = pypdf.PdfReader(io.BytesIO(out.read_bytes()))
    assert "Bob" in pdf.pages[0].extract_text()


def test_it_prints_the_short_one_on_letter_with_a_white_first_page(company, tmp_path):
    out = tmp_path / "alice.pdf"
    done = run(
        company, "--subject", "Alice", "--pdf", out, "--short", "--paper", "letter", "--light"
    )
    assert done.exit_code == 0, done.output
    pdf = pypdf.PdfReader(io.BytesIO(out.read_bytes()))
    assert len(pdf.pages) == 8
    assert round(float(pdf.pages[0].mediabox.width)) == 612
    assert pdf.metadata["/Keywords"].endswith("variant:short-letter-light")


def test_an_unknown_name_is_refused_with_the_nearest_ones(company, tmp_path):
    done = run(company, "--subject", "Alise", "--pdf", tmp_path / "no.pdf")
    assert done.exit_code == 1
    assert "did you mean 'Alice'" in done.output
    assert not (tmp_path / "no.pdf").exists()


def test_too_few_raters_and_no_self_rating_are_refused(tmp_path):
    lone = write(tmp_path / "lone.csv", {"Alice": answers({"peers": 2})})
    done = run(lone, "--subject", "Alice", "--pdf", tmp_path / "no.pdf")
    assert done.exit_code == 1
    assert "no usable answers" in done.output


def test_comments_of_a_round_in_which_nobody_counts_are_not_shown_with_the_one_before(tmp_path):
    rows = write(tmp_path / "a.csv", {"Alice": answers({"self": 1, "peers": 5})})
    with rows.open("a", encoding="utf-8") as file:
        file.write(f"Alice,2,late,peers,{FIRST[0]},4\r\n")
    said = tmp_path / "c.csv"
    said.write_text("subject,round,group,question,text\nAlice,1,peers,keep,Umbrella\n"
                    "Alice,2,peers,keep,Zeppelin\n")  # fmt: skip
    out = tmp_path / "alice.pdf"
    done = run(rows, "--comments", said, "--subject", "Alice", "--pdf", out)
    assert done.exit_code == 0, done.output
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(out.read_bytes())).pages)
    assert "Umbrella" in text
    assert "Zeppelin" not in text


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "is empty"),
        (" \u200b ", "is empty"),
        ("Ali\x1b[2Jce", "has control characters"),
        ("Ali\nce", "has control characters"),
        ("\u202eecilA", "has control characters"),
        ("Ali\udcffce", "has control characters"),
        ("A" * 201, "has 201 characters; shorten it to 200"),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused(tmp_path, name, reason):
    alone = tmp_path / "alone.csv"
    alone.write_text(f"round,rater_id,group,item_id,value\n1,Alice,self,{FIRST[0]},4\n")
    done = run(alone, "--subject", name, "--pdf", tmp_path / "no.pdf")
    assert done.exit_code == 1
    assert f"the name after --subject {reason}" in done.output
    assert not (tmp_path / "no.pdf").exists()


def test_the_name_of_the_file_may_be_as_long_as_the_disk_takes(company, tmp_path):
    out = tmp_path / f"{'a' * 251}.pdf"
    done = run(company, "--subject", "Bob", "--pdf", out)
    assert done.exit_code == 0, done.output
    assert out.read_bytes().startswith(b"%PDF")
    assert {path.name for path in tmp_path.iterdir()} == {"all.csv", out.name}
