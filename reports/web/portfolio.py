"""A coach's clients in a list: who, where, how far; filtered, searched and sorted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from flask_babel import lazy_gettext

from survey import naming
from survey.anonymity import releasing
from survey.rounds import campaign
from survey.rounds.campaign import Total
from survey.store import (
    goals,
    invitations,
    organisations,
    participations,
    people,
    releases,
    reports,
    rounds,
    talks,
    versions,
)
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.store.releases import Release
from survey.store.reports import Report
from survey.store.rounds import Round

State = Literal[
    "waiting", "choosing", "collecting", "ready", "making", "failed", "previewed", "released",
    "opened", "planned",
]  # fmt: skip
STATES: Mapping[State, Any] = {
    "waiting": lazy_gettext("Not open yet"),
    "choosing": lazy_gettext("Choosing raters"),
    "collecting": lazy_gettext("Collecting answers"),
    "ready": lazy_gettext("Ready to prepare"),
    "making": lazy_gettext("Being made"),
    "failed": lazy_gettext("Could not be made"),
    "previewed": lazy_gettext("Previewed"),
    "released": lazy_gettext("Released"),
    "opened": lazy_gettext("Opened"),
    "planned": lazy_gettext("Plan made"),
}
"""In the order in which they come."""
TAGS: Mapping[State, str] = {
    "ready": "warn", "previewed": "warn", "failed": "bad", "opened": "good", "planned": "good",
}  # fmt: skip
SORTS: Mapping[str, Any] = {
    "name": lazy_gettext("Name"),
    "state": lazy_gettext("State"),
    "next": lazy_gettext("Next date"),
    "organisation": lazy_gettext("Organisation"),
}


@dataclass(frozen=True)
class Client:
    """One line of the list."""

    participation: str
    name: str
    role: str
    organisation: str
    organisation_id: str
    round: Round
    total: Total
    state: State
    next: date | None
    """When coach and manager talk, the plan is looked at again, or the round ends."""

    @property
    def has_report(self) -> bool:
        return self.state in {"previewed", "released", "opened", "planned"}


@dataclass(frozen=True)
class Wanted:
    """What the coach filters by; "" is everything."""

    search: str = ""
    organisation: str = ""
    round: str = ""
    state: str = ""
    sort: str = "name"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search or self.organisation or self.round or self.state)


def clients(tx: Tx, account: str, now: float) -> list[Client]:
    """All of this coach's, in all organisations, by name."""
    mine = participations.of_coach(tx, account)
    found = _Found.of(tx, mine, now)
    made = [found.client(one) for one in mine if one.round in found.rounds]
    return sorted(made, key=lambda one: (naming.order(one.name), -one.round.number))


def chosen(every: Iterable[Client], wanted: Wanted) -> list[Client]:
    """Those that fit, sorted as wanted."""
    fitting = [one for one in every if _fits(one, wanted)]
    if wanted.sort == "state":
        order = list(STATES)
        fitting.sort(key=lambda one: order.index(one.state))
    elif wanted.sort == "next":
        fitting.sort(key=lambda one: one.next or date.max)
    elif wanted.sort == "organisation":
        fitting.sort(key=lambda one: naming.order(one.organisation))
    return fitting


def _fits(one: Client, wanted: Wanted) -> bool:
    text = f"{one.name} {one.role} {one.organisation} {one.round.title}".casefold()
    return (
        wanted.organisation in ("", one.organisation_id)
        and wanted.round in ("", one.round.id)
        and wanted.state in ("", one.state)
        and all(word in text for word in wanted.search.casefold().split())
    )


@dataclass(frozen=True)
class _Found:
    """Read at once for all clients, whose number must not be that of the questions."""

    rounds: Mapping[str, Round]
    own_groups: Mapping[str, str]
    """By version."""
    people: Mapping[str, people.Person]
    organisations: Mapping[str, str]
    counts: Mapping[str, campaign.Counts]
    releases: Mapping[str, Release]
    reports: Mapping[str, Report]
    reviews: Mapping[str, date | None]
    """By participation that has a plan: when it is looked at again."""
    talks: Mapping[str, date]
    """By participation: the day of a talk that is still to come, where it takes place."""

    @classmethod
    def of(cls, tx: Tx, mine: list[Participation], now: float) -> "_Found":
        ids = [one.id for one in mine]
        every = {id_: rounds.get(tx, id_) for id_ in {one.round for one in mine}}
        in_force = releases.in_force(tx, ids)
        planned: dict[str, date | None] = {}
        for goal in goals.of(tx, ids):
            days = [day for day in (planned.get(goal.participation), goal.review_on) if day]
            planned[goal.participation] = min(days, default=None)
        return cls(
            rounds={id_: one for id_, one in every.items() if not one.practice},
            own_groups={v: versions.get(tx, v).self_group.id
                        for v in {one.version for one in every.values()}},
            people=people.named(tx, {one.person for one in mine}),
            organisations={one.id: one.name for one in organisations.every(tx)},
            counts=invitations.counts_of(tx, ids),
            releases=in_force,
            reports=reports.named(tx, [one.report for one in in_force.values()]),
            reviews=planned,
            talks=_talks(tx, mine, every, now),
        )  # fmt: skip

    def client(self, one: Participation) -> Client:
        round_ = self.rounds[one.round]
        counts = self.counts.get(one.id, {})
        total = campaign.total([counts], self.own_groups[round_.version])
        state = self._state(one, round_, total)
        review = self.reviews.get(one.id)
        return Client(
            participation=one.id,
            name=self.people[one.person].name,
            role=one.role,
            organisation=self.organisations.get(round_.organisation or "", ""),
            organisation_id=round_.organisation or "",
            round=round_,
            total=total,
            state=state,
            next=self.talks.get(one.id)
            or review
            or (round_.closes_on if round_.state == "open" else None),
        )

    def _state(self, one: Participation, round_: Round, total: Total) -> State:
        release = self.releases.get(one.id)
        if release is not None:
            state = releasing.state_in(release, self.reports[release.report], one.opened)
            if state in {"released", "opened"} and one.id in self.reviews:
                return "planned"
            return "previewed" if state == "none" else state
        if round_.state in {"draft", "scheduled"}:
            return "waiting"
        if round_.state == "open" and one.listing != "settled":
            return "choosing"
        is_in = round_.state == "closed" or 0 < total.invited == total.answered
        return "ready" if is_in else "collecting"


def _talks(
    tx: Tx, mine: list[Participation], every: Mapping[str, Round], now: float
) -> dict[str, date]:
    agreed = talks.of(tx, [one.id for one in mine])
    return {
        one.id: day_of(tx, every[one.round], picked)
        for one in mine
        if one.id in agreed and (picked := agreed[one.id].picked) and picked > now
    }


def day_of(tx: Tx, round_: Round, now: float) -> date:
    """Today, where the round's organisation is."""
    zone = organisations.get(tx, round_.organisation).time_zone if round_.organisation else "UTC"
    return campaign.today(zone, now)
