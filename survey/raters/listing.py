"""Lists of raters from within: what every use case that changes one has in common."""

from dataclasses import dataclass

from survey import links
from survey.errors import BadInput, NotNow
from survey.keys import Keys
from survey.questionnaire.model import RaterGroup
from survey.raters import inviting
from survey.store import invitations, lists, log, participations, people, rounds, versions
from survey.store import links as link_rows
from survey.store.database import Tx
from survey.store.ids import new_id
from survey.store.invitations import Invitation
from survey.store.participations import Participation
from survey.store.rounds import Round


def groups(tx: Tx, round_: Round) -> list[RaterGroup]:
    """The groups that raters can be put in, in the questionnaire's order."""
    asked = versions.get(tx, round_.version)
    return [group for group in asked.instrument.groups if group.kind != "self"]


@dataclass(frozen=True)
class Contact:
    """A rater as nominated."""

    name: str
    address: str
    language: str


def person_of(tx: Tx, round_: Round, about: Participation, rater: Contact) -> str:
    """Whoever has this address in the organisation, else a new person."""
    if round_.organisation:
        known = people.by_email(tx, round_.organisation, rater.address)
    else:  # of a self-assessment that belongs to nobody: only those who were asked for it
        known = next(
            (
                people.get(tx, row.person)
                for row in lists.of(tx, about.id)
                if (row.email or "").lower() == rater.address.lower()
            ),
            None,
        )
    if known:
        return known.id
    return people.add(
        tx, rater.name, rater.address, rater.language, organisation=round_.organisation
    )


def put_on(
    tx: Tx, keys: Keys, participation: str, group: str, person: str, *, slip: bool = False
) -> str:
    before = invitations.of_rater(tx, participation, person)
    if before:
        return _again(tx, keys, before[0], group)
    invitation = new_id()
    invitations.add(
        tx,
        invitation,
        participation=participation,
        group=group,
        person=person,
        secret_hash=links.hash_of(links.secret(keys.link, invitation, 1)),
        state="listed",
        slip=slip,
    )
    return invitation


def _again(tx: Tx, keys: Keys, before: Invitation, group: str) -> str:
    """Somebody who was taken off comes back; who had sent is only shown again."""
    if not shown(tx, before).taken_off:
        raise NotNow("%(name)s is on the list already.", name=people.get(tx, before.person).name)
    if before.state == "removed":
        issue = before.issue + 1
        secret = links.secret(keys.link, before.id, issue)
        link_rows.keep(tx, before.secret_hash, "invitation", before.id, before.issue)
        link_rows.end(tx, "invitation", before.id)
        lists.put_back(tx, before.id, group, links.hash_of(secret), issue)
    else:
        lists.show_again(tx, before.id, group)
        inviting.as_if(tx, before.id)
    return before.id


def shown(tx: Tx, found: Invitation) -> lists.Row:
    rows = lists.of(tx, found.participation)
    return next(row for row in rows if row.invitation == found.id)


def still_running(round_: Round) -> None:
    if round_.state == "closed":
        raise NotNow("This round is closed.")


def check_group(tx: Tx, round_: Round, group: str) -> None:
    if group not in {one.id for one in groups(tx, round_)}:
        raise BadInput(f"no rater group is called {group!r}")


def note(tx: Tx, action: str, participation: str, account: str | None) -> None:
    """Who of the staff did what to whose list; which rater it was is not kept."""
    if account is None:
        return
    organisation = rounds.of(tx, participation).organisation
    target = f"participation:{participation}"
    log.write(tx, action, organisation=organisation, account=account, target=target)


def refuse_manager(tx: Tx, participation: str, address: str) -> None:
    _, _, manager = participations.whole(tx, participation)
    if (manager.email or "").lower() == address.lower():
        raise NotNow("%(email)s is the address of the person assessed.", email=address)
