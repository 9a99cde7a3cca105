"""Questionnaires on the command line: what an author sees."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.desk import diff, print_schema
from survey.questionnaire import packing
from survey.questionnaire.edit import operations
from tests.survey.questionnaire.edit.folders import LEADERSHIP, SHIPPED


def put(folder: Path, files) -> str:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return str(folder)


@pytest.fixture
def reworded(tmp_path):
    files = operations.reword(LEADERSHIP, "comm_visi_1", "en", "I say what the goals are.")
    return put(tmp_path / "reworded", files)


def run(command, *args):
    return CliRunner().invoke(command, args)


def test_a_change_is_told_in_words_by_item_and_by_line(reworded):
    told = run(diff, str(SHIPPED), reworded)
    assert told.exit_code == 0
    assert told.output.splitlines()[:3] == [
        "1 item reworded",
        "change since last time will not be shown for 1 item",
        "  reworded  comm_visi_1 (en)",
    ]
    assert "-    self: I explain the goals for quality in plain words." in told.output
    assert "+    self: I say what the goals are." in told.output
    assert "core" not in run(diff, "--no-lines", str(SHIPPED), reworded).output


def test_a_zip_is_as_good_as_a_folder(reworded, tmp_path):
    packed = tmp_path / "shipped.zip"
    packed.write_bytes(packing.pack(LEADERSHIP))
    assert run(diff, str(packed), str(SHIPPED)).output == "nothing has changed\n"
    assert run(diff, str(packed), reworded).output == run(diff, str(SHIPPED), reworded).output


def test_what_cannot_be_compared_is_said_in_a_sentence(tmp_path):
    (tmp_path / "no.zip").write_bytes(b"PK")
    broken = put(tmp_path / "broken", {**LEADERSHIP, "instrument.yaml": b"id: [1"})
    for wrong, said in [
        (str(tmp_path / "nowhere"), "there is no folder here"),
        (str(tmp_path / "no.zip"), "not a ZIP"),
        (broken, "instrument.yaml:1:7: this is not correct YAML"),
    ]:
        told = run(diff, str(SHIPPED), wrong)
        assert (told.exit_code, said in told.output) == (1, True), told.output
        assert "Traceback" not in told.output


def test_the_schema_is_printed_as_it_is_committed():
    printed = run(print_schema).output
    assert printed == (SHIPPED.parent / "schema.json").read_text(encoding="utf-8")
    assert json.loads(printed)["$schema"]
