"""Ideas to try for two skills or responsibilities: when, do this, you will know it works."""

from collections.abc import Sequence
from typing import Any

from reports.case import Case
from reports.findings.standing import strengths, targets
from reports.model import Finding, Section
from survey.questionnaire.model import Idea

EACH = 4


def section(case: Case) -> Section | None:
    """Left out only where there is no number to choose by."""
    chosen = targets(case.now)
    if not chosen:
        return None
    _ = case.words._
    lead = _("Choose one or two, small enough to try this week, and tell someone.")
    return Section(
        id="ideas",
        title=_("Ideas to try"),
        lead=(Finding("fixed", lead),),
        content={
            "blocks": _blocks(case, chosen),
            "strength": _use_strength(case),
            "loop": _close_the_loop(case),
        },
    )


def _blocks(case: Case, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """A block each; an idea that serves both stands once."""
    told: list[Idea] = []
    blocks = []
    for scale in chosen:
        ideas = [idea for idea in _ideas(case, scale) if idea not in told][:EACH]
        told += ideas
        if ideas:
            blocks.append(_block(case, scale, ideas))
    return blocks


def _block(case: Case, scale: str, ideas: Sequence[Idea]) -> dict[str, Any]:
    text = case.words.text
    rows = [{"when": text(i.when), "do": text(i.do), "know": text(i.know)} for i in ideas]
    return {"title": case.name(scale), "about": [scale], "rows": rows}


def _ideas(case: Case, scale: str) -> list[Idea]:
    """A skill's own ideas, those for its statements seen least often first; a responsibility's
    come from all skills."""
    plain = case.scale(scale).plain_id
    if not case.scale(scale).is_skill:
        return [i for s in case.skills for i in s.ideas if i.responsibility == plain]
    seen = {
        item.responsibility: value.stands
        for item in case.now.items.values()
        if item.skill == plain and (value := item.own if case.is_self else item.all)
    }
    own = case.questionnaire.skill(plain).ideas
    return sorted(own, key=lambda idea: seen.get(idea.responsibility, float("inf")))


def _use_strength(case: Case) -> str:
    _ = case.words._
    found = strengths(case.now)
    if not case.is_self and found:
        name = case.words.within(case.short(found[0].scale))
        return _(
            "Others see much of you in %(name)s. Ask yourself how that could help with what you "
            "want to change: the same habit, at another place.",
            name=name,
        )
    return _(
        "Choose something that comes easily to you, and use it on purpose for what you want to "
        "change."
    )


def _close_the_loop(case: Case) -> str:
    _ = case.words._
    if case.is_self:
        return _(
            "Tell one or two people what you will work on, and ask them once a month: “What did "
            "you notice?” People who follow up in this way are the ones who tend to change."
        )
    return _(
        "Thank the people who answered, tell them the one thing you will work on, and ask two of "
        "them once a month: “What did you notice?” People who follow up in this way are the ones "
        "whose ratings tend to rise."
    )
