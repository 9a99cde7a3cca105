"""What `survey.raters.pasted` finds, in the visitor's words."""

from collections.abc import Mapping

from flask_babel import gettext, ngettext

from survey.raters.pasted import Finding, Shown


def said(finding: Finding) -> str:
    """One sentence about one line, with the cure. Names and addresses stand in it as typed."""
    sentence = _SAYINGS[finding.kind]({"about": finding.about, "like": finding.like})
    if not finding.line:
        return str(sentence)
    return str(gettext("Line %(line)s: %(said)s", line=finding.line, said=sentence))


_SAYINGS = {
    "no_address": lambda v: gettext("There is no e-mail address in “%(about)s”. Add one.", **v),
    "bad_address": lambda v: gettext(
        "“%(about)s” is not an address. Write it like name@example.org.", **v
    ),
    "bad_name": lambda v: gettext("This name cannot be used. Shorten it to 120 characters.", **v),
    "unclear": lambda v: gettext(
        "It is not clear whose name “%(about)s” is. Give each person a line.", **v
    ),
    "too_many": lambda v: gettext(
        "Up to 200 lines can be added at once. Add the rest afterwards.", **v
    ),
    "self": lambda v: gettext("%(about)s is the address of the person assessed. Take it out.", **v),
    "twice": lambda v: gettext("%(about)s stands here twice.", **v),
    "listed": lambda v: gettext("%(about)s is on the list already.", **v),
    "same_mailbox": lambda v: gettext("%(about)s may be the same mailbox as %(like)s.", **v),
    "near_listed": lambda v: gettext(
        "%(about)s looks very much like %(like)s, who is asked, too.", **v
    ),
    "near_colleague": lambda v: gettext("%(about)s is not known. Did you mean %(like)s?", **v),
    "near_domain": lambda v: gettext(
        "%(about)s does not end like other addresses here. Did you mean %(like)s?",
        **v,
    ),
    "foreign_letters": lambda v: gettext(
        "%(about)s mixes letters of two alphabets, some of which look alike.", **v
    ),
}


def foretold(shown: Shown, names: Mapping[str, str], counts: Mapping[str, int]) -> str:
    """How these groups would be shown, such as "Peers (2) and Customers (2) would be …"."""
    groups = listed([f"{names[one]} ({counts[one]})" for one in shown.groups])
    if shown.how == "together":
        return str(gettext("%(groups)s would be shown together.", groups=groups))
    if shown.how == "not":
        return str(gettext("%(groups)s would not be shown.", groups=groups))
    return str(gettext("%(groups)s would be shown on their own.", groups=groups))


def listed(texts: list[str]) -> str:
    """ "a, b and c"."""
    if len(texts) < 2:
        return "".join(texts)
    first = ", ".join(texts[:-1])
    return str(gettext("%(first)s and %(last)s", first=first, last=texts[-1]))


def added(count: int) -> str:
    return str(ngettext("%(num)s person added.", "%(num)s people added.", count))
