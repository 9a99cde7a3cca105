"""Responses: sent answers, with no key to a person, no time and no order (decisions 9 and 21).

In the table `answers` is JSON, a list with one entry for each item shown, in the questionnaire's
order: [id, value], where value is a whole number, "NO" (not observed) or null (left empty); then
one for each question with options: [id, [option, …]].
`comments` is JSON, {question id: text, or [text, show] if the rater chose otherwise than "with my
group"}; a skill's own comment stands under the skill's id. `goals` is JSON, {goal id: answer}.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from survey.errors import AlreadySent
from survey.store import stirring
from survey.store.database import insert_new
from survey.store.rows import Response as Response  # noqa: PLC0414
from survey.store.rows import Show as Show  # noqa: PLC0414
from survey.store.rows import Value as Value  # noqa: PLC0414
from survey.store.tables import responses


def add(
    tx: Connection,
    receipt_hash: str,
    *,
    subject: str,
    group: str,
    version: str,
    answers: Sequence[tuple[str, Value]],
    comments: Mapping[str, str],
    fast: bool,
    shows: Mapping[str, Show] | None = None,
    goals: Mapping[str, str] | None = None,
    picks: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Raises AlreadySent: there is a response under this receipt."""
    entries = [*answers, *(picks or {}).items()]
    row = {
        "receipt_hash": receipt_hash,
        "subject": subject,
        "group": group,
        "version": version,
        "answers": json.dumps(entries, separators=(",", ":")),
        "comments": _plain(_with_shows(comments, shows or {})),
        "fast": fast,
        "goals": _plain(goals or {}),
    }
    if not insert_new(tx, responses, row):
        raise AlreadySent("these answers were sent before")
    stirring.note(tx, subject)


def has(tx: Connection, receipt_hash: str) -> bool:
    found = select(responses.c.receipt_hash).where(responses.c.receipt_hash == receipt_hash)
    return tx.execute(found).first() is not None


def remove(tx: Connection, receipt_hash: str) -> bool:
    """Its rater takes it back. False: it was not there."""
    gone = delete(responses).where(responses.c.receipt_hash == receipt_hash)
    return tx.execute(gone).rowcount == 1


def get(tx: Connection, receipt_hash: str) -> Response | None:
    row = tx.execute(select(responses).where(responses.c.receipt_hash == receipt_hash)).first()
    return None if row is None else _response(row._mapping)


def of(tx: Connection, participations: Iterable[str]) -> list[Response]:
    """All responses about these, ordered by the random key: never by when or whose."""
    statement = (
        select(responses)
        .where(responses.c.subject.in_(list(participations)))
        .order_by(responses.c.receipt_hash)
    )
    return [_response(row._mapping) for row in tx.execute(statement)]


def groups(tx: Connection, participation: str) -> dict[str, str]:
    """The key of each response about this participation, with its rater's group."""
    statement = (
        select(responses.c.receipt_hash, responses.c.group)
        .where(responses.c.subject == participation)
        .order_by(responses.c.receipt_hash)
    )
    return {row.receipt_hash: row.group for row in tx.execute(statement)}


def _with_shows(
    comments: Mapping[str, str], shows: Mapping[str, Show]
) -> dict[str, str | list[str]]:
    return {q: [text, shows[q]] if q in shows else text for q, text in comments.items()}


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _response(row: Any) -> Response:
    said: dict[str, str | list[Any]] = json.loads(row["comments"])
    entries: list[tuple[str, Any]] = json.loads(row["answers"])
    return Response(
        row["receipt_hash"],
        row["subject"],
        row["group"],
        row["version"],
        answers=tuple((item, value) for item, value in entries if not isinstance(value, list)),
        comments={q: text if isinstance(text, str) else text[0] for q, text in said.items()},
        fast=row["fast"],
        shows={q: text[1] for q, text in said.items() if not isinstance(text, str)},
        goals=json.loads(row["goals"]),
        picks={q: tuple(picked) for q, picked in entries if isinstance(picked, list)},
    )
