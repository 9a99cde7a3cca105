"""What was typed in from a paper form: read, checked against what is asked, compared with what was
typed before. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.answers.draft import Changes
from survey.paper.form import Asking, Line, lines
from survey.questionnaire.asked import asked_of
from survey.questionnaire.types import TYPES
from survey.questionnaire.types.question_type import N_, Answer, BadAnswer
from survey.questionnaire.types.text import TOO_LONG
from survey.questionnaire.words import TooLong

Typed = Mapping[str, str]
"""By name of the line, as it was typed."""
NOT_ASKED = N_("This is not asked after the answers above: leave it empty, or mend those.")


@dataclass(frozen=True)
class Entry:
    """One typing of one form."""

    values: Mapping[str, Answer]
    """By name of the line; only what has an answer."""
    wrong: Mapping[str, str]
    """Why something cannot be taken, by name of the line: a msgid."""


def read(asking: Asking, typed: Typed) -> Entry:
    """Whatever is not among `typed` was left empty."""
    values: dict[str, Answer] = {}
    wrong: dict[str, str] = {}
    for line in lines(asking):
        try:
            value = _value(asking, line, typed)
        except TooLong:
            wrong[line.name] = TOO_LONG
        except BadAnswer as refused:
            wrong[line.name] = refused.message
        else:
            if value is not None:
                values[line.name] = value
    wrong |= dict.fromkeys(_unasked(asking, values), NOT_ASKED)
    return Entry(values, wrong)


def _value(asking: Asking, line: Line, typed: Typed) -> Answer:
    type_ = TYPES[line.type]
    return type_.typed(
        typed.get(line.name, ""), line.question, asking.questionnaire, asking.audience
    )


def _unasked(asking: Asking, values: Mapping[str, Answer]) -> list[str]:
    own = {one.name: one for one in lines(asking) if one.place in ("answers", "picks", "texts")}
    given = {own[name].question.id: value for name, value in values.items() if name in own}
    asked = asked_of(asking.questionnaire, asking.form, asking.group, given).ids
    return [name for name in values if name in own and own[name].question.id not in asked]


def changes(asking: Asking, entry: Entry) -> Changes:
    """What the form says, to be sent. Nobody measured a time."""
    found: dict[str, dict[str, Any]] = {
        place: {} for place in ("answers", "picks", "texts", "goals", "shows")
    }
    for line in lines(asking):
        if line.name in entry.values:
            found[line.place][line.question.id] = entry.values[line.name]
    goals = {id_.removeprefix("g_"): said for id_, (said,) in found["goals"].items()}
    ((show,),) = found["shows"].values() or ((None,),)
    shows = dict.fromkeys(found["texts"], show) if show not in (None, "group") else {}
    return Changes(found["answers"], found["texts"], None, shows, goals, found["picks"])


def differing(asking: Asking, typed: Typed, earlier: Sequence[Typed]) -> tuple[str, ...]:
    """Names of lines that were not typed alike twice; words are typed once only."""
    found = []
    for line in lines(asking):
        if not line.keys:
            continue
        value = _value(asking, line, typed)
        if all(_before(asking, line, one) != value for one in earlier):
            found.append(line.name)
    return tuple(found)


def _before(asking: Asking, line: Line, typed: Typed) -> Answer:
    """What a page brings back may have been changed on the way; then it agrees with nothing."""
    try:
        return _value(asking, line, typed)
    except BadAnswer:
        return "?"
