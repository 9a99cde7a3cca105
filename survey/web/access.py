"""Who a visitor is: the holder of a link. One cookie for each invitation holds its secret."""

import hmac

from flask import request
from werkzeug.wrappers import Response

from survey.errors import NotFound
from survey.links import hash_of
from survey.store import invitations
from survey.store.invitations import Invitation
from survey.web.house import house

DAYS = 90


def cookie_name(invitation_id: str) -> str:
    """`__Host-` keeps other hosts and paths from setting it; http on loopback cannot have it."""
    prefix = "__Host-" if house().settings.secure else ""
    return f"{prefix}answer-{invitation_id}"


def let_in(response: Response, invitation_id: str, secret: str) -> Response:
    """Give the browser the key to this invitation's answers."""
    response.set_cookie(
        cookie_name(invitation_id),
        secret,
        max_age=DAYS * 24 * 3600,
        path="/",
        secure=house().settings.secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def visitor_secret(invitation_id: str) -> str:
    """The secret that this browser holds. Raises NotFound: it holds none."""
    secret = request.cookies.get(cookie_name(invitation_id))
    if not secret:
        raise NotFound("no cookie for this invitation")
    return secret


def check(invitation: Invitation, secret: str) -> Invitation:
    """Raises NotFound when the secret is not that of the invitation's link in force."""
    if not hmac.compare_digest(hash_of(secret), invitation.secret_hash):
        raise NotFound("the cookie is not for this invitation")
    return invitation


def holds_link(invitation: Invitation) -> bool:
    """Whether this browser holds the invitation's link in force."""
    secret = request.cookies.get(cookie_name(invitation.id), "")
    return hmac.compare_digest(hash_of(secret), invitation.secret_hash)


def visitor_invitation(invitation_id: str) -> Invitation:
    """The invitation, if this visitor holds its link. Raises NotFound otherwise.

    Does not tell a stranger whether the invitation exists.
    """
    secret = visitor_secret(invitation_id)
    with house().db.read() as tx:
        return check(invitations.get(tx, invitation_id), secret)
