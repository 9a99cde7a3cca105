"""Lists of raters as they are shown, and many invitations at once.

What a list shows is apart from what took effect: after an invitation left, changes take effect on
unsent forms only, and the list must look the same either way (decision 15).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from survey import naming
from survey.keeping import ADDRESSES
from survey.store import kept_days
from survey.store.invitations import State
from survey.store.tables import invitations, outbox, participations, people, rounds

_UNSENT: tuple[State, ...] = ("listed", "open", "declined")


@dataclass(frozen=True)
class Row:
    """One name on a list. It tells nothing of whether that person has answered."""

    invitation: str
    person: str
    name: str
    email: str | None
    group: str
    """Where the list shows it."""
    invited: bool
    """An invitation has left: from now on changes are for unsent forms."""
    slip: bool
    taken_off: bool


def of(tx: Connection, participation: str) -> list[Row]:
    """The raters of a list by name, printed slips last; the own form is none of them."""
    shown = func.coalesce(invitations.c.moved_to, invitations.c.group)
    statement = (
        select(
            invitations.c.id,
            invitations.c.person,
            people.c.name,
            people.c.email,
            shown,
            invitations.c.state != "listed",
            invitations.c.slip,
            invitations.c.taken_off,
        )
        .join(people, invitations.c.person == people.c.id)
        .join(participations, invitations.c.participation == participations.c.id)
        .where(
            invitations.c.participation == participation,
            invitations.c.person != participations.c.person,
        )
    )
    found = [Row(*row) for row in tx.execute(statement)]
    return sorted(found, key=lambda one: (one.slip, naming.order(one.name), one.invitation))


def take_off(tx: Connection, invitation: str) -> bool:
    """Gone from the list, and withdrawn if it was not sent. Whether it was is for nobody to see."""
    tx.execute(update(invitations).where(invitations.c.id == invitation).values(taken_off=True))
    return _unsent(tx, invitation, state="removed")


def put_back(tx: Connection, invitation: str, group: str, secret_hash: str, issue: int) -> None:
    """Somebody who was taken off unsent is nominated again, with a new link."""
    values = {"state": "listed", "group": group, "secret_hash": secret_hash, "issue": issue}
    values |= {"taken_off": False, "moved_to": None, "reminders": 0, "reminded_on": None}
    tx.execute(update(invitations).where(invitations.c.id == invitation).values(values))


def show_again(tx: Connection, invitation: str, group: str) -> None:
    """As `put_back`, where there is nothing to take back: it was sent."""
    values = {"taken_off": False, "moved_to": group}
    tx.execute(update(invitations).where(invitations.c.id == invitation).values(values))


def move(tx: Connection, invitation: str, group: str) -> None:
    """Shown in another group, and counted there if it was not sent."""
    tx.execute(update(invitations).where(invitations.c.id == invitation).values(moved_to=group))
    _unsent(tx, invitation, group=group)


def _unsent(tx: Connection, invitation: str, **values: str) -> bool:
    statement = update(invitations).where(
        invitations.c.id == invitation, invitations.c.state.in_(_UNSENT)
    )
    return tx.execute(statement.values(values)).rowcount == 1


def take_back(tx: Connection, invitation: str, state: State) -> State:
    """A sent form was taken back. What was done to its place on the list since then takes effect
    now, as it does on unsent forms; returns the state that it is in."""
    here = invitations.c.id == invitation
    columns = (invitations.c.taken_off, invitations.c.moved_to)
    row = tx.execute(select(*columns).where(here)).one()
    state = "removed" if row.taken_off else state
    values = {"state": state} | ({"group": row.moved_to} if row.moved_to else {})
    tx.execute(update(invitations).where(here).values(values))
    return state


def listed(tx: Connection, participation: str) -> list[str]:
    """Ids of those on the list who were not invited yet, the own form among them."""
    statement = select(invitations.c.id).where(
        invitations.c.participation == participation, invitations.c.state == "listed"
    )
    return list(tx.execute(statement.order_by(invitations.c.id)).scalars())


@dataclass(frozen=True)
class Opened:
    """An invitation that is open now, and what mail about it depends on."""

    invitation: str
    person: str
    round: str
    own: bool
    slip: bool
    practice: bool


def open_all(tx: Connection, ids: Sequence[str]) -> list[Opened]:
    """Turn listed invitations to open; those in another state are left alone and not returned."""
    statement = (
        select(
            invitations.c.id,
            invitations.c.person,
            participations.c.round,
            invitations.c.person == participations.c.person,
            invitations.c.slip,
            rounds.c.practice,
        )
        .join(participations, invitations.c.participation == participations.c.id)
        .join(rounds, participations.c.round == rounds.c.id)
        .where(invitations.c.id.in_(ids), invitations.c.state == "listed")
        .order_by(invitations.c.id)
        .with_for_update(of=invitations)
    )
    found = [Opened(*row) for row in tx.execute(statement)]
    opened = update(invitations).where(invitations.c.id.in_([one.invitation for one in found]))
    tx.execute(opened.values(state="open"))
    for touched in sorted({one.round for one in found}):
        _freeze(tx, touched)
    return found


def _freeze(tx: Connection, round_: str) -> None:
    """The promise to raters stands, and in it how long their addresses are kept."""
    is_it = rounds.c.id == round_
    tx.execute(update(rounds).where(is_it).values(frozen=True))
    organisation = tx.execute(select(rounds.c.organisation).where(is_it)).scalar_one()
    days = kept_days.of(tx, organisation)[ADDRESSES]
    untold = update(rounds).where(is_it, rounds.c.kept_days.is_(None))
    tx.execute(untold.values(kept_days=days))


def requests(tx: Connection, round_: str, persons: Iterable[str] | None = None) -> dict[str, int]:
    """On how many lists of this round each rater stands, invited or not: {person: number}."""
    statement = (
        select(invitations.c.person, func.count())
        .join(participations, invitations.c.participation == participations.c.id)
        .where(
            participations.c.round == round_,
            invitations.c.person != participations.c.person,
            ~invitations.c.taken_off,
            ~invitations.c.slip,
        )
        .group_by(invitations.c.person)
    )
    if persons is not None:
        statement = statement.where(invitations.c.person.in_(list(persons)))
    return {row[0]: row[1] for row in tx.execute(statement)}


def asked(tx: Connection, round_: str, persons: Iterable[str]) -> dict[str, list[str]]:
    """Invitations to rate others in this round that have left, by rater. The sent and the declined
    ones are among them: whether somebody gets one more invitation or a digest of several must not
    depend on what they have answered, since the outbox shows invitations."""
    statement = (
        select(invitations.c.person, invitations.c.id)
        .join(participations, invitations.c.participation == participations.c.id)
        .where(
            participations.c.round == round_,
            invitations.c.person != participations.c.person,
            invitations.c.state.in_(("open", "done", "declined")),
            invitations.c.person.in_(list(persons)),
            ~invitations.c.taken_off,
            ~invitations.c.slip,
        )
        .order_by(invitations.c.id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for person, invitation in tx.execute(statement):
        found[person].append(invitation)
    return dict(found)


def cancel_mail(tx: Connection, kind: str, ids: Iterable[str]) -> None:
    """What has not left about these invitations need not leave any more."""
    statement = update(outbox).where(
        outbox.c.invitation.in_(list(ids)), outbox.c.kind == kind, outbox.c.state == "queued"
    )
    tx.execute(statement.values(state="cancelled"))


def waiting_digests(tx: Connection, round_: str) -> set[str]:
    """Whom a digest of this round is about to be sent to."""
    statement = select(outbox.c.person).where(
        outbox.c.round == round_, outbox.c.kind == "digest", outbox.c.state == "queued"
    )
    return {person for person in tx.execute(statement).scalars() if person}


def colleagues(tx: Connection, organisation: str, limit: int = 2000) -> list[tuple[str, str]]:
    """Names and addresses of the people of an organisation, by name."""
    statement = (
        select(people.c.name, people.c.email)
        .where(people.c.organisation == organisation, people.c.email.is_not(None))
        .order_by(func.lower(people.c.name), people.c.id)
        .limit(limit)
    )
    found = [(name, email) for name, email in tx.execute(statement)]
    return sorted(found, key=lambda one: naming.order(one[0]))


def stands_alone(tx: Connection, person: str, invitation: str) -> bool:
    """Whether this invitation is all there is of a person: nothing else hangs on the address."""
    others = select(func.count()).where(
        invitations.c.person == person, invitations.c.id != invitation
    )
    own = select(func.count()).where(participations.c.person == person)
    return not tx.execute(others).scalar_one() and not tx.execute(own).scalar_one()


def word(tx: Connection, participation: str) -> str | None:
    """What the approver wrote when the list was last sent back."""
    statement = select(participations.c.word).where(participations.c.id == participation)
    return tx.execute(statement).scalar()
