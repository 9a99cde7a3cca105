"""From scores to a Case: publishes the last round, compares it with the two before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reports.case import Case
from reports.comments import Comment, Shown, by_batch, publish_comments
from reports.privacy import publish
from reports.published import Published
from reports.scoring.form import ScoringForm
from reports.scoring.scores import Scores
from reports.since import Then, publish_change
from reports.words import Words
from survey.errors import BadInput
from survey.questionnaire.model import Questionnaire


def case_of(
    questionnaire: Questionnaire,
    form: ScoringForm,
    scores: Scores,
    *batches: str,
    name: str,
    words: Words,
    form_id: str = "",
    comments: Iterable[Comment] = (),
    then: Sequence[Then] | None = None,
    **more: Any,
) -> Case:
    """The case of one person, printed as `name`.

    `batches`: the subjects in `scores` that the batches of the person's raters are, oldest
    first. `comments` are those of the last round; `then` are the rounds before, newest first, by
    default those in `scores`; `more` are fields of Case (role, day, invited …). BadInput: nothing
    that a report could show.
    """
    rounds = rounds_of(scores, *batches[:1])
    if not rounds:
        raise BadInput(
            "no usable answers that may be shown: a report needs a self-rating or more raters, "
            "with half of the form answered"
        )
    now = _published(scores, form, batches, rounds[-1])
    if not any(scale.own or scale.all for scale in now.skills):
        raise BadInput("no usable answers: a report needs a self-rating or more raters")
    if then is None:
        then = [Then(_published(scores, form, batches, one)) for one in rounds[-2:-4:-1]]
    said = list(comments)
    own = questionnaire.self_group.id
    others = [c for c in said if c.group != own]
    submitted = [submitted_of(scores, batch, rounds[-1]) for batch in batches]
    submitted[0].pop(own, None)
    shown = by_batch(publish_comments, others, submitted, questionnaire.instrument.groups)
    return Case(
        questionnaire=questionnaire,
        form=form_id,
        subject=name,
        words=words,
        now=now,
        before=then[0].published if then else None,
        round_before=then[0].title if then else "",
        round_first=then[1].title if len(then) > 1 else "",
        change=publish_change(now, then),
        comments=() if now.kind == "self" else shown,
        own_words=tuple(Shown(c.question, (own,), (c.text,)) for c in said if c.group == own),
        **more,
    )


def rounds_of(scores: Scores, subject: str = "") -> list[int]:
    """Rounds in which somebody gave a usable form about the subject, the self-rating included."""
    index = scores.cells.index
    there = index[index.get_level_values("subject") == subject]
    return sorted({int(number) for number in there.get_level_values("round")})


def newest(scores: Scores, form: ScoringForm, *batches: str) -> Published | None:
    """What may leave of the last round in `scores`; None: there is none."""
    rounds = rounds_of(scores, *batches[:1])
    return _published(scores, form, batches, rounds[-1]) if rounds else None


def _published(scores: Scores, form: ScoringForm, batches: Sequence[str], round_: int) -> Published:
    return publish(scores, form, _in(scores, round_, batches), round_)


def _in(scores: Scores, round_: int, batches: Sequence[str]) -> list[str]:
    """The first batch, and those of the later ones that there are in this round."""
    return [*batches[:1], *(name for name in batches[1:] if round_ in rounds_of(scores, name))]


def submitted_of(scores: Scores, subject: str, round_: int) -> dict[str, int]:
    """Forms sent by each group, usable or not."""
    raters = scores.raters
    at = raters.index
    here = (at.get_level_values("subject") == subject) & (at.get_level_values("round") == round_)
    counts: Mapping[Any, Any] = raters.loc[here, "group"].value_counts().to_dict()
    return {str(group): int(n) for group, n in counts.items() if n}
