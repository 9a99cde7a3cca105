"""Which passwords are taken: long ones that nobody would try first. No rules of composition."""

import re

from flask_babel import gettext

SHORTEST, LONGEST = 12, 256
_KEYBOARD = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789" * 3,
    "9876543210" * 3,
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
)
_FIRST_TRIED = frozenset(
    [
        "password",
        "passwort",
        "motdepasse",
        "contrasena",
        "welcome",
        "willkommen",
        "bienvenue",
        "letmein",
        "iloveyou",
        "admin",
        "administrator",
        "changeme",
        "secret",
        "sunshine",
        "princess",
        "football",
        "baseball",
        "superman",
        "batman",
        "trustno",
        "dragon",
        "monkey",
        "shadow",
        "master",
        "login",
        "access",
        "default",
        "temporary",
        "correcthorsebatterystaple",
        "feedback",
        "plumbline",
        "leadership",
        "quality",
        "company",
        "summer",
        "winter",
        "spring",
        "autumn",
    ]
)


def objection(password: str, *own: str) -> str:
    """Why this password is not taken, in the visitor's language; "" if it is.

    `own`: what others know of its owner, such as name and address.
    """
    if len(password) < SHORTEST:
        text: str = gettext("Use at least %(number)s characters; several words are fine.",
                            number=SHORTEST)  # fmt: skip
    elif len(password) > LONGEST:
        text = gettext("Use at most %(number)s characters.", number=LONGEST)
    elif _is_known(password, own):
        text = gettext(
            "Others would try this one early: it is a common word, a row of keys, or your own "
            "name. Use several words that do not belong together."
        )
    else:
        text = ""
    return text


def _is_known(password: str, own: tuple[str, ...]) -> bool:
    plain = "".join(c for c in password.casefold() if c.isalnum())
    letters = re.sub(r"[\d_]+", "", plain)
    known = {"".join(c for c in one.casefold() if c.isalnum()) for one in own}
    known |= {part for one in own for part in re.split(r"[^\w]+", one.casefold()) if part}
    return (
        not plain
        or len(set(plain)) < 4
        or letters in _FIRST_TRIED | known
        or plain in known
        or any(plain in row or plain[::-1] in row for row in _KEYBOARD)
        or re.fullmatch(r"(.{1,4}?)\1+.?", plain) is not None
        or (
            re.fullmatch(r"(.{3,})\1+", letters) is not None
            and letters[: len(letters) // 2] in _FIRST_TRIED | known
        )
    )
