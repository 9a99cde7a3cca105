"""Addresses that could be meant for one another: slips of the pen, letters that look alike.

Pure. Addresses and domains are compared in small letters.
"""

import re

_LOOKS = str.maketrans("0153|аеорсухіјѕԁո", "olsslaeopcyxijsdn")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_OTHERS = re.compile("[Ͱ-Ͽἀ-῿Ѐ-ԯ]")  # Greek, Cyrillic
_SHORT = 4
"""Names of fewer letters than this differ by one for good reason: al and ali are two people."""


def same_mailbox(one: str, other: str) -> bool:
    """Dots, and what follows a plus, often lead to the same mailbox."""
    return _mailbox(one) == _mailbox(other)


def _mailbox(email: str) -> tuple[str, str]:
    local, _, domain = email.rpartition("@")
    return local.partition("+")[0].replace(".", ""), domain


def near(one: str, other: str) -> bool:
    """At the same domain, one letter apart or alike to the eye. Numbers alone do not count: bob1
    and bob2 are two people."""
    (local, _, domain), (other_local, _, other_domain) = one.rpartition("@"), other.rpartition("@")
    if domain != other_domain or min(len(local), len(other_local)) < _SHORT:
        return False
    if re.sub(r"\d", "", local) == re.sub(r"\d", "", other_local):
        return False
    return alike(local, other_local)


def near_domain(one: str, other: str) -> bool:
    """As `near`, for domains; abc.de and abd.de are two firms."""
    longest = max(len(domain.partition(".")[0]) for domain in (one, other))
    return longest >= _SHORT and alike(one, other)


def alike(one: str, other: str) -> bool:
    """One letter apart, or the same at a glance."""
    return one != other and (_look(one) == _look(other) or one_apart(one, other))


def mixes_scripts(text: str) -> bool:
    """Latin beside Cyrillic or Greek letters within one word; domains also in their ASCII form."""
    words = re.split(r"[\s.@_-]+", _readable(text))
    return any(_LATIN.search(word) and _OTHERS.search(word) for word in words)


def one_apart(one: str, other: str) -> bool:
    """One letter more, less or other, or two neighbours swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    if one[start + 1 :] == other[start + 1 :]:
        return True
    swapped = one[start + 1 : start + 2] + one[start : start + 1] + one[start + 2 :]
    return swapped == other[start:]


def _look(text: str) -> str:
    """Letters that look alike in many fonts, made the same."""
    folded = _readable(text).translate(_LOOKS)
    return folded.replace("rn", "m").replace("vv", "w").replace("cl", "d")


def _readable(domain: str) -> str:
    """With the letters that xn-- stands for."""
    parts = [_decoded(part) if part.startswith("xn--") else part for part in domain.split(".")]
    return ".".join(parts)


def _decoded(part: str) -> str:
    try:
        return part.encode().decode("idna")
    except UnicodeError:
        return part
