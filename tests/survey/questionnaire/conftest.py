"""Small questionnaires on disk, and ways to spoil them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from survey.questionnaire.loader import load
from survey.questionnaire.model import Questionnaire
from tests.survey.questionnaire.wrong_cases import DATA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny questionnaire that a test may spoil."""
    return Path(shutil.copytree(DATA / "tiny", tmp_path / "tiny"))


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], None]:
    """Replace the first occurrence of a passage in one of the folder's files."""

    def replace(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture(scope="session")
def tiny() -> Questionnaire:
    return load(DATA / "tiny")
