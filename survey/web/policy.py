"""Who may see and do what: a table of page, role and object (trust.md 8.1.1), as data.

A page that does not stand here answers nobody: `visit.admit` refuses it, and a test walks every
route as every role. The object is the name of the argument in the page's address.

anyone     whoever comes
rater      holds the link of the invitation
asked      holds the link to all that the person is asked ("my feedback requests")
follower   holds the link of a pulse or of a question back
reviewer   holds the link by which a questionnaire's draft is read and commented on
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
    "reader", "reviewer",
]  # fmt: skip


@dataclass(frozen=True)
class Rule:
    roles: frozenset[Role]
    object: str = ""


def _by(*roles: Role, of: str = "") -> Rule:
    return Rule(frozenset(roles), of)


_ANYONE = _by("anyone")
_STAFF = _by("staff")
_NOBODY = _by()
_RATER = _by("rater", of="invitation")
_MANAGER = _by("manager", of="participation")
_ASKED = _by("asked", of="person")
_ADMIN_HOUSE = _by("admin", of="organisation")
_ADMIN_ROUND = _by("admin", of="round")
_AUTHOR = _by("admin", of="questionnaire")
_COACH = _by("coach", of="participation")
_TENDING = _by("admin", "coach", of="participation")
_ADMIN_TABLE = _by("admin", of="table")
_READER = _by("reader", of="report")
_REVIEWER = _by("reviewer", of="questionnaire")
_APPROVER = _by("approver", of="participation")
_FOLLOWER = _by("follower", of="follow_up")

TABLE: dict[str, Rule] = {
    # pages for everybody
    "pages.static": _ANYONE,
    "pages.landing": _ANYONE,
    "pages.about": _ANYONE,
    "pages.privacy": _ANYONE,
    "pages.limits": _ANYONE,
    "pages.remark_hints": _ANYONE,
    # answering
    "answer.start": _ANYONE,
    "answer.link": _ANYONE,
    "answer.open_link": _ANYONE,
    "answer.resume": _RATER,
    "answer.skill": _RATER,
    "answer.save_skill": _RATER,
    "answer.words": _RATER,
    "answer.save_words": _RATER,
    "answer.first": _RATER,
    "answer.save_first": _RATER,
    "answer.autosave": _RATER,
    "answer.check": _RATER,
    "answer.send": _RATER,
    "answer.sent": _RATER,
    "answer.later": _RATER,
    "answer.mail_link": _RATER,
    # the rater's way
    "answer.code": _ANYONE,
    "answer.scanned": _ANYONE,
    "answer.enter_code": _ANYONE,
    "answer.welcome": _RATER,
    "answer.decline": _RATER,
    "answer.confirm_decline": _RATER,
    "answer.wrong_person": _RATER,
    "answer.declined": _RATER,
    "answer.undo_decline": _RATER,
    "answer.goals": _RATER,
    "answer.save_goals": _RATER,
    "answer.mail_requests": _RATER,
    # who sees what
    "privacy.rater": _RATER,
    "privacy.manager": _MANAGER,
    "privacy.coach": _COACH,
    "privacy.admin": _ADMIN_ROUND,
    # receipts
    "receipts.ask": _ANYONE,
    "receipts.check": _ANYONE,
    "receipts.mine": _RATER,
    "receipts.take_back": _RATER,
    # reports
    "reports.static": _ANYONE,
    "reports.paper": _ANYONE,
    "reports.result": _READER,
    "reports.again": _READER,
    "reports.figure_css": _READER,
    "reports.figure": _READER,
    "reports.pdf": _READER,
    "numbers.csv": _READER,
    "numbers.xlsx": _READER,
    # the group report of a round
    "group.shown": _ADMIN_ROUND,
    "group.make": _ADMIN_ROUND,
    # rounds
    "campaigns.board": _ADMIN_HOUSE,
    "campaigns.year": _ADMIN_HOUSE,
    "campaigns.new": _ADMIN_HOUSE,
    "campaigns.round": _ADMIN_ROUND,
    "campaigns.settings": _ADMIN_ROUND,
    "campaigns.clone": _ADMIN_ROUND,
    "campaigns.opening": _ADMIN_ROUND,
    "campaigns.open_now": _ADMIN_ROUND,
    "campaigns.schedule": _ADMIN_ROUND,
    "campaigns.unschedule": _ADMIN_ROUND,
    "campaigns.close": _ADMIN_ROUND,
    "campaigns.extend": _ADMIN_ROUND,
    "campaigns.reopen": _ADMIN_ROUND,
    "campaigns.rehearse": _ADMIN_ROUND,
    "campaigns.practice": _ADMIN_ROUND,
    "campaigns.practice_pdf": _ADMIN_ROUND,
    "campaigns.throw_away": _ADMIN_ROUND,
    "campaigns.participants": _ADMIN_ROUND,
    "campaigns.add_participant": _ADMIN_ROUND,
    "campaigns.remove_participant": _ADMIN_ROUND,
    "campaigns.change_coach": _ADMIN_ROUND,
    # accounts
    "people.own": _STAFF,
    "people.arrive": _STAFF,
    "people.sign_out": _ANYONE,
    # what a person is asked
    "requests.link": _ANYONE,
    "requests.open_link": _ANYONE,
    "requests.mine": _ASKED,
    "requests.answer": _ASKED,
    "requests.follow_up": _ASKED,
    # mail
    "mails.texts": _ADMIN_ROUND,
    "mails.text": _ADMIN_ROUND,
    "mails.keep": _ADMIN_ROUND,
    "mails.send_test": _ADMIN_ROUND,
    "mails.outbox": _ADMIN_HOUSE,
    "mails.message": _ADMIN_HOUSE,
    # participants and raters from a table
    "imports.upload": _ADMIN_ROUND,
    "imports.take": _ADMIN_ROUND,
    "imports.template": _ADMIN_ROUND,
    "imports.done": _ADMIN_ROUND,
    "imports.columns": _ADMIN_TABLE,
    "imports.choose": _ADMIN_TABLE,
    "imports.check": _ADMIN_TABLE,
    "imports.confirm": _ADMIN_TABLE,
    "imports.problems": _ADMIN_TABLE,
    "people.link": _ANYONE,
    "people.set_password": _ANYONE,
    "people.forgot": _ANYONE,
    "people.new_organisation": _STAFF,
    "people.staff": _ADMIN_HOUSE,
    "people.invite": _ADMIN_HOUSE,
    "people.send_link": _ADMIN_HOUSE,
    "people.remove": _ADMIN_HOUSE,
    "people.end_sessions": _ADMIN_HOUSE,
    "people.switching": _ADMIN_HOUSE,
    "people.switch": _ADMIN_HOUSE,
    "people.handing_over": _ADMIN_HOUSE,
    "people.hand_over": _ADMIN_HOUSE,
    "organisation.settings": _ADMIN_HOUSE,
    "organisation.log": _ADMIN_HOUSE,
    # Flask-Security's: those for anyone look for what the password left in the session
    "security.login": _ANYONE,
    "security.two_factor_setup": _ANYONE,
    "security.two_factor_token_validation": _ANYONE,
    "security.mf_recovery": _ANYONE,
    "security.two_factor_setup_validate": _STAFF,
    "security.mf_recovery_codes": _STAFF,
    "security.change_password": _STAFF,
    "security.verify": _STAFF,
    "security.two_factor_rescue": _NOBODY,  # would write to an address that nobody reads
    "security.tf_select": _NOBODY,  # an account has one second factor
    "security.wan_signin": _ANYONE,
    "security.wan_signin_response": _ANYONE,
    "security.wan_register": _STAFF,
    "security.wan_register_response": _STAFF,
    "security.wan_delete": _STAFF,
    # choosing raters
    "nominate.mine": _MANAGER,
    "nominate.add": _MANAGER,
    "nominate.remove": _MANAGER,
    "nominate.submit": _MANAGER,
    "nominate.approval_link": _ANYONE,
    "nominate.open_approval": _ANYONE,
    "nominate.approval": _APPROVER,
    "nominate.approve": _APPROVER,
    "nominate.send_back": _APPROVER,
    "nominate.ask_others": _RATER,
    "nominate.ask": _RATER,
    "nominate.raters": _TENDING,
    "nominate.add_late": _TENDING,
    "nominate.settle": _TENDING,
    "nominate.hand_back": _TENDING,
    "nominate.change": _TENDING,
    "nominate.correct": _TENDING,
    "nominate.move": _TENDING,
    "nominate.replace": _TENDING,
    "nominate.take_off": _TENDING,
    "nominate.slips": _TENDING,
    "nominate.make_slips": _TENDING,
    "nominate.print_slips": _TENDING,
    "people.mail_link": _ANYONE,
    "people.make_organisation": _STAFF,
    "organisation.save": _ADMIN_HOUSE,  # an account has one second factor
    # the coach's clients
    "coach.portfolio": _STAFF,
    "coach.client": _COACH,
    "coach.pages": _COACH,
    "coach.page": _COACH,
    "coach.talk": _COACH,
    "coach.suggest": _COACH,
    "coach.talk_ics": _COACH,
    "coach.prepare": _COACH,
    "coach.confirm": _COACH,
    "coach.release": _COACH,
    "coach.take_back": _COACH,
    "coach.comments": _COACH,
    "coach.comment": _COACH,
    "coach.withhold": _COACH,
    "coach.put_back": _COACH,
    "coach.note": _COACH,
    "coach.save_note": _COACH,
    "coach.autosave": _COACH,
    "coach.responses": _COACH,
    "coach.extend": _COACH,
    "coach.plan": _COACH,
    "coach.earlier": _COACH,
    "coach.make_bundle": _STAFF,
    "coach.bundle": _STAFF,
    "coach.bundle_zip": _STAFF,
    # a manager's home
    "home.my": _ANYONE,
    "home.mail_me": _ANYONE,
    "home.link": _ANYONE,
    "home.open_link": _ANYONE,
    "home.new_link": _by("manager", of="person"),
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
    "home.autosave_plan": _MANAGER,
    "home.plan_ics": _MANAGER,
    "home.check_in": _MANAGER,
    "home.send_check_in": _MANAGER,
    "home.pick_time": _MANAGER,
    "home.talk_ics": _MANAGER,
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
    # rights over one's data
    "rights.page": _ADMIN_HOUSE,
    "rights.save": _ADMIN_HOUSE,
    "rights.look": _ADMIN_HOUSE,
    "rights.erase": _ADMIN_HOUSE,
    "rights.copy": _ADMIN_HOUSE,
    "rights.own_copy": _STAFF,
    "rights.rater_copy": _ASKED,
    "rights.manager_copy": _by("manager", of="person"),
    # writing questionnaires
    "editor.shelf": _ADMIN_HOUSE,
    "editor.begin": _ADMIN_HOUSE,
    "editor.take_in": _ADMIN_HOUSE,
    "editor.export": _AUTHOR,
    "editor.instrument": _AUTHOR,
    "editor.save_instrument": _AUTHOR,
    "editor.skill": _AUTHOR,
    "editor.save_skill": _AUTHOR,
    "editor.preview": _AUTHOR,
    "editor.page": _AUTHOR,
    "editor.text": _AUTHOR,
    "editor.save_text": _AUTHOR,
    "editor.autosave": _AUTHOR,
    "editor.schema_json": _STAFF,
    "editor.desk": _AUTHOR,
    "editor.translate": _AUTHOR,
    "editor.table": _AUTHOR,
    "editor.take_table": _AUTHOR,
    "editor.comments": _AUTHOR,
    "editor.settle": _AUTHOR,
    "editor.give_link": _AUTHOR,
    "editor.end_link": _AUTHOR,
    "editor.review_link": _ANYONE,
    "editor.open_review": _ANYONE,
    "editor.review": _REVIEWER,
    "editor.comment": _REVIEWER,
    "editor.review_page": _REVIEWER,
    "editor.look": _AUTHOR,
    "editor.publish": _AUTHOR,
    "editor.version": _AUTHOR,
    "editor.roll_back": _AUTHOR,
    # only where the demo is shown
    "demo_doors.enter": _ANYONE,
}
"""Endpoint to rule."""
