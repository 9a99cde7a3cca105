"""How a report is printed: all of it or the short one, on which paper, with which first page.

Pure. A variant chooses among the sections of a report that was made and says nothing new: its
numbers are those that left already.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product, starmap
from typing import Literal

from reports.model import Report
from survey.errors import BadInput

MAKE_PRINT = "reports.print"
"""The task that prints a report in another variant."""

Length = Literal["full", "short"]
Paper = Literal["a4", "letter"]
Cover = Literal["dark", "light"]
LENGTHS: tuple[Length, ...] = ("full", "short")
PAPERS: tuple[Paper, ...] = ("a4", "letter")
COVERS: tuple[Cover, ...] = ("dark", "light")

SHORT = (
    "cover",
    "how_to_read",
    "who_responded",
    "at_a_glance",
    "own_glance",
    "five_skills",
    "ideas",
    "plan",
    "method",
)
"""Sections of the short report. Who responded and how the numbers are made are never left out:
without them nobody could tell how much the others mean."""


@dataclass(frozen=True)
class Variant:
    """One way to print a report."""

    length: Length = "full"
    paper: Paper = "a4"
    cover: Cover = "dark"

    @property
    def name(self) -> str:
        """As it stands in addresses and in the store, such as "short-letter-light"."""
        return f"{self.length}-{self.paper}-{self.cover}"

    def sheets(self, *, rtl: bool) -> tuple[str, ...]:
        """Stylesheets beside the report's own, by name; `rtl`: words run from the right."""
        is_light = self.cover == "light"
        chosen = {
            "letter.css": self.paper == "letter",
            "light.css": is_light,
            "light-mirrored.css": is_light and rtl,
        }
        return tuple(name for name, is_needed in chosen.items() if is_needed)

    def of(self, report: Report) -> Report:
        """The report with this variant's sections, in their order."""
        if self.length == "full":
            return report
        kept = tuple(each for each in report.sections if each.id in SHORT)
        more = [
            each.content.get("contents_title", each.title)
            for each in report.sections
            if each.id not in SHORT and each.content.get("in_contents", True)
        ]
        return replace(report, sections=kept, meta={**report.meta, "left_out": more})


@dataclass(frozen=True)
class Wish:
    """How many reports are to be printed; what is None stays as it is on each report's own PDF."""

    length: Length = "full"
    paper: Paper | None = None
    cover: Cover | None = None

    @property
    def name(self) -> str:
        """As it stands in the store, such as "short--light"."""
        return f"{self.length}-{self.paper or ''}-{self.cover or ''}"

    def of(self, own: Variant) -> Variant:
        """For a report whose own PDF is printed so."""
        return Variant(self.length, self.paper or own.paper, self.cover or own.cover)


def every() -> Iterator[Variant]:
    """All of them, the plain one first."""
    for length, paper, cover in product(LENGTHS, PAPERS, COVERS):
        yield Variant(length, paper, cover)


def named(name: str) -> Variant:
    """The variant of this name; raises BadInput."""
    found = {one.name: one for one in every()}.get(name)
    if found is None:
        raise BadInput(f"no variant of the report is called {name[:40]!r}")
    return found


def wished(name: str) -> Wish:
    """The wish of this name; raises BadInput."""
    every_wish = starmap(Wish, product(LENGTHS, (None, *PAPERS), (None, *COVERS)))
    found = {one.name: one for one in every_wish}.get(name)
    if found is None:
        raise BadInput(f"no wish is called {name[:40]!r}")
    return found


def usual(paper: str, cover: str) -> Variant:
    """What is printed unless somebody chooses otherwise: everything, as the round or the firm has
    it. Raises BadInput."""
    return named(f"full-{paper}-{cover}")
