"""What people type about themselves, on its way in: names and addresses."""

import re

from survey.errors import BadInput
from survey.questionnaire.words import clean_text

_LONGEST_NAME = 120
_LONGEST_EMAIL = 254
# What mail servers in use take; no quotes, no comments, no several addresses.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)


def check_name(text: str) -> str:
    """A name on one line, at most 120 characters. Raises BadInput."""
    name = " ".join(clean_text(text, _LONGEST_NAME).split())
    if not name:
        raise BadInput("give a name; any name that you will recognise on the report")
    return name


def check_email(text: str | None) -> str | None:
    """An address that mail can be sent to (a domain beyond ASCII in its ASCII form), or None if
    nothing was given. Raises BadInput."""
    address = (text or "").strip()
    if not address:
        return None
    local, _, domain = address.rpartition("@")
    ascii_domain = _to_ascii(domain)
    plain = f"{local}@{ascii_domain}"
    fits = len(local) <= 64 and len(plain) <= _LONGEST_EMAIL
    if not (fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain)):
        shown = "".join(c if c.isprintable() else "?" for c in address[:80])
        raise BadInput(f"“{shown}” is not an address; write it like name@example.org")
    return plain


def _to_ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""
