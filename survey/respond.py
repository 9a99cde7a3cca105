"""Answering, from the link to the sent response: use cases over store and links, without Flask.

Every function opens its own transaction. `secret` is the secret of the link in force; whoever
does not have it gets LinkUnknown, and nothing of a draft can be read without it (decisions 8, 9).
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from survey import answering, links
from survey.answering import Progress
from survey.draft import Changes, Draft
from survey.entry import check_email, check_name
from survey.errors import (
    AlreadySent,
    BadInput,
    Declined,
    Incomplete,
    LinkUnknown,
    NewerLink,
    NotFound,
    Stale,
    TooOften,
)
from survey.mail import LINK_MAIL, REPORT_MAIL
from survey.questionnaire.model import Questionnaire
from survey.questionnaire.types.question_type import Audience
from survey.store import (
    drafts,
    invitations,
    outbox,
    participations,
    people,
    reports,
    responses,
    rounds,
    versions,
)
from survey.store import links as link_rows
from survey.store.database import Database, Tx
from survey.store.invitations import Invitation
from survey.store.participations import Participation
from survey.store.people import Person
from survey.store.rounds import Round

_MOST_LINK_MAILS = 5  # for one invitation; more would be somebody else's inbox


@dataclass(frozen=True)
class Sheet:
    """One rater's view of one form: all that a page needs, read at one moment."""

    invitation: Invitation
    participation: Participation
    round: Round
    person: Person
    """Who is assessed."""
    questionnaire: Questionnaire
    """As pinned when the round began."""
    revision: int
    """Give it back to `save_draft`; 0: nothing saved yet."""
    draft: Draft

    @property
    def is_own(self) -> bool:
        """Whether the rater is the person assessed."""
        return self.invitation.person == self.participation.person

    @property
    def progress(self) -> Progress:
        return answering.progress(self.questionnaire, self.round.form, self.draft)


@dataclass(frozen=True)
class Contact:
    """Who a self-assessment is about, and where its link may go."""

    name: str
    email: str = ""


@dataclass(frozen=True)
class Sent:
    report: str | None
    """Id of the report that was asked for: hand it to the queue. None: there will be none yet."""
    message: str | None = None
    """Id of the outbox row with the link to the report, if a new address was given for it."""


def open_link(db: Database, secret: str) -> Invitation:
    """Whose link this is, in whatever state. Changes nothing. Raises LinkUnknown."""
    with db.read() as tx:
        invitation = invitations.by_secret_hash(tx, links.hash_of(secret))
        if invitation is None:
            raise _unknown(tx, secret)
    return invitation


def read_draft(db: Database, invitation: str, secret: str) -> Sheet:
    """The form with what is answered so far.

    Raises LinkUnknown, CannotOpen, AlreadySent, Declined.
    """
    with db.read() as tx:
        return _sheet(tx, _open_one(tx, invitations.get, invitation, secret), secret)


def read_unsent(db: Database, invitation: str, secret: str) -> Sheet | None:
    """As `read_draft`; None where it was sent, perhaps a moment ago by the first of two clicks."""
    try:
        return read_draft(db, invitation, secret)
    except AlreadySent:
        return None


def save_draft(db: Database, invitation: str, secret: str, changes: Changes, revision: int) -> int:
    """Add `changes` to the draft at `revision` (of the page they were made on); returns the new
    revision. What it says is on disk when it returns.

    The same save arriving twice is harmless. Raises Stale: another window saved meanwhile, nothing
    is changed; BadInput: not asked, or not on the scale; LinkUnknown, AlreadySent, Declined.
    """
    with db.write() as tx:
        found = _open_one(tx, invitations.lock, invitation, secret)
        # The busiest statement of all: it looks up no person.
        round_ = rounds.of(tx, found.participation)
        asked = versions.get(tx, round_.version)
        audience: Audience = "self" if found.group == asked.self_group.id else "other"
        changes = answering.check(asked, round_.form, changes, audience)
        current, draft = _draft(tx, found, secret)
        if current != revision:
            if draft.says(changes):
                return current
            raise Stale("these answers were changed in another window")
        sealed = links.seal(secret, invitation, draft.with_(changes).to_bytes())
        return drafts.save(tx, invitation, sealed, revision)


def set_email(db: Database, invitation: str, secret: str, email: str) -> str:
    """Send the link of one's own self-assessment to this address; returns the outbox row's id.

    Raises BadInput: no such address; TooOften: asked too often; NotFound: not one's own.
    """
    address = check_email(email)
    if address is None:
        raise BadInput("give an address like name@example.org")
    with db.write() as tx:
        own = _own(tx, invitation, secret)
        if outbox.count(tx, LINK_MAIL, invitation) >= _MOST_LINK_MAILS:
            raise TooOften("the link was sent several times; copy it from the page instead")
        people.set_email(tx, own.person, address)
        return outbox.add(tx, LINK_MAIL, invitation)


def send(
    db: Database, invitation: str, secret: str, receipt_code: str, contact: Contact | None = None
) -> Sent:
    """Hand the answers in, for good, in one transaction (decision 9): the response appears under
    the hash of `receipt_code`, the draft is erased, the invitation is done, and if nobody else
    is asked about this person (a self-assessment) and the form counts, a report is asked for.
    `contact` corrects name and address of one's own.

    The same code again is harmless and says the same. Raises AlreadySent: sent with another code;
    Incomplete: too few answers; BadInput: `contact`; LinkUnknown, CannotOpen, Declined.
    """
    receipt_hash = links.receipt_hash(receipt_code)
    if contact:
        contact = Contact(check_name(contact.name), check_email(contact.email) or "")
    with db.write() as tx:
        found = _known(tx, invitations.lock, invitation, secret)
        if found.state == "done":
            return _sent_before(tx, found, receipt_hash)
        sheet = _sheet(tx, _still_open(found), secret)
        progress = sheet.progress
        if not progress.can_be_sent:
            raise Incomplete(progress.lacking)
        responses.add(
            tx,
            receipt_hash,
            subject=found.participation,
            group=found.group,
            version=sheet.round.version,
            answers=answering.entries(sheet.questionnaire, sheet.round.form, sheet.draft),
            comments=dict(sheet.draft.texts),
            fast=answering.is_fast(sheet.draft, progress.valid),
        )
        drafts.erase(tx, invitation)
        invitations.close(tx, invitation, "done")
        alone = sum(invitations.counts(tx, found.participation).values()) == 1
        wanted = sheet.is_own and alone and progress.can_count
        message = _keep_contact(tx, sheet, contact) if contact and sheet.is_own else None
        return Sent(reports.ask(tx, found.participation) if wanted else None, message)


def _keep_contact(tx: Tx, sheet: Sheet, contact: Contact) -> str | None:
    """Id of the outbox row, if there is a new address to write to."""
    if contact.name != sheet.person.name:
        people.rename(tx, sheet.person.id, contact.name)
    if contact.email in ("", sheet.person.email):
        return None
    people.set_email(tx, sheet.person.id, contact.email)
    return outbox.add(tx, REPORT_MAIL, sheet.invitation.id)


def decline(db: Database, invitation: str, secret: str) -> None:
    """ "I do not know this person well enough": the draft is erased. Twice is harmless."""
    with db.write() as tx:
        found = _known(tx, invitations.lock, invitation, secret)
        if found.state == "done":
            raise AlreadySent("these answers were sent and are final")
        drafts.erase(tx, invitation)
        invitations.close(tx, invitation, "declined")


Reader = Callable[[Tx, str], Invitation]


def _known(tx: Tx, read: Reader, invitation: str, secret: str) -> Invitation:
    """Nobody learns which half was wrong: no such invitation, or another one's secret."""
    try:
        found = read(tx, invitation)
    except NotFound:
        raise LinkUnknown("this link is not known") from None
    if not hmac.compare_digest(found.secret_hash, links.hash_of(secret)):
        raise _unknown(tx, secret, invitation)
    return found


def _unknown(tx: Tx, secret: str, invitation: str | None = None) -> LinkUnknown:
    """NewerLink where the link is an older one, of this `invitation` if that is given."""
    old = link_rows.by_hash(tx, links.hash_of(secret))
    if old is None or old.purpose != "invitation" or invitation not in (None, old.target):
        return LinkUnknown("this link is not known")
    return NewerLink("a newer link has replaced this one")


def _still_open(found: Invitation) -> Invitation:
    if found.state == "done":
        raise AlreadySent("these answers were sent and are final")
    if found.state == "declined":
        raise Declined("this invitation was turned down")
    return found


def _open_one(tx: Tx, read: Reader, invitation: str, secret: str) -> Invitation:
    return _still_open(_known(tx, read, invitation, secret))


def _own(tx: Tx, invitation: str, secret: str) -> Invitation:
    found = _open_one(tx, invitations.lock, invitation, secret)
    if participations.get(tx, found.participation).person != found.person:
        raise NotFound("only on one's own self-assessment")
    return found


def _sheet(tx: Tx, invitation: Invitation, secret: str) -> Sheet:
    participation, round_, person = participations.whole(tx, invitation.participation)
    revision, draft = _draft(tx, invitation, secret)
    return Sheet(
        invitation=invitation,
        participation=participation,
        round=round_,
        person=person,
        questionnaire=versions.get(tx, round_.version),
        revision=revision,
        draft=draft,
    )


def _draft(tx: Tx, invitation: Invitation, secret: str) -> tuple[int, Draft]:
    """Revision and content; (0, empty) before the first save."""
    saved = drafts.get(tx, invitation.id)
    if saved is None:
        return 0, Draft()
    opened = links.open_(secret, invitation.id, saved.sealed)
    return saved.revision, Draft.from_bytes(opened)


def _sent_before(tx: Tx, found: Invitation, receipt_hash: str) -> Sent:
    before = responses.get(tx, receipt_hash)
    if before is None or (before.subject, before.group) != (found.participation, found.group):
        raise AlreadySent("these answers were sent and are final")
    participation = participations.get(tx, found.participation)
    if participation.person != found.person:
        return Sent(None)
    asked = reports.of(tx, found.participation)
    return Sent(asked[0].id if len(asked) == 1 else None)
