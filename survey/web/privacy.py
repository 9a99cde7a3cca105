"""The privacy page: for everybody, and with a round's real numbers for who takes part in it.

Numbers are those of the people who were asked, never of answers so far (decision 20).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template, url_for
from flask_babel import get_locale

from survey import insiders, keeping, naming
from survey.answers.sheet import Request
from survey.cells import MINIMUM, comment_pools, may_stand_apart
from survey.growth import follow_up
from survey.questionnaire.model import Questionnaire, RaterGroup
from survey.raters import pasted as raters
from survey.rounds.campaign import Rules
from survey.store import (
    accounts,
    invitations,
    kept_days,
    participations,
    people,
    rounds,
    versions,
)
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.store.rounds import Round
from survey.web import pages, rater_words, told
from survey.web.arriving import request_of
from survey.web.campaign_frame import the_round
from survey.web.days import written
from survey.web.house import house
from survey.web.timeline import here

bp = Blueprint("privacy", __name__)

MOST_NAMES = 30
"""Managers whose groups an admin reads about by name."""


@dataclass(frozen=True)
class Facts:
    """Of one round, and of one person assessed in it."""

    title: str
    threshold: int
    coached: bool
    last_day: str
    """"" where there is none."""
    pulse: int
    """Days from the report to the short questions that may follow; 0: none are planned."""
    days: Mapping[str, int]
    """For how many each class of data is kept, see survey.keeping."""
    erased: str
    """The earliest day after which raters' addresses may go; "" where nothing closes the round."""
    name: str = ""
    """Of the person assessed."""
    coach: str = ""
    groups: tuple[tuple[str, int], ...] = ()
    """(name, how many are asked)"""
    shown: tuple[str, ...] = ()
    """How they would be shown, in sentences."""
    comments: tuple[tuple[str, ...], ...] = ()
    """Names of the groups under whose heading comments would stand."""
    apart: bool = False
    """Whether a comment could stand without its group."""
    chosen: bool = False
    """Whether something is chosen from options."""


@pages.bp.get("/privacy")
def privacy() -> str:
    return page("anyone")


@bp.get("/answer/<invitation>/privacy")
def rater(invitation: str) -> str:
    asked = request_of(invitation)
    with house().db.read() as tx:
        facts = _facts(tx, asked.participation, asked.round)
    way_back = url_for("answer.resume", invitation=invitation)
    return page("rater", facts, way_back, asked=asked, **_numbers(asked))


@bp.get("/mine/<participation>/privacy")
def manager(participation: str) -> str:
    found, round_ = here()
    with house().db.read() as tx:
        facts = _facts(tx, found, round_)
    return page("manager", facts, url_for("home.participation", participation=participation))


@bp.get("/coach/<participation>/who-sees-what")
def coach(participation: str) -> str:
    found, round_ = here()
    with house().db.read() as tx:
        facts = _facts(tx, found, round_)
    return page("coach", facts, url_for("coach.responses", participation=participation))


@bp.get("/rounds/<round>/privacy")
def admin(round: str) -> str:
    round_ = the_round(round)
    with house().db.read() as tx:
        facts = _round_facts(tx, round_)
        together = _together(tx, round_)
    return page("admin", facts, url_for("campaigns.round", round=round), together=together)


def page(who: str, facts: Facts | None = None, way_back: str = "", **more: object) -> str:
    """`who` reads it: "anyone", "rater", "manager", "coach" or "admin"."""
    days = facts.days if facts else keeping.DAYS
    frames = {"manager": "work/own.html", "coach": "work/layout.html", "admin": "work/layout.html"}
    return render_template(
        "privacy/page.html",
        frame=frames.get(who, "layout.html"),
        who=who,
        facts=facts,
        way_back=way_back,
        least=facts.threshold if facts else MINIMUM.cell,
        minimum=MINIMUM,
        address_days=days[keeping.ADDRESSES],
        spans={kind: told.span(n) for kind, n in days.items()},
        shuffled=house().settings.urn,
        insiders=insiders.measured(),
        **more,
    )


def _numbers(asked: Request) -> dict[str, object]:
    """What the check page says of this rater's numbers."""
    readers = told.readers(asked)
    return {
        "numbers": [] if asked.is_own else [*told.numbers(asked), readers],
        "asked_readers": readers,
    }


def _facts(tx: Tx, about: Participation, round_: Round) -> Facts:
    asked = versions.get(tx, round_.version)
    counts = invitations.invited(tx, about.id)
    groups = asked.instrument.groups
    others = {group.id: counts[group.id] for group in _others(asked) if counts.get(group.id)}
    names = {group.id: group.name.to(str(get_locale())) for group in groups}
    plain = _round_facts(tx, round_)
    coach = accounts.get(tx, about.coach).name if about.coach and plain.coached else ""
    return Facts(
        **(
            vars(plain)
            | {
                "name": people.get(tx, about.person).name,
                "coach": coach,
                "groups": tuple((names[id], n) for id, n in others.items()),
                "shown": _shown(others, groups, round_.threshold),
                "comments": tuple(
                    tuple(names[id] for id in pool) for pool in comment_pools(others, groups)
                ),
                "apart": may_stand_apart(others, groups),
                "chosen": any(one.options for one in asked.instrument.questions),
            }
        )
    )


def _round_facts(tx: Tx, round_: Round) -> Facts:
    rules = Rules.from_json(rounds.rules(tx, round_.id))
    closes, days = round_.closes_on, _days(tx, round_)
    follows = rules.pulse_after + follow_up.DAYS if rules.pulse_after else 0
    last = closes + timedelta(days=follows + days[keeping.ADDRESSES]) if closes else None
    return Facts(
        title=round_.title,
        threshold=round_.threshold,
        coached=rules.coached and round_.organisation is not None,
        last_day=written(closes) if closes else "",
        pulse=rules.pulse_after if round_.organisation else 0,
        days=days,
        erased=written(last) if last and round_.organisation else "",
    )


def _days(tx: Tx, round_: Round) -> dict[str, int]:
    """Of addresses, raters were told: what was told to the first stands fast."""
    days = kept_days.of(tx, round_.organisation)
    told_then = round_.kept_days or days[keeping.ADDRESSES]
    return days | {keeping.ADDRESSES: min(told_then, days[keeping.ADDRESSES])}


def _together(tx: Tx, round_: Round) -> list[tuple[str, tuple[str, ...]]]:
    """Managers some of whose groups would be put together or not be shown, by name."""
    taking_part = participations.of_round(tx, round_.id)
    asked = versions.get(tx, round_.version)
    counts = invitations.counts_of(tx, [one.id for one in taking_part])
    known = people.named(tx, [one.person for one in taking_part])
    found = []
    for one in taking_part:
        here_ = counts.get(one.id, {})
        listed = {
            group.id: n
            for group in _others(asked)
            if (n := sum(here_.get((group.id, state), 0) for state in invitations.INVITED))
        }
        how = raters.preview(listed, asked.instrument.groups, round_.threshold)
        if any(each.how != "apart" for each in how):
            sentences = _shown(listed, asked.instrument.groups, round_.threshold)
            found.append((known[one.person].name, sentences))
    return sorted(found, key=lambda each: naming.order(each[0]))[:MOST_NAMES]


def _shown(
    counts: Mapping[str, int], groups: Sequence[RaterGroup], threshold: int
) -> tuple[str, ...]:
    names = {group.id: group.name.to(str(get_locale())) for group in groups}
    how = raters.preview(counts, groups, threshold)
    return tuple(rater_words.foretold(one, names, counts) for one in how)


def _others(asked: Questionnaire) -> list[RaterGroup]:
    return [group for group in asked.instrument.groups if group.kind != "self"]
