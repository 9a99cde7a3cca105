"""All that one person is asked, about whomever: "my feedback requests" (decision 8).

Own link, own secret: an invitation's link never opens the others, it only mails this one.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from survey import links
from survey.errors import NotFound, TooOften
from survey.keys import Keys
from survey.store import invitations, mailed, outbox, participations, people, versions
from survey.store.database import Tx
from survey.store.invitations import Invitation

State = Literal["to_do", "sent", "declined"]
DIGEST = "digest"
_MOST_DIGESTS = 5  # for one invitation; more would be somebody else's inbox
_STATES: dict[str, State] = {"open": "to_do", "done": "sent", "declined": "declined"}
_ORDER: tuple[State, ...] = ("to_do", "sent", "declined")


@dataclass(frozen=True)
class Request:
    """One thing that somebody is asked. Either `invitation` or `follow_up` has an id."""

    invitation: str
    about_name: str
    group_name: str
    """As in "You answer as a peer"; empty for oneself."""
    closes_on: date | None
    state: State
    round: str
    round_title: str
    is_own: bool
    minutes: int
    follow_up: str = ""


def open_requests(tx: Tx, person: str, language: str | None = None) -> list[Request]:
    """What this person is asked in open rounds and follow-ups: what is to do first, soonest first.

    `language` of the groups' names; the person's own unless it is given.
    """
    spoken = language or people.get(tx, person).language
    asked = [_request(tx, one, spoken) for one in invitations.of_people(tx, [person])]
    found = [one for one in (*asked, *_follow_ups(tx, person)) if one is not None]
    return sorted(
        found,
        key=lambda r: (_ORDER.index(r.state), r.closes_on or date.max, r.about_name, r.invitation),
    )


def _request(tx: Tx, invitation: Invitation, language: str) -> Request | None:
    state = _STATES.get(invitation.state)
    if state is None or invitation.slip:
        return None
    participation, round_, about = participations.whole(tx, invitation.participation)
    if round_.state != "open" or round_.practice or round_.organisation is None:
        return None
    asked = versions.get(tx, round_.version)
    is_own = participation.person == invitation.person
    return Request(
        invitation=invitation.id,
        about_name=about.name,
        group_name="" if is_own else asked.group(invitation.group).rater.to(language),
        closes_on=round_.closes_on,
        state=state,
        round=round_.id,
        round_title=round_.title,
        is_own=is_own,
        minutes=asked.form(round_.form).minutes,
    )


def _follow_ups(tx: Tx, person: str) -> list[Request]:
    found = []
    for one in mailed.follow_ups_asked(tx, person=person):
        if not one.is_open:
            continue
        _, round_, about = participations.whole(tx, one.participation)
        found.append(
            Request(
                invitation="",
                about_name=about.name,
                group_name="",
                closes_on=one.closes_on,
                state=_STATES[one.state],
                round=round_.id,
                round_title=round_.title,
                is_own=False,
                minutes=2,
                follow_up=one.id,
            )
        )
    return found


def key_to(tx: Tx, keys: Keys, person: str, invitation: str) -> str:
    """The secret of this person's own invitation: whoever holds the requests' link may answer it.

    Raises NotFound: it is somebody else's, or nothing is asked.
    """
    found = invitations.get(tx, invitation)
    if found.person != person or found.slip or found.state not in _STATES:
        raise NotFound("not asked of this person")
    return links.secret(keys.link, found.id, found.issue)


def ask_digest(tx: Tx, invitation: Invitation) -> str:
    """Mail the link to all requests to the address that the invitation went to; the row's id.

    Raises NotFound: there is no address; TooOften.
    """
    if invitation.slip or people.get(tx, invitation.person).email is None:
        raise NotFound("no address to write to")
    if outbox.count(tx, DIGEST, invitation.id) >= _MOST_DIGESTS:
        raise TooOften("the link was sent several times")
    return outbox.add(tx, DIGEST, invitation.id, person=invitation.person)
