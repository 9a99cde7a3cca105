"""A round as its organiser sees it: rules, states, days. Pure: no store, no clock of its own.

draft ⇄ scheduled → open ⇄ closed          a draft may also be opened at once

A round is open from the first moment of `opens_on` through the last moment of `closes_on`, where
the organisation is. The four flows are the two makers of the list of raters (`nominator`) times
with or without a coach (`coached`).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from survey.cells import MINIMUM
from survey.questionnaire.model import RaterGroup

State = Literal["draft", "scheduled", "open", "closed"]
Nominator = Literal["admin", "manager"]
Approver = Literal["nobody", "coach", "admin"]
FEW = 3
"""Counts below this are "fewer than 3" until a round closes (decision 15)."""
MOVES: Mapping[State, tuple[State, ...]] = {
    "draft": ("scheduled", "open"),
    "scheduled": ("draft", "open"),
    "open": ("closed",),
    "closed": ("open",),
}
PAPERS = ("", "a4", "letter")
COVERS = ("", "dark", "light")
PULSES = (0, 60, 90)
"""Days from the report to the pulse; 0: none."""


@dataclass(frozen=True)
class Wanted:
    """How many raters a group should have in this round."""

    minimum: int
    recommended: int


@dataclass(frozen=True)
class Rules:
    """What the organiser decides about a round, beside its form, threshold and days."""

    nominator: Nominator = "manager"
    approver: Approver = "nobody"
    coached: bool = True
    """A coach releases each report. Without one it is released when the round closes."""
    groups: Mapping[str, Wanted] = field(default_factory=dict)
    """By group id; groups left out go by the questionnaire. {} takes the questionnaire's own."""
    reminders: tuple[int, ...] = (4, 9)
    """Days after the round opened on which those who have not answered are reminded."""
    last_day_notice: bool = True
    """"Closing tomorrow"."""
    cap: int = 8
    """Forms one rater gets in this round, at most, unless the admin says otherwise."""
    languages: tuple[str, ...] = ("en",)
    pulse_after: int = 90
    """Days from release to the pulse: 60, 90, or 0 for none."""
    paper: str = ""
    """What its reports are printed on, "a4" or "letter"; "": as the organisation says."""
    cover: str = ""
    """Their first page, "dark" or "light"; likewise."""
    texts: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """Own mail texts: {kind: {language: {"subject", "body"}}}; see survey.mailing.mail."""

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Rules":
        """What `to_json` wrote; keys left out have their defaults."""
        plain: dict[str, Any] = json.loads(text)
        if "groups" in plain:
            plain["groups"] = {group: Wanted(**wanted) for group, wanted in plain["groups"].items()}
        for name in ("reminders", "languages"):
            if name in plain:
                plain[name] = tuple(plain[name])
        return cls(**plain)

    def wanted(self, group: RaterGroup) -> Wanted:
        """What counts for this group in this round."""
        return self.groups.get(group.id, Wanted(group.minimum, group.recommended))


@dataclass(frozen=True)
class RoundDraft:
    """All that an organiser decides about a round."""

    title: str
    form: str
    opens_on: date
    closes_on: date | None
    threshold: int = MINIMUM.cell
    rules: Rules = field(default_factory=Rules)

    def fingerprint(self) -> str:
        """Changes when any setting does; mail texts, which have a page of their own, apart."""
        plain = {**asdict(self), "rules": replace(self.rules, texts={}).to_json()}
        return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()


class Dated(Protocol):
    """What the days of a round are read from; survey.store.rounds.Round is one."""

    @property
    def state(self) -> State: ...
    @property
    def opened_on(self) -> date: ...
    @property
    def closes_on(self) -> date | None: ...


def may_move(state: State, to: State) -> bool:
    return to in MOVES[state]


# Days


def today(time_zone: str, now: float) -> date:
    """The day it is there; `now` in seconds since 1970."""
    return datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(time_zone)).date()


def accepts(state: State, closes_on: date | None, time_zone: str, now: float) -> bool:
    """Whether an answer that comes now is taken: through the whole last day, and no longer, even
    when nobody has closed the round yet."""
    return state == "open" and (closes_on is None or today(time_zone, now) <= closes_on)


def is_open(round_: Dated, time_zone: str, now: float) -> bool:
    return accepts(round_.state, round_.closes_on, time_zone, now)


@dataclass(frozen=True)
class Next:
    """The next day on which a round does something by itself."""

    kind: Literal["opens", "reminder", "closing", "closes"]
    day: date


def next_of(round_: Dated, rules: Rules, day: date) -> Next | None:
    """From `day` on. A draft does nothing, and a closed round has done all."""
    if round_.state == "scheduled":
        return Next("opens", max(round_.opened_on, day))
    if round_.state != "open":
        return None
    coming = [Next("reminder", round_.opened_on + timedelta(days=n)) for n in rules.reminders]
    if round_.closes_on:
        coming = [one for one in coming if one.day <= round_.closes_on]
        if rules.last_day_notice:
            coming.append(Next("closing", round_.closes_on - timedelta(days=1)))
        coming.append(Next("closes", round_.closes_on))
    return min((one for one in coming if one.day >= day), key=lambda one: one.day, default=None)


# How far a round is, as far as somebody may know


@dataclass(frozen=True)
class Total:
    """For coach and admin: never by group, never by person (decision 15)."""

    answered: int
    invited: int

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.invited) if self.invited else 0


@dataclass(frozen=True)
class Standing:
    """For the manager: one group.

    `answered`: None where it is fewer than 3 and the round not closed; until then a multiple of 3
    that is reached at least, so that nobody who asks around sees one more arrive.
    """

    group: str
    invited: int
    answered: int | None


_ASKED = ("open", "done", "declined")
_SENT = ("done", "off_list")
Counts = Mapping[tuple[str, Any], int]
"""{(group, state of invitation): how many}, as survey.store.invitations.counts_of has it."""


def total(counts: Iterable[Counts], own_group: str) -> Total:
    """All raters together; the manager's own form is not a rater's."""
    answered = invited = 0
    for one in counts:
        for (group, state), n in one.items():
            if group != own_group and state in _ASKED:
                invited += n
            if group != own_group and state in _SENT:
                answered += n
    return Total(min(answered, invited), invited)


def standings(counts: Counts, groups: Sequence[RaterGroup], closed: bool) -> list[Standing]:
    """By group, in the order of the questionnaire; groups nobody was asked of are left out."""
    found = []
    for group in groups:
        invited = sum(counts.get((group.id, state), 0) for state in _ASKED)
        if group.kind == "self" or not invited:
            continue
        sent = sum(counts.get((group.id, state), 0) for state in _SENT)
        answered = min(sent, invited)
        shown = answered if closed else answered // FEW * FEW or None
        found.append(Standing(group.id, invited, shown))
    return found
