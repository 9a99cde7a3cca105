"""What a manager does with a report: guesses before, reads, plans, looks back, and thanks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from survey import doors
from survey.entry import check_email
from survey.errors import BadInput, NotFound, NotNow, Stale
from survey.growth.development import (
    MOST_GOALS,
    PROGRESS,
    Action,
    CheckIn,
    Goal,
    Plan,
    Rest,
    come,
    revision,
)
from survey.questionnaire.words import clean_text
from survey.store import (
    check_ins,
    goals,
    invitations,
    outbox,
    participations,
    people,
    rounds,
    thanks,
    versions,
)
from survey.store.database import Tx
from survey.store.ids import new_id
from survey.store.invitations import INVITED, Invitation

HOME_MAIL = "home"  # "mail me my link"; the others of this room:
NOTE_MAIL = "note"
LONGEST = 1000
"""Characters of one field of a plan, a first read or a check-in."""
LONGEST_NOTE = 2000
_MOST_HOME_MAILS = 3  # in an hour, to one person
_HOUR = 3600


def plan_of(tx: Tx, participation: str) -> Plan:
    """Empty while nothing is planned."""
    found = tuple(goals.of(tx, [participation]))
    said = check_ins.of(tx, [goal.id for goal in found])
    return Plan(found, goals.rest(tx, participation), tuple(said))


@dataclass(frozen=True)
class Draft:
    """A goal as the form sends it; without `about` there is none."""

    about: str
    title: str
    actions: Sequence[Action] = ()
    review_on: date | None = None
    support: str = ""
    why: str = ""
    obstacle: str = ""


def keep_plan(
    tx: Tx, participation: str, drafts: Sequence[Draft], rest: Rest, read: str | None = None
) -> None:
    """Write the plan anew; a goal that is about the same thing stays the same goal.

    `read`: the revision from which it was written. Raises Stale: another window has saved since;
    BadInput: about nothing that was asked, the same thing twice, or a text too long.
    """
    participations.lock(tx, participation)
    if read is not None and read != revision(plan_of(tx, participation)):
        raise Stale("another window saved this plan")
    wanted = [draft for draft in drafts if draft.about]
    about = [draft.about for draft in wanted]
    if len(about) > MOST_GOALS or len(set(about)) < len(about):
        raise BadInput("choose at most two goals, about different things")
    if not all(draft.title.strip() for draft in wanted):
        raise BadInput("give each goal a name")
    if not set(about) <= set(subjects(tx, participation)):
        raise BadInput("choose something that the report is about")
    there = {goal.about: goal.id for goal in goals.of(tx, [participation])}
    # Both places are taken at first and two goals may change them, so all are written anew.
    said = check_ins.of(tx, there.values())
    for goal in there.values():
        goals.remove(tx, goal)
    kept = set()
    for position, draft in enumerate(wanted, start=1):
        made = there.get(draft.about) or new_id()
        kept.add(made)
        goals.keep(tx, _goal(made, participation, position, draft))
    for one in said:
        if one.goal in kept:
            check_ins.add(tx, one.goal, one.day, one.progress, one.text)
    strength = clean_text(rest.strength, LONGEST)
    goals.keep_rest(tx, participation, replace(rest, strength=strength))


def _goal(id_: str, participation: str, position: int, draft: Draft) -> Goal:
    actions = (replace(one, text=clean_text(one.text, LONGEST)) for one in draft.actions)
    return Goal(
        id=id_,
        participation=participation,
        position=position,
        about=draft.about,
        title=clean_text(draft.title, LONGEST),
        actions=tuple(one for one in actions if one.text),
        review_on=draft.review_on,
        support=clean_text(draft.support, 200),
        why=clean_text(draft.why, LONGEST),
        obstacle=clean_text(draft.obstacle, LONGEST),
    )


def subjects(tx: Tx, participation: str) -> list[str]:
    """What a goal may be about: skills, responsibilities and statements of the round's form."""
    round_ = rounds.of(tx, participation)
    asked = versions.get(tx, round_.version)
    return [
        *(f"skill:{skill.id}" for skill in asked.skills),
        *(f"resp:{one.id}" for one in asked.instrument.responsibilities),
        *(f"item:{item.id}" for item in asked.items(round_.form)),
    ]


def check_in(tx: Tx, participation: str, said: CheckIn) -> None:
    """Raises NotFound: not a goal of this plan; BadInput: no such progress."""
    if said.goal not in {one.id for one in goals.of(tx, [participation])}:
        raise NotFound("no such goal in this plan")
    if said.progress not in PROGRESS:
        raise BadInput("choose how far you have come")
    check_ins.add(tx, said.goal, said.day, said.progress, clean_text(said.text, LONGEST))


def due_check_ins(
    tx: Tx, today: date, organisation: str | None, late: int = 0
) -> list[tuple[str, date]]:
    """Participations of the organisation whose plan has a day to look back, and that day: today, or
    up to `late` days ago without a word since. None: of rounds without organisation."""
    there = dict.fromkeys(goal.participation for goal in goals.every(tx))
    return [
        (one, day)
        for one in there
        if rounds.of(tx, one).organisation == organisation
        for day in come(plan_of(tx, one), today, late)
    ]


@dataclass(frozen=True)
class LastPlan:
    """The newest plan of an earlier round, and that round's title."""

    round_title: str
    plan: Plan


def last_plan(tx: Tx, participation: str) -> LastPlan | None:
    """None: no earlier round has a goal."""
    for earlier in reversed(participations.earlier(tx, participation)):
        plan = plan_of(tx, earlier.id)
        if plan.goals:
            return LastPlan(rounds.get(tx, earlier.round).title, plan)
    return None


def goals_of_last_round(tx: Tx, participation: str) -> list[tuple[str, str]]:
    """Id and title of each goal that raters are asked about from the second round on."""
    last = last_plan(tx, participation)
    return [(goal.id, goal.title) for goal in last.plan.goals] if last else []


def keep_guess(tx: Tx, participation: str, guess: Mapping[str, int]) -> None:
    """What the manager thinks that others answered, by skill; {} is "without a guess".

    Raises NotNow: the report was opened, so it is no guess any more; BadInput: not on the scale.
    """
    if participations.get(tx, participation).opened:
        raise NotNow("The report is open already: what you wrote now would be no guess.")
    asked = versions.get(tx, rounds.of(tx, participation).version)
    skills = {skill.id for skill in asked.skills}
    if not set(guess) <= skills or not set(guess.values()) <= set(asked.instrument.scale.values):
        raise BadInput("a guess is a number on the answer scale for each skill")
    participations.change(tx, participation, guess=json.dumps(dict(guess)))


def guess_of(tx: Tx, participation: str) -> dict[str, int] | None:
    """None: not asked yet; {}: went on without."""
    text = participations.remark(tx, participation, "guess")
    return None if text is None else json.loads(text)


FIRST_READ = ("strength", "surprise", "question")


def keep_first_read(tx: Tx, participation: str, written: Mapping[str, str]) -> None:
    """What a manager without a coach takes from the first page: the texts of FIRST_READ."""
    clean = {name: clean_text(written.get(name, ""), LONGEST) for name in FIRST_READ}
    text = json.dumps(clean, ensure_ascii=False)
    participations.change(tx, participation, first_read=text)


def first_read_of(tx: Tx, participation: str) -> dict[str, str] | None:
    """None: not written yet."""
    text = participations.remark(tx, participation, "first_read")
    return None if text is None else json.loads(text)


def raters(tx: Tx, participation: str) -> list[Invitation]:
    """All who were asked, whatever they did, and whom mail can reach."""
    found = invitations.of_participation(tx, participation)
    own = participations.get(tx, participation).person
    asked = [one for one in found if one.state in INVITED and one.person != own and not one.slip]
    reached = people.named(tx, {one.person for one in asked})
    return [one for one in asked if reached[one.person].email]


def thank(tx: Tx, participation: str, text: str, today: date) -> None:
    """Send the manager's note to all raters, once; nobody needs to know who they are.

    Raises NotNow: it was sent; BadInput: nothing is written.
    """
    note = clean_text(text, LONGEST_NOTE)
    if not note:
        raise BadInput("write a few words first")
    if not thanks.add(tx, participation, note, today):
        raise NotNow("Your note was sent already. A second one is not sent.")
    for invitation in raters(tx, participation):
        outbox.add(tx, NOTE_MAIL, invitation.id)


def ask_for_home(tx: Tx, email: str, now: int) -> list[str]:
    """Mail the link to whoever has this address; ids of the messages, none for a stranger or for
    somebody who asked often within the hour. The page says the same in each case."""
    address = check_email(email)
    found = people.everywhere(tx, address) if address else []
    return [
        outbox.add(tx, HOME_MAIL, person=person.id, due=now)
        for person in found
        if participations.of(tx, person.id)
        and outbox.lately(tx, HOME_MAIL, person.id, now - _HOUR) < _MOST_HOME_MAILS
    ]


def renew_home(tx: Tx, link_key: bytes, person: str, now: int) -> tuple[str, str]:
    """The secret of a new link to this person's home, and the id of the message that carries it;
    the old link opens nothing any more. Raises NotNow: asked for too often."""
    if outbox.lately(tx, HOME_MAIL, person, now - _HOUR) >= _MOST_HOME_MAILS:
        raise NotNow("Several links were sent to you within the last hour. Wait for one to pass.")
    secret = doors.renew(tx, link_key, "home", person)
    return secret, outbox.add(tx, HOME_MAIL, person=person, due=now)
