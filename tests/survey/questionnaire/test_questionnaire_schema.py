"""The JSON Schema for editors says the same as the loader, and is up to date."""

from pathlib import Path

import jsonschema
import pytest

from survey.questionnaire import document
from survey.questionnaire.loader import find_problems
from survey.questionnaire.problems import Message, Remarks
from survey.questionnaire.schema import as_text, json_schema
from tests.survey.questionnaire.wrong_cases import CASES, DATA, Case

COMMITTED = DATA.parents[1] / "questionnaires" / "schema.json"
SHIPPED = DATA.parents[1] / "questionnaires" / "leadership"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())

STRUCTURAL = {
    "UNKNOWN_KEY", "MISSING_KEY", "NO_VALUE", "NOT_ONE_TEXT", "NOT_A_STRING", "NOT_A_TEXT",
    "NOT_A_NUMBER", "NOT_TRUE_OR_FALSE", "NOT_A_LIST", "NOT_A_MAP", "TOO_SHORT", "TOO_LONG",
    "TEXT_EMPTY", "TEXT_TOO_LONG", "BAD_ID", "BAD_LANGUAGE", "NOT_A_CHOICE", "NUMBER_TOO_SMALL",
    "NUMBER_TOO_LARGE", "NOT_ONE_LINE", "NO_PLACEHOLDER_HERE", "UNKNOWN_PLACEHOLDER",
}  # fmt: skip
"""What one file shows by itself; the rest needs the other files, or comes before any schema."""


def test_it_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_committed_file_is_up_to_date():
    assert COMMITTED.read_text(encoding="utf-8") == as_text(), (
        "run: python -m survey.questionnaire.schema > questionnaires/schema.json"
    )


def verdicts(folder: Path) -> dict[str, bool]:
    """For every file that can be parsed: whether the schema accepts it."""
    found = {}
    for file in folder.glob("*.yaml"):
        remarks = Remarks(file.name)
        read = document.read(file.read_bytes(), remarks)
        if read is not None and not remarks.listed():
            found[file.name] = VALIDATOR.is_valid(read.plain)
    return found


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_it_agrees_with_the_loader(case: Case, tmp_path: Path):
    folder = case.spoil(tmp_path / "spoilt")
    problems = find_problems(folder)
    shapeless = {p.file for p in problems if p.name.name in STRUCTURAL}
    unseen = {p.file for p in problems if p.name is Message.STRAY_FILE}
    for name, accepted in verdicts(folder).items():
        if name not in unseen:
            assert accepted == (name not in shapeless), name


@pytest.mark.parametrize("folder", [DATA / "tiny", SHIPPED], ids=["tiny", "shipped"])
def test_it_accepts_what_the_loader_accepts(folder: Path):
    assert all(verdicts(folder).values())
