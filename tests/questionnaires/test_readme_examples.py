"""The README for authors shows every key, and its examples can be read as they stand."""

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from survey.questionnaire import model as model_module
from survey.questionnaire.model import Instrument, RaterGroup, ShowIf, Skill

README = Path(__file__).parents[2] / "questionnaires" / "README.md"


@pytest.fixture(scope="session")
def examples():
    blocks = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return [json.dumps(YAML(typ="safe").load(block)) for block in blocks]


def keys_of(model):
    for name, field in model.model_fields.items():
        yield name
        for part in re.findall(r"model\.(\w+)", str(field.annotation)):
            inner = getattr(model_module, part)
            if issubclass(inner, BaseModel) and part != "Text":
                yield from keys_of(inner)


def test_the_examples_are_an_instrument_a_skill_and_a_group(examples):
    instrument, skill, groups = examples
    Instrument.model_validate_json(instrument)
    Skill.model_validate_json(skill)
    assert [RaterGroup.model_validate(group) for group in json.loads(groups)]


@pytest.mark.parametrize(("number", "model"), [(0, Instrument), (1, Skill)])
def test_the_examples_show_every_key(examples, number, model):
    # Of a condition's tests one excludes the others: they stand in several examples.
    shown = {key: " ".join(examples) for key in ShowIf.model_fields}
    missing = {key for key in keys_of(model) if f'"{key}":' not in shown.get(key, examples[number])}
    assert not missing
