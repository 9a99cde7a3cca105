"""`./run score`: the golden files through the command line, and refusals that leave nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports.commands import COMMANDS, score_command
from tests.factories import questionnaire
from tests.nearly import differences

GOLDEN = Path(__file__).parent.parent / "golden"
CASE1, CASE3 = GOLDEN / "case1_typical", GOLDEN / "case3_merge_reverse_retest"


def run(*arguments, instrument=None):
    arguments = [str(argument) for argument in arguments]
    return CliRunner().invoke(score_command, arguments, obj=instrument)


def wanted(case):
    told = json.loads((case / "expected.json").read_text("utf-8"))
    return {key: told[key] for key in ("rounds", "change") if key in told}


@pytest.mark.parametrize("case", sorted(GOLDEN.glob("case*")), ids=lambda case: case.name)
def test_it_writes_what_the_golden_files_hold(case, tmp_path):
    out = tmp_path / "out.json"
    files = ["--items", case / "items.csv", "--timings", case / "timings.csv"]
    done = run(case / "responses.csv", *files, "--json", out)
    assert (done.exit_code, done.output) == (0, "")
    assert differences(json.loads(out.read_text("utf-8")), wanted(case), 1e-8) == []
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_without_timings_nobody_is_fast(tmp_path):
    out = tmp_path / "out.json"
    run(CASE1 / "responses.csv", "--items", CASE1 / "items.csv", "--json", out)
    signs = json.loads(out.read_text("utf-8"))["rounds"]["1"]["careless"].values()
    assert {sign["sec_per_answer"] for sign in signs} == {None}
    assert {sign["fast"] for sign in signs} == {False}


def test_without_items_the_shipped_instrument_is_the_form(tmp_path):
    """The golden ids are the shipped ones; only the order of presentation may differ."""
    out = tmp_path / "out.json"
    assert run(CASE1 / "responses.csv", "--json", out).exit_code == 0
    got, told = json.loads(out.read_text("utf-8"))["rounds"]["1"], wanted(CASE1)["rounds"]["1"]
    for part in ("cells", "scales", "items", "overall"):
        assert differences(got[part], told[part], 1e-8) == []


def test_an_answer_that_is_not_of_the_form_is_refused(tmp_path):
    done = run(CASE1 / "responses.csv", "--form", "standard", "--json", tmp_path / "out.json")
    assert done.exit_code == 1
    assert "unknown item 'comm_visi_2'" in done.stderr


def test_several_subjects_each_have_their_own_results(tmp_path):
    first, *rows = (CASE3 / "responses.csv").read_text("utf-8").splitlines()
    once = [row for row in rows if row.startswith("1,")]
    text = [f"{first},subject", *(f"{row},NA" for row in rows), *(f"{row},007" for row in once)]
    (tmp_path / "responses.csv").write_text("\n".join(text), "utf-8")
    out = tmp_path / "out.json"
    items = CASE3 / "items.csv"
    assert run(tmp_path / "responses.csv", "--items", items, "--json", out).exit_code == 0
    got = json.loads(out.read_text("utf-8"))
    assert list(got) == ["subjects"]
    assert sorted(got["subjects"]) == ["007", "NA"]
    told = wanted(CASE3)
    for round_ in told["rounds"].values():
        for sign in round_["careless"].values():
            sign["sec_per_answer"] = None
    assert differences(got["subjects"]["NA"], told, 1e-8) == []
    assert list(got["subjects"]["007"]) == ["rounds"]
    assert differences(got["subjects"]["007"]["rounds"]["1"], told["rounds"]["1"], 1e-8) == []


HEADER = "round,rater_id,group,item_id,value\n"
REFUSED = {
    "unknown item": b"1,Bob,peers,comm_visi_9,3",
    "unknown group": b"1,Bob,friends,comm_visi_1,3",
    "out of range": b"1,Bob,peers,comm_visi_1,6",
    "a second time": b"1,Bob,peers,comm_visi_1,3\n1,Bob,peers,comm_visi_1,3",
    "not UTF-8": b"1,B\xf6b,peers,comm_visi_1,3",
    "6 fields instead of 5": b"1,Bob,peers,comm_visi_1,3,x",
}


@pytest.mark.parametrize(("reason", "row"), REFUSED.items(), ids=REFUSED)
def test_it_refuses_wrong_input_and_writes_nothing(reason, row, tmp_path):
    answers, out = tmp_path / "answers.csv", tmp_path / "out.json"
    answers.write_bytes(HEADER.encode() + row)
    out.write_text("older")
    done = run(answers, "--json", out)
    assert (done.exit_code, done.stdout) == (1, "")
    assert reason in done.stderr
    assert "row " in done.stderr
    assert out.read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "out.json"]


def test_it_refuses_a_file_without_a_column(tmp_path):
    (tmp_path / "answers.csv").write_text("round,rater_id,group,value\n1,Bob,peers,3\n")
    done = run(tmp_path / "answers.csv", "--json", tmp_path / "out.json")
    assert done.exit_code == 1
    assert "row 1: missing column 'item_id'" in done.stderr


def test_it_refuses_items_together_with_a_form(tmp_path):
    items = ["--items", CASE1 / "items.csv", "--form", "extended"]
    done = run(CASE1 / "responses.csv", *items, "--json", tmp_path / "out.json")
    assert done.exit_code == 1
    assert "leave out --form" in done.stderr


def test_it_says_when_the_result_cannot_be_written(tmp_path):
    done = run(CASE1 / "responses.csv", "--json", tmp_path / "nowhere" / "out.json")
    assert done.exit_code == 1
    assert "cannot write" in done.stderr


def test_it_writes_through_a_link_and_to_a_device(tmp_path):
    (tmp_path / "link.json").symlink_to(tmp_path / "out.json")
    for out in (tmp_path / "link.json", Path("/dev/null")):
        assert run(CASE1 / "responses.csv", "--json", out).exit_code == 0
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert Path("/dev/null").is_char_device()


def test_an_instrument_with_other_groups_is_read_by_its_own_ids(tmp_path):
    instrument = questionnaire(rename={"peers": "kollegen", "self": "ich", "comm_visi_1": "a1"})
    (tmp_path / "answers.csv").write_text(HEADER + "1,Bob,kollegen,a1,3\n1,Eve,ich,a1,3\n")
    out = tmp_path / "out.json"
    done = run(tmp_path / "answers.csv", "--json", out, instrument=instrument)
    assert done.exit_code == 0, done.output
    round_ = json.loads(out.read_text("utf-8"))["rounds"]["1"]
    assert sorted(round_["incomplete_raters"]) == ["Bob", "Eve"]
    assert round_["cells"] == {}


def test_the_command_is_registered():
    assert score_command in COMMANDS


def test_it_never_writes_over_what_it_reads(tmp_path):
    answers = tmp_path / "answers.csv"
    before = (CASE1 / "responses.csv").read_bytes()
    answers.write_bytes(before)
    (tmp_path / "sub").mkdir()
    done = run(answers, "--json", tmp_path / "sub" / ".." / "answers.csv")
    assert done.exit_code == 1
    assert "one of the files to read" in done.output
    assert answers.read_bytes() == before
