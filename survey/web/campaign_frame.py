"""What all pages of one round have around them: the round, its organisation, its tabs."""

from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import gettext

from survey.errors import NotFound
from survey.store import organisations
from survey.store.rounds import Round
from survey.web.house import house
from survey.web.visit import visit


def the_round(round_: str) -> Round:
    """The round that `visit.admit` has found for this admin."""
    found = visit().round
    if found is None or found.id != round_ or found.organisation is None:
        raise NotFound("no such round")
    return found


def framed(template: str, round_: Round, **more: Any) -> str:
    """A page within the round's frame."""
    with house().db.read() as tx:
        organisation = organisations.get(tx, round_.organisation or "")
    return render_template(
        template, round=round_, organisation=organisation, tabs=_tabs(round_), **more
    )


def _tabs(round_: Round) -> list[tuple[str, str, bool]]:
    """(name, address, whether it is this page); rooms that are not there are left out."""
    if round_.practice:
        return []
    named = (
        (gettext("Overview"), "campaigns.round"),
        (gettext("Participants"), "campaigns.participants"),
        (gettext("Settings"), "campaigns.settings"),
        (gettext("Mail texts"), "mails.texts"),
        (gettext("Import"), "imports.upload"),
        (gettext("Group report"), "group.shown"),
        (gettext("Who sees what"), "privacy.admin"),
    )
    shut = {"imports.upload"} if round_.state == "closed" else set()  # it takes nobody any more
    return [
        (name, url_for(endpoint, round=round_.id), request.endpoint == endpoint)
        for name, endpoint in named
        if endpoint in current_app.view_functions and endpoint not in shut
    ]
