"""What a released report says first, read from the report itself and never worked out anew. Pure.

`report` is the report's frozen JSON (reports.model), of which this room knows only a few places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Report = Mapping[str, Any]
NEAR = 0.125
"""Of the scale, end to end: half a point of five (decision 7). Less is as good as guessed."""


@dataclass(frozen=True)
class Line:
    """One skill: what you guessed, and what the report prints."""

    number: str
    name: str
    you: str
    all: str
    """"–" where the report shows nothing of others."""
    guess: int | None
    drawn: Mapping[str, float]
    """Places between 0 and 1 along the answer scale: of "guess", "you" and "all", where known."""

    @property
    def away(self) -> float | None:
        """How far the guess lies from the others' printed number, as a part of the scale."""
        there = self.drawn
        return there["all"] - there["guess"] if {"all", "guess"} <= there.keys() else None


def lines(report: Report, guess: Mapping[int, int]) -> tuple[Line, ...]:
    """Guess, self and others by skill; `guess` by the skill's number, from 1."""
    for name in ("at_a_glance", "own_glance"):
        if section := _section(report, name):
            figures = {figure["name"]: figure["data"] for figure in section["figures"]}
            return tuple(_line(row, figures, guess) for row in section["content"]["rows"])
    return ()


def _line(row: Mapping[str, Any], figures: Mapping[str, Any], guess: Mapping[int, int]) -> Line:
    guessed = guess.get(row["number"])
    data = figures.get(row.get("strip", ""), {})
    return Line(
        number=str(row["number"]),
        name=row["name"],
        you=row.get("you", row.get("value", "–")),
        all=row.get("all", "–"),
        guess=guessed,
        drawn=_places(data, guessed) if data else {},
    )


def _places(data: Mapping[str, Any], guess: int | None) -> dict[str, float]:
    low, high = data["scale"]["min"], data["scale"]["max"]
    there = {"guess": guess, "you": data.get("self"), "all": data.get("all")}
    return {
        name: (value - low) / (high - low) for name, value in there.items() if value is not None
    }


def widest(found: tuple[Line, ...]) -> Line | None:
    """The skill that was guessed furthest off; None: nothing was guessed that is shown."""
    off = [line for line in found if line.away is not None]
    return max(off, key=lambda line: abs(line.away or 0.0), default=None)


@dataclass(frozen=True)
class Hint:
    """Something that the report says, to start from."""

    text: str
    more: str = ""


@dataclass(frozen=True)
class Hints:
    strengths: tuple[Hint, ...]
    surprises: tuple[Hint, ...]
    questions: tuple[Hint, ...]


def hints(report: Report) -> Hints:
    """What the page at a glance offers for a first read."""
    glance = (_section(report, "at_a_glance") or _section(report, "own_glance") or {}).get(
        "content", {}
    )
    strengths = glance.get("strengths") or []
    rows = strengths["rows"] if isinstance(strengths, Mapping) else strengths
    apart = (glance.get("differently") or {}).get("rows", [])
    return Hints(
        strengths=tuple(Hint(row["text"], row.get("example", "")) for row in rows),
        surprises=tuple(Hint(row["text"], row["reading"]) for row in apart),
        questions=tuple(Hint(text) for text in glance.get("questions", [])),
    )


def suggested(report: Report) -> tuple[str, ...]:
    """Scale ids ("skill:…", "resp:…") for which the report holds ideas."""
    blocks = (_section(report, "ideas") or {}).get("content", {}).get("blocks", [])
    return tuple(dict.fromkeys(about for block in blocks for about in block["about"]))


def _section(report: Report, name: str) -> Mapping[str, Any] | None:
    return next((s for s in report.get("sections", ()) if s["id"] == name), None)
