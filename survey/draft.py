"""What a rater has answered so far. Pure; sealed as JSON by survey.links, never stored open.

{"answers": {item: whole number | "NO"}, "texts": {question: text}, "seconds": active time}
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Answer = int | Literal["NO"]
NOT_OBSERVED: Literal["NO"] = "NO"
_BLOCK = 2048  # sealed drafts come in whole blocks, so that their length does not tell the text's
_LONGEST_PAUSE = 600.0  # seconds one save can add; who is away longer is not answering


@dataclass(frozen=True)
class Changes:
    """What one save says. None takes an answer back; an empty text takes the text back."""

    answers: Mapping[str, Answer | None] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None
    """Active time since the last save; None where nobody measured it."""


@dataclass(frozen=True)
class Draft:
    answers: Mapping[str, Answer] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    timed: bool = True
    """False once any answer came without a time: then nobody is called fast."""

    def with_(self, changes: Changes) -> "Draft":
        """This draft after `changes`, which are taken as checked (survey.answering.check)."""
        answers = {**self.answers, **changes.answers}
        texts = {**self.texts, **changes.texts}
        unmeasured = bool(changes.answers) and changes.seconds is None
        return Draft(
            answers={item: value for item, value in answers.items() if value is not None},
            texts={question: text for question, text in texts.items() if text},
            seconds=self.seconds + _active(changes.seconds),
            timed=self.timed and not unmeasured,
        )

    def says(self, changes: Changes) -> bool:
        """Whether `changes` would change no word of it: the same save, arriving twice."""
        after = self.with_(changes)
        return after.answers == self.answers and after.texts == self.texts

    def to_bytes(self) -> bytes:
        text = json.dumps(vars(self), ensure_ascii=False, separators=(",", ":")).encode()
        return text.ljust(math.ceil(len(text) / _BLOCK) * _BLOCK)

    @classmethod
    def from_bytes(cls, text: bytes) -> "Draft":
        return cls(**json.loads(text))


def _active(seconds: float | None) -> float:
    if seconds is None or not math.isfinite(seconds):
        return 0.0
    return round(min(max(seconds, 0.0), _LONGEST_PAUSE), 1)
