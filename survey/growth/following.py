"""Pulses and questions back: planned, opened, answered, closed, and shown when enough are in."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from survey.anonymity import ledger
from survey.anonymity.auditor import Number, Place
from survey.cells import ALL_OTHERS
from survey.errors import AlreadySent, BadInput, NotNow, RoundClosed, Unproven
from survey.growth import follow_up as rules_of
from survey.growth.follow_up import CHANGES, DAYS, GOAL, LONGEST, OPEN, UNKNOWN, Answered, Results
from survey.questionnaire.model import RaterGroup
from survey.questionnaire.words import clean_text
from survey.rounds.campaign import Rules
from survey.store import (
    follow_ups,
    goals,
    invitations,
    lists,
    outbox,
    participations,
    people,
    rounds,
    versions,
)
from survey.store.database import Tx
from survey.store.follow_ups import FollowUp
from survey.store.people import Person

log = logging.getLogger("plumbline.following")
PULSE_MAIL = "pulse"
ASK_BACK_MAIL = "ask_back"
READY_MAIL = "follow_up_ready"
PULSE_DAYS = (60, 90)
"""What a manager may choose for a pulse that the round did not plan."""
MOST_ASKED_BACK = 2
"""Questions back on one report: raters answered a whole form before."""


def plan_pulse(tx: Tx, participation: str, today: date, days: int | None = None) -> str | None:
    """A pulse `days` from today, by default as the round says; id of the follow-up.

    One that is planned is moved only if `days` are given. None: the round has none.
    """
    there = pulse_of(tx, participation)
    if there and (days is None or there.state != "planned"):
        return there.id
    round_ = rounds.of(tx, participation)
    after = Rules.from_json(rounds.rules(tx, round_.id)).pulse_after if days is None else days
    if not after:
        return None
    opens = today + timedelta(days=after)
    if there:
        follow_ups.plan(tx, there.id, opens, opens + timedelta(days=DAYS))
        return there.id
    return follow_ups.add(
        tx, participation, "pulse",
        groups=[], questions={}, threshold=round_.threshold,
        opens_on=opens, closes_on=opens + timedelta(days=DAYS),
    )  # fmt: skip


def pulse_of(tx: Tx, participation: str) -> FollowUp | None:
    """The pulse after this report; there is at most one."""
    there = follow_ups.of(tx, participation)
    return next((one for one in there if one.kind == "pulse"), None)


def asked_back(tx: Tx, participation: str) -> list[FollowUp]:
    return [one for one in follow_ups.of(tx, participation) if one.kind == "ask_back"]


def groups_to_ask(tx: Tx, participation: str) -> list[tuple[str, ...]]:
    """Sets of groups that a question back may go to; see survey.growth.follow_up.can_be_asked."""
    asked = [one.group for one in _reached(tx, participation)]
    invited = {group: asked.count(group) for group in asked}
    threshold = rounds.of(tx, participation).threshold
    return rules_of.can_be_asked(invited, _groups(tx, participation), threshold)


def ask_back(
    tx: Tx, participation: str, groups: tuple[str, ...], question: str, today: date
) -> str:
    """Put one question to raters; id of the follow-up. For the manager and for the coach.

    Raises NotNow: one is under way, or enough were asked; BadInput: no question, or a group that
    is too small.
    """
    text = clean_text(question, LONGEST)
    if not text:
        raise BadInput("write a question first")
    if groups not in groups_to_ask(tx, participation):
        raise BadInput("too few were asked in this group for their answers to be shown")
    before = asked_back(tx, participation)
    if any(one.state == "open" for one in before):
        raise NotNow("A question is with your raters now. Wait for their answers.")
    if len(before) >= MOST_ASKED_BACK:
        raise NotNow("Your raters were asked back twice, which is enough for one report.")
    least = rules_of.needed(
        groups, _groups(tx, participation), rounds.of(tx, participation).threshold
    )
    made = follow_ups.add(
        tx, participation, "ask_back",
        groups=groups, questions={OPEN: text}, threshold=least,
        opens_on=today, closes_on=today + timedelta(days=DAYS), state="open",
    )  # fmt: skip
    _invite(tx, made, participation, groups, ASK_BACK_MAIL)
    return made


def open_due(tx: Tx, today: date, organisation: str | None) -> None:
    """Open the pulses of the organisation (None: of rounds without one) whose day has come; one
    without a goal waits until there is one."""
    for one in follow_ups.in_state(tx, "planned"):
        is_due = one.opens_on <= today and _belongs(tx, one, organisation)
        if is_due and goals.of(tx, [one.participation]):
            _open(tx, one, today)


def close_due(tx: Tx, today: date, organisation: str | None) -> list[str]:
    """Close what takes no more answers, and tell the manager and the coach; whose it was, by
    participation."""
    closed = []
    for one in follow_ups.in_state(tx, "open"):
        is_due = one.closes_on < today and _belongs(tx, one, organisation)
        if is_due and follow_ups.close(tx, one.id):
            _enter(tx, one)
            closed.append(one.participation)
            outbox.add(tx, READY_MAIL, participation=one.participation)
            if coach := participations.get(tx, one.participation).coach:
                outbox.add(tx, READY_MAIL, participation=one.participation, account=coach)
    return closed


def results(tx: Tx, follow_up: str) -> Results | None:
    """None: still open, too few answered for anything to be shown, or the auditor says no."""
    found = follow_ups.get(tx, follow_up)
    if found.state != "closed":
        return None
    shown = _results(tx, found)
    if shown is None or ledger.tells_of_few(tx, found.participation, _behind(tx, found, shown)):
        return None
    return shown


def _results(tx: Tx, found: FollowUp) -> Results | None:
    groups = _groups(tx, found.participation)
    answers = [Answered(one.group, one.answers) for one in follow_ups.answers(tx, found.id)]
    if not rules_of.enough(answers, groups, found.threshold):
        return None
    return rules_of.results(answers, found.questions, groups, found.threshold)


def _behind(tx: Tx, found: FollowUp, shown: Results) -> dict[Place, frozenset[str]]:
    """Keys of the anonymous answers behind each number that is shown."""
    anonymous = {g.id for g in _groups(tx, found.participation) if g.kind == "anonymous"}
    there = [one for one in follow_ups.answers(tx, found.id) if one.group in anonymous]
    return {
        _place(goal.goal): frozenset(
            one.id for one in there if one.answers.get(f"{GOAL}{goal.goal}") in CHANGES
        )
        for goal in shown.goals
        if not goal.others.is_nothing
    }


def _place(goal: str) -> Place:
    return f"goal:{goal}", ALL_OTHERS


def _enter(tx: Tx, closed: FollowUp) -> None:
    """Nobody reads a number of it that does not stand in the ledger, or that must not leave."""
    shown = _results(tx, closed)
    if shown is None:
        return
    sets, said = _behind(tx, closed, shown), {_place(g.goal): g.others for g in shown.goals}
    numbers = {place: Number(said[place].n, said[place].printed) for place in sets}
    try:
        ledger.enter_follow_up(tx, closed.id, closed.participation, sets, numbers)
    except Unproven:  # `results` shows nothing then; the timetable goes on
        log.exception("follow-up %s is not shown", closed.id)


@dataclass(frozen=True)
class Request:
    """What somebody is asked in a follow-up."""

    invitation: str
    kind: follow_ups.Kind
    about: Person
    closes_on: date
    groups: tuple[str, ...]
    group: str
    questions: Mapping[str, str]
    threshold: int
    is_done: bool
    is_open: bool
    participation: str


def request(tx: Tx, invitation: str) -> Request:
    """What this invitation asks. Raises NotFound."""
    asked = follow_ups.asked(tx, invitation)
    found = follow_ups.get(tx, asked.follow_up)
    about = people.get(tx, participations.get(tx, found.participation).person)
    return Request(
        invitation=asked.id,
        kind=found.kind,
        about=about,
        closes_on=found.closes_on,
        groups=found.groups,
        group=asked.group,
        questions=found.questions,
        threshold=found.threshold,
        is_done=asked.state == "done",
        is_open=found.state == "open",
        participation=found.participation,
    )


def answer(tx: Tx, invitation: str, said: Mapping[str, str]) -> None:
    """Keep the answers, for good: no time, no key to a person.

    Raises RoundClosed, AlreadySent; BadInput: nothing answered, or not one of the answers.
    """
    asked = follow_ups.asked(tx, invitation, locked=True)
    found = follow_ups.get(tx, asked.follow_up)
    if found.state != "open":
        raise RoundClosed("the follow-up takes no answers now")
    clean = {question: _clean(question, said.get(question, "")) for question in found.questions}
    clean = {question: text for question, text in clean.items() if text}
    if not clean:
        raise BadInput("answer at least one question")
    if not follow_ups.answer(tx, asked, clean):
        raise AlreadySent("these answers were sent before")


def _clean(question: str, text: str) -> str:
    if question == OPEN:
        return clean_text(text, LONGEST)
    if text and text not in (*CHANGES, UNKNOWN):
        raise BadInput("choose one of the answers", question)
    return text


def _open(tx: Tx, pulse: FollowUp, today: date) -> None:
    planned = goals.of(tx, [pulse.participation])
    questions = {f"{GOAL}{goal.id}": goal.title for goal in planned} | {OPEN: ""}
    if follow_ups.open_(tx, pulse.id, questions, today + timedelta(days=DAYS)):
        _invite(tx, pulse.id, pulse.participation, None, PULSE_MAIL)


def _invite(
    tx: Tx, made: str, participation: str, groups: tuple[str, ...] | None, kind: str
) -> None:
    for one in _reached(tx, participation):
        if groups is None or one.group in groups:
            outbox.add(tx, kind, follow_up=follow_ups.ask(tx, made, one.person, one.group))


def _reached(tx: Tx, participation: str) -> list[lists.Row]:
    """The same raters as before, in the groups of the list, whether or not they answered: whoever
    was moved or taken off is asked, or not, as the list says. Not those who declined."""
    state = {one.id: one.state for one in invitations.of_participation(tx, participation)}
    return [
        row
        for row in lists.of(tx, participation)
        if state[row.invitation] in ("open", "done")
        and row.email
        and not (row.taken_off or row.slip)
    ]


def _groups(tx: Tx, participation: str) -> tuple[RaterGroup, ...]:
    return versions.get(tx, rounds.of(tx, participation).version).instrument.groups


def _belongs(tx: Tx, found: FollowUp, organisation: str | None) -> bool:
    return rounds.of(tx, found.participation).organisation == organisation
