"""Questionnaires on the command line: what an author sees."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.authoring.desk import diff, export, import_, print_schema
from survey.questionnaire import packing
from survey.questionnaire.edit import operations
from survey.questionnaire.loader import load, of_files
from survey.store import organisations, versions
from tests.survey.questionnaire.edit.folders import DATA, LEADERSHIP, SHIPPED

ENGLISH = str(DATA / "one_language")


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
    told = run(diff, ENGLISH, reworded)
    assert told.exit_code == 0
    assert told.output.splitlines()[:3] == [
        "1 item reworded",
        "change since last time will not be shown for 1 item",
        "  reworded  comm_visi_1 (en)",
    ]
    assert "-    self: I explain the goals for quality in plain words." in told.output
    assert "+    self: I say what the goals are." in told.output
    assert "core" not in run(diff, "--no-lines", ENGLISH, reworded).output


def test_a_zip_is_as_good_as_a_folder(reworded, tmp_path):
    packed = tmp_path / "shipped.zip"
    packed.write_bytes(packing.pack(LEADERSHIP))
    assert run(diff, str(packed), ENGLISH).output == "nothing has changed\n"
    assert run(diff, str(packed), reworded).output == run(diff, ENGLISH, reworded).output


def test_what_cannot_be_compared_is_said_in_a_sentence(tmp_path):
    (tmp_path / "no.zip").write_bytes(b"PK")
    broken = put(tmp_path / "broken", {**LEADERSHIP, "instrument.yaml": b"id: [1"})
    for wrong, said in [
        (str(tmp_path / "nowhere"), "there is no folder here"),
        (str(tmp_path / "no.zip"), "not a ZIP"),
        (broken, "instrument.yaml:1:7: this is not correct YAML"),
    ]:
        told = run(diff, ENGLISH, wrong)
        assert (told.exit_code, said in told.output) == (1, True), told.output
        assert "Traceback" not in told.output


def test_the_schema_is_printed_as_it_is_committed():
    printed = run(print_schema).output
    assert printed == (SHIPPED.parent / "schema.json").read_text(encoding="utf-8")
    assert json.loads(printed)["$schema"]


@pytest.fixture
def house(db):
    with db.write() as tx:
        organisations.add(tx, "Hall & Sons")
    return lambda command, *args: CliRunner().invoke(command, args, obj=db)


def test_a_questionnaire_goes_in_is_published_and_comes_out_byte_for_byte(
    house, reworded, tmp_path
):
    assert "this is the draft now" in house(import_, ENGLISH).output
    told = house(import_, ENGLISH, "--publish", "The first one.")
    assert "published as leadership@1" in told.output
    told = house(import_, reworded, "--publish", "Plainer.")
    assert told.output.splitlines()[:2] == [
        "1 item reworded",
        "change since last time will not be shown for 1 item",
    ]
    out = tmp_path / "out"
    assert house(export, "leadership@1", str(out)).output == f"{out}: 6 files\n"
    assert {path.name: path.read_bytes() for path in out.iterdir()} == LEADERSHIP
    assert house(export, "leadership", str(tmp_path / "new.zip")).exit_code == 0
    assert house(diff, str(tmp_path / "new.zip"), reworded).output == "nothing has changed\n"
    version = of_files(LEADERSHIP).version[:10]
    assert house(diff, version, "leadership@2").output.startswith("1 item reworded\n")


def test_a_version_that_was_only_asked_is_written_anew(house, db, tmp_path):
    with db.write() as tx:
        versions.keep(tx, of_files(LEADERSHIP))
    version = of_files(LEADERSHIP).version
    assert house(export, version[:8], str(tmp_path / "again")).exit_code == 0
    assert load(tmp_path / "again").version == version


def test_work_under_way_is_not_overwritten_by_an_import(house, reworded):
    house(import_, ENGLISH)
    told = house(import_, reworded)
    assert (told.exit_code, "export leadership@draft first" in told.output) == (1, True)
    assert house(import_, reworded, "--replace").exit_code == 0


def test_what_the_desk_cannot_do_is_said_in_a_sentence(house, db, tmp_path):
    with db.write() as tx:
        organisations.add(tx, "Weir Ltd")
    broken = put(tmp_path / "broken", {**LEADERSHIP, "instrument.yaml": b"id: [1"})
    for command, args, said in [
        (import_, (ENGLISH,), "there are: Hall & Sons, Weir Ltd"),
        (import_, (broken,), "this is not correct YAML"),
        (export, ("nothing", str(tmp_path / "x")), "there is no folder, ZIP, published"),
        (export, ("leadership@9", str(tmp_path / "x")), "there is no folder, ZIP, published"),
        (export, (ENGLISH, str(tmp_path)), "is there already"),
    ]:
        told = house(command, *args)
        assert (told.exit_code, said in told.output) == (1, True), told.output
        assert "Traceback" not in told.output
    assert house(import_, ENGLISH, "--organisation", "Weir Ltd").exit_code == 0


def test_without_an_installation_nothing_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_INSTANCE", str(tmp_path / "none"))
    told = run(export, "leadership", str(tmp_path / "x"))
    assert "nothing is installed here yet" in told.output
    assert not (tmp_path / "none").exists()
