"""The one hook through which an application gets the pages of this room."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from survey.questionnaire import types
from survey.questionnaire.model import Questionnaire
from survey.web import (
    answer,
    campaigns,
    demo_doors,
    editor,
    errors,
    follow_up,
    headers,
    home,
    imports,
    keying,
    language,
    mails,
    nominate,
    organisation,
    pages,
    papers,
    people,
    places,
    privacy,
    receipts,
    requests,
    rights,
    security,
    static_files,
    throttle,
    visit,
)
from survey.web.house import EXTENSION, House
from survey.workshop import Workshop

ROOMS = (
    pages,
    answer,
    receipts,
    requests,
    follow_up,
    home,
    nominate,
    campaigns,
    people,
    organisation,
    mails,
    imports,
    privacy,
    rights,
    editor,
    papers,
    keying,
)
STYLESHEETS = ("fonts/fonts.css", "plumbline.css")


def init_app(app: Flask, shop: Workshop, questionnaire: Questionnaire) -> None:
    """Give `app` the pages, their rules and their errors.

    `questionnaire` is what new self-assessments take; those under way keep their own version.
    """
    settings = shop.settings
    app.extensions[EXTENSION] = House(shop, questionnaire)
    app.secret_key = shop.keys.session
    secure = settings.secure
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: people think for longer than an hour
        WTF_CSRF_SSL_STRICT=False,  # asks for a Referer, which we forbid; see headers.py
    )
    language.init_app(app)
    headers.init_app(app, settings)
    CSRFProtect(app)
    static_files.init_app(app)
    errors.init_app(app)
    visit.init_app(app)
    places.init_app(app)
    for room in ROOMS:
        app.register_blueprint(room.bp)
    if settings.demo:
        app.register_blueprint(demo_doors.bp)
    security.init_app(app, settings, shop.keys, shop.db)
    throttle.init_app(app, settings)
    partials = PrefixLoader({"questions": FileSystemLoader(types.FOLDER)})
    app.jinja_loader = ChoiceLoader([one for one in (app.jinja_loader, partials) if one])
    app.context_processor(lambda: {"product": settings.product_name, "stylesheets": STYLESHEETS})
