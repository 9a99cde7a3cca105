"""Comments as a coach weighs them: those a report is made of, without whose they are."""

import hashlib
from dataclasses import dataclass

from survey.anonymity.ledger import basis_of
from survey.store import responses, rounds, versions, withheld
from survey.store.database import Tx
from survey.store.releases import Release


@dataclass(frozen=True)
class Remark:
    """One comment. Whose, and from which group, is left out."""

    question: str
    """Id of an open question, or of a skill."""
    text: str
    reason: str | None = None
    """Why it is withheld; None: it is not."""

    @property
    def hash(self) -> str:
        return withheld.hash_of(self.question, self.text)


def remarks(tx: Tx, release: Release) -> list[Remark]:
    """What others wrote in the frozen responses of this report, each text once, in an order that
    says nothing."""
    asked = versions.get(tx, rounds.of(tx, release.participation).version)
    frozen = set(basis_of(tx, release).receipts)
    reasons = {one.text_hash: one.reason for one in withheld.of(tx, release.participation).values()}
    found = {
        (question, text)
        for one in responses.of(tx, [release.participation])
        if one.receipt_hash in frozen and one.group != asked.self_group.id
        for question, text in one.comments.items()
        if text.strip()
    }
    made = [Remark(q, text, reasons.get(withheld.hash_of(q, text))) for q, text in found]
    return sorted(made, key=lambda one: hashlib.sha256(one.hash.encode()).digest())
