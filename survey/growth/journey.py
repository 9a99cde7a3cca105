"""A manager's way through a round, and the one thing that is next. Pure."""

from dataclasses import dataclass
from typing import Literal

Stop = Literal["raters", "self", "answers", "read", "plan", "pulse"]
At = Literal["done", "now", "later"]
Act = Literal[
    "choose", "mend", "rate", "progress", "open", "first_read", "plan", "check_in", "results"
]
"""What the button does; see `next_of`."""
Note = Literal[
    "chosen_for_you", "choose", "sent_back", "waiting", "settled",
    "rate", "rated", "not_rated", "rate_later",
    "collecting", "closed", "not_open",
    "coach_later", "coach_prepares", "soon", "made_at_close",
    "open", "first_read", "talk", "opened",
    "plan", "planned", "plan_later",
    "pulse_later", "pulse_needs_goal", "pulse_planned", "pulse_open", "pulse_closed", "pulse_none",
]  # fmt: skip
"""How things stand, for the page to put in words."""


@dataclass(frozen=True)
class Facts:
    """What the way depends on. Nothing in it is about any rater."""

    round: str
    """draft, scheduled, open or closed."""
    chooses: bool
    """The manager nominates."""
    coached: bool
    listing: str
    """open, waiting or settled."""
    sent_back: bool
    own: str
    """State of the own invitation; "": there is none."""
    released: bool
    opened: bool
    first_read: bool
    """Written, or not needed."""
    goals: int
    check_in_waits: bool
    pulse: str
    """planned, open or closed; "": none."""
    talk_waits: bool = False
    """The coach proposes times for the talk, and none is picked yet."""


@dataclass(frozen=True)
class Stage:
    stop: Stop
    at: At
    note: Note


def stages(facts: Facts) -> tuple[Stage, ...]:
    """The whole way, in its order."""
    return (
        _raters(facts),
        _self(facts),
        _answers(facts),
        _read(facts),
        _plan(facts),
        _pulse(facts),
    )


def next_of(facts: Facts) -> Act | None:
    """The one next thing; None: there is nothing to do but wait."""
    running = facts.round == "open"
    if facts.released:
        return _after_release(facts)
    # A list can be written before the round opens, a form not.
    if facts.chooses and facts.listing == "open" and facts.round in ("scheduled", "open"):
        return "mend" if facts.sent_back else "choose"
    if running and facts.own == "open":
        return "rate"
    return "progress" if running and facts.listing == "settled" else None


def _after_release(facts: Facts) -> Act | None:
    if not facts.opened:
        return "open"
    if not facts.first_read:
        return "first_read"
    if not facts.goals:
        return "plan"
    if facts.check_in_waits:
        return "check_in"
    return "results" if facts.pulse == "closed" else None


def _raters(facts: Facts) -> Stage:
    if facts.round == "closed" or facts.listing == "settled":
        return Stage("raters", "done", "settled" if facts.chooses else "chosen_for_you")
    if not facts.chooses:
        return Stage("raters", "now", "chosen_for_you")
    if facts.listing == "waiting":
        return Stage("raters", "now", "waiting")
    return Stage("raters", "now", "sent_back" if facts.sent_back else "choose")


def _self(facts: Facts) -> Stage:
    if facts.own == "done":
        return Stage("self", "done", "rated")
    if facts.round == "closed" or not facts.own:
        return Stage("self", "later", "not_rated")
    if facts.round == "open" and facts.own == "open":
        return Stage("self", "now", "rate")
    return Stage("self", "later", "rate_later")


def _answers(facts: Facts) -> Stage:
    if facts.round == "closed" or facts.released:
        return Stage("answers", "done", "closed")
    if facts.round == "open" and facts.listing == "settled":
        return Stage("answers", "now", "collecting")
    return Stage("answers", "later", "not_open")


def _read(facts: Facts) -> Stage:
    if facts.released and facts.opened and facts.talk_waits:
        return Stage("read", "now", "talk")
    if facts.released and facts.opened:
        done = facts.first_read
        return Stage("read", "done" if done else "now", "opened" if done else "first_read")
    if facts.released:
        return Stage("read", "now", "open")
    if facts.round == "closed":
        return Stage("read", "now", "coach_prepares" if facts.coached else "soon")
    return Stage("read", "later", "coach_later" if facts.coached else "made_at_close")


def _plan(facts: Facts) -> Stage:
    if facts.goals:
        return Stage("plan", "done", "planned")
    can = facts.released and facts.opened and facts.first_read
    return Stage("plan", "now", "plan") if can else Stage("plan", "later", "plan_later")


def _pulse(facts: Facts) -> Stage:
    if facts.pulse == "planned" and not facts.goals and facts.opened:
        return Stage("pulse", "later", "pulse_needs_goal")
    notes: dict[str, tuple[At, Note]] = {
        "planned": ("later", "pulse_planned"),
        "open": ("now", "pulse_open"),
        "closed": ("done", "pulse_closed"),
    }
    none: tuple[At, Note] = ("later", "pulse_none" if facts.released else "pulse_later")
    at, note = notes.get(facts.pulse, none)
    return Stage("pulse", at, note)
