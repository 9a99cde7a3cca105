"""In their words: comments by question and group, word for word, in an order that says nothing."""

from typing import Any

from reports.case import Case
from reports.comments import NO_GROUP, Shown
from reports.model import Finding, Section
from survey.cells import MINIMUM


def section(case: Case) -> Section | None:
    """Left out where no comment may be shown."""
    if case.is_self or not case.comments:
        return None
    _ = case.words._
    lead = _("Comments stand as written. Look first for what several people say.")
    open_ids = [question.id for question in case.questionnaire.instrument.questions]
    skill_ids = [skill.id for skill in case.skills]
    return Section(
        id="comments",
        title=_("In their words"),
        lead=(Finding("fixed", lead),),
        content={
            "questions": _blocks(case, open_ids),
            "skills": _blocks(case, skill_ids),
            "own": _own(case, open_ids + skill_ids),
            "note": _(
                "Groups with fewer than %(n)s people who answered are put together, so that words "
                "cannot be traced; with fewer than %(least)s in all, comments are not printed.",
                n=MINIMUM.comments_by_group,
                least=MINIMUM.comments_pooled,
            ),
        },
    )


def _blocks(case: Case, questions: list[str]) -> list[dict[str, Any]]:
    blocks = []
    for question in questions:
        shown = [each for each in case.comments if each.question == question]
        if shown:
            groups = [_group(case, each) for each in shown]
            blocks.append({"title": _title(case, question), "groups": groups})
    return blocks


def _group(case: Case, shown: Shown) -> dict[str, Any]:
    signs = [case.questionnaire.group(group).sign for group in shown.groups]
    apart = shown.groups == NO_GROUP
    name = case.words._("Without a group's name") if apart else case.names_of(shown.groups)
    return {"signs": signs, "name": name, "texts": list(shown.texts)}


def _title(case: Case, question: str) -> str:
    """The open question with the person's name in it, or the skill's name."""
    for open_ in case.questionnaire.instrument.questions:
        if open_.id == question:
            return case.words.text(open_.other).replace("{subject}", _first_name(case))
    return case.name(f"skill:{question}")


def _first_name(case: Case) -> str:
    return case.subject.split()[0] if case.subject.split() else case.subject


def _own(case: Case, questions: list[str]) -> list[dict[str, Any]]:
    return [
        {"title": own_title(case, shown.question), "texts": list(shown.texts)}
        for question in questions
        for shown in case.own_words
        if shown.question == question
    ]


def own_title(case: Case, question: str) -> str:
    """An open question as it was put to yourself, or the skill's name."""
    for open_ in case.questionnaire.instrument.questions:
        if open_.id == question:
            return case.words.text(open_.self)
    return case.name(f"skill:{question}")
