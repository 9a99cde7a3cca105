"""One rater's form as the store holds it: who is asked what, and how far the draft is.

Read within a caller's transaction. `secret` is that of the link in force; who has another one gets
LinkUnknown, or NewerLink.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from survey import links
from survey.answers import answering
from survey.answers.answering import Progress
from survey.answers.draft import Draft
from survey.answers.promise import Promise, promise
from survey.errors import (
    AlreadySent,
    Declined,
    LinkUnknown,
    NewerLink,
    NotFound,
    RoundClosed,
    Withdrawn,
)
from survey.growth.developing import goals_of_last_round
from survey.questionnaire.asked import Asked, asked_of
from survey.questionnaire.model import Questionnaire
from survey.rounds import campaign
from survey.store import (
    accounts,
    drafts,
    invitations,
    organisations,
    participations,
    people,
    rounds,
    versions,
)
from survey.store import links as link_rows
from survey.store.database import Tx
from survey.store.invitations import Invitation
from survey.store.participations import Participation
from survey.store.people import Person
from survey.store.rounds import Round

_FIRST_MIDNIGHT = "Etc/GMT-14"
"""Where each day begins first: a last day that is not over there is over nowhere."""

Reader = Callable[[Tx, str], Invitation]


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
    goals: tuple[tuple[str, str], ...] = ()
    """(id, title) of what the person chose to work on in the last round; asked of others."""

    @property
    def is_own(self) -> bool:
        """Whether the rater is the person assessed."""
        return self.invitation.person == self.participation.person

    @property
    def names_itself(self) -> bool:
        """Whether the person assessed came by the first page, and says name and address."""
        return self.is_own and self.round.organisation is None

    @property
    def progress(self) -> Progress:
        group = self.invitation.group
        return answering.progress(self.questionnaire, self.round.form, self.draft, group)

    @cached_property
    def asked(self) -> Asked:
        """What this rater is asked, after the answers so far."""
        group = self.invitation.group
        return asked_of(self.questionnaire, self.round.form, group, self.draft.given)

    @property
    def counted(self) -> Draft:
        """The draft as it would be sent: only what is asked."""
        return answering.as_asked(self.asked, self.draft)


@dataclass(frozen=True)
class Request:
    """What a rater is told: who asks, about whom, as what, who reads, merged with how many."""

    invitation: Invitation
    participation: Participation
    round: Round
    person: Person
    """Who is assessed."""
    questionnaire: Questionnaire
    organisation: str
    """Its name; "" where a person asks alone."""
    coach: str | None
    """Who releases the report; "" where nobody is chosen yet, None in a round without coaches."""
    invited: Mapping[str, int]
    """By group, oneself among them."""
    listed: int
    """How many more are named and not invited yet."""
    rater: str
    """Whose request this is; "" where nobody knows: a printed slip."""
    is_open: bool
    """Whether the round takes answers."""

    @property
    def is_own(self) -> bool:
        return self.invitation.person == self.participation.person

    @property
    def is_alone(self) -> bool:
        """A self-assessment, and nobody else is asked."""
        return (
            self.is_own
            and self.round.organisation is None
            and sum(self.invited.values()) + self.listed == 1
        )

    @property
    def promise(self) -> Promise:
        groups = self.questionnaire.instrument.groups
        return promise(groups, self.invitation.group, self.invited, self.round.threshold)


def known(tx: Tx, read: Reader, invitation: str, secret: str) -> Invitation:
    """Nobody learns which half was wrong: no such invitation, or another one's secret."""
    try:
        found = read(tx, invitation)
    except NotFound:
        raise LinkUnknown("this link is not known") from None
    if not hmac.compare_digest(found.secret_hash, links.hash_of(secret)):
        raise unknown(tx, secret, invitation)
    return found


def unknown(tx: Tx, secret: str, invitation: str | None = None) -> LinkUnknown:
    """NewerLink where the link is an older one, of this `invitation` if that is given."""
    old = link_rows.by_hash(tx, links.hash_of(secret))
    if old is None or old.purpose != "invitation" or invitation not in (None, old.target):
        return LinkUnknown("this link is not known")
    return NewerLink("a newer link has replaced this one")


def still_open(found: Invitation) -> Invitation:
    """Raises AlreadySent, Declined, Withdrawn."""
    if found.state == "done":
        raise AlreadySent("these answers were sent and are final")
    if found.state == "declined":
        raise Declined("this invitation was turned down")
    if found.state == "removed":
        raise Withdrawn("this invitation was taken back")
    return found


def taking_answers(tx: Tx, found: Invitation, round_: Round, now: float) -> None:
    """Raises RoundClosed. Only on a round's last day it asks the store where that day ends."""
    last, state = round_.closes_on, round_.state
    if found.state == "listed":
        raise RoundClosed("nobody is invited yet", opens_on=_ahead(round_, now))
    if campaign.accepts(state, last, _FIRST_MIDNIGHT, now):
        return
    zone = _zone(tx, round_)
    if campaign.accepts(state, last, zone, now):
        return
    if state in ("draft", "scheduled"):
        raise RoundClosed("it is not open yet", opens_on=_ahead(round_, now))
    over = last is not None and last < campaign.today(zone, now)
    raise RoundClosed("it has closed", closed_on=last if over else None)


def _zone(tx: Tx, round_: Round) -> str:
    firm = round_.organisation
    return organisations.get(tx, firm).time_zone if firm else "UTC"


def _ahead(round_: Round, now: float) -> date | None:
    return round_.opened_on if round_.opened_on > campaign.today("UTC", now) else None


def read_sheet(tx: Tx, found: Invitation, secret: str, now: float) -> Sheet:
    """Raises RoundClosed, CannotOpen."""
    blank = blank_sheet(tx, found, now)
    revision, draft = read_draft(tx, found, secret)
    return replace(blank, revision=revision, draft=draft)


def blank_sheet(tx: Tx, found: Invitation, now: float) -> Sheet:
    """As if nothing had been begun. Raises RoundClosed."""
    participation, round_, person = participations.whole(tx, found.participation)
    taking_answers(tx, found, round_, now)
    sheet = Sheet(
        invitation=found,
        participation=participation,
        round=round_,
        person=person,
        questionnaire=versions.get(tx, round_.version),
        revision=0,
        draft=Draft(),
    )
    return sheet if sheet.is_own else replace(sheet, goals=asked_goals(tx, round_, found))


def read_draft(tx: Tx, invitation: Invitation, secret: str) -> tuple[int, Draft]:
    """Revision and content; (0, empty) before the first save."""
    saved = drafts.get(tx, invitation.id)
    if saved is None:
        return 0, Draft()
    opened = links.open_(secret, invitation.id, saved.sealed)
    return saved.revision, Draft.from_bytes(opened)


def asked_goals(tx: Tx, round_: Round, found: Invitation) -> tuple[tuple[str, str], ...]:
    """What others are asked about change: nothing in somebody's first round, which is not even
    looked up."""
    return tuple(goals_of_last_round(tx, found.participation)) if round_.number > 1 else ()


def read_request(tx: Tx, found: Invitation, now: float) -> Request:
    """In whatever state the invitation is."""
    participation, round_, person = participations.whole(tx, found.participation)
    firm = round_.organisation
    rules = campaign.Rules.from_json(rounds.rules(tx, round_.id))
    coach = accounts.get(tx, participation.coach).name if participation.coach else ""
    return Request(
        invitation=found,
        participation=participation,
        round=round_,
        person=person,
        questionnaire=versions.get(tx, round_.version),
        organisation=organisations.get(tx, firm).name if firm else "",
        coach=coach if firm and rules.coached else None,
        invited=invitations.invited(tx, participation.id),
        listed=sum(invitations.counts(tx, participation.id, "listed").values()),
        rater="" if found.slip else people.get(tx, found.person).name,
        is_open=campaign.accepts(round_.state, round_.closes_on, _zone(tx, round_), now),
    )
