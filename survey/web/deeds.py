"""The log's words for machines, in words for people."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from flask_babel import gettext, lazy_gettext

from survey.errors import NotFound
from survey.store import accounts, participations, people, questionnaires, rounds
from survey.store.database import Tx

SENTENCES = {
    "staff.founded": lazy_gettext("made %(about)s admin on the command line"),
    "staff.invited_as_admin": lazy_gettext("made %(about)s an admin"),
    "staff.invited_as_coach": lazy_gettext("made %(about)s a coach"),
    "staff.removed_as_admin": lazy_gettext("took the role of admin from %(about)s"),
    "staff.removed_as_coach": lazy_gettext("took the role of coach from %(about)s"),
    "staff.link_sent": lazy_gettext("sent %(about)s a new link to set a password"),
    "staff.signed_out": lazy_gettext("signed %(about)s out everywhere"),
    "staff.second_factor_forgotten": lazy_gettext("let %(about)s set up a new second factor"),
    "staff.switched_off": lazy_gettext("switched the account of %(about)s off"),
    "staff.switched_on": lazy_gettext("switched the account of %(about)s on again"),
    "staff.passkey_added": lazy_gettext("added a passkey"),
    "staff.passkey_removed": lazy_gettext("removed a passkey"),
    "organisation.made": lazy_gettext("made the organisation"),
    "organisation.changed": lazy_gettext("changed the settings of the organisation"),
    "data.days_changed": lazy_gettext("changed for how long data is kept"),
    "person.erased": lazy_gettext("erased a person"),
    "person.copied": lazy_gettext("made a copy of what is held about a person"),
    "round.created": lazy_gettext("made the round %(about)s"),
    "round.copied": lazy_gettext("made the round %(about)s as a copy"),
    "round.changed": lazy_gettext("changed the settings of the round %(about)s"),
    "round.scheduled": lazy_gettext("set a day on which the round %(about)s opens"),
    "round.unscheduled": lazy_gettext("took back the day on which the round %(about)s opens"),
    "round.opened": lazy_gettext("opened the round %(about)s"),
    "round.closed": lazy_gettext("closed the round %(about)s"),
    "round.extended": lazy_gettext("gave the round %(about)s more time"),
    "round.reopened": lazy_gettext("opened the round %(about)s once more"),
    "round.rehearsed": lazy_gettext("rehearsed the round %(about)s"),
    "participant.added": lazy_gettext("added %(about)s to a round"),
    "participant.removed": lazy_gettext("took %(about)s out of a round"),
    "coach.assigned": lazy_gettext("gave %(about)s a coach"),
    "talk.suggested": lazy_gettext("proposed times to talk with %(about)s"),
    "coach.handed_over": lazy_gettext("handed %(about)s over to another coach"),
    "list.settled": lazy_gettext("settled the list of raters for %(about)s"),
    "list.approved": lazy_gettext("approved the list of raters for %(about)s"),
    "list.sent_back": lazy_gettext("sent the list of raters for %(about)s back"),
    "rater.added": lazy_gettext("added a rater for %(about)s"),
    "rater.corrected": lazy_gettext("corrected the address of a rater for %(about)s"),
    "rater.moved": lazy_gettext("moved a rater for %(about)s to another group"),
    "rater.removed": lazy_gettext("took a rater for %(about)s off the list"),
    "rater.replaced": lazy_gettext("replaced a rater for %(about)s"),
    "slips.made": lazy_gettext("made printed slips for %(about)s"),
    "papers.printed": lazy_gettext("printed paper forms for %(about)s"),
    "slips.printed": lazy_gettext("printed slips for %(about)s"),
    "questionnaire.published": lazy_gettext("published the questionnaire %(about)s"),
    "mail.text_changed": lazy_gettext("changed a mail text of the round %(about)s"),
    "import.confirmed": lazy_gettext("took a table into the round %(about)s"),
    "report.previewed": lazy_gettext("looked at the report for %(about)s before its release"),
    "report.released": lazy_gettext("released the report for %(about)s"),
    "report.taken_back": lazy_gettext("took the report for %(about)s back, unopened"),
    "comment.withheld": lazy_gettext("withheld a comment about %(about)s"),
    "questionnaire.begun": lazy_gettext("began the questionnaire %(about)s"),
    "comment.put_back": lazy_gettext("put a comment about %(about)s back"),
}
"""By action. An action of another room without a sentence shows its own words."""


def sentence(action: str, about: str) -> str:
    """What was done, to be read after the name of who did it."""
    if action not in SENTENCES:
        return action.replace(".", ": ").replace("_", " ")
    # A replacement and no format: names are people's own texts.
    return str(SENTENCES[action]).replace("%(about)s", about or gettext("(no longer there)"))


def names(tx: Tx, targets: Iterable[str]) -> dict[str, str]:
    """What the log's targets, such as "round:…", are called; without those that are gone."""
    found = {}
    for target in set(targets):
        kind, _, id = target.partition(":")
        if kind in _NAMES:
            with suppress(NotFound):
                found[target] = _NAMES[kind](tx, id)
    return found


def _participant(tx: Tx, participation: str) -> str:
    return people.get(tx, participations.get(tx, participation).person).name


_NAMES: dict[str, Callable[[Tx, str], str]] = {
    "account": lambda tx, id: accounts.get(tx, id).name,
    "round": lambda tx, id: rounds.get(tx, id).title,
    "participation": _participant,
    "questionnaire": lambda tx, id: questionnaires.get(tx, id).name,
}
