"""From scores to a Case: publishes the last round, compares it with the one before."""

from collections.abc import Iterable, Mapping
from typing import Any

from reports.case import Case
from reports.comments import Comment, Shown, publish_comments
from reports.privacy import publish, publish_change
from reports.scoring.form import ScoringForm
from reports.scoring.scores import Scores
from reports.words import Words
from survey.errors import BadInput
from survey.questionnaire.model import Questionnaire


def case_of(
    questionnaire: Questionnaire,
    form: ScoringForm,
    scores: Scores,
    subject: str,
    *,
    name: str,
    words: Words,
    form_id: str = "",
    comments: Iterable[Comment] = (),
    **more: Any,
) -> Case:
    """The case of `subject`, an id in `scores`, printed as `name`.

    `comments` are those of the last round; `more` are fields of Case (role, day, invited …).
    BadInput: nothing that a report could show.
    """
    rounds = rounds_of(scores, subject)
    if not rounds:
        raise BadInput(
            "no usable answers that may be shown: a report needs a self-rating or more raters, "
            "with half of the form answered"
        )
    now = publish(scores, form, subject, rounds[-1])
    if not any(scale.own or scale.all for scale in now.skills):
        raise BadInput("no usable answers: a report needs a self-rating or more raters")
    before = publish(scores, form, subject, rounds[-2]) if len(rounds) > 1 else None
    said = list(comments)
    own = questionnaire.self_group.id
    others = [c for c in said if c.group != own]
    submitted = submitted_of(scores, subject, rounds[-1])
    submitted.pop(own, None)
    shown = publish_comments(others, submitted, questionnaire.instrument.groups)
    return Case(
        questionnaire=questionnaire,
        form=form_id,
        subject=name,
        words=words,
        now=now,
        before=before,
        change=publish_change(before, now) if before else None,
        comments=() if now.kind == "self" else shown,
        own_words=tuple(Shown(c.question, (own,), (c.text,)) for c in said if c.group == own),
        **more,
    )


def rounds_of(scores: Scores, subject: str) -> list[int]:
    """Rounds in which somebody gave a usable form about the subject, the self-rating included."""
    index = scores.cells.index
    there = index[index.get_level_values("subject") == subject]
    return sorted({int(number) for number in there.get_level_values("round")})


def submitted_of(scores: Scores, subject: str, round_: int) -> dict[str, int]:
    """Forms sent by each group, usable or not."""
    raters = scores.raters
    at = raters.index
    here = (at.get_level_values("subject") == subject) & (at.get_level_values("round") == round_)
    counts: Mapping[Any, Any] = raters.loc[here, "group"].value_counts().to_dict()
    return {str(group): int(n) for group, n in counts.items() if n}
