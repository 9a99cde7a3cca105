"""Answers that their rater took back: of each, the hash of its receipt code and nothing else."""

from sqlalchemy import Connection, select

from survey.store.database import insert_new
from survey.store.tables import withdrawn


def add(tx: Connection, receipt_hash: str) -> None:
    """Twice is harmless."""
    insert_new(tx, withdrawn, {"receipt_hash": receipt_hash})


def has(tx: Connection, receipt_hash: str) -> bool:
    found = select(withdrawn.c.receipt_hash).where(withdrawn.c.receipt_hash == receipt_hash)
    return tx.execute(found).first() is not None
