"""Who may see and do what: a table of page, role and object (trust.md 8.1.1), as data.

A page that does not stand here answers nobody: `visit.admit` refuses it, and a test walks every
route as every role. The object is the name of the argument in the page's address.

anyone     whoever comes
rater      holds the link of the invitation
asked      holds the link to all that the person is asked ("my feedback requests")
follower   holds the link of a pulse or of a question back
approver   holds the link by which the participation's list of raters is approved
manager    holds the link to the own home (of the person, or of the person of the participation)
staff      is signed in; the page shows only what the account's own roles reach
admin      is an admin of the organisation that the object belongs to
coach      is the coach of the participation; of an organisation: one of its coaches
reader     may read the report: its manager once it is released, its coach, the self-assessor by
           the own link; the demo's, anybody
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "anyone", "rater", "asked", "follower", "approver", "manager", "staff", "admin", "coach",
    "reader",
]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    roles: frozenset[Role]
    object: str = ""


def _by(*roles: Role, of: str = "") -> Rule:
    return Rule(frozenset(roles), of)


_ANYONE = _by("anyone")
_STAFF = _by("staff")
_RATER = _by("rater", of="invitation")
_MANAGER = _by("manager", of="participation")
_ADMIN_HOUSE = _by("admin", of="organisation")
_ADMIN_ROUND = _by("admin", of="round")
_COACH = _by("coach", of="participation")
_TENDING = _by("admin", "coach", of="participation")
_READER = _by("reader", of="report")
_FOLLOWER = _by("follower", of="follow_up")

TABLE: dict[str, Rule] = {
    # pages for everybody
    "assets": _ANYONE,
    "pages.static": _ANYONE,
    "pages.landing": _ANYONE,
    "pages.about": _ANYONE,
    "pages.privacy": _ANYONE,
    "pages.limits": _ANYONE,
    # answering
    "answer.start": _ANYONE,
    "answer.link": _ANYONE,
    "answer.open_link": _ANYONE,
    "answer.resume": _RATER,
    "answer.skill": _RATER,
    "answer.save_skill": _RATER,
    "answer.words": _RATER,
    "answer.save_words": _RATER,
    "answer.autosave": _RATER,
    "answer.check": _RATER,
    "answer.send": _RATER,
    "answer.sent": _RATER,
    "answer.later": _RATER,
    "answer.mail_link": _RATER,
    # reports
    "reports.static": _ANYONE,
    "reports.paper": _ANYONE,
    "reports.result": _READER,
    "reports.again": _READER,
    "reports.figure_css": _READER,
    "reports.figure": _READER,
    "reports.pdf": _READER,
    # accounts
    "people.own": _STAFF,
    "people.sign_out": _ANYONE,
    # a manager's home
    "home.my": _ANYONE,
    "home.mail_me": _ANYONE,
    "home.link": _ANYONE,
    "home.open_link": _ANYONE,
    "home.mine": _by("manager", of="person"),
    "home.participation": _MANAGER,
    "home.rate": _MANAGER,
    "home.progress": _MANAGER,
    "home.remind": _MANAGER,
    "home.guess": _MANAGER,
    "home.send_guess": _MANAGER,
    "home.open_report": _MANAGER,
    "home.first_page": _MANAGER,
    "home.first_read": _MANAGER,
    "home.send_first_read": _MANAGER,
    "home.plan": _MANAGER,
    "home.send_plan": _MANAGER,
    "home.plan_ics": _MANAGER,
    "home.check_in": _MANAGER,
    "home.send_check_in": _MANAGER,
    "home.plan_pulse": _MANAGER,
    "home.thanks": _MANAGER,
    "home.send_thanks": _MANAGER,
    "home.ask_back": _MANAGER,
    "home.send_ask_back": _MANAGER,
    "home.follow_ups": _MANAGER,
    # pulses and questions back, as raters answer them
    "follow_up.link": _ANYONE,
    "follow_up.open_link": _ANYONE,
    "follow_up.form": _FOLLOWER,
    "follow_up.send": _FOLLOWER,
}
"""Endpoint to rule."""
