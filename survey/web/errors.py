"""Errors to pages, once: what happened, in plain words, and what to do next.

Views catch nothing. Each kind of error has one entry in error_pages; what is not there is a fault
of ours and gets a reference number, which is all that the log and the visitor share.
"""

import logging
import secrets
from dataclasses import replace
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, SecurityError

from survey import errors
from survey.questionnaire.types.question_type import BadAnswer
from survey.web.days import written
from survey.web.error_pages import (
    AWAY,
    FAULT,
    NO_ROOM,
    NOT_NOW,
    ONWARD,
    PAGES,
    REFUSED,
    ROUND_CLOSED,
    STATUSES,
    UNREADABLE,
    ErrorPage,
)

OTHER_NAME = (
    "400: This site does not answer under this name. Type the address that it was given "
    "(for whoever runs it: the setting PLUMBLINE_BASE_URL).\n"
)
LAST_WORDS = "Something went wrong on our side. Wait a minute and try again. Reference number: {}\n"
"""Where even the page that says so cannot be shown; no translation may fail on the way."""
log = logging.getLogger("survey.web")


def init_app(app: Flask) -> None:
    """Map the whole tree, HTTP's own errors, and everything else."""
    for kind, page in PAGES.items():
        app.register_error_handler(kind, lambda _error, page=page: show(page))
    app.register_error_handler(errors.NotNow, _not_now)
    app.register_error_handler(errors.RoundClosed, _round_closed)
    app.register_error_handler(errors.NoRoom, _no_room)
    app.register_error_handler(errors.StoreAway, _away)
    app.register_error_handler(BadAnswer, _bad_answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def show(page: ErrorPage, reference: str = "") -> Response:
    """The page, or the same words as JSON for our script."""
    if request.is_json:
        words = f"{page.title}. {page.next}" + (f" ({reference})" if reference else "")
        return make_response(jsonify(message=words, reference=reference), page.status)
    invitation = (request.view_args or {}).get("invitation")
    onward = None
    if invitation and page in ONWARD:
        endpoint, words = ONWARD[page]
        onward = (url_for(endpoint, invitation=invitation), words)
    html = render_template("error.html", page=page, reference=reference, onward=onward)
    return make_response(html, page.status)


def _not_now(error: errors.NotNow) -> Response:
    return show(replace(NOT_NOW, happened=gettext(error.message, **error.values)))


def _no_room(error: errors.NoRoom) -> Response:
    log.error("%s", error)
    return show(NO_ROOM)


def _away(error: errors.StoreAway) -> Response:
    log.error("%s", error)
    return show(AWAY)


def _bad_answer(error: BadAnswer) -> Response:
    title = gettext("This answer is not saved")
    return show(replace(REFUSED, title=title, next=gettext(error.message)))


def _round_closed(error: errors.RoundClosed) -> Response:
    """With the day, where there is one, and with thanks."""
    if error.closed_on:
        day = written(error.closed_on)
        happened = gettext("It took answers until %(day)s. Thank you for your interest.", day=day)
        return show(
            replace(ROUND_CLOSED, title=gettext("This round has closed"), happened=happened)
        )
    if error.opens_on:
        day = written(error.opens_on)
        return show(
            replace(
                ROUND_CLOSED,
                title=gettext("This round is not open yet"),
                happened=gettext("It opens on %(day)s. Nothing was changed.", day=day),
                next=gettext("Keep your link and come back then."),
            )
        )
    return show(ROUND_CLOSED)


def _http(error: HTTPException) -> Any:
    if isinstance(error, SecurityError):
        # Asked for under a name that is not ours: no page of ours can be built for it.
        return make_response(OTHER_NAME, 400, {"Content-Type": "text/plain; charset=utf-8"})
    if error.code is None or error.code < 400:
        return error
    if error.code >= 500:
        return _fault(error)
    page = STATUSES.get(error.code)
    return show(page) if page else show(UNREADABLE)


def _fault(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    # Flask's own log line would hold the path, and a link's path holds its secret.
    log.error("fault %s at %s", reference, request.endpoint, exc_info=error)
    try:
        return show(FAULT, reference)
    except Exception as second:
        log.error("fault %s: its page cannot be shown", reference, exc_info=second)
        plain = {"Content-Type": "text/plain; charset=utf-8"}
        return make_response(LAST_WORDS.format(reference), 500, plain)
