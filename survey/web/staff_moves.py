"""Somebody of the staff goes, or comes back: each page says what follows before it is done."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from survey import accounts, naming
from survey.rounds import participants
from survey.store import accounts as rows
from survey.store import organisations, participations
from survey.store.database import Tx
from survey.web.house import house
from survey.web.visit import account


def switching(organisation: str, whom: str) -> str:
    """What switching this account off or on means."""
    with house().db.read() as tx:
        person = accounts.of_staff(tx, organisation, whom)
        if person.active:
            accounts.refuse_to_switch_off(tx, organisation, account(), whom)
        return render_template(
            "people/switch.html",
            organisation=organisations.get(tx, organisation),
            person=person,
            clients=len(participants.clients(tx, organisation, whom)),
        )


def switch(organisation: str, whom: str) -> Response:
    with house().db.write() as tx:
        person = accounts.of_staff(tx, organisation, whom)
        if request.form.get("on"):
            accounts.switch_on(tx, organisation, account(), whom)
        else:
            accounts.switch_off(tx, organisation, account(), whom)
    if request.form.get("on"):
        flash(gettext("%(name)s can sign in again.", name=person.name))
    else:
        flash(gettext("%(name)s is signed out and can no longer sign in.", name=person.name))
    return _back(organisation)


def handing_over(organisation: str, whom: str) -> str:
    """Whose clients go, and to whom they could go."""
    with house().db.read() as tx:
        coaches = rows.staff(tx, organisation, "coach")
        return render_template(
            "people/hand_over.html",
            organisation=organisations.get(tx, organisation),
            person=accounts.of_staff(tx, organisation, whom),
            clients=_named_clients(tx, organisation, whom),
            others=[one for one in coaches if one.active and one.id != whom],
        )


def hand_over(organisation: str, whom: str) -> Response:
    taking = request.form.get("taking", "")
    with house().db.write() as tx:
        accounts.of_staff(tx, organisation, whom)
        name = accounts.of_staff(tx, organisation, taking).name
        count = participants.hand_over(tx, organisation, whom, taking, account().id)
    flash(ngettext("%(num)s client went to %(name)s.", "%(num)s clients went to %(name)s.",
                   count, name=name))  # fmt: skip
    return _back(organisation)


def _named_clients(tx: Tx, organisation: str, coach: str) -> list[tuple[str, str]]:
    """Names of managers and rounds."""
    found = [participations.whole(tx, one.id) for one in
             participants.clients(tx, organisation, coach)]  # fmt: skip
    named = [(person.name, round_.title) for _one, round_, person in found]
    return sorted(named, key=lambda one: (naming.order(one[0]), one[1]))


def _back(organisation: str) -> Response:
    return redirect(url_for("people.staff", organisation=organisation), 303)


ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("/admin/<organisation>/people/<whom>/switch", "GET", switching),
    ("/admin/<organisation>/people/<whom>/switch", "POST", switch),
    ("/admin/<organisation>/people/<whom>/hand-over", "GET", handing_over),
    ("/admin/<organisation>/people/<whom>/hand-over", "POST", hand_over),
)
