"""What whoever visits reads, before the first word is said to them.

A link's first page, and the page that says why it does not open, are in the language of the mail
that brought it. Nothing is looked up where only one language is there or one was chosen here.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from flask import request

from survey.errors import NotFound
from survey.links import hash_of
from survey.store import accounts, follow_ups, invitations, links, people
from survey.store.database import Tx
from survey.web.access import cookie_name
from survey.web.language import is_open, reads


def speak_to_holder(tx: Tx, given: Mapping[str, Any]) -> None:
    """To whoever has a link; `given`: the arguments of the page's address."""
    try:
        language = _language(tx, given)
    except NotFound:  # the page itself says so
        return
    if language:
        reads(language)


def speak_to_person(tx: Tx, person: str) -> None:
    """To somebody assessed or asked, who was let in already."""
    if is_open():
        reads(_of_person(tx, person))


def _language(tx: Tx, given: Mapping[str, Any]) -> str:
    """Empty where the link tells nothing about who holds it."""
    if "secret" in given:
        return _behind(tx, hash_of(given["secret"]))
    found = invitations.get(tx, given["invitation"])
    secret = request.cookies.get(cookie_name(found.id), "")
    is_theirs = hmac.compare_digest(hash_of(secret), found.secret_hash)
    return _of_person(tx, found.person) if is_theirs else ""


def _behind(tx: Tx, secret_hash: str) -> str:
    invitation = invitations.by_secret_hash(tx, secret_hash)
    if invitation:
        return _of_person(tx, invitation.person)
    link = links.by_hash(tx, secret_hash)
    if link is None:
        return ""
    if link.purpose == "account":
        return accounts.get(tx, link.target).language
    if link.purpose == "follow_up":
        return _of_person(tx, follow_ups.asked(tx, link.target).person)
    return _of_person(tx, link.target) if link.purpose in {"home", "requests"} else ""


def _of_person(tx: Tx, person: str) -> str:
    found = people.named(tx, [person]).get(person)  # may have been erased
    return found.language if found else ""
