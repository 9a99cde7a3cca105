"""Inviting: listed raters become open ones, and the mail about it is written in the same moment.

One mail to a person: with a single request in a round it is the invitation itself, with several
the digest that leads to all of them. Rehearsals write none, nor do printed slips.
"""

from collections.abc import Iterable

from survey.errors import NotNow
from survey.keys import Keys
from survey.store import invitations, lists, outbox, rounds
from survey.store.database import Tx
from survey.store.lists import Opened

_AT_ONCE = 5000


def invite(tx: Tx, keys: Keys, invitation: str) -> list[str]:
    """As `invite_all`, for one."""
    return invite_all(tx, keys, [invitation])


def invite_all(tx: Tx, keys: Keys, ids: Iterable[str]) -> list[str]:
    """Invite whoever of these is listed; returns ids of the outbox rows. Twice is harmless.

    The own form is opened without a mail of its own: the manager hears from
    `survey.rounds.programme`. From now on the round's promise is frozen.
    """
    wanted = list(ids)
    opened: list[Opened] = []
    for start in range(0, len(wanted), _AT_ONCE):
        opened += lists.open_all(tx, wanted[start : start + _AT_ONCE])
    told = [one for one in opened if not (one.own or one.slip or one.practice)]
    by_round: dict[str, list[Opened]] = {}
    for one in told:
        by_round.setdefault(one.round, []).append(one)
    rows = []
    for round_, some in sorted(by_round.items()):
        requests = lists.asked(tx, round_, {one.person for one in some})
        on_their_way = lists.waiting_digests(tx, round_)
        for person in sorted({one.person for one in some}):
            rows += _tell(tx, round_, person, requests[person], person in on_their_way)
    return rows


def as_if(tx: Tx, invitation: str) -> list[str]:
    """The rows that `invite_all` would write if this form were unsent, so that the outbox does not
    give away that it was sent. The worker sends nothing where nothing is asked."""
    found = invitations.get(tx, invitation)
    round_ = rounds.of(tx, found.participation)
    if round_.practice or round_.state != "open":
        return []
    theirs = lists.asked(tx, round_.id, [found.person]).get(found.person, [])
    on_its_way = found.person in lists.waiting_digests(tx, round_.id)
    return _tell(tx, round_.id, found.person, theirs, on_its_way)


def _tell(
    tx: Tx, round_: str, person: str, requests: list[str], digest_on_its_way: bool
) -> list[str]:
    if len(requests) == 1:
        return [outbox.add(tx, "invitation", requests[0])]
    lists.cancel_mail(tx, "invitation", requests)
    if digest_on_its_way:
        return []
    return [outbox.add(tx, "digest", person=person, round=round_)]


def remind(tx: Tx, invitation: str) -> str | None:
    """Id of the outbox row; None: there is nothing to remind of."""
    found = invitations.get(tx, invitation)
    round_ = rounds.of(tx, found.participation)
    if found.state != "open" or found.slip or round_.practice:
        return None
    if round_.state != "open":
        raise NotNow("This round is closed.")
    return outbox.add(tx, "reminder", invitation)
