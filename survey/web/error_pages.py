"""What error pages say: what happened, in plain words, and what to do next."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError

from survey import errors
from survey.questionnaire.words import TooLong


@dataclass(frozen=True, eq=False)
class ErrorPage:
    """`happened` says what and why, `next` what to do about it. Both are lazy translations."""

    status: int
    title: Any
    happened: Any
    next: Any


REPORT_AWAY = ErrorPage(
    404,
    lazy_gettext("This report is not open to you now"),
    lazy_gettext("It was taken back before you opened it, or a newer one has taken its place."),
    lazy_gettext("Your own page, to which the link in your mail leads, shows the report that is "
                 "there for you."),
)  # fmt: skip
MISSING = ErrorPage(
    404,
    lazy_gettext("There is nothing at this address"),
    lazy_gettext("The address may be mistyped, or it belongs to somebody else's answers."),
    lazy_gettext("If you have a link to your answers, open that link again to come back in."),
)
FORBIDDEN = ErrorPage(
    403,
    lazy_gettext("This request did not come from our own page"),
    lazy_gettext("To keep others from answering in your name, nothing was changed."),
    lazy_gettext("Go to the page itself and try again from there."),
)
OLD_FORM = ErrorPage(
    400,
    lazy_gettext("This page has been open for too long"),
    lazy_gettext("We could not make sure that the form came from you, so nothing was changed."),
    lazy_gettext(
        "Go back, load the page again, and send it once more. Saved answers are safe. "
        "If this page comes again, let your browser keep cookies for this site."
    ),
)
UNREADABLE = ErrorPage(
    400,
    lazy_gettext("We could not read this request"),
    lazy_gettext("Something in it is not what our pages send. Nothing was changed."),
    lazy_gettext("Go back, load the page again, and try once more."),
)
WRONG_METHOD = ErrorPage(
    405,
    lazy_gettext("This address does not work that way"),
    lazy_gettext("It takes what a form sends, and cannot be opened or changed by itself."),
    lazy_gettext("Start again from the first page, or open your link."),
)
TOO_LARGE = ErrorPage(
    413,
    lazy_gettext("That is more than we can take at once"),
    lazy_gettext("A page may send up to 1 megabyte. Nothing of it was saved."),
    lazy_gettext("Go back and shorten what you wrote, or choose a smaller file."),
)
STALE = ErrorPage(
    409,
    lazy_gettext("These answers are open in another tab"),
    lazy_gettext("Answers were saved there after this page was loaded."),
    lazy_gettext("Load the page again to see the newest answers, then go on in one tab."),
)
OTHER_ADMIN = ErrorPage(
    409,
    lazy_gettext("Somebody else changed these settings"),
    lazy_gettext("The round was changed after this page was loaded, so nothing was saved."),
    lazy_gettext("Load the page again to see how it is now, then make your change once more."),
)
SENT = ErrorPage(
    410,
    lazy_gettext("These answers were sent already"),
    lazy_gettext("They are changed by the receipt code only, until somebody looks at a report."),
    lazy_gettext("If a report was made from them, you find it on the page below."),
)
OLD_LINK = ErrorPage(
    404,
    lazy_gettext("This link does not work"),
    lazy_gettext("It may have been cut off on its way, or a newer link has replaced it."),
    lazy_gettext("Use the newest link that you have, and copy all of it."),
)
LOCKED = ErrorPage(
    403,
    lazy_gettext("These answers do not open with this link"),
    lazy_gettext("A newer link to the same answers was made; only the newest opens them."),
    lazy_gettext("Open the newest link that you have."),
)
INCOMPLETE = ErrorPage(
    422,
    lazy_gettext("Some answers are still missing"),
    lazy_gettext("Nothing was sent. Everything that you have answered is saved."),
    lazy_gettext("Go back and look at the list of what is missing."),
)
DECLINED = ErrorPage(
    410,
    lazy_gettext("You declined this request"),
    lazy_gettext("You said that you do not know this person well enough, so nothing is asked."),
    lazy_gettext("If that was a mistake, you can change your mind while the round is open."),
)
NEWER_LINK = ErrorPage(
    410,
    lazy_gettext("There is a newer link"),
    lazy_gettext("This link was replaced by a newer one, and does not open anything any more."),
    lazy_gettext(
        "Open the newest mail from us and use the link in it. If the new link went to your own "
        "address, all that you answered is kept."
    ),
)
WITHDRAWN = ErrorPage(
    410,
    lazy_gettext("This request was taken back"),
    lazy_gettext(
        "You are not asked about this person any more, and nothing that you began is kept."
    ),
    lazy_gettext(
        "You need not do anything. If you think this is a mistake, ask whoever invited you."
    ),
)
ROUND_CLOSED = ErrorPage(
    410,
    lazy_gettext("This round does not take answers now"),
    lazy_gettext("It has not opened yet, or its last day has passed. Nothing was changed."),
    lazy_gettext(
        "If you still want to answer, ask whoever invited you whether it can be extended."
    ),
)
NOT_NOW = ErrorPage(
    409,
    lazy_gettext("That cannot be done now"),
    "",  # the error says it
    lazy_gettext("Nothing was changed. Go back and load the page again to see how things stand."),
)
UNPROVEN = ErrorPage(
    409,
    lazy_gettext("These numbers do not leave"),
    lazy_gettext("Beside what was shown before, they could tell what single people answered."),
    lazy_gettext("Nothing was changed. More answers help; a smaller selection does not."),
)
TOO_OFTEN = ErrorPage(
    429,
    lazy_gettext("This link was mailed several times already"),
    lazy_gettext("More would only fill somebody's inbox, so no further mail was sent."),
    lazy_gettext("Go back and copy the link from the page instead, or look in your junk mail."),
)
TOO_MANY = ErrorPage(
    429,
    lazy_gettext("That was tried too often"),
    lazy_gettext("To keep others from guessing, we wait for a while before the next attempt."),
    lazy_gettext(
        "Nothing was changed. Try again in a quarter of an hour, or in an hour for mails."
    ),
)
LONG_TEXT = ErrorPage(
    422,
    lazy_gettext("This text is too long to be saved"),
    lazy_gettext("A comment has room for 4,000 characters."),
    lazy_gettext("Shorten it; what you wrote stays on the page."),
)
REFUSED = ErrorPage(
    422,
    lazy_gettext("We could not use what was sent"),
    lazy_gettext("Something in it is not one of the answers on the page. Nothing was changed."),
    lazy_gettext("Go back, load the page again, and answer once more."),
)
FAULT = ErrorPage(
    500,
    lazy_gettext("Something went wrong on our side"),
    lazy_gettext(
        "This is our fault, not yours. What was saved before is safe; "
        "what you sent just now may not be."
    ),
    lazy_gettext(
        "Go back, wait a minute and send it again. If it fails again, tell whoever runs this "
        "site the number."
    ),
)

NO_ROOM = ErrorPage(
    503,
    lazy_gettext("Nothing can be saved just now"),
    lazy_gettext(
        "This site has run out of space, or cannot write. What was saved before is safe; "
        "what you sent just now was not kept."
    ),
    lazy_gettext("Go back, keep the page open and try again in a while. Whoever runs this site "
                 "finds the reason in its log."),
)  # fmt: skip
AWAY = ErrorPage(
    503,
    lazy_gettext("This site cannot reach its answers just now"),
    lazy_gettext(
        "The place where everything is kept does not reply. What was saved before is safe; "
        "what you sent just now may not be."
    ),
    lazy_gettext("Go back, keep the page open and try again in a minute. Whoever runs this site "
                 "finds the reason in its log."),
)  # fmt: skip
PAGES: dict[type[Exception], ErrorPage] = {
    errors.NotFound: MISSING,
    errors.ReportAway: REPORT_AWAY,
    errors.LinkUnknown: OLD_LINK,
    errors.NewerLink: NEWER_LINK,
    errors.Withdrawn: WITHDRAWN,
    errors.RoundClosed: ROUND_CLOSED,
    errors.NoRoom: NO_ROOM,
    errors.StoreAway: AWAY,
    errors.Unproven: UNPROVEN,
    errors.NotNow: NOT_NOW,
    errors.AlreadySent: SENT,
    errors.Stale: STALE,
    errors.SettingsChanged: OTHER_ADMIN,
    errors.CannotOpen: LOCKED,
    errors.Incomplete: INCOMPLETE,
    errors.Declined: DECLINED,
    errors.TooOften: TOO_OFTEN,
    TooLong: LONG_TEXT,
    errors.BadInput: REFUSED,
    CSRFError: OLD_FORM,
}
STATUSES: dict[int, ErrorPage] = {
    400: UNREADABLE,
    403: FORBIDDEN,
    404: MISSING,
    405: WRONG_METHOD,
    413: TOO_LARGE,
    429: TOO_MANY,
}
ONWARD: dict[ErrorPage, tuple[str, Any]] = {
    SENT: ("answer.sent", lazy_gettext("See what was sent")),
    DECLINED: ("answer.declined", lazy_gettext("Change your mind")),
}
"""Where an invitation's holder can go from here."""
