"""How each comment would stand in the report, told before it is sent, with its choices."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from survey.answers.draft import Draft
from survey.answers.sheet import Request
from survey.cells import MINIMUM
from survey.web import hints, told


@dataclass(frozen=True)
class Choice:
    """One way in which a comment may stand. `value`: "group", "pool" or "coach"."""

    value: str
    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True)
class Written:
    """One comment with its choices."""

    question: str
    title: str
    text: str
    choices: tuple[Choice, ...]
    address: str
    """Where it is changed."""
    hints: tuple[str, ...] = ()
    """Clues to who wrote it."""


def comments(
    request: Request, draft: Draft, titles: Sequence[tuple[str, str, str]]
) -> list[Written]:
    """Every comment that was written, with the ways in which it may stand. `titles`: (question,
    how it was asked, where), in order."""
    return [
        Written(
            question,
            title,
            draft.texts[question],
            _choices(request, draft, question),
            address,
            hints.lines(draft.texts[question], request.person.name),
        )
        for question, title, address in titles
        if question in draft.texts
    ]


def note(request: Request) -> str:
    """Under the comments, where groups are named above some of them."""
    if not request.promise.can_stand_apart:
        return ""
    return str(
        gettext(
            "This is how it stands if all who are asked answer. A group is named alone only where "
            "at least %(least)s of it answered; smaller ones are put together. Where the names of "
            "the other groups would tell whose a comment without a group is, that question names "
            "none.",
            least=MINIMUM.comments_by_group,
        )
    )


def _choices(request: Request, draft: Draft, question: str) -> tuple[Choice, ...]:
    foretold, named = request.promise, told.kind(request) == "named"
    options = [("group", str(gettext("With my group")), _with_group(request))]
    options.append(("pool", str(gettext("Without my group")), _without_group(request)))
    if request.coach is not None and (named or foretold.can_stand_apart):
        options.append(("coach", str(gettext("Coach only")), _coach_only(request)))
    chosen = draft.shows.get(question, "group")
    if chosen not in [value for value, _, _ in options]:
        chosen = "group"
    return tuple(Choice(value, label, hint, value == chosen) for value, label, hint in options)


def _with_group(request: Request) -> str:
    heading = request.promise.heading
    if not heading:
        return _nowhere()
    if len(heading) == 1:
        name = told.names(request, heading)
        return str(gettext("Printed word for word under “%(heading)s”", heading=name))
    return str(
        gettext(
            "Printed word for word under “Combined: %(groups)s”",
            groups=", ".join(told.group_name(request, one) for one in heading),
        )
    )


def _without_group(request: Request) -> str:
    if not request.promise.can_stand_apart:
        return _nowhere()
    return str(gettext("Printed word for word under “Without a group's name”"))


def _nowhere() -> str:
    return str(
        gettext(
            "Not printed: fewer than %(least)s people are asked whose comments could stand with it",
            least=MINIMUM.comments_pooled,
        )
    )


def _coach_only(request: Request) -> str:
    if told.kind(request) == "named":
        return str(gettext("Not in the report; the coach reads it as yours"))
    return str(gettext("Not in the report; the coach reads it without your group's name"))
