"""The demo's firm: an admin, a coach, and heads of department in rounds that are half done.

`firm.yaml` says who and how far; the answers are drawn at random, the same ones every time. No mail
is written: nobody is reminded, and who has answered counts as thanked.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from survey import links
from survey.authoring import editing, publishing
from survey.growth.development import Action, Goal
from survey.keys import Keys
from survey.questionnaire.asked import asked_of, of_group
from survey.questionnaire.edit import operations
from survey.questionnaire.model import Questionnaire
from survey.rounds.campaign import Rules
from survey.store import (
    accounts,
    check_ins,
    goals,
    invitations,
    organisations,
    participations,
    people,
    questionnaires,
    releases,
    reports,
    responses,
    review_notes,
    rounds,
    versions,
)
from survey.store.database import Tx
from survey.store.ids import new_id
from survey.store.responses import Value

FIRM = "demo-firm"
"""Id of the demo's organisation."""
_FILE = Path(__file__).parent / "firm.yaml"
_REWORDED = (
    ("care_users", "I invite people who use the service to our meetings.",
     "Invites people who use the service to the meetings of the team."),
    ("care_team", "I ask people in the team how their work goes.",
     "Asks people in the team how their work goes."),
)  # fmt: skip
"""Statements of the draft that the admin is at work on: id, and words for both who answer."""
_OWN = "service_team"
"""The questionnaire of the firm's own."""
_UNSEEN = 0.05
_SPREAD = 0.75
_OUTSIDE = 3  # raters from other firms


@dataclass(frozen=True)
class _Build:
    """What all steps need."""

    tx: Tx
    keys: Keys
    questionnaire: Questionnaire
    told: Mapping[str, Any]
    today: date
    coaches: Sequence[str]
    """Account of the first, who has all clients but one round's, and of the second."""
    chance: random.Random

    @property
    def is_own(self) -> bool:
        return self.questionnaire.instrument.id == _OWN

    @property
    def coach(self) -> str:
        return self.coaches[self.is_own]


def told() -> Mapping[str, Any]:
    """What `firm.yaml` says."""
    return dict(YAML(typ="safe").load(_FILE.read_text(encoding="utf-8")))


def make(tx: Tx, keys: Keys, questionnaire: Questionnaire, name: str, today: date) -> None:
    """The organisation with its staff and rounds, once. The people of people.yaml are there."""
    if any(one.id == FIRM for one in organisations.every(tx)):
        return
    said = told()
    organisations.add(tx, name, said["time_zone"], id=FIRM)
    admin = accounts.add(tx, said["admin"]["name"], said["admin"]["email"])
    coaches = [accounts.add(tx, one["name"], one["email"]) for one in said["coaches"]]
    accounts.join(tx, admin, FIRM, "admin")
    for coach in coaches:
        accounts.join(tx, coach, FIRM, "coach")
    own = versions.get(tx, _questionnaire(tx, admin, today))
    chance = random.Random(7)  # noqa: S311 - invented answers are no secret
    build = _Build(tx, keys, questionnaire, said, today, coaches, chance)
    for number, plan in enumerate(said["rounds"], start=1):
        _round(replace(build, questionnaire=own) if plan.get("own") else build, plan, number)


def _questionnaire(tx: Tx, author: str, today: date) -> str:
    """One of the firm's own: published once, and reworded since, so that its German waits.
    Returns the version that was published."""
    files = editing.ready(editing.READY / "leadership")[_OWN]
    made = publishing.begin(tx, FIRM, _OWN, files, author)
    first = publishing.publish(tx, made, 1, note="The first version, for the service teams.",
                               today=today, account=author)  # fmt: skip
    for item, own, other in _REWORDED:
        files = operations.reword(files, item, "en", own, other)
    publishing.save(tx, made, files, questionnaires.get(tx, made).revision, author)
    review_notes.add(tx, made, place=_REWORDED[0][0], name="Priya Nair", day=today,
                     text="Shorter, thank you. Could it say how often?")  # fmt: skip
    return first.version


def adopt(tx: Tx, manager: str, report: str, today: date) -> None:
    """The manager of people.yaml belongs to the firm: a plan after the first round, and a report
    that the coach has released after the second."""
    said = told()
    coach = accounts.by_email(tx, said["coaches"][0]["email"])
    there = participations.of(tx, manager)
    if coach is None or releases.of(tx, there[-1].id):
        return
    people.join(tx, manager, FIRM)
    for one in there:
        rounds.change(tx, one.round, organisation=FIRM, state="closed", frozen=True)
        participations.change(tx, one.id, coach=coach.id, opened=True)
        for invitation in invitations.of_participation(tx, one.id):
            invitations.change(tx, invitation.id, thanked=True)
            people.join(tx, invitation.person, FIRM)
    _plan(tx, there[0].id, said["plan"])
    for one in there:  # the earlier one is released too: only then the next compares with it
        shown = report if one is there[-1] else reports.ask(tx, one.id)
        put = releases.put(tx, one.id, shown, coach.id, today)
        releases.set_state(tx, put.id, "released", coach.id, today)


def _plan(tx: Tx, participation: str, wanted: Sequence[Mapping[str, Any]]) -> None:
    for position, one in enumerate(wanted, start=1):
        goal = one["id"]
        action = Action(one["action"], None, True)
        goals.keep(
            tx,
            Goal(
                goal,
                participation,
                position,
                one["about"],
                one["title"],
                (action,),
                support=one["support"],
            ),
        )
        said = one.get("check_in")
        if said:
            day = date.fromisoformat(said["day"])
            check_ins.add(tx, goal, day, said["progress"], said["text"])


def looks_back() -> Mapping[str, list[Mapping[str, str]]]:
    """What raters of the second round say of the plan's goals: for each group, for each of its
    forms, {goal: answer}."""
    plan = told()["plan"]
    return {
        group: [{one["id"]: one["seen"][group][n] for one in plan} for n in range(len(said))]
        for group, said in plan[0]["seen"].items()
    }


def _round(build: _Build, plan: Mapping[str, Any], number: int) -> None:
    rules = Rules(reminders=(), last_day_notice=False, pulse_after=0, approver="coach")
    round_ = rounds.add(
        build.tx,
        plan["title"],
        version=build.questionnaire.version,
        form=_form(build),
        threshold=3,
        opened_on=build.today + timedelta(days=plan["opens"]),
        closes_on=build.today + timedelta(days=plan["closes"]),
        number=number,
        organisation=FIRM,
        state=plan["state"],
        rules=rules.to_json(),
    )
    rounds.change(build.tx, round_, frozen=True)
    for name, state in plan["managers"].items():
        made = _manager(build, round_, name, state)
        if plan.get("released"):
            _release(build, made)


def _form(build: _Build) -> str:
    """Every skill has enough of the shipped statements in the first, of the firm's own in all."""
    forms = build.questionnaire.instrument.forms
    return forms[-1 if build.is_own else 0].id


def _release(build: _Build, participation: str) -> None:
    """What the second coach has handed over. The report itself is made when somebody works."""
    report = reports.ask(build.tx, participation)
    put = releases.put(build.tx, participation, report, build.coach, build.today)
    releases.set_state(build.tx, put.id, "released", build.coach, build.today)


def _manager(build: _Build, round_: str, name: str, state: Mapping[str, Any]) -> str:
    head = build.told["heads"][name]
    person = _person(build, head["email"])
    participation = participations.add(
        build.tx, person, round_, head["role"], coach=build.coach, listing=state["listing"]
    )
    own_group = build.questionnaire.self_group.id
    own = _invite(build, participation, person, own_group, "open")
    if state.get("self"):
        _answer(build, participation, own, own_group)
    raters = _raters(build, name)
    if state["listing"] != "settled":
        for group, rater in raters[: state["listed"]]:
            _invite(build, participation, rater, group, "listed")
        return participation
    for group, rater in raters:
        invitation = _invite(build, participation, rater, group, "open")
        if build.chance.random() < state["answered"]:
            _answer(build, participation, invitation, group)
    return participation


def _raters(build: _Build, name: str) -> list[tuple[str, str]]:
    """Group and person of whoever is asked about this head, by the groups of either form."""
    groups = [group for group in build.questionnaire.instrument.groups if group.kind != "self"]
    others = [head["email"] for other, head in build.told["heads"].items() if other != name]
    team = [
        _person(build, f"{member.lower().replace(' ', '.')}@halden.example", member)
        for member in _ascii(build.told["heads"][name]["team"])
    ]
    outside = build.told["outside"][:_OUTSIDE]
    above = [_person(build, build.told["line_manager"])]
    beside = [_person(build, email) for email in others]
    pools = {
        "manager": above,
        "peers": beside,
        "reports": team,
        "others": [_person(build, email) for email in outside],
        "lead": above,
        "team": team,
        "partners": [*beside, *(_person(build, email) for email in outside)],
    }
    return [(group.id, person) for group in groups for person in pools.get(group.id, [])]


def _ascii(names: Sequence[str]) -> list[str]:
    return [name.replace("ö", "o") for name in names]


def _person(build: _Build, email: str, name: str = "") -> str:
    """Whoever has this address in the demo, else somebody new; of the firm from now on."""
    there = people.everywhere(build.tx, email)
    if there:
        people.join(build.tx, there[0].id, FIRM)
        return there[0].id
    return people.add(build.tx, name, email, organisation=FIRM)


def _invite(
    build: _Build, participation: str, person: str, group: str, state: invitations.State
) -> str:
    invitation = new_id()
    invitations.add(
        build.tx,
        invitation,
        participation=participation,
        group=group,
        person=person,
        secret_hash=links.hash_of(links.secret(build.keys.link, invitation, 1)),
        state=state,
    )
    return invitation


def _answer(build: _Build, participation: str, invitation: str, group: str) -> None:
    """As if this rater had sent a form."""
    chance, form = build.chance, _form(build)
    scale = build.questionnaire.instrument.scale
    step = (scale.max - scale.min) / 4  # the levels below are meant for five points
    mood = chance.gauss(0, 0.4)
    picks = {
        one.id: tuple(o.id for o in chance.sample(one.options, one.pick or 1))
        for one in of_group(build.questionnaire, form, group).chosen
    }
    asked = asked_of(build.questionnaire, form, group, picks)
    answers: list[tuple[str, Value]] = []
    for place, item in enumerate(asked.every_item):
        level = scale.min + step * (2.4 + 0.5 * ((place % 7) / 6) + mood)
        value = min(max(round(chance.gauss(level, step * _SPREAD)), scale.min), scale.max)
        value = scale.min + scale.max - value if item.reverse else value
        answers.append((item.id, "NO" if chance.random() < _UNSEEN else value))
    words = build.told["words"]
    comments = {q: chance.choice(words[q]) for q in words if chance.random() < 0.4}
    responses.add(
        build.tx,
        links.receipt_hash(links.receipt()),
        subject=participation,
        group=group,
        version=build.questionnaire.version,
        answers=answers,
        comments={q: text for q, text in comments.items() if q in asked.ids},
        fast=False,
        picks={q: chosen for q, chosen in picks.items() if q in asked.ids},
    )
    invitations.close(build.tx, invitation, "done")
    invitations.change(build.tx, invitation, thanked=True)
