"""What classes of data and the lines of an erasure are called. English, marked for translation."""

from collections.abc import Mapping


def _(message: str) -> str:
    """Marks a text for translation, and leaves it alone."""
    return message


KINDS: Mapping[str, str] = {
    "drafts": _("Begun forms that were never sent"),
    "addresses": _("Names and addresses of raters, and their links"),
    "mail": _("Which mails were sent to whom"),
    "answers": _("Single answers, each without a name"),
    "reports": _("Reports, plans and follow-ups, and the name of who was assessed"),
    "log": _("The log of what staff did"),
    "uploads": _("Uploaded tables"),
    "bundles": _("Bundles of reports for downloading"),
    "papers": _("Paper forms for printing"),
    "sign_ins": _("Sign-ins of staff"),
    "marks": _("Notes of what was done by itself on a day"),
}
"""By class of data, see survey.keeping."""

CLOCKS: Mapping[str, str] = {
    "close": _("after the round's last day"),
    "contact": _("after the report, or the last short follow-up if that is later"),
    "tried": _("after the last attempt to send"),
    "release": _("after the report was released"),
    "deed": _("after the deed"),
    "fixed": _("after it was made"),
}

LINES: Mapping[str, str] = {
    "names": _("names and addresses, with those of raters whom nothing else needs"),
    "accounts": _("account, with password and second factor"),
    "participations": _("parts in rounds, as who is assessed"),
    "reports": _("own reports"),
    "answers": _("answers about this person, with what others wrote in them"),
    "plans": _("goals, plans and what was noted about them"),
    "drafts": _("forms that were begun"),
    "requests": _("requests to others to answer about this person"),
    "mail": _("messages"),
    "links": _("links"),
    "notes": _("notes of coaches"),
    "sign_ins": _("sign-ins and passkeys"),
    "roles": _("roles"),
    "bundles": _("bundles of reports"),
    "papers": _("paper forms for printing"),
    "uploads": _("uploaded tables with this name or address"),
    "details": _("details of the log with this name or address"),
}

STAYS: Mapping[str, str] = {
    "sent_answers": _(
        "sent forms about others: they stand in averages, and nobody can find them by person"
    ),
    "named_answers": _(
        "sent forms as somebody who is shown alone: they stand in the report under the group, "
        "no longer under a name"
    ),
    "averages": _(
        "group reports and pilots: figures over at least five managers, of whom none is named"
    ),
    "deeds": _("rows of the log: what was done stays, and who did it is no longer named"),
}

DEEDS: Mapping[str, str] = {
    "retention": _("What had had its day"),
    "erasure": _("One person"),
}
"""By what a signed record is of."""
