"""A questionnaire written as files: for one that came without them, or that is kept as JSON."""

import json
from typing import Any

from survey.questionnaire import canonical
from survey.questionnaire.edit import writing
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.questionnaire.model import Instrument, Questionnaire, Skill


def files_of(questionnaire: Questionnaire) -> dict[str, bytes]:
    """The files of a folder that loads as this version."""
    plain = json.loads(canonical.to_json(questionnaire))
    files = {INSTRUMENT: _file(plain["instrument"], list(Instrument.model_fields))}
    for skill in plain["skills"]:
        files[skill["id"] + ENDING] = _file(skill, list(Skill.model_fields))
    return files


def _file(plain: dict[str, Any], order: list[str]) -> bytes:
    ordered = {key: _ordered(plain[key]) for key in order if key in plain}
    return ("\n".join(writing.lines(ordered, 0)) + "\n").encode()


def _ordered(value: Any) -> Any:
    """Canonical JSON sorts its keys; a reader looks for the id first."""
    if isinstance(value, dict):
        first = [key for key in ("id", "type", "responsibility", "core", "reverse") if key in value]
        return {key: _ordered(value[key]) for key in dict.fromkeys([*first, *value])}
    return [_ordered(one) for one in value] if isinstance(value, list) else value
