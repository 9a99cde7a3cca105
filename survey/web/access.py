"""Who a visitor is: the holder of a link. One cookie for each invitation holds its secret."""

import hmac

from flask import request
from werkzeug.wrappers import Response

from survey.answers import respond
from survey.errors import NotFound
from survey.links import hash_of
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


def holds_link(invitation: Invitation) -> bool:
    """Whether this browser holds the invitation's link in force."""
    secret = request.cookies.get(cookie_name(invitation.id), "")
    return hmac.compare_digest(hash_of(secret), invitation.secret_hash)


def visitor_invitation(invitation_id: str) -> Invitation:
    """The invitation, in whatever state, if this visitor holds its link.

    Does not tell a stranger whether the invitation exists. Raises NotFound, LinkUnknown, NewerLink.
    """
    return respond.read_invitation(house().db, invitation_id, visitor_secret(invitation_id))
