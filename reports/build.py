"""A Case becomes a Report: worded, rounded, ordered. Pure: the same case gives the same report."""

from collections.abc import Callable

from reports.case import Case
from reports.model import Legend, Report, Section
from reports.sections import (
    Made,
    at_a_glance,
    change,
    chosen,
    comments,
    cover,
    five_skills,
    guess,
    highest_lowest,
    how_to_read,
    ideas,
    last_plan,
    matrix,
    method,
    own_glance,
    own_skills,
    plan,
    skill,
    views,
    who_responded,
)
from survey.questionnaire.text import instead

__all__ = ["SECTIONS", "Case", "build"]

SECTIONS: tuple[Callable[[Case], Made], ...] = (
    cover.section,
    how_to_read.section,
    who_responded.section,
    last_plan.section,
    guess.section,
    at_a_glance.section,
    own_glance.section,
    five_skills.section,
    matrix.section,
    views.section,
    skill.section,
    own_skills.section,
    highest_lowest.section,
    chosen.section,
    comments.section,
    change.section,
    ideas.section,
    plan.section,
    method.section,
)
"""In the order of the report. One that makes nothing is nowhere, also not in the contents."""

LONGEST_PAIR = 76
"""Characters of two names that stand on one line of the footer."""


def build(case: Case) -> Report:
    """The whole report as plain data."""
    words = case.words
    instrument = case.questionnaire.instrument
    return Report(
        kind=case.now.kind,
        language=words.language,
        product=case.product,
        title=words._("Development report"),
        subject=case.subject,
        role=case.role,
        round_title=case.round_title,
        date=words.date(case.day) if case.day else "",
        instrument=instrument.id,
        version=case.questionnaire.version,
        legend=_legend(case),
        sections=tuple(made for make in SECTIONS for made in _several(make(case))),
        meta={
            "footer": _footer(case),
            "form": case.form,
            "scale_min": instrument.scale.min,
            "raters": case.now.n,
            **_asked_in(case),
        },
    )


def _asked_in(case: Case) -> dict[str, str]:
    """The questionnaire's own language, where it lacks the report's: see Text.to."""
    has, language = case.questionnaire.instrument.languages, case.words.language
    if {language, language.partition("_")[0]} & set(has):
        return {}
    return {"asked_in": instead(has).replace("_", "-")}


def _several(made: Made) -> tuple[Section, ...]:
    if made is None:
        return ()
    return made if isinstance(made, tuple) else (made,)


def _legend(case: Case) -> tuple[Legend, ...]:
    entries = [Legend(c, case.cell_name(c), case.sign(c)) for c in five_skills.lines(case)]
    if case.change:
        entries.append(Legend("earlier", case.words._("Last time"), "ring"))
        if case.change.has_first:
            entries.append(Legend("first", case.words._("Two rounds before"), "past"))
    return tuple(entries)


def _footer(case: Case) -> str:
    """On one line, or the words would leave the page: of two long names only the first."""
    _ = case.words._
    if case.coach and len(case.subject + case.coach) <= LONGEST_PAIR:
        return _("Confidential. For %(name)s and %(coach)s.", name=case.subject, coach=case.coach)
    return _("Confidential. For %(name)s.", name=case.subject)
