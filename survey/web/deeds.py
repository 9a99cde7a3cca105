"""The log's words for machines, in words for people."""

from flask_babel import gettext, lazy_gettext

SENTENCES = {
    "staff.founded": lazy_gettext("made %(whom)s admin on the command line"),
    "staff.invited_as_admin": lazy_gettext("made %(whom)s an admin"),
    "staff.invited_as_coach": lazy_gettext("made %(whom)s a coach"),
    "staff.removed_as_admin": lazy_gettext("took the role of admin from %(whom)s"),
    "staff.removed_as_coach": lazy_gettext("took the role of coach from %(whom)s"),
    "staff.link_sent": lazy_gettext("sent %(whom)s a new link to set a password"),
    "staff.signed_out": lazy_gettext("signed %(whom)s out everywhere"),
    "organisation.made": lazy_gettext("made the organisation"),
    "organisation.changed": lazy_gettext("changed the settings of the organisation"),
}


def sentence(action: str, whom: str) -> str:
    """What was done, to be read after a name. An action without a sentence shows its own words."""
    if action not in SENTENCES:
        return action.replace(".", ": ").replace("_", " ")
    return str(SENTENCES[action]).replace("%(whom)s", whom or gettext("somebody"))
