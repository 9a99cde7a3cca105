"""What stands in the dark bar of the pages for staff: who is signed in, and the places to go."""

from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext

from survey.store import accounts
from survey.store.accounts import Account, Membership
from survey.web.house import house
from survey.web.visit import Visit, signed_in_account

Place = tuple[str, str, str]
"""Name, address, and how the visitor is there as `aria-current` says it: "page", "true" for a page
further in, "" for elsewhere."""
_WITHIN = {
    "campaigns.board": ("campaigns.", "imports.", "group.", "privacy.admin", "nominate.",
                        "papers.slips", "papers.print_slips", "mails.text", "mails.keep",
                        "mails.send_test"),
    "editor.shelf": ("editor.", "pilot.", "papers.specimen", "papers.print_specimen"),
    "people.staff": ("people.staff", "people.invite", "people.switch", "people.hand",
                     "organisation.", "rights."),
    "mails.outbox": ("mails.outbox", "mails.message"),
    "coach.portfolio": ("coach.", "prints.", "reports.", "privacy.coach", "nominate.",
                        "papers.slips", "papers.print_slips"),
}  # fmt: skip
"""Beginnings of the endpoints of a place's pages. What two places share belongs to the first one
that is there."""


def init_app(app: Flask) -> None:
    app.add_template_global(work_places)
    app.add_template_global(signed_in_staff)


def signed_in_staff() -> Account | None:
    """Whoever is signed in on this browser, also on pages that are not for staff."""
    return _staff()[0]


def work_places() -> list[Place]:
    """Where the signed-in one may go: an admin's rooms in one organisation, a coach's clients."""
    _account, memberships = _staff()
    places: list[Place] = []
    if home := _organisation(memberships):
        places += _place(gettext("Rounds"), "campaigns.board", organisation=home)
        places += _place(gettext("Questionnaires"), "editor.shelf", organisation=home)
        places += _place(gettext("People"), "people.staff", organisation=home)
        places += _place(gettext("Mail"), "mails.outbox", organisation=home)
    if any(one.role == "coach" for one in memberships):
        places += _place(gettext("Clients"), "coach.portfolio")
    return _first_only(places)


def _first_only(places: list[Place]) -> list[Place]:
    there = next((one for one in places if one[2]), None)
    return [one if one is there else (*one[:2], "") for one in places]


def _staff() -> tuple[Account | None, list[Membership]]:
    """Read once for a page."""
    if "staff" not in g:
        with house().db.read() as tx:
            found = signed_in_account(tx)
            g.staff = found, accounts.roles(tx, found.id) if found else []
    found, memberships = g.staff
    return found, memberships


def _organisation(memberships: list[Membership]) -> str | None:
    """The one whose page this is, if its admin is looking, else the first."""
    led = [one.organisation for one in memberships if one.role == "admin"]
    visit: Visit | None = g.get("visit")
    here = visit.organisation if visit else None
    return here if here in led else next(iter(led), None)


def _place(name: str, endpoint: str, **arguments: Any) -> list[Place]:
    if endpoint not in current_app.view_functions:
        return []
    address = url_for(endpoint, **arguments)
    here = "true" if (request.endpoint or "").startswith(_WITHIN[endpoint]) else ""
    return [(name, address, "page" if request.path == address else here)]
