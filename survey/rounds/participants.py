"""Who takes part in a round: added, removed, looked after by a coach. Use cases without Flask."""

from survey import links
from survey.entry import check_email, check_name
from survey.errors import NotFound, NotNow
from survey.keys import Keys
from survey.rounds.campaign import Rules
from survey.store import (
    accounts,
    bundles,
    invitations,
    log,
    organisations,
    outbox,
    participations,
    people,
    rounds,
    versions,
)
from survey.store.database import Tx
from survey.store.ids import new_id
from survey.store.participations import Participation
from survey.store.rounds import Round


def add_participant(
    tx: Tx,
    round_: str,
    name: str,
    email: str | None,
    role: str = "",
    *,
    coach: str | None = None,
    language: str | None = None,
    keys: Keys | None = None,
    account: str | None = None,
) -> str:
    """Id of the participation; the same person twice is the same one, left as it is.

    Whoever has this address in the organisation is that person. `keys` are needed once the round
    is open, because the own form is opened at once. Raises BadInput, NotFound (the coach), NotNow.
    """
    found = rounds.lock(tx, round_)
    if found.organisation is None or found.practice or found.state == "closed":
        raise NotNow("Nobody can be added to this round now")
    name, email = check_name(name), check_email(email)
    known = people.by_email(tx, found.organisation, email) if email else None
    if known is not None:
        for one in participations.of(tx, known.id):
            if one.round == round_:
                return one.id
    _refuse_foreign_coach(tx, found.organisation, coach)
    language = language or organisations.get(tx, found.organisation).language
    person = known.id if known else people.add(
        tx, name, email, language, organisation=found.organisation
    )  # fmt: skip
    added = take_part(tx, found, person, role, coach)
    if found.state == "open":
        if keys is None:
            raise ValueError("an open round needs the keys")
        for own in invitations.of_rater(tx, added, person):
            open_own(tx, keys, own.id)
        tell_managers(
            tx, [participations.get(tx, added)], Rules.from_json(rounds.rules(tx, round_))
        )
    note(tx, "participant.added", added, found.organisation, account, kind="participation")
    return added


def take_part(tx: Tx, round_: Round, person: str, role: str, coach: str | None) -> str:
    """A participation with the own form, listed."""
    by_manager = Rules.from_json(rounds.rules(tx, round_.id)).nominator == "manager"
    role = " ".join(role.split())[:200]
    added = participations.add(
        tx, person, round_.id, role, coach=coach, listing="open" if by_manager else "settled"
    )
    own_group = versions.get(tx, round_.version).self_group.id
    put_on_list(tx, None, added, person, own_group)
    return added


def put_on_list(tx: Tx, keys: Keys | None, participation: str, person: str, group: str) -> None:
    """Without `keys` its link is made when it is opened (`open_own`)."""
    invitation = new_id()
    secret = links.secret(keys.link, invitation, 1) if keys else new_id()
    invitations.add(
        tx,
        invitation,
        participation=participation,
        group=group,
        person=person,
        secret_hash=links.hash_of(secret),
        state="listed",
    )


def remove_participant(tx: Tx, participation: str, account: str | None = None) -> None:
    """Somebody about whom nobody was asked yet. Raises NotNow."""
    found, round_, _person = participations.whole(tx, participation)
    rounds.lock(tx, round_.id)
    listed = invitations.of_participation(tx, participation)
    if any(one.state != "listed" for one in listed):
        raise NotNow("Somebody was already invited here; the participant stays in the round")
    for one in listed:
        invitations.remove(tx, one.id)
    participations.remove(tx, found.id)
    note(tx, "participant.removed", round_.id, round_.organisation, account)


def assign_coach(tx: Tx, participation: str, coach: str | None, account: str | None = None) -> None:
    """Who looks after this manager from now on. A handover moves the client and not the notes,
    which belong to whoever wrote them; ZIPs that hold the client's reports go. Raises NotFound: not
    a coach of this organisation."""
    found, round_, _person = participations.whole(tx, participation)
    if found.coach == coach:
        return
    _refuse_foreign_coach(tx, round_.organisation, coach)
    participations.change(tx, participation, coach=coach)
    bundles.forget(tx, [participation])
    action = "coach.handed_over" if found.coach and coach else "coach.assigned"
    note(tx, action, participation, round_.organisation, account, kind="participation")


def hand_over(
    tx: Tx, organisation: str, giving: str, taking: str, account: str | None = None
) -> int:
    """All clients of one coach in this organisation go to another; returns how many.

    Raises NotFound: not a coach here who can sign in."""
    moving = clients(tx, organisation, giving)
    for one in moving:
        assign_coach(tx, one.id, taking, account)
    return len(moving)


def clients(tx: Tx, organisation: str, coach: str) -> list[Participation]:
    """Whom this coach looks after here, in rounds of all states."""
    here = {one.id for one in rounds.of_organisation(tx, organisation)}
    return [one for one in participations.of_coach(tx, coach) if one.round in here]


def _refuse_foreign_coach(tx: Tx, organisation: str | None, coach: str | None) -> None:
    if coach is None:
        return
    staff = accounts.staff(tx, organisation, "coach") if organisation else []
    if coach not in {one.id for one in staff if one.active}:
        raise NotFound("not a coach of this organisation")


def open_own(tx: Tx, keys: Keys, invitation: str) -> None:
    """Not `inviting.invite`: it is no promise to raters, and the manager's mail says it all."""
    secret = links.secret(keys.link, invitation, 1)
    invitations.change(tx, invitation, state="open", secret_hash=links.hash_of(secret))


def tell_managers(tx: Tx, taking_part: list[Participation], rules: Rules) -> None:
    """By a mail of their own each; who has no address is told by the organiser."""
    known = people.named(tx, [one.person for one in taking_part])
    for one in taking_part:
        if known[one.person].email:
            choosing = rules.nominator == "manager" and one.listing == "open"
            outbox.add(tx, "nominate" if choosing else "take_part", participation=one.id)


def note(
    tx: Tx,
    action: str,
    target: str,
    organisation: str | None,
    account: str | None,
    *,
    detail: str = "",
    kind: str = "round",
) -> None:
    """A row in the log: `target` is a round, or a thing of another `kind`."""
    log.write(
        tx,
        action,
        organisation=organisation,
        account=account,
        target=f"{kind}:{target}",
        detail=detail,
    )
