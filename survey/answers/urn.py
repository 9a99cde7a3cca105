"""The urn, the stricter way from sending to `responses` (PLUMBLINE_URN).

Whoever copies the database before and after one sending finds in both who has sent, and one more
answer: it is theirs. With the urn an answer of an anonymous group is sealed when it is sent, with
a key that no copy of the database holds, and moves on only together with others, shuffled: when as
many of one group about one manager wait as may stand alone in a report, or when the round closes or
somebody looks at the report. In the urn it stands under a name that does not lead to its later one.
Named raters and the own form are known by nature, and go the straight way.

place   HMAC-SHA256(urn key, hash of the receipt)
sealed  AES-256-GCM under the urn key: 12 bytes nonce, then the response as JSON in whole blocks
"""

import hmac
import json
import math
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from survey.errors import AlreadySent, BadInput
from survey.store import participations, responses, rounds
from survey.store import urn as rows
from survey.store.database import Tx
from survey.store.responses import Response
from survey.store.urn import Waiting

_NONCE = 12
_BLOCK = 4096  # whole blocks, so that the length does not tell the comments'


@dataclass(frozen=True, repr=False)
class Urn:
    """`key`: see survey.keys. What was put in comes out, whatever the setting says by then."""

    key: bytes
    in_use: bool = False
    """Whether new answers go in."""

    def put(self, tx: Tx, response: Response) -> None:
        """Raises AlreadySent: there is one under this receipt."""
        place = self._place(response.receipt_hash)
        text = json.dumps(vars(response), ensure_ascii=False, separators=(",", ":")).encode()
        text = text.ljust(math.ceil(len(text) / _BLOCK) * _BLOCK)
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + AESGCM(self.key).encrypt(nonce, text, place.encode())
        if not rows.put(tx, Waiting(place, response.subject, sealed)):
            raise AlreadySent("these answers were sent before")

    def has(self, tx: Tx, receipt_hash: str) -> bool:
        return rows.get(tx, self._place(receipt_hash)) is not None

    def find(self, tx: Tx, receipt_hash: str) -> Response | None:
        """The answer that waits under this receipt."""
        row = rows.get(tx, self._place(receipt_hash))
        return None if row is None else self._open(row)

    def remove(self, tx: Tx, receipt_hash: str) -> bool:
        """Its rater takes it back. False: it is not there."""
        return rows.remove(tx, self._place(receipt_hash))

    def pour(self, tx: Tx, subject: str) -> None:
        """Move on what waits about this participation with enough others of its group."""
        self._pour(tx, subject, rounds.of(tx, subject).threshold)

    def empty(self, tx: Tx, subjects: Iterable[str]) -> None:
        """Move on all that waits about these participations: nothing more is sent, or the report
        is looked at."""
        for subject in sorted({one.subject for one in rows.of(tx, subjects)}):
            self._pour(tx, subject, 1)

    def _pour(self, tx: Tx, subject: str, least: int) -> None:
        participations.lock(tx, subject)  # nobody takes one of them back meanwhile
        groups: dict[str, list[tuple[Waiting, Response]]] = defaultdict(list)
        for row in rows.of(tx, [subject]):
            response = self._open(row)
            groups[response.group].append((row, response))
        moving = [one for group in groups.values() if len(group) >= least for one in group]
        for row, _ in moving:
            rows.remove(tx, row.place)
        for response in sorted((one for _, one in moving), key=lambda one: one.receipt_hash):
            responses.add(tx, **vars(response))

    def _place(self, receipt_hash: str) -> str:
        return hmac.new(self.key, receipt_hash.encode(), "sha256").hexdigest()

    def _open(self, row: Waiting) -> Response:
        key = AESGCM(self.key)
        try:
            text = key.decrypt(row.sealed[:_NONCE], row.sealed[_NONCE:], row.place.encode())
        except InvalidTag:
            raise BadInput(
                "answers wait that were sealed with another key; put back your copy of link.key",
                "urn",
            ) from None
        said = json.loads(text)
        said["answers"] = tuple((item, value) for item, value in said["answers"])
        said["picks"] = {q: tuple(options) for q, options in said.get("picks", {}).items()}
        return Response(**said)
