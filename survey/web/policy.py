"""Who may see and do what: a table of page, role and object (trust.md 8.1.1), as data.

A page that does not stand here answers nobody: `visit.admit` refuses it, and a test walks every
route as every role. The object is the name of the argument in the page's address.
The roles are those of survey.web.roles.
"""

from survey.web.roles import Rule, by

_ANYONE = by("anyone")
_STAFF = by("staff")
_NOBODY = by()
_RATER = by("rater", of="invitation")
_MANAGER = by("manager", of="participation")
_ASKED = by("asked", of="person")
_ADMIN_HOUSE = by("admin", of="organisation")
_ADMIN_ROUND = by("admin", of="round")
_AUTHOR = by("admin", of="questionnaire")
_COACH = by("coach", of="participation")
_TENDING = by("admin", "coach", of="participation")
_ADMIN_TABLE = by("admin", of="table")
_READER = by("reader", of="report")
_REVIEWER = by("reviewer", of="questionnaire")
_APPROVER = by("approver", of="participation")
_FOLLOWER = by("follower", of="follow_up")


def _pages(rule: Rule, room: str, names: str) -> dict[str, Rule]:
    """The same rule for several pages of a room."""
    return {f"{room}.{name}": rule for name in names.split()}


TABLE: dict[str, Rule] = {
    # pages for everybody
    **_pages(_ANYONE, "pages", "static landing about privacy limits remark_hints choose_language"),
    # answering
    **_pages(_ANYONE, "answer", "start link open_link"),
    **_pages(
        _RATER,
        "answer",
        "resume skill save_skill words save_words first save_first autosave check send sent "
        "later mail_link",
    ),
    # the rater's way
    **_pages(_ANYONE, "answer", "code scanned enter_code"),
    **_pages(
        _RATER,
        "answer",
        "welcome decline confirm_decline wrong_person declined undo_decline goals save_goals "
        "mail_requests",
    ),
    # who sees what
    **_pages(_RATER, "privacy", "rater"),
    **_pages(_MANAGER, "privacy", "manager"),
    **_pages(_COACH, "privacy", "coach"),
    **_pages(_ADMIN_ROUND, "privacy", "admin"),
    # receipts
    **_pages(_ANYONE, "receipts", "ask check"),
    **_pages(_RATER, "receipts", "mine take_back"),
    # reports
    **_pages(_ANYONE, "reports", "static paper"),
    **_pages(_READER, "reports", "result again figure_css figure pdf printing"),
    # reports printed in another way
    **_pages(_READER, "prints", "choose ask state pdf"),
    **_pages(_READER, "numbers", "csv xlsx"),
    # the group report of a round
    **_pages(_ADMIN_ROUND, "group", "shown make"),
    # rounds
    **_pages(_ADMIN_HOUSE, "campaigns", "board year new"),
    **_pages(
        _ADMIN_ROUND,
        "campaigns",
        "round settings clone opening open_now schedule unschedule close extend reopen "
        "rehearse practice practice_pdf throw_away participants add_participant "
        "remove_participant change_coach",
    ),
    # accounts
    **_pages(_STAFF, "people", "own arrive"),
    **_pages(_ANYONE, "people", "sign_out"),
    # what a person is asked
    **_pages(_ANYONE, "requests", "link open_link"),
    **_pages(_ASKED, "requests", "mine answer follow_up"),
    # mail
    **_pages(_ADMIN_ROUND, "mails", "texts text keep send_test"),
    **_pages(_ADMIN_HOUSE, "mails", "outbox message"),
    # participants and raters from a table
    **_pages(_ADMIN_ROUND, "imports", "upload take template done"),
    **_pages(_ADMIN_TABLE, "imports", "columns choose check confirm problems"),
    **_pages(_ANYONE, "people", "link set_password forgot"),
    **_pages(_STAFF, "people", "new_organisation"),
    **_pages(
        _ADMIN_HOUSE,
        "people",
        "staff invite send_link remove end_sessions switching switch handing_over hand_over",
    ),
    **_pages(_ADMIN_HOUSE, "organisation", "settings log"),
    # Flask-Security's: those for anyone look for what the password left in the session
    **_pages(_ANYONE, "security", "login two_factor_setup two_factor_token_validation mf_recovery"),
    **_pages(
        _STAFF,
        "security",
        "two_factor_setup_validate mf_recovery_codes change_password verify",
    ),
    "security.two_factor_rescue": _NOBODY,  # would write to an address that nobody reads
    "security.tf_select": _NOBODY,  # an account has one second factor
    **_pages(_ANYONE, "security", "wan_signin wan_signin_response"),
    **_pages(_STAFF, "security", "wan_register wan_register_response wan_delete"),
    # choosing raters
    **_pages(_MANAGER, "nominate", "mine add remove submit"),
    **_pages(_ANYONE, "nominate", "approval_link open_approval"),
    **_pages(_APPROVER, "nominate", "approval approve send_back"),
    **_pages(_RATER, "nominate", "ask_others ask"),
    **_pages(
        _TENDING,
        "nominate",
        "raters add_late settle hand_back change correct move replace take_off slips "
        "make_slips print_slips",
    ),
    **_pages(_ANYONE, "people", "mail_link"),
    **_pages(_STAFF, "people", "make_organisation"),
    **_pages(_ADMIN_HOUSE, "organisation", "save"),
    # the coach's clients
    **_pages(_STAFF, "coach", "portfolio"),
    **_pages(
        _COACH,
        "coach",
        "client pages page talk suggest talk_ics prepare confirm release take_back comments "
        "comment withhold put_back note save_note autosave responses extend plan earlier",
    ),
    # the debrief pack
    **_pages(_COACH, "coach", "guide guide_pdf charts make_charts chart make_pack"),
    # many reports at once
    **_pages(_STAFF, "coach", "make_bundle bundle bundle_zip"),
    # a manager's home
    **_pages(_ANYONE, "home", "my mail_me link open_link"),
    **_pages(by("manager", of="person"), "home", "new_link mine"),
    **_pages(
        _MANAGER,
        "home",
        "participation rate progress remind guess send_guess open_report first_page "
        "first_read send_first_read plan send_plan autosave_plan plan_ics check_in "
        "send_check_in pick_time talk_ics plan_pulse thanks send_thanks ask_back "
        "send_ask_back follow_ups",
    ),
    # pulses and questions back, as raters answer them
    **_pages(_ANYONE, "follow_up", "link open_link"),
    **_pages(_FOLLOWER, "follow_up", "form send"),
    # rights over one's data
    **_pages(_ADMIN_HOUSE, "rights", "page save look erase copy"),
    **_pages(_STAFF, "rights", "own_copy"),
    **_pages(_ASKED, "rights", "rater_copy"),
    **_pages(by("manager", of="person"), "rights", "manager_copy"),
    # writing questionnaires
    **_pages(_ADMIN_HOUSE, "editor", "shelf begin take_in"),
    **_pages(
        _AUTHOR,
        "editor",
        "export instrument save_instrument skill save_skill preview page text save_text "
        "autosave here desk translate table take_table comments settle give_link end_link "
        "look publish version roll_back",
    ),
    **_pages(_STAFF, "editor", "schema_json"),
    **_pages(_ANYONE, "editor", "review_link open_review"),
    **_pages(_REVIEWER, "editor", "review comment review_page"),
    # on paper
    **_pages(_AUTHOR, "papers", "specimen print_specimen"),
    **_pages(_TENDING, "papers", "slips print_slips"),
    **_pages(_STAFF, "papers", "made file"),
    **_pages(_ANYONE, "keying", "code open_form answers"),
    # how its items behave in real answers
    **_pages(_AUTHOR, "pilot", "shown make"),
    # only where the demo is shown
    **_pages(_ANYONE, "demo_doors", "enter"),
}
"""Endpoint to rule."""
