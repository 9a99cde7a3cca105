"""Links that are not invitations: their GET shows a page and changes nothing, because scanners of
mail open links, too; their POST gives the browser the key and leads to an address without it."""

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey import doors
from survey.links import Purpose
from survey.web.house import house
from survey.web.visit import let_in


def page(onward: str, title: str, lead: str, button: str, note: str = "") -> str:
    """Before the door. `onward`: the address that takes the POST. Ask `doors.open_door` first, with
    its errors."""
    return render_template(
        "doorstep.html", onward=onward, title=title, lead=lead, button=button, note=note
    )


def enter(purpose: Purpose, secret: str, endpoint: str, argument: str) -> Response:
    """Through the door, to `endpoint`, whose `argument` is the id of what the link opens.

    Raises LinkUnknown, NewerLink.
    """
    with house().db.read() as tx:
        target = doors.open_door(tx, purpose, secret)
    values: dict[str, Any] = {argument: target}
    onward = redirect(url_for(endpoint, **values), 303)
    return let_in(onward, purpose, target, secret)
