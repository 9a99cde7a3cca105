"""What a rater has answered so far. Pure; sealed as JSON by survey.links, never stored open.

{"answers": {item: whole number | "NO"}, "texts": {question: text}, "seconds": active time,
"picks": {question: [option]},
"shows": {question: "pool" | "coach"}, "goals": {goal: "less" | "same" | "more" | "unknown"}}
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Answer = int | Literal["NO"]
NOT_OBSERVED: Literal["NO"] = "NO"
Show = Literal["pool", "coach"]
"""How a comment stands, if not with the rater's group: without it, or for the coach only."""
GoalAnswer = Literal["less", "same", "more", "unknown"]
"""Whether there is a change since the last round; unknown: did not know the person then."""
_BLOCK = 2048  # sealed drafts come in whole blocks, so that their length does not tell the text's
_LONGEST_PAUSE = 600.0  # seconds one save can add; who is away longer is not answering


@dataclass(frozen=True)
class Changes:
    """What one save says. None takes an answer back, and puts a comment back under the group's
    name; an empty text takes the text back."""

    answers: Mapping[str, Answer | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None
    """Active time since the last save; None where nobody measured it."""
    shows: Mapping[str, Show | None] = field(default_factory=dict)
    goals: Mapping[str, GoalAnswer | None] = field(default_factory=dict)
    picks: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    answers: Mapping[str, Answer] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    timed: bool = True
    """False once any answer came without a time: then nobody is called fast."""
    shows: Mapping[str, Show] = field(default_factory=dict)
    goals: Mapping[str, GoalAnswer] = field(default_factory=dict)
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of the options chosen, by question."""

    @property
    def given(self) -> dict[str, object]:
        """All that a later question may hang on; see `survey.questionnaire.asked`."""
        return {**self.answers, **self.picks}

    def with_(self, changes: Changes) -> "Draft":
        """This draft after `changes`, taken as checked (survey.answers.answering.check)."""
        answers = {**self.answers, **changes.answers}
        texts = {**self.texts, **changes.texts}
        unmeasured = bool(changes.answers) and changes.seconds is None
        return Draft(
            answers={item: value for item, value in answers.items() if value is not None},
            texts={question: text for question, text in texts.items() if text},
            seconds=self.seconds + _active(changes.seconds),
            timed=self.timed and not unmeasured,
            shows={q: show for q, show in {**self.shows, **changes.shows}.items() if show},
            goals={goal: said for goal, said in {**self.goals, **changes.goals}.items() if said},
            picks={q: picked for q, picked in {**self.picks, **changes.picks}.items() if picked},
        )

    def says(self, changes: Changes) -> bool:
        """Whether `changes` would change no word of it: the same save, arriving twice."""
        after = self.with_(changes)
        return (after.answers, after.texts, after.shows, after.goals, after.picks) == (
            self.answers, self.texts, self.shows, self.goals, self.picks,
        )  # fmt: skip

    def to_bytes(self) -> bytes:
        text = json.dumps(vars(self), ensure_ascii=False, separators=(",", ":")).encode()
        return text.ljust(math.ceil(len(text) / _BLOCK) * _BLOCK)

    @classmethod
    def from_bytes(cls, text: bytes) -> "Draft":
        draft = cls(**json.loads(text))
        return replace(draft, picks={q: tuple(picked) for q, picked in draft.picks.items()})


def _active(seconds: float | None) -> float:
    if seconds is None or not math.isfinite(seconds):
        return 0.0
    return round(min(max(seconds, 0.0), _LONGEST_PAUSE), 1)
