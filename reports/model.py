"""What a report says: worded, rounded and ordered, before anything draws or prints it.

Plain frozen data that goes to JSON and back; imports nothing of ours. Printed numbers are strings
already ("3.4", "+0.6" with U+2212 for minus); drawn numbers stand in `Figure.data`, rounded to one
decimal.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A picture. `kind` names the drawing in reports/charts; `alt` gives its values in words."""

    name: str
    kind: str
    alt: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """One sentence that rules derived from numbers, with the ids and numbers it rests on."""

    rule: str
    text: str
    about: tuple[str, ...] = ()
    values: tuple[float, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """As it stands inside a section's content."""
        return {
            "rule": self.rule,
            "text": self.text,
            "about": list(self.about),
            "values": list(self.values),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Finding":
        """The Finding that `as_plain` gave."""
        about, values = tuple(plain["about"]), tuple(plain["values"])
        return cls(rule=plain["rule"], text=plain["text"], about=about, values=values)


@dataclass(frozen=True)
class Section:
    """One section: `id` names its template, `content` is what the template shows."""

    id: str
    title: str
    lead: tuple[Finding, ...]
    content: Mapping[str, Any]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Legend:
    """How one rater group (or "all_others", "earlier") is called and drawn, everywhere alike."""

    id: str
    name: str
    sign: str


@dataclass(frozen=True)
class Report:
    """A whole report. `kind` is "self" or "360"."""

    kind: str
    language: str
    product: str
    title: str
    subject: str
    role: str
    round_title: str
    date: str
    instrument: str
    version: str
    legend: tuple[Legend, ...]
    sections: tuple[Section, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """JSON-ready: only dicts, lists, strings, numbers."""
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Report":
        """The report that `as_plain` gave, also after a journey through JSON."""
        sections = tuple(
            Section(
                **{
                    **section,
                    "lead": tuple(Finding.from_plain(each) for each in section["lead"]),
                    "figures": tuple(Figure(**figure) for figure in section["figures"]),
                }
            )
            for section in plain["sections"]
        )
        legend = tuple(Legend(**entry) for entry in plain["legend"])
        return cls(**{**plain, "legend": legend, "sections": sections})
