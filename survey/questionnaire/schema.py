"""The JSON Schema that editors read for completion, made from the models.

`python -m survey.questionnaire.schema > questionnaires/schema.json` writes it; a test proves that
the committed file is up to date and that it agrees with the loader.
"""

import json
import sys
from typing import Any

from pydantic import TypeAdapter

from survey.questionnaire.model import Instrument, Skill


def json_schema() -> dict[str, Any]:
    """Schema of one file: the instrument, or a skill. What spans files only the loader knows."""
    adapter: TypeAdapter[Instrument | Skill] = TypeAdapter(Instrument | Skill)
    schema = adapter.json_schema()
    definitions = schema.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a Plumbline questionnaire",
        "oneOf": schema.pop("anyOf"),
        "$defs": definitions,
    }


def as_text() -> str:
    """The schema as it is committed."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(as_text())
