"""What a coach sees beside a client's report: what to look at before release, what to prepare for.

All numbers are those printed in the report itself, read from its snapshot.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext, ngettext

from reports.comments import Comment, Shown, by_batch, for_the_coach
from reports.leaves import Leaves
from reports.model import Report, Section
from survey.cells import ALL_OTHERS, COMBINED
from survey.questionnaire.model import Questionnaire
from survey.rounds.campaign import Total
from survey.store import responses
from survey.store.database import Tx
from survey.store.reports import Basis

NOT_CELLS = frozenset({ALL_OTHERS, COMBINED, "earlier"})


@dataclass(frozen=True)
class Check:
    """One line of "Before you release it". `kind`: yes, no (worth a look) or open."""

    kind: str
    text: str


@dataclass(frozen=True)
class Point:
    """One line of "Worth preparing for"."""

    title: str
    statement: str
    value: str


@dataclass(frozen=True)
class Place:
    """A section of the report, to jump to."""

    anchor: str
    title: str


def in_page(report: Report) -> Report:
    """Without the cover, whose h1 the page around has itself."""
    return replace(report, sections=tuple(s for s in report.sections if s.id != "cover"))


def places(report: Report) -> list[Place]:
    """The sections, those on single skills as one."""
    found: dict[str, Place] = {}
    for section in in_page(report).sections:
        anchor = str(section.content.get("anchor", section.id))
        title = gettext("Skill by skill") if section.id == "skill" else section.title
        found.setdefault(section.id, Place(anchor, title))
    return list(found.values())


def pages(printed: Leaves) -> list[Place]:
    """The sections of the PDF, by the page on which each begins."""
    return [Place(f"page-{page}", title) for title, page in printed.places]


def checks(report: Report, total: Total, name: str, self_group: str) -> list[Check]:
    """What the report itself says of who answered."""
    first = first_name(name)
    if report.kind == "self":
        text = gettext("Too few answered: this report shows only how %(name)s sees it", name=first)
        return [Check("no", text)]
    cells = {legend.id for legend in report.legend} - NOT_CELLS - {"self", self_group}
    said = ngettext(
        "%(answered)s of %(invited)s answered; enough in one group",
        "%(answered)s of %(invited)s answered; enough in %(num)s groups",
        len(cells) or 1,  # without a line of its own beside all others: all are counted together
        answered=total.answered,
        invited=total.invited,
    )
    found = [Check("yes", said)]
    rows: list[Mapping[str, Any]] = list(_content(report, "who_responded").get("rows", ()))
    if rows and rows[0]["answered"] == "1":
        found.append(Check("yes", gettext("The self-rating of %(name)s is in", name=first)))
    else:
        found.append(Check("no", gettext("%(name)s has not sent a self-rating", name=first)))
    for row in rows[1:]:
        if row["quiet"] and not row["total"]:
            text = gettext("%(group)s: too few to show", group=row["name"])
            found.append(Check("no", text))
    merged = next((one.name for one in report.legend if one.id == COMBINED), "")
    if not cells:
        together = [r["name"] for r in rows[1:] if not r["quiet"] and not r["total"]]
        merged = ", ".join(together) if len(together) > 1 else ""
    if merged:
        text = gettext("Shown together, too few on their own: %(groups)s", groups=merged)
        found.append(Check("no", text))
    return found


def worth_preparing(report: Report) -> list[Point]:
    """The largest gap, the lowest, the highest, and where raters differ most; of equals none."""
    views, lists = _content(report, "views"), _content(report, "highest_lowest")
    gaps = sorted([*views.get("higher", ()), *views.get("lower", ())], key=_width, reverse=True)
    largest = [row for row in gaps if _width(row) == _width(gaps[0])]
    points = []
    if largest:
        said = " / ".join(dict.fromkeys(row["gap"] for row in largest))
        if len(largest) == 1:
            own, others = largest[0]["you"], largest[0]["all"]
            said = gettext("own %(you)s, others %(all)s", you=own, all=others)
        points.append(_point(gettext("Largest gap"), largest, said))
    for title, key in ((gettext("Lowest"), "lowest"), (gettext("Highest"), "highest")):
        rows = lists.get(key, ())
        if alike := [row for row in rows if row["all"] == rows[0]["all"]]:
            points.append(_point(title, alike, alike[0]["all"]))
    widely = gettext("widely")
    title = gettext("Raters differ most")
    return points + [Point(title, r["statement"], widely) for r in lists.get("differing", ())[:1]]


def _point(title: str, rows: Sequence[Mapping[str, Any]], value: str) -> Point:
    """The statement, or how many there are at this value."""
    if len(rows) == 1:
        return Point(title, rows[0]["statement"], value)
    n = len(rows)
    return Point(title, ngettext("%(num)s statement", "%(num)s statements alike", n), value)


def printed_texts(report: Report) -> frozenset[str]:
    """Every comment of others that stands in the report."""
    content = _content(report, "comments")
    blocks = [*content.get("questions", ()), *content.get("skills", ())]
    return frozenset(text for b in blocks for group in b["groups"] for text in group["texts"])


def coach_only(tx: Tx, participation: str, basis: Basis, asked: Questionnaire) -> tuple[Shown, ...]:
    """What raters wrote for the coach's eyes, from the frozen responses; see `for_the_coach`."""
    batches = {receipt: n for n, batch in enumerate(basis.by_batch) for receipt in batch}
    there = [
        (one, batches[one.receipt_hash])
        for one in responses.of(tx, [participation])
        if one.receipt_hash in batches and one.group != asked.self_group.id
    ]
    said = [
        Comment(one.group, question, text, one.shows.get(question, "group"), n)
        for one, n in there
        for question, text in one.comments.items()
    ]
    sent = [Counter(one.group for one, n in there if n == at) for at in range(len(basis.by_batch))]
    return by_batch(for_the_coach, said, sent, asked.instrument.groups)


def title_of(asked: Questionnaire, question: str, language: str, name: str) -> str:
    """The open question as it was put, or the skill's name."""
    for one in asked.instrument.questions:
        if one.id == question:
            return one.other.to(language).replace("{subject}", first_name(name))
    return asked.skill(question).name.to(language)


def _content(report: Report, section: str) -> Mapping[str, Any]:
    found: Section | None = next((s for s in report.sections if s.id == section), None)
    return found.content if found else {}


def _width(row: Mapping[str, Any]) -> float:
    """How far apart, of a printed gap such as "−1.3"."""
    digits = "".join(c for c in row["gap"].replace(",", ".") if c.isdigit() or c == ".")
    return float(digits or 0)


def first_name(name: str) -> str:
    """As far as one can tell."""
    return name.split(maxsplit=1)[0] if name.split() else name
