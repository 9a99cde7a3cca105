"""What one row says, as plain data: what a process can be given that knows no SQL. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

State = Literal["draft", "scheduled", "open", "closed"]
Show = Literal["pool", "coach"]
"""What a rater may choose for a comment instead of the own group's name: without it, or for the
coach's eyes only."""
Value = int | Literal["NO"] | None


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    email: str | None
    language: str
    """As in gettext: "en", "de_AT"."""
    organisation: str | None = None
    """None: came by the first page, belongs to nobody."""


@dataclass(frozen=True)
class Round:
    id: str
    title: str
    version: str
    form: str
    threshold: int
    """k: fewer raters than this are never shown apart; frozen for the round."""
    opened_on: date
    number: int
    """1, 2 …: later rounds of the same people have higher numbers."""
    organisation: str | None = None
    """None: a self-assessment that belongs to nobody else."""
    state: State = "open"
    closes_on: date | None = None
    """The last day, in the organisation's time zone. None: no end."""
    practice: bool = False
    """A rehearsal with invented people."""
    frozen: bool = False
    """The promise to raters stands: an invitation has left."""
    kept_days: int | None = None
    """How many days after the last contact their addresses go, as they were told."""


@dataclass(frozen=True)
class Response:
    receipt_hash: str
    subject: str
    """Id of the participation that was rated."""
    group: str
    version: str
    answers: tuple[tuple[str, Value], ...]
    """(item, value) for each item shown."""
    comments: Mapping[str, str]
    fast: bool
    """Less than two seconds an answer, where the time is known."""
    shows: Mapping[str, Show] = field(default_factory=dict)
    """By question; what is left out stands with the rater's group."""
    goals: Mapping[str, str] = field(default_factory=dict)
    """Whether there was a change since the round before, by goal: less, same, more, unknown."""
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of the options chosen, by question shown; () for none."""
