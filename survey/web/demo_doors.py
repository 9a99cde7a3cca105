"""Doors into the demo: its invented coach, admin, managers and a rater, by one button each.

Registered only where the demo is shown, which production refuses. These accounts have no password:
nobody can sign in to them elsewhere.
"""

import time
from typing import NoReturn

from flask import Blueprint, redirect, session, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from survey import demo, doors, links
from survey.demo import firm
from survey.errors import NotFound, NotNow
from survey.store import accounts, invitations, participations, people, rounds, sign_ins
from survey.store.database import Tx
from survey.store.invitations import Invitation
from survey.web import access, language
from survey.web.house import house
from survey.web.visit import KEY, let_in

bp = Blueprint("demo_doors", __name__)


@bp.app_context_processor
def offered() -> dict[str, object]:
    """For the first page: role, button, and what is to be seen there."""
    return {
        "demo_roles": (
            ("admin", gettext("As the admin"), gettext("Rounds, people, import, mail")),
            ("coach", gettext("As the coach"), gettext("Clients, previews, releases")),
            ("manager", gettext("As a manager"), gettext("Report, plan, thanks")),
            ("choosing", gettext("As a manager before"), gettext("Choosing who is asked")),
            ("rater", gettext("As a rater"), gettext("A form about a colleague")),
        )
    }


@bp.post("/demo/enter/<role>")
def enter(role: str) -> Response:
    """Let the visitor in as one of the invented people."""
    said = firm.told()
    language.choose(str(get_locale()))  # who reads German goes on in it, whoever's pages they are
    staff = {"admin": said["admin"], "coach": said["coaches"][0]}
    if role in staff:
        with house().db.write() as tx:
            _sign_in(tx, staff[role]["email"])
        return redirect(url_for("people.arrive"), 303)
    if role == "manager":
        return _home(demo.MANAGER)
    if role == "choosing":
        with house().db.read() as tx:
            found = people.everywhere(tx, said["heads"][said["choosing"]]["email"])
        return _home(found[0].id) if found else _gone()
    if role == "rater":
        with house().db.read() as tx:
            invitation = _open_form(tx)
        secret = links.secret(house().keys.link, invitation.id, invitation.issue)
        to = redirect(url_for("answer.resume", invitation=invitation.id), 303)
        return access.let_in(to, invitation.id, secret)
    raise NotFound("no such role")


def _sign_in(tx: Tx, email: str) -> None:
    found = accounts.by_email(tx, email)
    if found is None:
        _gone()
    else:
        session["_user_id"] = accounts.session_of(tx, found.id)
        session["_fresh"] = True
        session["fs_paa"] = time.time()  # as if the password had just been given: there is none
        session[KEY] = sign_ins.begin(tx, found.id, int(time.time()))


def _home(person: str) -> Response:
    with house().db.write() as tx:
        secret = doors.ensure(tx, house().keys.link, "home", person)
    return let_in(redirect(url_for("home.mine", person=person), 303), "home", person, secret)


def _open_form(tx: Tx) -> Invitation:
    """One about somebody else that nobody has sent yet."""
    for round_ in rounds.of_organisation(tx, firm.FIRM):
        for one in participations.of_round(tx, round_.id) if round_.state == "open" else []:
            for invitation in invitations.of_participation(tx, one.id):
                if invitation.state == "open" and invitation.person != one.person:
                    return invitation
    return _gone()


def _gone() -> NoReturn:
    raise NotNow("In this demo nothing of the kind is left. Start a new one in an empty folder")
