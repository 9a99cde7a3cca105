"""Pulses and questions back: what is asked, who is asked, and what came back.

Answers have no key to a person and no time, under a random key, as responses have.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from survey.errors import NotFound
from survey.store import stirring
from survey.store.ids import new_id
from survey.store.tables import follow_up_answers, follow_up_invitations, follow_ups

Kind = Literal["pulse", "ask_back"]
State = Literal["planned", "open", "closed"]


@dataclass(frozen=True)
class FollowUp:
    id: str
    participation: str
    kind: Kind
    groups: tuple[str, ...]
    questions: Mapping[str, str]
    """{question id: text}; what the ids mean, survey.growth.follow_up says."""
    threshold: int
    opens_on: date
    closes_on: date
    """The last day."""
    state: State


@dataclass(frozen=True)
class Asked:
    """An invitation to answer a pulse or a question back."""

    id: str
    follow_up: str
    person: str
    group: str
    state: Literal["open", "done", "declined"]


@dataclass(frozen=True)
class Answer:
    group: str
    answers: Mapping[str, str]
    id: str = ""
    """Random."""


_COLUMNS = [follow_ups.c[name] for name in FollowUp.__dataclass_fields__]
_ASKED = [follow_up_invitations.c[name] for name in Asked.__dataclass_fields__]


def add(
    tx: Connection,
    participation: str,
    kind: Kind,
    *,
    groups: Iterable[str],
    questions: Mapping[str, str],
    threshold: int,
    opens_on: date,
    closes_on: date,
    state: State = "planned",
) -> str:
    """Returns its id."""
    made = new_id()
    row = {
        "id": made,
        "participation": participation,
        "kind": kind,
        "groups": json.dumps(list(groups)),
        "questions": _plain(questions),
        "threshold": threshold,
        "opens_on": opens_on,
        "closes_on": closes_on,
        "state": state,
    }
    tx.execute(insert(follow_ups).values(row))
    return made


def get(tx: Connection, follow_up: str) -> FollowUp:
    """Raises NotFound."""
    row = tx.execute(select(*_COLUMNS).where(follow_ups.c.id == follow_up)).first()
    if row is None:
        raise NotFound("no such follow-up")
    return _follow_up(row)


def of(tx: Connection, participation: str) -> list[FollowUp]:
    """By the day they open."""
    statement = select(*_COLUMNS).where(follow_ups.c.participation == participation)
    rows = tx.execute(statement.order_by(follow_ups.c.opens_on, follow_ups.c.id))
    return [_follow_up(row) for row in rows]


def in_state(tx: Connection, state: State) -> list[FollowUp]:
    """Of everybody: for the timetable."""
    statement = select(*_COLUMNS).where(follow_ups.c.state == state).order_by(follow_ups.c.id)
    return [_follow_up(row) for row in tx.execute(statement)]


def plan(tx: Connection, follow_up: str, opens_on: date, closes_on: date) -> None:
    """Another day for one that has not opened."""
    _change(tx, follow_up, "planned", opens_on=opens_on, closes_on=closes_on)


def open_(tx: Connection, follow_up: str, questions: Mapping[str, str], closes_on: date) -> bool:
    """False: it was open before."""
    more = {"state": "open", "questions": _plain(questions), "closes_on": closes_on}
    return _change(tx, follow_up, "planned", **more)


def close(tx: Connection, follow_up: str) -> bool:
    """False: it was not open."""
    return _change(tx, follow_up, "open", state="closed")


def remove(tx: Connection, follow_up: str) -> None:
    """One that was planned and has not opened."""
    tx.execute(
        follow_ups.delete().where(follow_ups.c.id == follow_up, follow_ups.c.state == "planned")
    )


def ask(tx: Connection, follow_up: str, person: str, group: str) -> str:
    """Returns the id of the invitation, on which the link's secret depends."""
    asked = Asked(new_id(), follow_up, person, group, "open")
    tx.execute(insert(follow_up_invitations).values(vars(asked)))
    return asked.id


def asked(tx: Connection, invitation: str, locked: bool = False) -> Asked:
    """Raises NotFound. `locked`: whoever else wants to answer by it waits for us."""
    statement = select(*_ASKED).where(follow_up_invitations.c.id == invitation)
    row = tx.execute(statement.with_for_update() if locked else statement).first()
    if row is None:
        raise NotFound("no such invitation to a follow-up")
    return Asked(*row)


def answer(tx: Connection, invitation: Asked, answers: Mapping[str, str]) -> bool:
    """Keep the answers, for good, and end the invitation. False: it was answered before."""
    open_one = follow_up_invitations.c.id == invitation.id, follow_up_invitations.c.state == "open"
    done = update(follow_up_invitations).where(*open_one).values(state="done")
    if tx.execute(done).rowcount == 0:
        return False
    row = {
        "id": secrets.token_hex(32),
        "follow_up": invitation.follow_up,
        "group": invitation.group,
        "answers": _plain(answers),
    }
    tx.execute(insert(follow_up_answers).values(row))
    stirring.note(tx, get(tx, invitation.follow_up).participation)
    return True


def answers(tx: Connection, follow_up: str) -> list[Answer]:
    """In the order of their random keys: never by when or whose."""
    columns = (follow_up_answers.c.group, follow_up_answers.c.answers, follow_up_answers.c.id)
    statement = select(*columns).where(follow_up_answers.c.follow_up == follow_up)
    rows = tx.execute(statement.order_by(follow_up_answers.c.id))
    return [Answer(group, json.loads(text), key) for group, text, key in rows]


def _change(tx: Connection, follow_up: str, was: State, **values: Any) -> bool:
    here = update(follow_ups).where(follow_ups.c.id == follow_up, follow_ups.c.state == was)
    return tx.execute(here.values(values)).rowcount == 1


def _plain(value: Mapping[str, str]) -> str:
    return json.dumps(dict(value), ensure_ascii=False)


def _follow_up(row: Any) -> FollowUp:
    values = dict(row._mapping)
    values["groups"] = tuple(json.loads(values["groups"]))
    values["questions"] = json.loads(values["questions"])
    return FollowUp(**values)
