"""Inviting raters. Provisional: the whole of it comes with the raters' own branch."""

from survey import links
from survey.keys import Keys
from survey.store import invitations, outbox, participations, rounds
from survey.store.database import Tx


def invite(tx: Tx, keys: Keys, invitation: str) -> None:
    """A listed rater is asked from now on: the link is in force, and a mail waits."""
    found = invitations.lock(tx, invitation)
    if found.state != "listed":
        return
    secret = links.secret(keys.link, invitation, found.issue)
    invitations.change(tx, invitation, state="open", secret_hash=links.hash_of(secret))
    if not found.slip:
        outbox.add(tx, "invitation", invitation)
    rounds.change(tx, participations.get(tx, found.participation).round, frozen=True)
