"""What scoring is given: plain data, without pandas."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Response:
    """One rater's answers about one subject in one round, as the store keeps them.

    `answers`: (item, value) for each item shown, in the order shown; value is a whole number of
    the scale, "NO" for not observed, None for skipped.
    """

    subject: str
    round: int
    rater: str
    group: str
    answers: Sequence[tuple[str, int | str | None]]
