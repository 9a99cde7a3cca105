"""The demo: one invented manager with two rounds of colleagues' answers, loaded into a real store.

`people.yaml`, `responses.csv` and `comments.csv` say who and what; see the first lines there.
Only `create_app` in demo mode and the command line load it; production refuses to.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from survey import links
from survey.demo import firm
from survey.keys import Keys
from survey.questionnaire.model import Questionnaire
from survey.store import invitations, participations, people, reports, responses, rounds, versions
from survey.store.database import Database, Tx
from survey.store.ids import new_id
from survey.store.responses import Value

FOLDER = Path(__file__).parent
MANAGER = "demo"
"""Id of the demo's manager in the table of people."""


@dataclass(frozen=True)
class Answered:
    """One rater's form of the demo."""

    group: str
    answers: tuple[tuple[str, Value], ...]
    comments: Mapping[str, str]


def load(db: Database, keys: Keys, questionnaire: Questionnaire, today: date | None = None) -> str:
    """Make the demo unless it is there; returns the id of its newest report, asked for if new.

    `today`: the day from which the half-done round counts its days.
    """
    day = today or datetime.now(UTC).date()
    with db.write() as tx:
        there = participations.of(tx, MANAGER)
        newest = there[-1].id if there else _make(tx, keys, questionnaire)
        report = reports.ask(tx, newest)
        firm.make(tx, keys, questionnaire, _told()["organisation"], day)
        firm.adopt(tx, MANAGER, report, day)
        return report


def report_of(tx: Tx) -> str | None:
    """Id of the demo's newest report; None: no demo here."""
    there = participations.of(tx, MANAGER)
    found = reports.of(tx, there[-1].id) if there else []
    return found[0].id if found else None


def _make(tx: Tx, keys: Keys, questionnaire: Questionnaire) -> str:
    told = _told()
    forms = _forms()
    versions.keep(tx, questionnaire)
    manager = told["manager"]
    people.add(tx, manager["name"], manager["email"], id=MANAGER)
    raters = {
        group: [people.add(tx, p["name"], p["email"]) for p in members]
        for group, members in told["colleagues"].items()
    }
    raters[questionnaire.self_group.id] = [MANAGER]
    newest = ""
    for plan in told["rounds"]:
        round_ = rounds.add(
            tx,
            plan["title"],
            version=questionnaire.version,
            form=plan["form"],
            threshold=plan["threshold"],
            opened_on=date.fromisoformat(plan["opened_on"]),
            closes_on=date.fromisoformat(plan["closed_on"]),
            number=plan["number"],
        )
        newest = participations.add(tx, MANAGER, round_, manager["role"])
        _invite(tx, keys, newest, plan, raters)
        back = firm.looks_back() if plan["number"] > 1 else {}
        _answer(tx, newest, questionnaire.version, forms[plan["number"]], back)
    return newest


def _told() -> Mapping[str, Any]:
    return dict(YAML(typ="safe").load((FOLDER / "people.yaml").read_text(encoding="utf-8")))


def _invite(
    tx: Tx,
    keys: Keys,
    participation: str,
    plan: Mapping[str, Any],
    raters: Mapping[str, Sequence[str]],
) -> None:
    for group, invited in plan["invited"].items():
        for place, person in enumerate(raters[group][:invited]):
            invitation = new_id()
            secret = links.secret(keys.link, invitation, 1)
            invitations.add(
                tx,
                invitation,
                participation=participation,
                group=group,
                person=person,
                secret_hash=links.hash_of(secret),
            )
            if place < plan["answered"][group]:
                invitations.close(tx, invitation, "done")


def _answer(
    tx: Tx,
    subject: str,
    version: str,
    forms: Sequence[Answered],
    back: Mapping[str, list[Mapping[str, str]]],
) -> None:
    """`back`: what each group's forms say of last round's goals."""
    left = {group: list(said) for group, said in back.items()}
    for form in forms:
        responses.add(
            tx,
            links.receipt_hash(links.receipt()),
            subject=subject,
            group=form.group,
            version=version,
            answers=form.answers,
            comments=form.comments,
            fast=False,
            goals=left[form.group].pop(0) if left.get(form.group) else {},
        )


def _forms() -> dict[int, list[Answered]]:
    """The demo's forms by round number."""
    sheets: dict[tuple[int, str, str], list[tuple[str, Value]]] = defaultdict(list)
    for row in _rows("responses.csv"):
        key = (int(row["round"]), row["group"], row["rater_id"])
        sheets[key].append((row["item_id"], _value(row["value"])))
    words = _comments()
    forms: dict[int, list[Answered]] = defaultdict(list)
    for (number, group, _), answers in sheets.items():
        said = words[number, group].pop() if words[number, group] else {}
        forms[number].append(Answered(group, tuple(answers), said))
    return forms


def _comments() -> dict[tuple[int, str], list[dict[str, str]]]:
    """Words by round and group, dealt out so that no form answers a question twice."""
    dealt: dict[tuple[int, str], list[dict[str, str]]] = defaultdict(list)
    for row in _rows("comments.csv"):
        hands = dealt[int(row["round"]), row["group"]]
        free = [hand for hand in hands if row["question"] not in hand]
        if not free:
            hands.append({})
            free = [hands[-1]]
        free[0][row["question"]] = row["text"]
    for hands in dealt.values():
        random.Random(5).shuffle(hands)  # noqa: S311 - an invented person's words
    return dealt


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _value(text: str) -> Value:
    if text == "NO":
        return "NO"
    return int(text) if text else None
