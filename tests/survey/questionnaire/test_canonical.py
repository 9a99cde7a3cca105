"""The version of a questionnaire is the identity of its content, not of its formatting."""

import copy
import io
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from survey.questionnaire.canonical import assemble, from_json, to_json
from survey.questionnaire.loader import load
from survey.questionnaire.model import Instrument, Skill


def test_it_comes_back_from_json_as_it_went_in(tiny):
    again = from_json(to_json(tiny))
    assert again == tiny
    assert again.version == tiny.version
    assert hash(again) == hash(tiny)


def test_its_json_is_sorted_and_without_spaces(tiny):
    text = to_json(tiny)
    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert "Menschen zuhören" in text
    assert tiny.version not in text


def test_a_key_with_its_default_is_the_same_as_no_key(folder: Path, edit, tiny):
    edit("acting.yaml", "    core: true\n", "    core: true\n    reverse: false\n")
    assert load(folder).version == tiny.version


def shuffled(value, dice: random.Random):
    if isinstance(value, dict):
        keys = list(value)
        dice.shuffle(keys)
        return {key: shuffled(value[key], dice) for key in keys}
    return [shuffled(one, dice) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(5))
def test_key_order_comments_and_style_do_not_change_the_version(folder: Path, tiny, seed: int):
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = bool(seed % 2)
    yaml.width = 30 + 40 * seed
    for file in folder.iterdir():
        values = shuffled(yaml.load(file), random.Random(seed))
        out = io.StringIO()
        yaml.dump(values, out)
        text = "# another comment\n" + out.getvalue().replace("edition: 1\n", "edition: '1'\n")
        file.write_text(text, encoding="utf-8")
    assert load(folder).version == tiny.version


def test_a_block_text_is_the_same_as_a_quoted_one(folder: Path, edit, tiny):
    edit("acting.yaml", "why: { en: Words are not enough.,", "why: { en: 'Words are not enough.',")
    edit(
        "acting.yaml",
        "{ en: Things change., de: Es ändert sich etwas. }",
        "\n  en: >\n    Things\n    change.\n  de: |\n    Es ändert sich etwas.\n",
    )
    assert load(folder).version == tiny.version


def texts(value, path=()):
    if isinstance(value, dict):
        return [found for key in value for found in texts(value[key], (*path, key))]
    if isinstance(value, list):
        return [found for at, one in enumerate(value) for found in texts(one, (*path, at))]
    return [path] if path[-1] in ("en", "de") else []


def test_any_change_of_any_text_changes_the_version(tiny):
    stored = json.loads(to_json(tiny))
    versions = {tiny.version}
    paths = texts(stored)
    for path in paths:
        changed = copy.deepcopy(stored)
        inner = changed
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] += "!"
        versions.add(from_json(json.dumps(changed)).version)
    assert len(paths) > 100
    assert len(versions) == len(paths) + 1


def test_it_takes_lists_from_python_and_from_json_alike(tiny):
    stored = json.loads(to_json(tiny))
    instrument = Instrument.model_validate(stored["instrument"])
    skills = tuple(Skill.model_validate(skill) for skill in stored["skills"])
    assert assemble(instrument, skills) == tiny


words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="{}"), min_size=1
).filter(str.strip)


@settings(max_examples=100, deadline=None)
@given(why=words, name=words.filter(lambda w: len(w.strip()) <= 100), seed=st.booleans())
def test_any_text_survives_the_way_there_and_back(tiny, why: str, name: str, seed: bool):
    stored = json.loads(to_json(tiny))
    stored["skills"][0]["why"] = {"en": why, "de": name} if seed else why
    stored["instrument"]["title"] = name
    questionnaire = from_json(json.dumps(stored))
    again = from_json(to_json(questionnaire))
    assert again == questionnaire
    assert again.version == questionnaire.version
    assert again.instrument.title.to("en") == name.strip()
