"""The shipped questionnaire, read once for all tests of its content."""

import hashlib
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from survey.questionnaire.model import Instrument, Questionnaire, Skill

try:
    from survey.questionnaire.loader import load
except ImportError:  # content can be judged before and without the loader

    def load(folder):
        instrument = Instrument.model_validate_json(_json(folder / "instrument.yaml"))
        skills = tuple(
            Skill.model_validate_json(_json(folder / f"{skill}.yaml"))
            for skill in instrument.skills
        )
        parts = [part.model_dump_json() for part in (instrument, *skills)]
        version = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return Questionnaire(instrument=instrument, skills=skills, version=version)

    def _json(file):
        return json.dumps(YAML(typ="safe").load(file.read_text(encoding="utf-8")))


SHIPPED = Path(__file__).parents[2] / "questionnaires" / "leadership"


@pytest.fixture(scope="session")
def shipped():
    return load(SHIPPED)
