"""Drafts: sealed answers that only the link's holder can open. A revision number guards them."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select, update

from survey.errors import Stale
from survey.store.database import insert_new
from survey.store.tables import drafts


@dataclass(frozen=True)
class SealedDraft:
    revision: int
    """1 for the first save; 0 stands for "nothing saved yet"."""
    sealed: bytes


# Asked with every page and every saved answer, so worked out once.
_ONE = select(drafts.c.revision, drafts.c.sealed).where(drafts.c.invitation == bindparam("id"))
_NEXT = (
    update(drafts)
    .where(drafts.c.invitation == bindparam("id"), drafts.c.revision == bindparam("expected"))
    .values(revision=bindparam("new_revision"), sealed=bindparam("new_sealed"))
)


def get(tx: Connection, invitation: str) -> SealedDraft | None:
    row = tx.execute(_ONE, {"id": invitation}).first()
    return None if row is None else SealedDraft(row.revision, bytes(row.sealed))


def save(tx: Connection, invitation: str, sealed: bytes, expected_revision: int) -> int:
    """Returns the new revision. Raises Stale: the draft is not at `expected_revision`."""
    revision = expected_revision + 1
    if expected_revision == 0:
        row = {"invitation": invitation, "revision": revision, "sealed": sealed}
        saved = insert_new(tx, drafts, row)
    else:
        row = {"id": invitation, "expected": expected_revision}
        row |= {"new_revision": revision, "new_sealed": sealed}
        saved = tx.execute(_NEXT, row).rowcount == 1
    if not saved:
        raise Stale("these answers were changed in another window")
    return revision


def erase(tx: Connection, invitation: str) -> None:
    """SQLite overwrites the bytes (secure_delete)."""
    tx.execute(delete(drafts).where(drafts.c.invitation == invitation))
