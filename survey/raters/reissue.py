"""A new link in place of an invitation's old one (decision 8). A use case, without Flask."""

from survey import links
from survey.keys import Keys
from survey.store import drafts, invitations
from survey.store import links as link_rows
from survey.store.database import Tx
from survey.store.invitations import State

_UNSENT: tuple[State, ...] = ("listed", "open")


def reissue(tx: Tx, keys: Keys, invitation: str, old_address_same: bool) -> bool:
    """Put the next issue of the link in force; the old link then says that there is a newer one.

    To the same address the draft stays: opened with the old secret, sealed with the new. For
    another address, or another person, it is erased. Of a form that was sent, declined or taken
    back nothing changes and False comes back; the caller must not show that to anybody (decision
    15). Raises NotFound, CannotOpen.
    """
    found = invitations.lock(tx, invitation)
    if found.state not in _UNSENT:
        return False
    old = links.secret(keys.link, invitation, found.issue)
    new = links.secret(keys.link, invitation, found.issue + 1)
    link_rows.keep(tx, found.secret_hash, "invitation", invitation, found.issue)
    link_rows.end(tx, "invitation", invitation)
    invitations.change(tx, invitation, issue=found.issue + 1, secret_hash=links.hash_of(new))
    if old_address_same:
        _seal_anew(tx, invitation, old, new)
    else:
        drafts.erase(tx, invitation)
    return True


def _seal_anew(tx: Tx, invitation: str, old: str, new: str) -> None:
    saved = drafts.get(tx, invitation)
    if saved is not None:
        draft = links.open_(old, invitation, saved.sealed)
        drafts.save(tx, invitation, links.seal(new, invitation, draft), saved.revision)
