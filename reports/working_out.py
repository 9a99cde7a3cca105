"""Working a report out: from what was gathered to scores, words and figures. Pure.

Heavy (pandas, matplotlib): for a worker's hand and the command line.
"""

from dataclasses import replace
from functools import partial

import pandas as pd

from reports import prepare, snapshots
from reports.build import Case, build
from reports.case import LastGoal
from reports.comments import Comment
from reports.drawing import drawn
from reports.gathered import Earlier, Gathered, Made, Part
from reports.numbers import numbers_of
from reports.picks import Choices, Picked, publish_picks
from reports.progress import Tell, unheard
from reports.published import Published
from reports.scoring.form import ScoringForm
from reports.scoring.response import Response
from reports.scoring.scores import Scores, score
from reports.scoring.sheet import from_responses
from reports.since import Then
from reports.words import Words
from survey.anonymity.auditor import Number, Place
from survey.answers.answering import is_usable
from survey.growth import follow_up
from survey.growth.development import Goal, Plan
from survey.growth.follow_up import Answered, GoalSaid
from survey.questionnaire.model import Questionnaire
from survey.store.rows import Response as Answers

BUILT = 0.5
"""How much of this is done when the report is built: measured; the rest is drawing."""


def made(gathered: Gathered, product: str, progress: Tell = unheard) -> Made:
    """Raises BadInput: nothing that a report could show."""
    case = case_of(gathered, Words(gathered.person.language), product)
    report = build(case)
    progress(BUILT)
    return Made(snapshots.to_text(report), drawn(report), numbers_of(case))


def numbers(gathered: Gathered) -> dict[Place, Number]:
    """Those of others alone. Raises BadInput as `made` does."""
    return numbers_of(case_of(gathered, Words(gathered.person.language), ""))


def case_of(gathered: Gathered, words: Words, product: str) -> Case:
    """Scores and words of one person's round, judged by the rules of what may leave."""
    now, asked = gathered.now, gathered.questionnaire
    form, scores, batches = _scored(now, asked)
    case = prepare.case_of(
        asked,
        form,
        scores,
        *batches,
        name=gathered.person.name,
        words=words,
        form_id=now.round.form,
        comments=[Comment(r.group, about, text, r.shows.get(about, "group"), _number(now, r))
                  for r in now.responses for about, text in r.comments.items()],
        then=[then for one in (gathered.before, gathered.first) if one and (then := _then(one))],
        role=now.role,
        round_title=now.round.title,
        day=now.round.opened_on,
        invited=now.invited,
        product=product,
        guess=gathered.guess,
        last_plan=_last_plan(gathered),
        earlier=gathered.earlier,
    )  # fmt: skip
    return replace(case, picks=_picks(gathered, case.now))


def _then(part: Earlier) -> Then | None:
    """An earlier round as its own report printed it: by its own questionnaire, form and batches."""
    form, scores, batches = _scored(part, part.questionnaire)
    published = prepare.newest(scores, form, *batches)
    return Then(published, part.same, part.round.title) if published else None


def _scored(part: Part, asked: Questionnaire) -> tuple[ScoringForm, Scores, list[str]]:
    """With the names of the batches that its raters joined in, oldest first."""
    form, said = ScoringForm.of(asked, part.round.form, part.round.threshold), part.responses
    sheets = from_responses(
        [Response(_batch(part, r), part.round.number, r.receipt_hash, r.group, r.answers)
         for r in said], form
    )  # fmt: skip
    fast = pd.Series([r.fast for r in said], index=sheets.index)
    return form, score(sheets, form, fast=fast), sorted({_batch(part, r) for r in said})


def _picks(gathered: Gathered, published: Published) -> tuple[Choices, ...]:
    """What raters who count chose from options, as far as it may be shown."""
    picked = [
        Picked(one.group, question, options)
        for one in gathered.now.responses
        if is_usable([value for _, value in one.answers])
        for question, options in one.picks.items()
    ]
    shown = {g.id for g in published.groups if g.state not in ("hidden", "nobody")}
    return publish_picks(
        picked, gathered.questionnaire, shown, k=published.k, batches=published.batches
    )


def _number(part: Part, response: Answers) -> int:
    return part.batches.get(response.receipt_hash, 0)


def _batch(part: Part, response: Answers) -> str:
    """Scoring's name for the raters who joined the reports with this one: each batch is scored by
    itself."""
    return f"batch {_number(part, response):03}"


def _last_plan(gathered: Gathered) -> tuple[LastGoal, ...]:
    """The goals of the round before, with what raters of this round say about them."""
    plan, now = gathered.last_plan, gathered.now
    if plan is None:
        return ()
    batches: dict[int, list[Answered]] = {}
    for one in sorted(now.responses, key=partial(_number, now)):
        batches.setdefault(_number(now, one), []).append(Answered(one.group, one.goals))
    said = follow_up.goals_said(
        list(batches.values()),
        {goal.id: goal.title for goal in plan.goals},
        gathered.questionnaire.instrument.groups,
        now.round.threshold,
    )
    return tuple(_last_goal(plan, goal, s) for goal, s in zip(plan.goals, said, strict=True))


def _last_goal(plan: Plan, goal: Goal, said: GoalSaid) -> LastGoal:
    last = plan.last(goal.id)
    return LastGoal(
        about=goal.about,
        title=goal.title,
        day=last.day if last else None,
        progress=last.progress if last else "",
        text=last.text if last else "",
        said=said.others,
        named=said.named,
        id=said.goal,
    )
