"""A round as its organiser sees it: rules, states, days. Pure: no store, no clock of its own."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Nominator = Literal["admin", "manager"]
Approver = Literal["nobody", "coach", "admin"]
FEW = 3
"""Counts below this are "fewer than 3" until a round closes (decision 15)."""


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
    texts: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """Own mail texts: {kind: {language: {"subject", "body"}}}; see survey.mail."""

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


def today(time_zone: str, now: float) -> date:
    """The day it is there; `now` in seconds since 1970."""
    return datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(time_zone)).date()
