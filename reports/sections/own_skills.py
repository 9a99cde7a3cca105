"""A self report's skills, one below the other: your answers, a question each, room for notes."""

from typing import Any

from reports import figures
from reports.case import Case
from reports.findings.skill import items_of
from reports.model import Section
from reports.published import Item
from reports.sections.comments import own_title
from reports.sections.skill import MANY


def section(case: Case) -> Section | None:
    """Only in a self report."""
    if not case.is_self:
        return None
    items = [item for item in case.now.items.values() if item.own]
    return Section(
        id="own_skills",
        title=case.words._("Your skills, one by one"),
        lead=(),
        content={
            "ticks": [str(p) for p in range(case.now.scale_min, case.now.scale_max + 1)],
            "skills": [_skill(case, scale.id) for scale in case.now.skills],
            "many": len(items) > MANY * len(case.skills),
            "comments": [
                {"title": own_title(case, shown.question), "texts": list(shown.texts)}
                for shown in case.own_words
            ],
        },
        figures=tuple(figures.strip(case, f"own-{item.id}", item) for item in items),
    )


def _skill(case: Case, scale_id: str) -> dict[str, Any]:
    scale = case.scale(scale_id)
    skill = case.questionnaire.skill(scale.plain_id)
    return {
        "number": case.number(skill.id),
        "name": case.words.text(skill.name),
        "definition": case.words.text(skill.definition),
        "value": case.words.value(scale.own),
        "rows": [_row(case, item) for item in items_of(case, scale)],
        "question": case.words.text(skill.questions[0]),
        "goes_well": case.words.text(skill.when_it_goes_well),
    }


def _row(case: Case, item: Item) -> dict[str, Any]:
    label = "–"
    if item.own:
        answer = round(item.own.stands)
        if case.item(item.id).reverse:  # the label is that of the answer as it was given
            answer = case.now.scale_min + case.now.scale_max - answer
        label = case.axis["labels"][answer - case.now.scale_min]
    return {
        "statement": case.statement(item.id),
        "strip": f"own-{item.id}" if item.own else "",
        "you": f"{item.own.stands:.0f}" if item.own else "–",
        "label": label,
    }
