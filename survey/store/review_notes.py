"""What colleagues say about a draft, by its review link."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from survey.errors import NotNow
from survey.store.ids import new_id
from survey.store.tables import review_notes

MOST = 500
"""Of one draft: whoever holds the link may write, and nobody need read more."""


@dataclass(frozen=True)
class ReviewNote:
    id: str
    questionnaire: str
    number: int
    place: str
    """An item's id, or "" for the whole."""
    name: str
    """Of the colleague, as they gave it."""
    text: str
    day: date
    settled: bool


_ALL = [review_notes.c[name] for name in ReviewNote.__dataclass_fields__]


def add(
    tx: Connection, questionnaire: str, *, place: str, name: str, text: str, day: date
) -> ReviewNote:
    """Raises NotNow: there are as many as a draft may have."""
    counted = select(func.count()).where(review_notes.c.questionnaire == questionnaire)
    number = int(tx.execute(counted).scalar_one()) + 1
    if number > MOST:
        raise NotNow("There are %(most)s comments on this draft; that is as many as it may have.",
                     most=MOST)  # fmt: skip
    made = ReviewNote(new_id(), questionnaire, number, place, name, text, day, False)
    tx.execute(insert(review_notes).values(vars(made)))
    return made


def of(tx: Connection, questionnaire: str) -> list[ReviewNote]:
    """In the order written."""
    found = select(*_ALL).where(review_notes.c.questionnaire == questionnaire)
    return [ReviewNote(*row) for row in tx.execute(found.order_by(review_notes.c.number))]


def settle(tx: Connection, questionnaire: str, note: str, *, settled: bool) -> None:
    """Mark as done, or not. Nothing happens if it is none of this draft's."""
    there = update(review_notes).where(
        review_notes.c.id == note, review_notes.c.questionnaire == questionnaire
    )
    tx.execute(there.values(settled=settled))
