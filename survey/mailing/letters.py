"""From a row of the outbox to what is mailed: whom it reaches, what fills it, and its link.

The link is made here, at the last moment: it stands in no row (decision 8). What has been overtaken
since the row was written is not sent at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from survey import doors, links
from survey.errors import NotFound, PlumblineError
from survey.keys import Keys
from survey.links import Purpose
from survey.mailing import filling, texts
from survey.mailing.mail import PASSKEY_MAIL, Letter
from survey.mailing.wording import OURS
from survey.rounds.campaign import Rules
from survey.settings import Settings
from survey.store import (
    accounts,
    invitations,
    mailed,
    outbox,
    participations,
    people,
    rounds,
)
from survey.store import links as link_rows
from survey.store.database import Tx
from survey.store.invitations import INVITED, Invitation
from survey.store.mailed import FollowUpAsked
from survey.store.outbox import Message
from survey.store.participations import Participation
from survey.store.rounds import Round

EXAMPLE = "EXAMPLE-LINK"
BLOTTED = "••••••••"
_OPENED_BY: dict[str, Purpose] = {
    **dict.fromkeys(("invitation", "reminder", "closing", "link", "report"), "invitation"),
    **dict.fromkeys(
        ("nominate", "take_part", "sent_back", "report_ready", "plan_check_in", "home"), "home"
    ),
    "talk_times": "home",
    **dict.fromkeys(("pulse", "ask_back"), "follow_up"),
    "follow_up_ready": "home",
    "approval": "approval",
    "digest": "requests",
    "account": "account",
}
"""What the link of a kind opens; kinds that are not here have none, or one without a secret."""
_WITHOUT_SECRET = {"coach_weekly": "/coach", PASSKEY_MAIL: "/account"}


class Overtaken(Exception):
    """What the message was about has passed; nobody needs it any more.

    `quietly`: it counts as sent, because whoever reads the outbox would learn that somebody has
    answered.
    """

    def __init__(self, why: str, quietly: bool = False) -> None:
        super().__init__(why)
        self.quietly = quietly


@dataclass(frozen=True)
class _Reader:
    name: str
    address: str | None
    language: str


@dataclass(frozen=True)
class _Case:
    """What a row's ids lead to."""

    row: Message
    reader: _Reader
    invitation: Invitation | None = None
    participation: Participation | None = None
    round: Round | None = None
    about: str = ""
    follow_up: FollowUpAsked | None = None

    @property
    def is_own(self) -> bool:
        """The reader is the person assessed."""
        return (
            self.invitation is not None
            and self.participation is not None
            and self.invitation.person == self.participation.person
        )

    @property
    def text_kind(self) -> str:
        """Kind of text: what the person assessed reads is worded differently, and what comes from
        nobody's round."""
        if self.row.test:
            return self.row.kind.partition("/")[0]
        kind = "reminder" if self.is_own and self.row.kind == "closing" else self.row.kind
        if self.round and self.round.organisation is None and f"{kind}_alone" in OURS:
            return f"{kind}_alone"
        return f"{kind}_own" if self.is_own and f"{kind}_own" in OURS else kind


def write(
    tx: Tx, keys: Keys, settings: Settings, row: Message, today: date, *, blotted: bool = False
) -> tuple[str, Letter]:
    """Kind of text and letter of a row, of which survey.mailing.mail.build makes a message.

    `blotted`: to be looked at: without its link, and in whatever state the matter is. Raises
    Overtaken; PlumblineError: nobody to write to; LookupError: no such kind.
    """
    case = _case(tx, row)
    if not blotted and not row.test:
        _check_still_wanted(tx, case)
    if case.reader.address is None:
        raise PlumblineError("nobody's address")
    rules = Rules.from_json(rounds.rules(tx, case.round.id)) if case.round else Rules()
    language, own = texts.chosen(
        rules.texts, case.text_kind, case.reader.language, filling.spoken()
    )
    letter = Letter(
        id=row.id,
        to_name=case.reader.name,
        to_address=case.reader.address,
        link=BLOTTED if blotted else "",
        product=settings.product_name,
        sender=settings.mail_from,
        base_url=settings.base_url,
        values=_values(tx, case, rules, language, today),
        own=own,
        language=language,
    )
    if blotted:
        return case.text_kind, letter
    path = f"/{EXAMPLE}" if row.test else _path(tx, keys, case)
    return case.text_kind, replace(letter, link=settings.base_url + path if path else "")


def add_test(tx: Tx, kind: str, language: str, account: str, round_: str) -> str:
    """A row that mails the text of a kind of text, with invented people, to an account."""
    return outbox.add(tx, f"{kind}/{language}", account=account, round=round_, test=True)


def _case(tx: Tx, row: Message) -> _Case:
    follow_up = None
    if row.follow_up:
        follow_up = next(iter(mailed.follow_ups_asked(tx, invitation=row.follow_up)), None)
    invitation = invitations.get(tx, row.invitation) if row.invitation else None
    about = row.participation or (invitation.participation if invitation else None)
    about = about or (follow_up.participation if follow_up else None)
    participation, round_, name = None, None, ""
    if about:
        participation, round_, person = participations.whole(tx, about)
        name = person.name
    elif row.round:
        round_ = rounds.get(tx, row.round)
    if row.account:
        account = accounts.get(tx, row.account)
        language = row.kind.partition("/")[2] if row.test else account.language
        reader = _Reader(account.name or account.email, account.email, language)
    else:
        asked = row.person or (invitation.person if invitation else None)
        asked = asked or (follow_up.person if follow_up else None)
        asked = asked or (participation.person if participation else "")
        found = people.get(tx, asked)
        reader = _Reader(found.name, found.email, found.language)
    return _Case(row, reader, invitation, participation, round_, name, follow_up)


def _check_still_wanted(tx: Tx, case: _Case) -> None:
    """Raises Overtaken."""
    if case.round is not None and case.round.practice:
        raise Overtaken("a practice round writes to nobody")
    is_open = case.round is None or case.round.state == "open"
    check = _WANTED.get(case.row.kind)
    if check is not None and not check(tx, case, is_open):
        raise Overtaken("this has passed")
    if case.row.kind == "invitation" and case.invitation and case.invitation.state != "open":
        raise Overtaken("answered or declined already", quietly=True)


def _is_asked(_tx: Tx, case: _Case, is_open: bool) -> bool:
    return is_open and case.invitation is not None and case.invitation.state in INVITED


def _is_unanswered(_tx: Tx, case: _Case, is_open: bool) -> bool:
    return is_open and case.invitation is not None and case.invitation.state == "open"


def _has_answered(_tx: Tx, case: _Case, _is_open: bool) -> bool:
    return case.invitation is not None and case.invitation.state == "done"


def _is_chosen_by_the_manager(_tx: Tx, case: _Case, is_open: bool) -> bool:
    return is_open and case.participation is not None and case.participation.listing == "open"


def _waits_for_approval(_tx: Tx, case: _Case, _is_open: bool) -> bool:
    return case.participation is not None and case.participation.listing == "waiting"


def _has_requests(tx: Tx, case: _Case, _is_open: bool) -> bool:
    asked_for = case.row.invitation is not None  # by whoever holds that invitation's link
    return asked_for or bool(filling.requests_of(tx, case.row.person or "", case.row.round, "en"))


def _follow_up_is_open(_tx: Tx, case: _Case, _is_open: bool) -> bool:
    found = case.follow_up
    return found is not None and found.state == "open" and found.is_open


def _takes_place(_tx: Tx, _case: _Case, is_open: bool) -> bool:
    return is_open


_WANTED: dict[str, Callable[[Tx, _Case, bool], bool]] = {
    "invitation": _is_asked,
    "reminder": _is_unanswered,
    "closing": _is_unanswered,
    "thanks": _has_answered,
    "nominate": _is_chosen_by_the_manager,
    "sent_back": _is_chosen_by_the_manager,
    "take_part": _takes_place,
    "approval": _waits_for_approval,
    "digest": _has_requests,
    "pulse": _follow_up_is_open,
    "ask_back": _follow_up_is_open,
}
"""What must still be so for a message of a kind to be sent."""


def _path(tx: Tx, keys: Keys, case: _Case) -> str:
    """Where the link leads, below the base URL; "": the kind has none."""
    kind = case.row.kind
    if kind in _WITHOUT_SECRET:
        return _WITHOUT_SECRET[kind]
    if kind == "follow_up_ready" and case.row.account and case.participation:
        return f"/coach/{case.participation.id}"
    purpose = _OPENED_BY.get(kind)
    if purpose is None:
        return ""
    if purpose == "invitation":
        if case.invitation is None:
            raise NotFound("no such invitation")
        found = case.invitation
        return links.path(links.secret(keys.link, found.id, found.issue), purpose)
    if purpose == "account":
        return links.path(_account_secret(tx, keys, case.row.account or ""), purpose)
    return links.path(doors.ensure(tx, keys.link, purpose, _target(case, purpose)), purpose)


def _target(case: _Case, purpose: Purpose) -> str:
    row = case.row
    found = {
        "home": case.participation.person if case.participation else row.person,
        "approval": row.participation,
        "requests": row.person,
        "follow_up": row.follow_up,
    }[purpose]
    if not found:
        raise NotFound("nothing that the link could open")
    return found


def _account_secret(tx: Tx, keys: Keys, account: str) -> str:
    """Made by survey.accounts; used once."""
    secret = links.secret(keys.link, account, accounts.entry(tx, account).issue, "account")
    found = link_rows.by_hash(tx, links.hash_of(secret))
    if found is None or not found.current:
        raise Overtaken("this link was used")
    return secret


def _values(tx: Tx, case: _Case, rules: Rules, language: str, today: date) -> dict[str, str]:
    """What stands for the tags."""
    row = case.row
    if row.test:
        return filling.sample(tx, case.round, language)
    values = {"about": case.about}
    if case.round is not None:
        last = case.follow_up.closes_on if case.follow_up else case.round.closes_on
        values |= filling.of_round(tx, case.round, language, last)
        asked = case.invitation or case.follow_up
        if asked is not None:
            threshold = case.follow_up.threshold if case.follow_up else case.round.threshold
            values |= filling.of_group(tx, case.round, asked.group, threshold, language)
    if row.kind == "digest":
        values["list"] = filling.requests_of(tx, row.person or "", row.round, language)
    if row.kind == "coach_weekly" and row.account:
        values["list"] = filling.weekly_of(tx, row.account, language, today)
    if row.kind == "note" and case.participation:
        values["note"] = mailed.note(tx, case.participation.id)
    return values
