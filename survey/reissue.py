"""A newer link to the same form: a stand-in until the rater's room brings its own."""

from survey import links
from survey.keys import Keys
from survey.store import drafts, invitations
from survey.store import links as link_rows
from survey.store.database import Tx


def reissue(tx: Tx, keys: Keys, invitation: str, old_secret: str | None = None) -> str:
    """The secret of the next issue. The draft is erased."""
    found = invitations.lock(tx, invitation)
    issue = found.issue + 1
    secret = links.secret(keys.link, invitation, issue)
    drafts.erase(tx, invitation)
    invitations.change(tx, invitation, issue=issue, secret_hash=links.hash_of(secret))
    link_rows.keep(tx, found.secret_hash, "invitation", invitation, found.issue)
    link_rows.end(tx, "invitation", invitation)
    return secret
