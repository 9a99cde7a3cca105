"""Questionnaires as they are written: a draft that a revision number guards, and publications."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select, update

from survey.errors import NotFound, Stale
from survey.questionnaire.compare.comparable import Declared
from survey.store.database import insert_new
from survey.store.ids import new_id
from survey.store.tables import publications, questionnaires


@dataclass(frozen=True)
class Draft:
    """The files as they were saved last, whether or not they are right."""

    id: str
    organisation: str
    name: str
    """The instrument's id."""
    files: Mapping[str, bytes]
    revision: int
    account: str | None
    """Who saved it; None: the command line."""
    sound: Mapping[str, bytes] | None = None
    """The files when they were right last; None: they are right, or have never been."""


@dataclass(frozen=True)
class Publication:
    questionnaire: str
    number: int
    """1, 2 …; the highest is what new rounds ask."""
    version: str
    files: Mapping[str, bytes]
    note: str
    declared: Declared
    """Which items still mean what they meant in the publication before."""
    account: str | None
    day: date
    left_out: tuple[str, ...] = ()
    """Languages of the draft in which it was not published: their translations were not ready."""


_DRAFT = [questionnaires.c[name] for name in Draft.__dataclass_fields__]
_PUBLICATION = [publications.c[name] for name in Publication.__dataclass_fields__]


def add(
    tx: Connection,
    organisation: str,
    name: str,
    files: Mapping[str, bytes],
    account: str | None = None,
) -> str:
    """Id of the new draft, at revision 1. Raises Stale: the organisation has one of this name."""
    id_ = new_id()
    row = {"id": id_, "organisation": organisation, "name": name, "revision": 1}
    if not insert_new(tx, questionnaires, {**row, "files": _text(files), "account": account}):
        raise Stale("a questionnaire of this name was made meanwhile")
    return id_


def get(tx: Connection, questionnaire: str) -> Draft:
    """Raises NotFound."""
    row = tx.execute(select(*_DRAFT).where(questionnaires.c.id == questionnaire)).first()
    if row is None:
        raise NotFound("no such questionnaire")
    return _draft(row)


def of(tx: Connection, organisation: str) -> list[Draft]:
    """Of this organisation, by name."""
    found = select(*_DRAFT).where(questionnaires.c.organisation == organisation)
    return [_draft(row) for row in tx.execute(found.order_by(questionnaires.c.name))]


def save(
    tx: Connection,
    questionnaire: str,
    files: Mapping[str, bytes],
    expected_revision: int,
    account: str | None,
    *,
    sound: Mapping[str, bytes] | None = None,
) -> int:
    """`sound`: the files when they were right last, if these are not. Returns the new revision.

    Raises Stale: somebody else saved since `expected_revision`.
    """
    there = update(questionnaires).where(
        questionnaires.c.id == questionnaire, questionnaires.c.revision == expected_revision
    )
    revision = expected_revision + 1
    values = {"files": _text(files), "revision": revision, "account": account,
              "sound": _text(sound) if sound else None}  # fmt: skip
    if tx.execute(there.values(values)).rowcount != 1:
        raise Stale("this questionnaire was changed by somebody else since you opened it")
    return revision


def publish(tx: Connection, publication: Publication) -> None:
    """Add it; a publication is never changed. Raises Stale: its number is taken."""
    row = {
        **vars(publication),
        "files": _text(publication.files),
        "left_out": json.dumps(publication.left_out),
        "declared": json.dumps(
            {"items": sorted(publication.declared.items), "scale": publication.declared.scale}
        ),
    }
    if not insert_new(tx, publications, row):
        raise Stale("this questionnaire was published by somebody else meanwhile")


def published(tx: Connection, questionnaire: str) -> list[Publication]:
    """By number."""
    found = select(*_PUBLICATION).where(publications.c.questionnaire == questionnaire)
    return [_publication(row) for row in tx.execute(found.order_by(publications.c.number))]


def with_version(tx: Connection, beginning: str) -> list[Publication]:
    """Those whose version begins so, the newest first of each questionnaire."""
    same = func.substr(publications.c.version, 1, len(beginning)) == beginning
    found = select(*_PUBLICATION).where(same)
    ordered = found.order_by(publications.c.questionnaire, publications.c.number.desc())
    return [_publication(row) for row in tx.execute(ordered)]


def _text(files: Mapping[str, bytes]) -> str:
    plain = {name: data.decode() for name, data in files.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _files(text: str) -> dict[str, bytes]:
    return {name: content.encode() for name, content in json.loads(text).items()}


def _draft(row: tuple[object, ...]) -> Draft:
    values = dict(zip(Draft.__dataclass_fields__, row, strict=True))
    sound = _files(str(values["sound"])) if values["sound"] else None
    read = {**values, "files": _files(str(values["files"])), "sound": sound}
    return Draft(**read)  # type: ignore[arg-type]  # as the table says


def _publication(row: tuple[object, ...]) -> Publication:
    values = dict(zip(Publication.__dataclass_fields__, row, strict=True))
    plain = json.loads(str(values["declared"]))
    declared = Declared(frozenset(plain["items"]), plain["scale"])
    read = {**values, "files": _files(str(values["files"])), "declared": declared,
            "left_out": tuple(json.loads(str(values["left_out"])))}  # fmt: skip
    return Publication(**read)  # type: ignore[arg-type]  # as the table says
