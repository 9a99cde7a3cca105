"""One text for one questionnaire: what its version is computed from and what is stored."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel

from survey.questionnaire.model import Instrument, Questionnaire, Skill
from survey.questionnaire.text import Frozen


class _Stored(Frozen):
    """The two parts as they stand in the canonical JSON."""

    instrument: Instrument
    skills: tuple[Skill, ...]


def assemble(instrument: Instrument, skills: tuple[Skill, ...]) -> Questionnaire:
    """Instrument and skills, in the instrument's order, with the version that they make."""
    version = hashlib.sha256(_to_json(instrument, skills).encode()).hexdigest()
    return Questionnaire(instrument=instrument, skills=skills, version=version)


def to_json(questionnaire: Questionnaire) -> str:
    """Canonical JSON: sorted keys, no spaces, texts as written; the version is not part of it.

    Keys that have their default are left out, so that a key added to the model later does not
    change the versions of questionnaires that do not use it.
    """
    return _to_json(questionnaire.instrument, questionnaire.skills)


def from_json(text: str) -> Questionnaire:
    """The questionnaire that `to_json` wrote. Raises pydantic's ValidationError if it is none."""
    stored = _Stored.model_validate_json(text)
    return assemble(stored.instrument, stored.skills)


def _to_json(instrument: Instrument, skills: tuple[Skill, ...]) -> str:
    whole = {"instrument": _plain(instrument), "skills": [_plain(skill) for skill in skills]}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_defaults=True)
