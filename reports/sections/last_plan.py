"""The goals of the round before, and whether raters see a change: more telling than two averages.

Raters answered this about each goal: less, the same, or more than before. How much of it may be
shown, survey.growth.follow_up says.
"""

from typing import Any

from reports.case import Case, LastGoal
from reports.model import Finding, Section
from survey.growth.follow_up import Change, Said


def section(case: Case) -> Section | None:
    """From the second round on, if there was a plan."""
    if not case.last_plan:
        return None
    _ = case.words._
    return Section(
        id="last_plan",
        title=_("What you set out to do"),
        lead=(_lead(case),),
        content={
            "goals": [_goal(case, goal) for goal in case.last_plan],
            "note": _note(case),
        },
    )


def _lead(case: Case) -> Finding:
    _ = case.words._
    about = tuple(goal.about for goal in case.last_plan)
    seen = [goal for goal in case.last_plan if _leans(goal.said) == "more"]
    if case.is_self or all(goal.said.is_nothing for goal in case.last_plan):
        return Finding("plan.told", _("These were your goals after the last round."), about)
    if seen:
        titles = case.words.list_of([case.words.quoted(goal.title) for goal in seen])
        text = _("Most of those who answered see more than before: %(goals)s.", goals=titles)
        return Finding("plan.more", text, about)
    return Finding("plan.asked", _("This is what raters say about your goals."), about)


def _leans(said: Said) -> Change | None:
    """What more than half said, as far as what is shown tells."""
    total = sum(share.count for share in said.shares)
    sure = [s for s in said.shares if len(s.answers) == 1 and 2 * s.count > total]
    return sure[0].answers[0] if sure else said.middle


def _goal(case: Case, goal: LastGoal) -> dict[str, Any]:
    return {
        "title": goal.title,
        "about": [goal.about],
        "own": _own(case, goal),
        "said": [] if case.is_self else [*_said(case, goal.said), *_named(case, goal)],
    }


def _own(case: Case, goal: LastGoal) -> str:
    """The last look back, in the manager's own words."""
    _ = case.words._
    if goal.day is None:
        return _("You have not looked back at it yet.")
    how_far = {
        "behind": _("behind"),
        "on_way": _("on the way"),
        "reached": _("reached"),
    }[goal.progress]
    day = case.words.date(goal.day)
    if goal.text:
        return _("%(day)s, %(progress)s: %(words)s", day=day, progress=how_far, words=goal.text)
    return _("%(day)s: %(progress)s", day=day, progress=how_far)


def _said(case: Case, said: Said) -> list[str]:
    _ = case.words._
    words = _words(case)
    if said.is_nothing:
        return [_("Too few raters who knew you then have answered this.")]
    if said.middle:
        return [_("On the whole: %(answer)s.", answer=words[said.middle])]
    total = sum(share.count for share in said.shares)
    return [
        _(
            "%(count)s of %(total)s: %(answer)s",
            count=share.count,
            total=total,
            answer=_(" or ").join(words[answer] for answer in share.answers),
        )
        for share in said.shares
    ]


def _named(case: Case, goal: LastGoal) -> list[str]:
    words: dict[str, str] = dict(_words(case).items())
    return [f"{case.group_name(one.group)}: {words[one.answer]}" for one in goal.named]


def _words(case: Case) -> dict[Change, str]:
    _ = case.words._
    return {
        "less": _("less than before"),
        "same": _("the same as before"),
        "more": _("more than before"),
    }


def _note(case: Case) -> str:
    _ = case.words._
    if case.is_self:
        return _("With few raters, nothing of what others said can be shown.")
    return _(
        "Asked of those who knew you then. Small numbers are put together with their neighbours, "
        "or left to words. What people notice tells more about a change than two averages a year "
        "apart, which move by chance alone."
    )
