"""The coach's guide to a debrief: one page made of what a finished report says, and of no other
number. Pure: from the report model alone, so that it can be made of a stored one at any time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reports.equals import cut
from reports.model import Finding, Report, Section
from reports.words import Words

STINGS, OPENINGS, LIMITS, ASKED = 3, 3, 5, 4
MINUTES = 60


@dataclass(frozen=True)
class Point:
    """Something to talk about: a skill or responsibility, what the report says of it, and a way
    to put it."""

    title: str
    text: str
    say: str = ""


@dataclass(frozen=True)
class Step:
    """A part of the hour."""

    minutes: int
    text: str


@dataclass(frozen=True)
class Guide:
    """One page for the coach, in the report's language."""

    report: Report
    title: str
    lead: str
    opening: tuple[Point, ...]
    stings: tuple[Point, ...]
    questions: tuple[str, ...]
    limits: tuple[str, ...]
    steps: tuple[Step, ...]
    note_lines: int = 6

    def shorter(self) -> "Guide":
        """With less on it, notes first: for a page that runs over."""
        if self.note_lines:
            return replace(self, note_lines=self.note_lines - 2)
        if len(self.stings) > 1:
            return replace(self, stings=self.stings[:-1])
        return replace(self, questions=self.questions[:-1], limits=self.limits[:-1])


def guide(report: Report, words: Words) -> Guide:
    """What to open with, what may sting, what to ask, what the numbers cannot say, and the hour."""
    _ = words._
    lead = _(
        "Made from the findings of the report itself. It holds no number that the report does not "
        "print, and nothing about single raters."
    )
    return Guide(
        report=report,
        title=_("Guide to the debrief"),
        lead=lead,
        opening=tuple(_opening(report, words))[:OPENINGS],
        stings=tuple(_stings(report, words))[:STINGS],
        questions=tuple(_questions(report, words)),
        limits=tuple(_limits(report, words))[:LIMITS],
        steps=tuple(_steps(report, words)),
    )


def _questions(report: Report, words: Words) -> Iterator[str]:
    """Those of the report; in a later round one about what was tried since; and the last."""
    _ = words._
    asked = _glance(report).get("questions", ())
    is_again = _has(report, "change") or _has(report, "last_plan")
    yield from asked[: ASKED - 2 if is_again else ASKED - 1]
    if is_again:
        yield _("What did you try since last time, and who could have noticed?")
    yield _("What would you like people to see more of in three months?")


def _opening(report: Report, words: Words) -> Iterator[Point]:
    """What others see most, then what they see more of than last time, or than the person does."""
    _ = words._
    page = next((s for s in report.sections if s.id in ("own_glance", "at_a_glance")), None)
    if page is None:
        return
    low = _low_throughout(report)
    if low and _has(report, "comments"):
        yield Point("", _("Begin with the person's own view, and with what the comments value."))
    elif low:
        yield Point("", _("Begin with the person's own view."))
    for finding in page.lead[:1]:
        if finding != low:
            yield Point("", finding.text)
    found = page.content["strengths"]
    rows = found["rows"] if isinstance(found, Mapping) else found
    for row in cut(rows, lambda row: row["value"], 2).shown:
        text = str(row["value"])
        if row.get("example"):
            text = _("%(value)s, such as: %(example)s", value=text, example=row["example"])
        yield Point(str(row["text"]), text)
    for title, finding in (*_leads(report, "change"), *_of_skills(report)):
        if re.fullmatch(r"(change\.higher|skill\.gap\.self_lower)\.(clear|likely)", finding.rule):
            yield Point(title, finding.text)


_STING = (
    "change.lower.clear",
    "skill.gap.self_higher.clear",
    "skill.below.clear",
    "change.lower.likely",
    "skill.gap.self_higher.likely",
    "skill.below.likely",
    "column.below.clear",
    "column.below.likely",
    "skill.groups",
    "skill.apart",
)
"""Rules whose sentences may be hard to hear, the surest first."""


def _stings(report: Report, words: Words) -> Iterator[Point]:
    """A skill stands once, with the surest thing that the report says of it; what holds for all of
    them stands first."""
    if low := _low_throughout(report):
        said = words._("“These answers may come as a surprise. What was going on in those months?”")
        yield Point(words._("All skills"), low.text, said)
    told: dict[str, str] = {}
    if everywhere := _higher_throughout(report):
        told[words._("All skills")] = "all"
        yield Point(words._("All skills"), everywhere.text, _ways("skill.gap", words)[-1])
    there = (*_of_skills(report), *_leads(report, "change"), *_columns(report))
    for rule in _STING:
        for title, finding in there:
            if finding.rule == rule and title not in told:
                ways = _ways(rule, words)
                kind = "change" if rule.startswith("change") else rule.split(".")[1]
                say = ways[list(told.values()).count(kind) % len(ways)]
                told[title] = kind
                yield Point(title, finding.text, say)


def _low_throughout(report: Report) -> Finding | None:
    """The sentence that no skill stands out, where all of them lie below the middle of the scale:
    nothing stands below the rest then, and it stings all the same."""
    page = next((s for s in report.sections if s.id == "at_a_glance"), None)
    if page is None or not page.lead or page.lead[0].rule != "level":
        return None
    ticks = [int(tick) for tick in page.content["ticks"]]
    is_low = max(page.lead[0].values) < (ticks[0] + ticks[-1]) / 2
    return page.lead[0] if is_low else None


def _columns(report: Report) -> list[tuple[str, Finding]]:
    """What is seen less among the responsibilities, with what is seen more before it: the second
    sentence goes on from the first."""
    found = _leads(report, "matrix")
    text = " ".join(finding.text for _title, finding in found)
    return [(title, replace(finding, text=text)) for title, finding in found]


def _higher_throughout(report: Report) -> Finding | None:
    """The sentence that the person rates every skill higher than others do."""
    skills = sum(section.id == "skill" for section in report.sections)
    for _title, finding in _leads(report, "at_a_glance"):
        if finding.rule.startswith("gap.self_higher") and len(finding.about) == skills > 1:
            return finding
    return None


def _ways(rule: str, words: Words) -> list[str]:
    """Ways to put it: as a question about occasions, never about the person."""
    _ = words._
    if rule.startswith("skill.gap"):
        return [
            _("“Where would they have looked for it, and what might they have seen there?”"),
            _("“When did you last do this? Who was there, and what could they notice?”"),
            _("“Suppose that both views are right. What would explain the difference?”"),
        ]
    if rule.startswith("change"):
        return [_("“What was different in these months, for you and for those who answered?”")]
    if rule.startswith("column"):
        return [_("“Which of these matters most in your work now? Where could people see it?”")]
    if rule.startswith("skill.below"):
        return [
            _("“Which occasions in the past months come to mind? What was possible there?”"),
            _("“How much does this matter in your work now? What would more of it look like?”"),
        ]
    return [
        _("“Different people seem to meet you in different places. Who may have seen what?”"),
        _("“Whom could you ask, without asking who said it?”"),
    ]


def _limits(report: Report, words: Words) -> Iterator[str]:
    _, n_ = words._, words.n_
    if report.kind == "self":
        yield _("Only the person's own answers stand in it: nothing here tells what others see.")
        yield _("They say how often the person thinks they do something, not how it comes across.")
        yield _("A single statement is an example, not a result: start from whole skills.")
        return
    if not any(line.id == "self" for line in report.legend):
        yield _("There is no self-rating, so nothing tells where the two views differ.")
    for finding in _every(report):
        if finding.rule == "enough.few":
            yield n_(
                "%(n)s person answered: read the averages as a first impression.",
                "%(n)s people answered: read the averages as a first impression.",
                int(report.meta.get("raters", 0)),
            )
        if finding.rule == "change.other_groups":
            yield finding.text
    open_ = sum(f.rule.endswith("cannot_tell") for _title, f in _of_skills(report))
    if open_:
        yield n_(
            "On %(n)s skill they cannot tell whether the two views really differ.",
            "On %(n)s skills they cannot tell whether the two views really differ.",
            open_,
        )
    for row in _content(report, "who_responded").get("rows", ()):
        if row["quiet"] and not row["total"] and row["answered"] != "0":
            yield _("%(group)s: too few to show, and in no number.", group=row["name"])
    yield _("They say how often something was seen, not why, and not who is right.")
    yield _("A single statement is an example, not a result: start from whole skills.")
    yield _("They say nothing about who gave which answer. Do not guess together.")


def _steps(report: Report, words: Words) -> Iterator[Step]:
    """An hour, whatever the report holds."""
    _ = words._
    arrive = _("Arrive: what the report is for, and what stays between you two")
    value = _("What people value: begin here, and stay longer than seems needed")
    differs = _("What may surprise: let the person choose one thing, not all")
    close = _("Close: what to tell the raters, and when you meet again")
    if report.kind == "self":
        value = _("What the person is content with: begin here, and ask for occasions")
        differs = _("What was hard to answer: let the person choose one thing, not all")
        close = _("Close: whom to ask how they see it, and when you meet again")
    extra = [
        Step(10, text)
        for section, text in (
            ("comments", _("The comments: what do several people say?")),
            ("change", _("Since last time: what was tried, what do people see of it?")),
        )
        if _has(report, section)
    ]
    shares = {0: (20, 20), 1: (15, 15), 2: (10, 10)}
    surprise, choose = shares[len(extra)]
    yield Step(5, arrive)
    yield Step(10, value)
    yield Step(surprise, differs)
    yield from extra
    yield Step(choose, _("One goal and a first step for this week, written into the plan"))
    yield Step(5, close)


def _has(report: Report, section: str) -> bool:
    return any(one.id == section for one in report.sections)


def _leads(report: Report, section: str) -> list[tuple[str, Finding]]:
    """What a page opens with, with its title."""
    return [(one.title, f) for one in report.sections if one.id == section for f in one.lead]


def _glance(report: Report) -> Mapping[str, Any]:
    return _content(report, "own_glance" if report.kind == "self" else "at_a_glance")


def _content(report: Report, section: str) -> Mapping[str, Any]:
    return next((s.content for s in report.sections if s.id == section), {})


def _of_skills(report: Report) -> list[tuple[str, Finding]]:
    """What the pages on single skills say, with the skill's name."""
    return [
        (section.title, finding)
        for section in report.sections
        if section.id == "skill"
        for finding in (*section.lead, *_meant(section))
    ]


def _meant(section: Section) -> Iterator[Finding]:
    return map(Finding.from_plain, section.content.get("meaning", ()))


def _every(report: Report) -> Iterator[Finding]:
    """Findings in leads, and those that the page on change holds."""
    for section in report.sections:
        yield from section.lead
        if raters := section.content.get("raters"):
            yield Finding.from_plain(raters)
