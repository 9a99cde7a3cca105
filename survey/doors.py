"""Doors that links open, beside the invitations' own: which secret is in force, and whose it is.

A link is made at the last moment, when a mail that carries it is sent; only its hash is kept.
"""

from survey import links
from survey.errors import LinkUnknown, NewerLink
from survey.links import Purpose
from survey.store import links as rows
from survey.store.database import Tx


def ensure(tx: Tx, link_key: bytes, purpose: Purpose, target: str) -> str:
    """The secret in force, the same every time; a new one where there is none."""
    issue = rows.issue(tx, purpose, target)
    secret = links.secret(link_key, target, issue, purpose)
    found = rows.by_hash(tx, links.hash_of(secret)) if issue else None
    if found is not None and found.current:
        return secret
    return _put_in_force(tx, link_key, purpose, target, issue + 1)


def renew(tx: Tx, link_key: bytes, purpose: Purpose, target: str) -> str:
    """A new secret; whoever holds an older one is told so and gets no further."""
    issue = rows.issue(tx, purpose, target) + 1
    return _put_in_force(tx, link_key, purpose, target, issue)


def open_door(tx: Tx, purpose: Purpose, secret: str) -> str:
    """Id of what the link opens. Raises NewerLink: replaced; LinkUnknown: never was, or ended."""
    found = rows.by_hash(tx, links.hash_of(secret))
    if found is None or found.purpose != purpose:
        raise LinkUnknown("this link is not known")
    if found.current:
        return found.target
    # An invitation's own row holds the newer issue; here stand only those that were replaced.
    if purpose == "invitation" or rows.issue(tx, purpose, found.target) > found.issue:
        raise NewerLink("a newer link has replaced this one")
    raise LinkUnknown("this link has been ended")


def _put_in_force(tx: Tx, link_key: bytes, purpose: Purpose, target: str, issue: int) -> str:
    secret = links.secret(link_key, target, issue, purpose)
    rows.keep(tx, links.hash_of(secret), purpose, target, issue)
    return secret
