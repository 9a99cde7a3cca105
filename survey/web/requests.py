"""The page "my feedback requests": all that one person is asked, by an own link (decision 8)."""

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as Answer

from survey import doors, links
from survey.errors import NotFound
from survey.raters import requests
from survey.store import people
from survey.web import access, doorstep
from survey.web.house import house

bp = Blueprint("requests", __name__)

Page = str | Answer


@bp.get("/requests/link/<secret>")
def link(secret: str) -> Page:
    with house().db.read() as tx:
        doors.open_door(tx, "requests", secret)
    return doorstep.page(
        url_for(".open_link", secret=secret),
        gettext("Your feedback requests"),
        gettext("Here you find all that you are asked, about whom, and until when."),
        gettext("Show them"),
    )


@bp.post("/requests/link/<secret>")
def open_link(secret: str) -> Page:
    return doorstep.enter("requests", secret, "requests.mine", "person")


@bp.get("/requests/<person>")
def mine(person: str) -> Page:
    with house().db.read() as tx:
        asked = requests.open_requests(tx, person, str(get_locale()))
        name = people.get(tx, person).name
    waiting = [one for one in asked if one.state == "to_do"]
    return render_template(
        "requests/mine.html",
        person=person,
        name=name,
        waiting=waiting,
        settled=[one for one in asked if one.state != "to_do"],
        minutes=sum(one.minutes for one in waiting),
    )


@bp.post("/requests/<person>/answer/<invitation>")
def answer(person: str, invitation: str) -> Page:
    """Gives the browser the key to one of the forms."""
    with house().db.read() as tx:
        secret = requests.key_to(tx, house().keys, person, invitation)
    onward = redirect(url_for("answer.resume", invitation=invitation), 303)
    return access.let_in(onward, invitation, secret)


@bp.post("/requests/<person>/follow-up/<follow_up>")
def follow_up(person: str, follow_up: str) -> Page:
    """Likewise, for a pulse or a question back."""
    with house().db.write() as tx:
        if follow_up not in {one.follow_up for one in requests.open_requests(tx, person)}:
            raise NotFound("not asked of this person")
        secret = doors.ensure(tx, house().keys.link, "follow_up", follow_up)
    # As if the link in the mail had been opened.
    return redirect(links.path(secret, "follow_up"), 303)
