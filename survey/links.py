"""Secrets in links, sealed drafts and receipt codes. Pure: no file, no database, no clock.

secret       HMAC-SHA256(link key, purpose, id of what it opens, issue number): 43 characters, in
             the link and the cookie, nowhere else; the database holds `hash_of(secret)`.
sealed draft AES-256-GCM under HKDF(secret, invitation id): 12 bytes nonce, then ciphertext.
receipt      130 random bits in Crockford's base 32, five groups; `receipt_hash(code)` is stored.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey.errors import BadInput, CannotOpen

_NONCE = 12
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U, which are misread
_MISREAD = str.maketrans("ILO", "110", " -\t\n\r")
_RECEIPT = 26
_SLIP = 13


Purpose = Literal[
    "invitation", "requests", "home", "approval", "slip", "follow_up", "account", "review"
]  # fmt: skip
"""What a link opens: one form; all that a person is asked; a manager's home; a list of raters to
approve; one form by a printed code; a pulse or a question back; a first password; the draft of a
questionnaire, to comment on."""


def secret(link_key: bytes, target: str, issue: int, purpose: Purpose = "invitation") -> str:
    """The secret of a link. A higher `issue` replaces all earlier links to the same target."""
    message = f"{purpose}\0{target}\0{issue}".encode()
    digest = hmac.new(link_key, message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


_PATHS: dict[Purpose, str] = {
    "invitation": "/link/",
    "requests": "/requests/link/",
    "home": "/home/link/",
    "approval": "/approve/link/",
    "slip": "/code/",
    "follow_up": "/follow-up/link/",
    "account": "/account/link/",
    "review": "/review/link/",
}


def path(secret: str, purpose: Purpose = "invitation") -> str:
    """Where a link leads, below the base URL. The web room answers there."""
    return _PATHS[purpose] + secret


def hash_of(secret: str) -> str:
    """What the database may know of a secret: SHA-256, 64 hex digits."""
    return hashlib.sha256(b"link\0" + secret.encode("utf-8", "replace")).hexdigest()


def seal(secret: str, invitation: str, plaintext: bytes) -> bytes:
    """Encrypt a draft so that only the link's holder can read it."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_draft_key(secret, invitation)).encrypt(nonce, plaintext, invitation.encode())
    return nonce + sealed


def open_(secret: str, invitation: str, sealed: bytes) -> bytes:
    """What `seal` was given. Raises CannotOpen: other secret, other invitation, or damaged."""
    key = AESGCM(_draft_key(secret, invitation))
    try:
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], invitation.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen("this link does not open the saved answers") from None


def _draft_key(secret: str, invitation: str) -> bytes:
    derivation = HKDF(SHA256(), length=32, salt=invitation.encode(), info=b"plumbline draft 1")
    return derivation.derive(secret.encode())


def receipt() -> str:
    """A new receipt code, such as 7KQ0M-… : the only thing that can ever find a response."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_RECEIPT))
    return "-".join((code[:5], code[5:10], code[10:15], code[15:20], code[20:]))


def receipt_hash(code: str) -> str:
    """Key of the response: SHA-256 of the code as people type it (case, spaces, O for 0, l for 1).

    Raises BadInput: not a receipt code.
    """
    plain = code.upper().translate(_MISREAD)
    if len(plain) != _RECEIPT or not set(plain) <= set(_ALPHABET):
        raise BadInput("a receipt code has 26 letters and digits; copy it as it was shown")
    return hashlib.sha256(b"receipt\0" + plain.encode()).hexdigest()


def slip_code(secret: str) -> str:
    """What is printed on a slip: the first 65 bits of a secret of purpose "slip", in 13 signs."""
    digest = base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
    number = int.from_bytes(digest, "big") >> (len(digest) * 8 - 5 * _SLIP)
    code = "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * _SLIP - 5, -1, -5))
    return "-".join((code[:4], code[4:8], code[8:]))


def slip_hash(code: str) -> str:
    """What the database knows of a slip's code, as people type it. Raises BadInput."""
    plain = code.upper().translate(_MISREAD)
    if len(plain) != _SLIP or not set(plain) <= set(_ALPHABET):
        raise BadInput("a printed code has 13 letters and digits; type it as it is printed")
    return hashlib.sha256(b"slip\0" + plain.encode()).hexdigest()
