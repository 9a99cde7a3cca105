"""One page for each skill: the numbers, what they may mean, questions, room for notes."""

from typing import Any

from reports import figures
from reports.case import Case
from reports.findings.compared import unlike
from reports.findings.skill import items_of, meaning
from reports.model import Figure, Section
from reports.published import SELF, Item, Scale
from reports.sections.views import row
from survey.cells import ALL_OTHERS
from survey.questionnaire.model import Skill

MANY, ASKED = 7, 2
"""More statements than that leave no room for a lead; how many questions a page asks."""


def section(case: Case) -> tuple[Section, ...]:
    """Left out of a self report, which has a shorter page of its own."""
    if case.is_self:
        return ()
    return tuple(_page(case, skill) for skill in case.skills if f"skill:{skill.id}" in
                 case.now.scales)  # fmt: skip


def _page(case: Case, skill: Skill) -> Section:
    scale = case.scale(f"skill:{skill.id}")
    items = items_of(case, scale)
    words = case.words
    number = case.number(skill.id)
    is_full = len(items) > MANY
    said = meaning(case, scale, most=2 if is_full else 3)
    lead, rest = ((), said) if is_full else (said[:1], said[1:])
    return Section(
        id="skill",
        title=words.text(skill.name),
        lead=lead,
        content={
            "anchor": f"skill-{number}",
            "in_contents": number == 1,
            "contents_title": words._("Your skills, one by one"),
            "number": number,
            "definition": words.text(skill.definition),
            "numbers": _numbers(case, scale),
            "has_self": case.now.has_self,
            "has_counts": any(item.bins for item in items),
            "question": words._("Statement, and the responsibility it serves"),
            "ticks": [str(p) for p in range(case.now.scale_min, case.now.scale_max + 1)],
            "ends": case.ends,
            "many": is_full,
            "rows": [_row(case, item) for item in items],
            "notes": _notes(case, scale, items),
            "meaning": [finding.as_plain() for finding in rest],
            "questions": [words.text(question) for question in skill.questions[:ASKED]],
            "why": words.text(skill.why),
        },
        figures=tuple(_figures(case, items)),
    )


def _numbers(case: Case, scale: Scale) -> list[dict[str, Any]]:
    """You, all others with the likely range, the groups."""
    _, words = case.words._, case.words
    you = {
        "sign": case.sign(SELF),
        "name": case.cell_name(SELF),
        "value": words.value(scale.own),
        "note": "",
        "wide": False,
        "groups": [],
    }
    bound = scale.all.bound if scale.all else ""
    note = {"more": _("or more"), "less": _("or less")}.get(bound, "")
    if scale.band:
        low, high = (words.one(limit) for limit in scale.band)
        note = _("likely range %(low)s to %(high)s", low=low, high=high)
    everyone = {
        "sign": case.sign(ALL_OTHERS),
        "name": case.cell_name(ALL_OTHERS),
        "value": words.one(scale.all.stands) if scale.all else "–",
        "note": note,
        "wide": False,
        "groups": [],
    }
    tells_only_that = not case.lines and scale.agreement
    groups = {
        "sign": "",
        "name": _("How far raters agree") if tells_only_that else _("By group"),
        "value": "",
        "note": ". ".join(_group_notes(case, scale)),
        "wide": True,
        "groups": [
            {
                "sign": case.sign(cell.id),
                "name": case.cell_name(cell.id),
                "value": words.value(scale.cells.get(cell.id)),
            }
            for cell in case.lines
        ],
    }
    cells = [everyone, groups] if groups["groups"] or groups["note"] else [everyone]
    return [you, *cells] if case.now.has_self else cells


def _group_notes(case: Case, scale: Scale) -> list[str]:
    _ = case.words._
    notes = [_agreement(case, scale)] if scale.agreement else []
    if any(cell.id not in scale.cells for cell in case.lines):
        notes.append(_("–: too few of the group answered here"))
    hidden = [g.id for g in case.now.groups if g.state == "hidden"]
    if hidden:
        names = case.words.list_of([case.group_name(group) for group in hidden])
        notes.append(_("%(groups)s: too few to show", groups=names))
    return notes


def _agreement(case: Case, scale: Scale) -> str:
    _ = case.words._
    if scale.agreement == "apart":
        return _("Raters’ views differ")
    return _("On the whole, raters’ views are close together")


def _row(case: Case, item: Item) -> dict[str, Any]:
    return {
        **row(case, item),
        "responsibility": case.name(f"resp:{item.responsibility}"),
        "strip": f"item-{item.id}",
        "counts": f"counts-{item.id}" if item.bins else "",
        "counts_said": figures.said_bins(case, item.bins),
    }


def _figures(case: Case, items: tuple[Item, ...]) -> list[Figure]:
    made = [figures.strip(case, f"item-{item.id}", item) for item in items]
    made += [figures.distribution(case, f"counts-{i.id}", i.bins) for i in items if i.bins]
    return made


def _notes(case: Case, scale: Scale, items: tuple[Item, ...]) -> list[str]:
    _ = case.words._
    notes = []
    if found := unlike(case, scale):
        notes.append(found.text)
    if any(item.all is None for item in items):
        notes.append(_("–: too few people could answer this, so no number is shown."))
    lines = {cell.id for cell in case.lines}
    if any(lines - item.cells.keys() for item in items if item.all):
        notes.append(
            _("A group without a sign: fewer than %(k)s of it could answer.", k=case.now.k)
        )
    if any(case.item(item.id).reverse for item in items):
        turned = _("Counted the other way round: turned, so that high is good here too.")
        notes.append(turned)
    if any(item.bins for item in items):
        if any(b.last > b.first for item in items for b in item.bins):
            notes.append(_("Wide bars hold several answers, so none is one person’s."))
        if any(not item.bins for item in items):
            notes.append(_("No bars are drawn where they could give an answer away."))
    elif scale.all and case.now.is_few:
        notes.append(_("Too few raters to show how often each answer was given."))
    elif scale.all and not case.now.came_together:
        notes.append(_("Some answers came later, so it is not shown how often each was given."))
    return notes
