"""Pinned questionnaires: what was asked can always be read again, whatever the YAML says now."""

from sqlalchemy import Connection, func, select

from survey.errors import NotFound
from survey.questionnaire import canonical
from survey.questionnaire.model import Questionnaire
from survey.store.database import insert_new
from survey.store.tables import versions

_read: dict[str, Questionnaire] = {}  # a version never changes, so it is parsed once a process
_MOST = 64


def keep(tx: Connection, questionnaire: Questionnaire) -> None:
    """Store this version; nothing happens if it is there."""
    known = select(versions.c.version).where(versions.c.version == questionnaire.version)
    if tx.execute(known).first() is None:
        insert_new(
            tx,
            versions,
            {
                "version": questionnaire.version,
                "instrument": questionnaire.instrument.id,
                "content": canonical.to_json(questionnaire),
            },
        )


def get(tx: Connection, version: str) -> Questionnaire:
    """The questionnaire with this content hash. Raises NotFound."""
    if version not in _read:
        row = tx.execute(select(versions.c.content).where(versions.c.version == version)).first()
        if row is None:
            raise NotFound(f"no questionnaire {version}")
        if len(_read) >= _MOST:
            _read.clear()
        _read[version] = canonical.from_json(row.content)
    return _read[version]


def beginning_with(tx: Connection, beginning: str) -> list[str]:
    """Versions whose hash begins so."""
    same = func.substr(versions.c.version, 1, len(beginning)) == beginning
    return [row.version for row in tx.execute(select(versions.c.version).where(same))]
