"""From what a page sent to what the draft keeps. The newest save of an answer wins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request
from wtforms import Form

from survey.answers import respond
from survey.answers.draft import NOT_OBSERVED, Changes
from survey.answers.sheet import Sheet
from survey.errors import BadInput, Stale
from survey.questionnaire.form import stored_name
from survey.web.house import house

_YEAR = 365 * 24 * 3600.0


@dataclass(frozen=True)
class Saved:
    """`elsewhere`: another tab or device had saved since this page was made."""

    revision: int
    elsewhere: bool


def body_of(request: Request) -> Any:
    """The request's JSON. Raises BadInput, also where it is nested deeper than Python can read."""
    try:
        return request.get_json()
    except RecursionError:
        raise BadInput("this is not what our pages send") from None


def from_script(body: Any) -> tuple[Changes, int]:
    """What answer.js sent: {"fields": {name: value}, "revision": n, "seconds": s}.

    Values are taken as strictly as the form takes them; the questionnaire is asked by
    `respond.save_draft`, in the same transaction. Raises BadInput.
    """
    match body:
        case {"fields": dict(fields), "revision": int(revision), "seconds": float() | int() as s}:
            # A whole number can be too large for a float; nobody takes a year for an answer.
            return _changes(fields, float(max(min(s, _YEAR), 0.0))), revision
    raise BadInput("this is not what our pages send")


def from_form(sheet: Sheet, form: Form, revision: str) -> Changes:
    """What a valid form changes. A form that is older than the draft takes no text back."""
    is_old = revision != str(sheet.revision)
    answers: dict[str, Any] = {}
    texts: dict[str, str] = {}
    picks: dict[str, Any] = {}
    for field in form:
        place, id_ = stored_name(field.name)
        if place == "answers":
            if field.data is not None and field.data != sheet.draft.answers.get(id_):
                answers[id_] = field.data
        elif place == "picks":
            if (field.data or ()) != sheet.draft.picks.get(id_, ()) and (field.data or not is_old):
                picks[id_] = field.data
        elif (field.data or "") != sheet.draft.texts.get(id_, "") and (field.data or not is_old):
            texts[id_] = field.data or ""
    return Changes(answers, texts, picks=picks)


def save(invitation: str, secret: str, changes: Changes, revision: int) -> Saved:
    """Save on top of whatever is newest. Raises as `respond.save_draft` does, hardly ever Stale."""
    db, clock = house().db, house().shop.clock
    try:
        saved = respond.save_draft(db, invitation, secret, changes, revision, clock=clock)
        return Saved(saved, False)
    except Stale:
        newest = respond.read_draft(db, invitation, secret, clock=clock).revision
        saved = respond.save_draft(db, invitation, secret, changes, newest, clock=clock)
        return Saved(saved, True)


def revision_of(text: str) -> int:
    """Any text that is no number of ours counts as that of an old page."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _changes(fields: Mapping[str, Any], seconds: float) -> Changes:
    answers: dict[str, Any] = {}
    texts: dict[str, str] = {}
    picks: dict[str, tuple[str, ...]] = {}
    choices: dict[str, dict[str, Any]] = {"s_": {}, "g_": {}}
    for name, value in fields.items():
        if not isinstance(value, str):
            raise BadInput("this is not what our pages send")
        if name[:2] in choices:
            choices[name[:2]][name[2:]] = value
        elif name[:2] == "t_":
            texts[name[2:]] = value
        elif name[:2] == "c_":
            picks[name[2:]] = tuple(value.split(" ")) if value else ()
        elif name[:2] == "a_":
            answers[name[2:]] = _answer(value)
        else:
            raise BadInput("this is not what our pages send")
    return Changes(answers, texts, seconds, shows_of(choices["s_"]), choices["g_"], picks)


def shows_of(chosen: Mapping[str, str]) -> dict[str, Any]:
    """How comments are to stand, by question; "group" is what needs not be kept."""
    return {question: None if show == "group" else show for question, show in chosen.items()}


def _answer(value: str) -> int | str:
    # int() would also read " 3", "+3", "３" and "0_3".
    if value == NOT_OBSERVED:
        return value
    if value.isascii() and value.isdecimal() and len(value) <= 2:
        return int(value)
    raise BadInput("this is not one of the answers; choose one")
