"""Of which words of the original each translation of a draft was made, as marks of both."""

import json

from sqlalchemy import Connection, delete, insert, select

from survey.questionnaire.edit.translating import Made
from survey.store.tables import translated


def get(tx: Connection, questionnaire: str) -> dict[str, Made]:
    """By language; a language that nobody has saved yet is not there."""
    found = select(translated.c.language, translated.c.made).where(
        translated.c.questionnaire == questionnaire
    )
    return {
        language: {place: (one, two) for place, (one, two) in json.loads(made).items()}
        for language, made in tx.execute(found)
    }


def keep(tx: Connection, questionnaire: str, made: dict[str, Made]) -> None:
    """Instead of what was kept, for all languages at once."""
    tx.execute(delete(translated).where(translated.c.questionnaire == questionnaire))
    for language, places in made.items():
        row = {"questionnaire": questionnaire, "language": language, "made": json.dumps(places)}
        tx.execute(insert(translated).values(row))
