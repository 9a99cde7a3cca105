"""How far a manager is, in words: the stages of one round and the one next thing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from flask import url_for
from flask_babel import gettext

from survey.anonymity import releasing
from survey.growth import developing, development, journey
from survey.growth.journey import Act, At, Facts, Note
from survey.rounds import campaign
from survey.rounds.campaign import Rules
from survey.store import (
    accounts,
    follow_ups,
    invitations,
    organisations,
    outbox,
    reports,
    rounds,
    talks,
)
from survey.store.database import Tx
from survey.store.follow_ups import FollowUp
from survey.store.participations import Participation
from survey.store.rounds import Round
from survey.web.days import written
from survey.web.house import house
from survey.web.visit import visit


@dataclass(frozen=True)
class Stage:
    name: str
    at: At
    text: str
    links: tuple[tuple[str, str], ...] = ()
    """(words, address) of what else there is to see here."""


@dataclass(frozen=True)
class Next:
    """The button."""

    label: str
    address: str
    is_post: bool = False
    act: str = ""


@dataclass(frozen=True)
class Way:
    """One round of one manager."""

    participation: str
    title: str
    dates: str
    stages: tuple[Stage, ...]
    next: Next | None
    told: str
    """In place of the button: what is being waited for."""


@dataclass(frozen=True)
class Found:
    """What the store says; read once for a page."""

    participation: Participation
    round: Round
    rules: Rules
    facts: Facts
    plan: development.Plan
    pulse: FollowUp | None
    asked_back: tuple[FollowUp, ...]
    report: str | None
    coach: str
    today: date


def here() -> tuple[Participation, Round]:
    """Those of the page's address; `visit.admit` has checked whose they are."""
    there = visit()
    return cast(Participation, there.participation), cast(Round, there.round)


def today_of(tx: Tx, round_: Round) -> date:
    """The day it is for this round's organisation."""
    zone = organisations.get(tx, round_.organisation).time_zone if round_.organisation else "UTC"
    return campaign.today(zone, house().shop.clock())


def find(tx: Tx, participation: Participation) -> Found:
    """Everything a timeline depends on."""
    round_ = rounds.get(tx, participation.round)
    rules = Rules.from_json(rounds.rules(tx, round_.id))
    today = today_of(tx, round_)
    plan = developing.plan_of(tx, participation.id)
    followed = follow_ups.of(tx, participation.id)
    pulse = next((one for one in followed if one.kind == "pulse"), None)
    report = releasing.released(tx, participation.id)
    own = invitations.of_rater(tx, participation.id, participation.person)
    read = developing.first_read_of(tx, participation.id) is not None
    proposed = talks.of(tx, [participation.id]).get(participation.id)
    facts = Facts(
        round=round_.state,
        chooses=rules.nominator == "manager",
        coached=rules.coached,
        listing=participation.listing,
        sent_back=outbox.told(tx, "sent_back", participation.id),
        own=own[0].state if own else "",
        released=report is not None,
        opened=participation.opened,
        first_read=rules.coached or read,
        goals=len(plan.goals),
        check_in_waits=bool(development.waiting(plan, today)),
        pulse=pulse.state if pulse else "",
        talk_waits=proposed is not None and proposed.picked is None,
    )
    coach = accounts.get(tx, participation.coach) if participation.coach else None
    back = tuple(one for one in followed if one.kind == "ask_back")
    name = (coach.name or coach.email) if coach else ""
    return Found(participation, round_, rules, facts, plan, pulse, back, report, name, today)


def way(found: Found) -> Way:
    """The timeline in words."""
    stages = tuple(
        Stage(_name(stage.stop, found), stage.at, _note(stage.note, found), _links(stage, found))
        for stage in journey.stages(found.facts)
    )
    act = journey.next_of(found.facts)
    next_ = _next(act, found) if act else None
    told = "" if next_ else gettext("There is nothing for you to do now. We write to you.")
    return Way(found.participation.id, found.round.title, _dates(found.round), stages, next_, told)


def _dates(round_: Round) -> str:
    if round_.closes_on is None:
        return str(written(round_.opened_on))
    return str(
        gettext(
            "%(first)s to %(last)s",
            first=written(round_.opened_on),
            last=written(round_.closes_on),
        )
    )


def _name(stop: journey.Stop, found: Found) -> str:
    names: Mapping[journey.Stop, str] = {
        "raters": gettext("Choose raters") if found.facts.chooses else gettext("Your raters"),
        "self": gettext("Rate yourself"),
        "answers": gettext("Answers come in"),
        "read": gettext("Talk with your coach") if found.facts.coached else gettext("Read"),
        "plan": gettext("Plan"),
        "pulse": gettext("Pulse"),
    }
    return names[stop]


def _note(note: Note, found: Found) -> str:
    last = written(found.round.closes_on) if found.round.closes_on else ""
    coach = found.coach or gettext("your coach")
    texts: Mapping[Note, str] = {
        "chosen_for_you": gettext("Your organisation chooses who is asked."),
        "choose": gettext("Name the people who see you at work, by group."),
        "sent_back": gettext("Your list came back with a request to change it."),
        "waiting": gettext("Your list is waiting for approval."),
        "settled": gettext("The list of raters is settled."),
        "rate": gettext("The same statements as the others get, about ten minutes."),
        "rated": gettext("You have sent your own answers."),
        "not_rated": gettext("There are no answers of your own in this round."),
        "rate_later": gettext("When the round opens."),
        "collecting": gettext("Answers are taken until %(day)s.", day=last),
        "closed": gettext("The round is closed."),
        "not_open": gettext("When the raters are invited."),
        "coach_later": gettext("After the round closes, %(coach)s goes through the report with "
                               "you.", coach=coach),
        "coach_prepares": gettext("%(coach)s will go through the report with you, and opens it "
                                  "for you then.", coach=coach),
        "soon": gettext("The report is being made."),
        "made_at_close": gettext("The report is ready when the round closes."),
        "open": gettext("The report is ready for you."),
        "first_read": gettext("Ten minutes for a first look, then the whole report."),
        "talk": gettext("%(coach)s proposes times for the talk; pick one.", coach=coach),
        "opened": gettext("You have opened the report."),
        "plan": gettext("One or two goals, small enough to begin this week."),
        "planned": _planned(found),
        "plan_later": gettext("After you have read the report."),
        "pulse_later": gettext("Some time after the report, the same raters tell whether they "
                               "see a change."),
        "pulse_needs_goal": gettext("Needs a goal to ask about."),
        "pulse_planned": gettext("On %(day)s the same raters are asked whether they see a "
                                 "change.", day=_pulse_day(found)),
        "pulse_open": gettext("Your raters are being asked until %(day)s.", day=_pulse_day(found)),
        "pulse_closed": gettext("The pulse is closed."),
        "pulse_none": gettext("No pulse is planned. You can plan one with your goals."),
    }  # fmt: skip
    return texts[note]


def _pulse_day(found: Found) -> str:
    if found.pulse is None:
        return ""
    is_planned = found.pulse.state == "planned"
    return str(written(found.pulse.opens_on if is_planned else found.pulse.closes_on))


def _planned(found: Found) -> str:
    titles = gettext(" and ").join(f"“{goal.title}”" for goal in found.plan.goals)
    day = development.next_day(found.plan, found.today)
    if day is None:
        return str(titles)
    return str(gettext("%(goals)s. Next look back: %(day)s.", goals=titles, day=written(day)))


def _links(stage: journey.Stage, found: Found) -> tuple[tuple[str, str], ...]:
    """What else can be seen at a stage, beside the one next thing."""
    here_, facts, links = found.participation.id, found.facts, []
    if stage.stop == "answers" and stage.at != "later":
        links.append((gettext("How many have answered"), _at("progress", here_)))
    if stage.stop == "read" and not facts.opened and facts.own == "done":
        links.append((gettext("Guess how others rate you"), _at("guess", here_)))
    if stage.stop == "read" and facts.opened and found.report:
        links.append((gettext("Your guess beside the results"), _at("first_page", here_)))
        if facts.first_read:
            links.append((gettext("Report"), url_for("reports.result", report=found.report)))
        if not facts.coached and facts.first_read:
            links.append((gettext("Your first read"), _at("first_read", here_)))
    if stage.stop == "plan" and stage.at != "later":
        links.append((gettext("Your plan"), _at("plan", here_)))
        if facts.goals:
            links.append((gettext("Look back"), _at("check_in", here_)))
        links.append((gettext("Thank your raters"), _at("thanks", here_)))
        links.append((gettext("Ask raters back"), _at("ask_back", here_)))
    if stage.stop == "pulse" and any(one.state == "closed" for one in _followed(found)):
        links.append((gettext("What your raters said"), _at("follow_ups", here_)))
    return tuple(links)


def _followed(found: Found) -> tuple[FollowUp, ...]:
    return (*([found.pulse] if found.pulse else []), *found.asked_back)


def _at(page: str, participation: str) -> str:
    return url_for(f"home.{page}", participation=participation)


def _next(act: Act, found: Found) -> Next:
    here_ = found.participation.id
    if act == "open":
        return Next(gettext("Open your report"), _at("open_report", here_), True, act)
    if act == "rate":
        return Next(gettext("Rate yourself"), _at("rate", here_), True, act)
    if act in ("choose", "mend"):
        label = gettext("Change your list") if act == "mend" else gettext("Choose raters")
        return Next(label, url_for("nominate.mine", participation=here_), False, act)
    pages: Mapping[str, tuple[str, str]] = {
        "progress": (gettext("See how many have answered"), "progress"),
        "first_read": (gettext("Take a first look"), "first_read"),
        "plan": (gettext("Make your plan"), "plan"),
        "check_in": (gettext("Look back"), "check_in"),
        "results": (gettext("See what your raters say"), "follow_ups"),
    }
    label, page = pages[act]
    return Next(label, _at(page, here_), False, act)


def snapshot_of(tx: Tx, report: str) -> Mapping[str, Any]:
    """The released report as it was made; {} while it is not there."""
    text = reports.snapshot(tx, report)
    return json.loads(text) if text else {}
