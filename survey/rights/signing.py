"""Records of what was erased, signed; and marks by which an erased person is known again. Pure.

A record is JSON: {"place", "number", "day", "did", "went": {class: {"rows", "before"}}, "log":
{"begins": [number, hash], "ends": [number, hash]}, "last": SHA-256 of the record before}. It names
nobody. The signature is Ed25519 under the key in record.key, so that somebody with the public key
alone can check it.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Deed = Literal["retention", "erasure"]


class Kept(Protocol):
    """A record as it is kept; survey.store.records.Record is one."""

    @property
    def number(self) -> int: ...
    @property
    def content(self) -> str: ...
    @property
    def signature(self) -> str: ...


@dataclass(frozen=True)
class Went:
    """Rows of a class of data that went; `before`: the day whose clock had run out, if one had."""

    rows: int
    before: date | None = None


def written(
    place: str,
    *,
    day: date,
    did: Deed,
    went: Mapping[str, Went],
    log: Mapping[str, tuple[int, str]],
    last: Kept | None,
) -> tuple[int, str]:
    """Number and content of the record after `last`."""
    number = last.number + 1 if last else 1
    content: dict[str, Any] = {
        "place": place,
        "number": number,
        "day": str(day),
        "did": did,
        "went": {
            kind: {"rows": one.rows, **({"before": str(one.before)} if one.before else {})}
            for kind, one in went.items()
        },
        "log": {name: list(end) for name, end in log.items()},
        "last": _hash(last.content) if last else "",
    }
    return number, json.dumps(content, sort_keys=True)


def sign(key: bytes, content: str) -> str:
    """128 hex digits."""
    return Ed25519PrivateKey.from_private_bytes(key).sign(content.encode()).hex()


def public(key: bytes) -> str:
    """What others need to check a signature: 64 hex digits."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw().hex()


def broken(key: bytes, records: Sequence[Kept]) -> str | None:
    """What is wrong first with one place's records, oldest first; None: nothing."""
    verifier = Ed25519PrivateKey.from_private_bytes(key).public_key()
    last: Kept | None = None
    for number, record in enumerate(records, 1):
        try:
            verifier.verify(bytes.fromhex(record.signature), record.content.encode())
        except (InvalidSignature, ValueError):
            return f"record {record.number}: the signature does not fit"
        told = json.loads(record.content)
        if record.number != number or told["number"] != number:
            return f"record {number} is missing"
        if told["last"] != (_hash(last.content) if last else ""):
            return f"record {number}: the one before it is another"
        last = record
    return None


def log_ends(record: Kept | None, name: str) -> tuple[int, str]:
    """Where the log began or ended when the record was written: number and hash of a row."""
    if record is None:
        return 0, ""
    number, linked = json.loads(record.content)["log"].get(name, (0, ""))
    return int(number), str(linked)


def mark(key: bytes, kind: str, value: str) -> str:
    """By which `value` (an id, an address) is known again, and not without the key."""
    own = hmac.new(key, b"marks of the erased", hashlib.sha256).digest()
    return hmac.new(own, f"{kind}\0{value.lower()}".encode(), hashlib.sha256).hexdigest()


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
