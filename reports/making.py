"""Making a report: stored responses become pages to look at, then a PDF.

The heavy half of `jobs`: imports pandas, matplotlib and WeasyPrint, which only a worker and the
command line can afford.
"""

import json
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pandas as pd

from reports import pdf, prepare, snapshots
from reports import variant as variants
from reports.build import Case, build
from reports.case import LastGoal
from reports.comments import Comment
from reports.gather import Earlier, Gathered, Part, gather
from reports.numbers import numbers_of
from reports.picks import Choices, Picked, publish_picks
from reports.press import drawn, printed, stamp
from reports.progress import Tell, between, seldom
from reports.published import Published
from reports.scoring.form import ScoringForm
from reports.scoring.scores import Scores, score
from reports.scoring.sheet import Response, from_responses
from reports.since import Then
from reports.versions import versions
from reports.words import Words
from survey.anonymity import ledger, releasing
from survey.anonymity.auditor import Number, Place
from survey.answers.answering import is_usable
from survey.errors import BadInput, NotFound, Stale
from survey.growth import follow_up
from survey.growth.development import Goal, Plan
from survey.growth.follow_up import Answered, GoalSaid
from survey.questionnaire.model import Questionnaire
from survey.rounds.programme import paper_and_cover
from survey.store import reports
from survey.store.database import Database, Tx
from survey.store.reports import Claim
from survey.store.responses import Response as Answers
from survey.workshop import heartbeat

log = logging.getLogger("plumbline.reports")


GATHERED, BUILT, DRAWN = 0.05, 0.12, 0.2
"""How much of the work is done when the answers are gathered, the report is built, and its figures
are drawn: measured."""
Note = Callable[[Tx, str], None]
"""Remembers outside the store that numbers about this participation leave."""


def make(
    db: Database,
    product: str,
    report: str,
    clock: Callable[[], float] = time.time,
    note: Note = lambda _tx, _participation: None,
) -> None:
    """Make the report that is asked for under this id: first to be shown, then to be printed.

    Harmless when it is made already, or another worker is at it. A failure is a state of the row,
    with a reference number that also stands in the log.
    """
    with db.write() as tx:
        claim = reports.claim(tx, report, int(clock()))
    if claim is None:
        return
    try:
        with heartbeat(db, lambda tx, now: reports.beat(tx, claim, now)):
            _make(db, product, claim, clock, note)
    except Stale:
        log.warning("another worker took over report %s", report)
    except pdf.PdfUnavailable as problem:  # to be read on the screen all the same
        log.error("%s", problem)
        with db.write() as tx:
            reports.fail(tx, claim, reports.NO_PDF_HERE)
            releasing.after_made(tx, report, clock())
    except Exception:
        _fail(db, claim)


def _make(db: Database, product: str, claim: Claim, clock: Callable[[], float], note: Note) -> None:
    with db.read() as tx:
        is_shown = reports.snapshot(tx, claim.report) is not None
    tell = seldom(partial(_tell, db, claim))
    if not is_shown:  # else the last attempt failed at the press: what was shown stays as it is
        _show(db, product, claim, clock, note, tell=tell)
    with db.read() as tx:
        snapshot = reports.snapshot(tx, claim.report) or ""
        figures = reports.figure_texts(tx, claim.report)
        variant = variants.usual(*paper_and_cover(tx, claim.participation))
    made = snapshots.from_text(snapshot)
    marked = stamp(snapshots.content_of(snapshot), variant)
    rest = between(tell, DRAWN, 1)
    document = printed(made, figures, Words(made.language), variant, marked, tell=rest)
    with db.write() as tx:
        reports.finish(tx, claim, document, variant.name, json.dumps(versions()))
        releasing.after_made(tx, claim.report, clock())


def _tell(db: Database, claim: Claim, percent: int) -> None:
    with db.write() as tx:
        reports.progress(tx, claim, percent)


def _show(
    db: Database,
    product: str,
    claim: Claim,
    clock: Callable[[], float],
    note: Note,
    *,
    tell: Tell,
) -> None:
    with db.read() as tx:
        gathered = gather(tx, claim.participation, reports.basis(tx, claim.report))
        gathered = replace(gathered, earlier=ledger.earlier(tx, claim.report))
    tell(GATHERED)
    case = case_of(gathered, Words(gathered.person.language), product)
    made = build(case)
    tell(BUILT)
    figures = drawn(made)
    tell(DRAWN)
    with db.write() as tx:
        ledger.enter(tx, claim.report, numbers_of(case))  # or it fails: no report without a proof
        note(tx, claim.participation)
        reports.show(tx, claim, snapshots.to_text(made), figures, int(clock()))


def numbers_again(tx: Tx, report: str) -> dict[Place, Number]:
    """The numbers of others in a report that was made, from its answers; none if they are gone."""
    try:
        gathered = gather(tx, reports.get(tx, report).participation, reports.basis(tx, report))
        return numbers_of(case_of(gathered, Words(gathered.person.language), ""))
    except (NotFound, BadInput):
        return {}


def _fail(db: Database, claim: Claim) -> None:
    reference = secrets.token_hex(4)
    log.exception("report %s could not be made; reference %s", claim.report, reference)
    with db.write() as tx:
        reports.fail(tx, claim, reference)


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


def warm_up() -> None:
    """Load fonts and stylesheet, which is slow once and quick ever after."""
    try:
        pdf.write("<!doctype html><html lang='en'><title>-</title><p>-", {})
    except pdf.PdfUnavailable as problem:  # reports can still be read on the screen
        log.error("%s", problem)
