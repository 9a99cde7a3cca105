"""Who visits: admitted by the table of `policy` before any view runs.

What was found on the way (the account, the objects' organisation) stands in `visit()`, so that a
view never looks up an object that the visitor may not see.
"""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from survey.errors import NotFound
from survey.links import Purpose, hash_of
from survey.store import (
    accounts,
    follow_ups,
    imports,
    links,
    participations,
    questionnaires,
    rounds,
    sign_ins,
)
from survey.store.accounts import Account
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.store.questionnaires import Draft
from survey.store.rounds import Round
from survey.web import language, readers
from survey.web.house import house
from survey.web.policy import TABLE
from survey.web.roles import Role, Rule

CHECKED_BY_THE_VIEW: frozenset[Role] = frozenset({"rater", "reader"})
"""These roles' views open something that only the link's secret opens, or ask `report_for_visitor`:
a second look into the store before each saved answer would cost and add nothing."""

WORDLESS = frozenset({"pages.static", "reports.static", "answer.autosave"})
"""Asked too often to look up what the visitor reads, and they say nothing."""

KEY = "sign_in"
"""Name in the session of what says that somebody signed in here; see survey.store.sign_ins."""


@dataclass(frozen=True)
class Visit:
    """`role`: the one by which the visitor was let in."""

    role: Role
    account: Account | None = None
    organisation: str | None = None
    round: Round | None = None
    participation: Participation | None = None
    person: str | None = None
    """The manager, by the own link; or whose requests these are."""
    draft: Draft | None = None
    """The questionnaire that an admin writes, as it was when the request came."""


def init_app(app: Flask) -> None:
    app.before_request(admit)


def visit() -> Visit:
    """The visit of this request, after `admit`."""
    return cast(Visit, g.visit)


def account() -> Account:
    """The signed-in one; for views of roles that have one."""
    found = visit().account
    if found is None:
        raise NotFound("nobody is signed in")
    return found


def admit() -> Response | None:
    """Refuse whoever may not see the page; nobody learns whether there is one."""
    endpoint = request.endpoint
    if endpoint is None:
        return None
    rule = TABLE.get(endpoint)
    if rule is None:
        raise LookupError(f"no rule for {endpoint}: add it to survey.web.policy.TABLE")
    given = dict(request.view_args or {})
    if "anyone" in rule.roles or rule.roles & CHECKED_BY_THE_VIEW:
        g.visit = Visit(next(iter(rule.roles)))
        if language.is_open() and endpoint not in WORDLESS:
            _speak_to_stranger(given)
        return None
    with house().db.read() as tx:
        found = _visit(tx, rule, given)
        signed_in = found is not None or signed_in_account(tx) is not None
        if found:
            _speak_to(tx, found, given)
    if found is None and not signed_in and rule.roles & {"staff", "admin", "coach"}:
        onward = request.path if request.method == "GET" else None
        return redirect(url_for("security.login", next=onward), 303)
    if found is None:
        raise NotFound("not this visitor's")
    g.visit = found
    if found.account:
        _note_life()
    return None


def _speak_to(tx: Tx, found: Visit, given: dict[str, Any]) -> None:
    """In the language that the visitor reads; see survey.web.readers."""
    if found.account:
        language.reads(found.account.language)
    elif found.person:
        readers.speak_to_person(tx, found.person)
    elif "follow_up" in given:
        readers.speak_to_person(tx, follow_ups.asked(tx, given["follow_up"]).person)


def _speak_to_stranger(given: dict[str, Any]) -> None:
    """On pages where nobody has to say who they are, a link or a sign-in may tell."""
    if given.keys() & {"secret", "invitation"}:
        with house().db.read() as tx:
            readers.speak_to_holder(tx, given)
    elif KEY in session:
        with house().db.read() as tx:
            found = signed_in_account(tx)
        if found:
            language.reads(found.language)


def _visit(tx: Tx, rule: Rule, given: dict[str, Any]) -> Visit | None:
    for role in sorted(rule.roles):
        found = _ROLES[role](tx, rule.object, given)
        if found is not None:
            return found
    return None


def signed_in_account(tx: Tx) -> Account | None:
    """Whoever signed in on this browser, and has not been away for too long."""
    if "account" not in g:
        g.account = _signed_in(tx)
        if g.account is None:  # what is left of a sign-in that ended; forms keep their token
            for name in set(session) - {"csrf_token", "_flashes"} if "_user_id" in session else ():
                session.pop(name)
    return cast(Account | None, g.account)


def _signed_in(tx: Tx) -> Account | None:
    uniquifier, key = session.get("_user_id"), session.get(KEY)
    if not isinstance(uniquifier, str) or not isinstance(key, str):
        return None
    found = accounts.by_session(tx, uniquifier)
    now = int(time.time())
    return found if found and sign_ins.holds(tx, key, found.id, now) else None


def _note_life() -> None:
    key, now = session[KEY], int(time.time())
    with house().db.read() as tx:
        is_stale = sign_ins.is_stale(tx, key, now)
    if is_stale:
        with house().db.write() as tx:
            sign_ins.see(tx, key, now)


def cookie_name(purpose: Purpose, target: str) -> str:
    """Of the cookie that holds a link's secret; one for each thing that a link opens."""
    prefix = "__Host-" if house().settings.secure else ""
    return f"{prefix}{purpose}-{target}"


def let_in(
    response: Response, purpose: Purpose, target: str, secret: str, days: int = 90
) -> Response:
    """Give the browser the key to what the link opens."""
    response.set_cookie(
        cookie_name(purpose, target),
        secret,
        max_age=days * 24 * 3600,
        path="/",
        secure=house().settings.secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def holds(tx: Tx, purpose: Purpose, target: str) -> bool:
    """Whether this browser holds the link in force to `target`."""
    secret = request.cookies.get(cookie_name(purpose, target), "")
    found = links.by_hash(tx, hash_of(secret)) if secret else None
    return (
        found is not None
        and found.current
        and hmac.compare_digest(f"{found.purpose}/{found.target}", f"{purpose}/{target}")
    )


def may(tx: Tx, endpoint: str, **given: str) -> bool:
    """Whether the visitor may do there what the table says: for what was asked for at one address
    and is fetched at another."""
    return _visit(tx, TABLE[endpoint], given) is not None


def _asked(tx: Tx, object: str, given: dict[str, Any]) -> Visit | None:
    person = given["person"]
    return Visit("asked", person=person) if holds(tx, "requests", person) else None


def _follower(tx: Tx, object: str, given: dict[str, Any]) -> Visit | None:
    return Visit("follower") if holds(tx, "follow_up", given["follow_up"]) else None


def _reviewer(tx: Tx, object: str, given: dict[str, Any]) -> Visit | None:
    if not holds(tx, "review", given["questionnaire"]):
        return None
    draft = questionnaires.get(tx, given["questionnaire"])
    return Visit("reviewer", None, draft.organisation, draft=draft)


def _approver(tx: Tx, object: str, given: dict[str, Any]) -> Visit | None:
    if not holds(tx, "approval", given["participation"]):
        return None
    participation, round_ = _participation(tx, given["participation"])
    return Visit("approver", None, round_.organisation, round_, participation)


def _manager(tx: Tx, object: str, given: dict[str, Any]) -> Visit | None:
    if object == "person":
        person = given["person"]
        return Visit("manager", person=person) if holds(tx, "home", person) else None
    participation, round_ = _participation(tx, given["participation"])
    if not holds(tx, "home", participation.person):
        return None
    return Visit("manager", None, round_.organisation, round_, participation, participation.person)


def _staff(tx: Tx, object: str, given: dict[str, Any]) -> Visit | None:
    found = signed_in_account(tx)
    return Visit("staff", found) if found else None


def _admin(tx: Tx, object: str, given: dict[str, Any]) -> Visit | None:
    found = signed_in_account(tx)
    if found is None:
        return None
    round_, participation, draft = None, None, None
    if object == "organisation":
        organisation = given["organisation"]
    elif object == "questionnaire":
        draft = questionnaires.get(tx, given["questionnaire"])
        organisation = draft.organisation
    elif object == "round":
        round_ = rounds.get(tx, given["round"])
        organisation = round_.organisation
    elif object == "table":  # an uploaded one is its uploader's alone
        whose = imports.whose(tx, given["table"], int(house().shop.clock()))
        if whose is None or whose[0] != found.id:
            return None
        round_ = rounds.get(tx, whose[1])
        organisation = round_.organisation
    else:
        participation, round_ = _participation(tx, given["participation"])
        organisation = round_.organisation
    if not _has(tx, found, organisation, "admin"):
        return None
    return Visit("admin", found, organisation, round_, participation, draft=draft)


def _coach(tx: Tx, object: str, given: dict[str, Any]) -> Visit | None:
    found = signed_in_account(tx)
    if found is None:
        return None
    if object == "organisation":
        organisation = given["organisation"]
        in_it = _has(tx, found, organisation, "coach")
        return Visit("coach", found, organisation) if in_it else None
    participation, round_ = _participation(tx, given["participation"])
    is_theirs = participation.coach == found.id
    if not (is_theirs and _has(tx, found, round_.organisation, "coach")):
        return None
    return Visit("coach", found, round_.organisation, round_, participation)


def _participation(tx: Tx, participation: str) -> tuple[Participation, Round]:
    found = participations.get(tx, participation)
    return found, rounds.get(tx, found.round)


def _has(tx: Tx, found: Account, organisation: str | None, role: str) -> bool:
    there = accounts.roles(tx, found.id)
    return any((one.organisation, one.role) == (organisation, role) for one in there)


_ROLES: dict[Role, Callable[[Tx, str, dict[str, Any]], Visit | None]] = {
    "asked": _asked,
    "follower": _follower,
    "approver": _approver,
    "reviewer": _reviewer,
    "manager": _manager,
    "staff": _staff,
    "admin": _admin,
    "coach": _coach,
}
