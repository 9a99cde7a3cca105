"""Choosing who is asked about a manager: use cases over a transaction, without Flask.

Before the invitations leave, a list can be changed freely. Afterwards everything is for unsent
forms only and, so that no change becomes a question about who has answered, each of them looks the
same whether or not it took effect: a sent form stays counted where it was sent (decisions 9, 15).

Whoever may do what, the web's table of pages says; `account` is whose doing it is, for the log.
"""

from collections.abc import Iterable

from survey import links
from survey.entry import check_email, check_name
from survey.errors import BadInput, LinkUnknown, NotFound, NotNow
from survey.keys import Keys
from survey.raters import inviting
from survey.raters.listing import (
    Contact,
    check_group,
    note,
    person_of,
    put_on,
    refuse_manager,
    shown,
    still_running,
)
from survey.raters.pasted import Entry
from survey.raters.reissue import reissue
from survey.rounds.campaign import Rules
from survey.store import (
    accounts,
    drafts,
    invitations,
    lists,
    outbox,
    participations,
    people,
    rounds,
)
from survey.store import links as link_rows
from survey.store.database import Tx
from survey.store.invitations import Invitation
from survey.store.participations import Participation
from survey.store.rounds import Round

LONGEST_WORD = 1000


def add_rater(  # noqa: PLR0917  as people read it: whom, as what, who
    tx: Tx,
    keys: Keys,
    participation: str,
    group: str,
    name: str,
    email: str,
    language: str | None = None,
) -> str:
    """List somebody as a rater; returns the invitation's id. Nobody is written to yet.

    A person of the organisation who has this address is taken as they are, else one is made.
    Raises BadInput: no such address, name or group; NotNow: it is the manager, or somebody who is
    on the list, or the round is closed.
    """
    about, round_, manager = participations.whole(tx, participation)
    still_running(round_)
    check_group(tx, round_, group)
    address = check_email(email)
    if address is None:
        raise BadInput("give an address like name@example.org")
    if manager.email and address.lower() == manager.email.lower():
        raise NotNow("%(email)s is the address of the person assessed.", email=address)
    name = check_name(name) if name.strip() else address
    person = person_of(tx, round_, about, Contact(name, address, language or manager.language))
    return put_on(tx, keys, participation, group, person)


def add_all(tx: Tx, keys: Keys, participation: str, entries: Iterable[Entry]) -> list[str]:
    """`add_rater` for each."""
    return [add_rater(tx, keys, participation, one.group, one.name, one.email) for one in entries]


def remove_rater(tx: Tx, invitation: str, account: str | None = None) -> None:
    """Take somebody off. Who was not invited yet is gone; an unsent form is withdrawn, its draft
    erased; a sent one stays counted. The list looks the same in the last two cases."""
    found = _raters_own(tx, invitation)
    if found.state == "listed" and found.issue == 1:
        link_rows.end(tx, "slip", invitation)
        invitations.remove(tx, invitation)
    elif lists.take_off(tx, invitation):
        drafts.erase(tx, invitation)
        link_rows.end(tx, "slip", invitation)
    for kind in ("invitation", "reminder", "closing"):
        lists.cancel_mail(tx, kind, [invitation])
    note(tx, "rater.removed", found.participation, account)


def replace(
    tx: Tx, keys: Keys, invitation: str, name: str, email: str, *, account: str | None = None
) -> str:
    """Somebody else in this place; returns the new invitation's id, invited if this one was.

    What the first one began is erased, and that link is told that the request was taken back.
    """
    found = _raters_own(tx, invitation)
    group = shown(tx, found).group
    new = add_rater(tx, keys, found.participation, group, name, email)
    remove_rater(tx, invitation)
    note(tx, "rater.replaced", found.participation, account)
    if found.state != "listed":
        inviting.invite(tx, keys, new)
    return new


def move(tx: Tx, invitation: str, group: str, account: str | None = None) -> None:
    """Into another group of raters, what was begun is kept."""
    found = _raters_own(tx, invitation)
    check_group(tx, rounds.of(tx, found.participation), group)
    lists.move(tx, invitation, group)
    note(tx, "rater.moved", found.participation, account)


def correct(tx: Tx, keys: Keys, invitation: str, email: str, account: str | None = None) -> str:
    """Another address for a rater; returns the id of the invitation that goes there.

    Whatever the wrong address began is erased, and its link has been replaced. Somebody of whom
    more is known than this one request keeps the address there, since others rely on it: then a
    person with the new address takes the place.
    """
    found = _raters_own(tx, invitation)
    if found.slip:
        raise NotNow("A printed slip has no address.")
    round_ = rounds.of(tx, found.participation)
    still_running(round_)
    address = check_email(email)
    if address is None:
        raise BadInput("give an address like name@example.org")
    person = people.get(tx, found.person)
    if (person.email or "").lower() == address.lower():
        return invitation
    known = round_.organisation and people.by_email(tx, round_.organisation, address)
    if known or not lists.stands_alone(tx, person.id, invitation):
        return replace(tx, keys, invitation, person.name, address, account=account)
    refuse_manager(tx, found.participation, address)
    people.set_email(tx, person.id, address)
    link_rows.end(tx, "requests", person.id)
    if found.state in ("open", "declined"):
        invitations.change(tx, invitation, state="open")
        reissue(tx, keys, invitation, old_address_same=False)
    if found.state != "listed" and not round_.practice:
        outbox.add(tx, "invitation", invitation)  # not sent where there is nothing to ask
    note(tx, "rater.corrected", found.participation, account)
    return invitation


def submit(tx: Tx, keys: Keys, participation: str) -> list[str]:
    """The manager is done: to the approver, or to the raters at once. Ids of outbox rows."""
    about, round_, _ = participations.whole(tx, participation)
    still_running(round_)
    if about.listing != "open":
        raise NotNow("This list was handed in already.")
    if not any(not row.taken_off for row in lists.of(tx, participation)):
        raise NotNow("Nobody is on the list yet.")
    rules = Rules.from_json(rounds.rules(tx, round_.id))
    if rules.approver == "nobody":
        return settle(tx, keys, participation)
    participations.change(tx, participation, listing="waiting", word=None)
    return _ask_approvers(tx, participation)


def _ask_approvers(tx: Tx, participation: str) -> list[str]:
    """Ids of outbox rows."""
    about, round_, _ = participations.whole(tx, participation)
    rules = Rules.from_json(rounds.rules(tx, round_.id))
    return [
        outbox.add(tx, "approval", participation=participation, account=approver)
        for approver in approvers(tx, rules, round_, about)
        if not round_.practice
    ]


def end_approvals(tx: Tx, account: str) -> None:
    """Somebody approves no more: the links that were mailed end, for everybody who was asked with
    them. Of lists that still wait, whoever approves now gets a new one."""
    for participation in outbox.told_to(tx, "approval", account):
        link_rows.end(tx, "approval", participation)
        if participations.get(tx, participation).listing == "waiting":
            _ask_approvers(tx, participation)


def approvers(tx: Tx, rules: Rules, round_: Round, about: Participation) -> list[str]:
    """Accounts that are asked: the coach, or the admins, also where no coach can be asked."""
    if rules.approver == "coach" and about.coach and accounts.get(tx, about.coach).active:
        return [about.coach]
    admins = accounts.staff(tx, round_.organisation or "", "admin")
    return [one.id for one in admins if one.active]


def approve(tx: Tx, keys: Keys, participation: str, account: str | None = None) -> list[str]:
    """The list stands. Ids of outbox rows. Raises NotNow: it does not wait for approval."""
    _waiting(tx, participation)
    note(tx, "list.approved", participation, account)
    return settle(tx, keys, participation)


def settle(tx: Tx, keys: Keys, participation: str) -> list[str]:
    """The list stands; its raters are invited if the round runs. Ids of outbox rows."""
    participations.change(tx, participation, listing="settled", word=None)
    return invite_listed(tx, keys, participation)


def invite_listed(tx: Tx, keys: Keys, participation: str) -> list[str]:
    """Invite whoever is listed, if the list is settled and the round is open; else nobody."""
    about, round_, _ = participations.whole(tx, participation)
    if about.listing != "settled" or round_.state != "open":
        return []
    return inviting.invite_all(tx, keys, lists.listed(tx, participation))


def send_back(tx: Tx, participation: str, word: str, account: str | None = None) -> str | None:
    """To the manager, with a word; id of the outbox row. Raises NotNow, BadInput: too long."""
    about = _waiting(tx, participation)
    if len(word) > LONGEST_WORD:
        raise BadInput(f"a word of at most {LONGEST_WORD} characters")
    participations.change(tx, participation, listing="open", word=word.strip())
    note(tx, "list.sent_back", participation, account)
    if rounds.get(tx, about.round).practice:
        return None
    return outbox.add(tx, "sent_back", participation=participation)


def by_code(tx: Tx, keys: Keys, code: str) -> str:
    """The secret of the invitation whose printed slip has this code. Raises LinkUnknown."""
    try:
        found = link_rows.by_hash(tx, links.slip_hash(code))
    except BadInput:
        found = None
    if found is None or found.purpose != "slip" or not found.current:
        raise LinkUnknown("no slip has this code")
    slip = invitations.get(tx, found.target)
    return links.secret(keys.link, slip.id, slip.issue)


def _raters_own(tx: Tx, invitation: str) -> Invitation:
    found = invitations.lock(tx, invitation)
    if participations.get(tx, found.participation).person == found.person:
        raise NotFound("the own form is on no list of raters")
    return found


def _waiting(tx: Tx, participation: str) -> Participation:
    found = participations.get(tx, participation)
    if found.listing != "waiting":
        raise NotNow("This list does not wait for approval.")
    return found
