"""Who has a draft open, and when they saved last; what is older than a day is forgotten."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from survey.store.database import insert_new
from survey.store.tables import accounts, authors

_KEPT = 24 * 60 * 60


@dataclass(frozen=True)
class Author:
    """Times are Unix seconds. `saved` is None: nothing yet."""

    account: str
    name: str
    seen: int
    saved: int | None


def note(
    tx: Connection, questionnaire: str, account: str, now: int, *, saved: bool = False
) -> None:
    """This account has the draft open now, or has just `saved` it."""
    tx.execute(delete(authors).where(authors.c.seen < now - _KEPT))
    mine = (authors.c.questionnaire == questionnaire) & (authors.c.account == account)
    values = {"seen": now, "saved": now} if saved else {"seen": now}
    row = {"questionnaire": questionnaire, "account": account, "saved": None, **values}
    if not insert_new(tx, authors, row):  # two windows may come at the same moment
        tx.execute(update(authors).where(mine).values(values))


def of(tx: Connection, questionnaire: str) -> list[Author]:
    """The one who was there last comes first."""
    found = (
        select(authors.c.account, accounts.c.name, authors.c.seen, authors.c.saved)
        .join(accounts, accounts.c.id == authors.c.account)
        .where(authors.c.questionnaire == questionnaire)
        .order_by(authors.c.seen.desc(), accounts.c.name)
    )
    return [Author(*row) for row in tx.execute(found)]
