"""Pulses and questions back, as raters answer them: one short page.

A link's GET only shows a page. What was sent is final: no time is kept and nothing that leads to
a person.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from survey import doors
from survey.errors import BadInput, RoundClosed
from survey.growth import following
from survey.growth.follow_up import CHANGES, LONGEST, OPEN, UNKNOWN
from survey.growth.following import Request
from survey.questionnaire.words import TooLong
from survey.store import rounds, versions
from survey.web import doorstep
from survey.web.days import written
from survey.web.house import house

bp = Blueprint("follow_up", __name__)

Page = str | tuple[str, int] | Response


@bp.get("/follow-up/link/<secret>")
def link(secret: str) -> Page:
    with house().db.read() as tx:
        found = following.request(tx, doors.open_door(tx, "follow_up", secret))
    lead = (
        gettext(
            "Some time ago you were asked for feedback. It takes two minutes to say whether "
            "anything has changed."
        )
        if found.kind == "pulse"
        else gettext(
            "Some time ago you were asked for feedback. There is one question back to all who "
            "were asked."
        )
    )
    onward = url_for(".open_link", secret=secret)
    title = gettext("A short question about %(name)s", name=found.about.name)
    return doorstep.page(onward, title, lead, gettext("Go on"))


@bp.post("/follow-up/link/<secret>")
def open_link(secret: str) -> Page:
    return doorstep.enter("follow_up", secret, "follow_up.form", "follow_up")


@bp.get("/follow-up/<follow_up>")
def form(follow_up: str) -> Page:
    return _page(_request(follow_up))


@bp.post("/follow-up/<follow_up>")
def send(follow_up: str) -> Page:
    """Sent is final. Sending twice says that it was sent."""
    found = _request(follow_up)
    if found.is_done:
        return redirect(url_for("follow_up.form", follow_up=follow_up), 303)
    said = {question: request.form.get(question, "") for question in found.questions}
    try:
        with house().db.write() as tx:
            following.answer(tx, follow_up, said)
    except BadInput as problem:
        return _page(found, said, problem), 422
    return redirect(url_for("follow_up.form", follow_up=follow_up), 303)


def _request(invitation: str) -> Request:
    with house().db.read() as tx:
        found = following.request(tx, invitation)
    if not found.is_open and not found.is_done:
        raise RoundClosed("the follow-up takes no answers now")
    return found


def _page(
    found: Request, said: dict[str, str] | None = None, problem: BadInput | None = None
) -> str:
    if found.is_done:
        return render_template("follow_up/sent.html", found=found)
    with house().db.read() as tx:
        asked = versions.get(tx, rounds.of(tx, found.participation).version)
    language = str(get_locale())
    group = asked.group(found.group)
    wrong = gettext("Answer at least one question")
    if isinstance(problem, TooLong):
        wrong = gettext("Shorten this to %(most)s characters", most=LONGEST)
    return render_template(
        "follow_up/form.html",
        found=found,
        goals=[(q, title) for q, title in found.questions.items() if q != OPEN],
        answers=_answers(),
        said=said or {},
        open=OPEN,
        is_named=group.kind == "named",
        group=group.rater.to(language),
        day=written(found.closes_on),
        longest=LONGEST,
        errors=[(wrong, f"#{OPEN}" if found.kind == "ask_back" or isinstance(problem, TooLong)
                 else "#q1-0")] if problem else [],
    )  # fmt: skip


def _answers() -> list[tuple[str, str]]:
    less, same, more = CHANGES
    return [
        (less, gettext("Less than before")),
        (same, gettext("The same")),
        (more, gettext("More than before")),
        (UNKNOWN, gettext("I cannot say")),
    ]
