"""A session of mapped objects over the store, for the one library that wants one (accounts).

It keeps the store's promises: what is read is one moment and locks nobody out; all that changed is
written at `commit`, in turn, in one transaction.
"""

from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from survey.store.database import Database


class _Session(Session):
    """Reads from one connection, and writes by another that it only takes while it commits."""

    parts: tuple[Engine, Engine, Any]

    def get_bind(self, *_arguments: Any, **_more: Any) -> Engine | Connection:
        reader, writer, _turns = self.parts
        return writer if self._flushing else reader

    def commit(self) -> None:
        with self.parts[2]:
            super().commit()


def sessions(db: Database) -> scoped_session[Session]:
    """One session for each thread; `remove()` it when a request ends."""
    bound = type("_Bound", (_Session,), {"parts": db.parts()})
    return scoped_session(sessionmaker(class_=bound, autoflush=False))
