"""Which values of a file are texts for people, in one or several languages: the models say so."""

import typing
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from survey.questionnaire.document import Path
from survey.questionnaire.loader import INSTRUMENT
from survey.questionnaire.model import Instrument, Skill, Text


def model_of(name: str) -> type[BaseModel]:
    """What a file of a questionnaire holds, by its name."""
    return Instrument if name == INSTRUMENT else Skill


def paths(plain: Any, model: type[BaseModel], before: Path = ()) -> Iterator[Path]:
    """The way to each text in the values of a file, in the order of the model."""
    if not isinstance(plain, Mapping):
        return
    for key, field in model.model_fields.items():
        if plain.get(key) is None:
            continue
        for inner in _models_in(field.annotation):
            yield from _in_value(plain[key], inner, (*before, key))


def _in_value(value: Any, model: type[BaseModel], path: Path) -> Iterator[Path]:
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from _in_value(one, model, (*path, at))
    elif model is Text:
        yield path
    else:
        yield from paths(value, model, path)


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for one in typing.get_args(annotation) for found in _models_in(one)]
